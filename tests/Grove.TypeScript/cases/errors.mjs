import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BadRequestError, NotFoundError } from 'cloudflare';
import { refused } from '../harness/checks.mjs';

/**
 * Every refusal wears the envelope.
 * @param {Awaited<ReturnType<import('../harness/actors.mjs').Actor['send']>>} answer
 * @param {number} status
 */
function wearsEnvelope(answer, status) {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
  assert.deepEqual(Object.keys(answer.json), ['success', 'errors', 'messages', 'result']);
  assert.equal(answer.json.success, false);
  assert.equal(answer.json.result, null);
  assert.ok(answer.json.errors.length > 0);
  assert.ok(answer.headers.get('x-request-id'));
}

/** @param {import('../harness/server.mjs').Server} server */
export default function errors(server) {
  describe('errors', () => {
    it('point at every fault of a body at once', async () => {
      const { client } = await server.user();
      const { id } = await client.organizations.create({ name: 'Acme' });
      for (const name of [undefined, null, 7, '', ' lead', 'trail ', 'a\u0007b', 'a\u0000b', 'x'.repeat(101), '🌳'.repeat(101), { contains: 'x' }]) {
        const body = /** @type {any} */ ({ name });
        await refused(client.organizations.create(body), BadRequestError, 1001, ['/name']);
        await refused(client.organizations.update(id, body), BadRequestError, 1001, ['/name']);
      }
      await refused(client.organizations.create(/** @type {any} */ ({ name: 'x', parent: {} })), BadRequestError, 1001, ['/parent/id']);
      await refused(client.organizations.create(/** @type {any} */ ({ name: '', parent: { id: 1 } })), BadRequestError, 1001, ['/name', '/parent/id']);
      await refused(client.organizations.create(/** @type {any} */ ({ name: 'x', parent: 'root' })), BadRequestError, 1001, ['/parent']);
      await refused(client.organizations.create(/** @type {any} */ ({ name: 'x', profile: [] })), BadRequestError, 1001, ['/profile']);
      assert.equal((await client.organizations.get(id)).name, 'Acme');
    });

    it('say that a body is no JSON object', async () => {
      const actor = await server.user();
      const invalidUtf8 = Uint8Array.from([...Buffer.from('{"name":"'), 0xff, ...Buffer.from('"}')]);
      for (const raw of ['', '{', '[]', '"x"', 'null', '{"name":"\\ud800"}', invalidUtf8, `{"name":"x","a":${'['.repeat(40)}${']'.repeat(40)}}`]) {
        const answer = await actor.send('POST', '/organizations', { raw });
        wearsEnvelope(answer, 400);
        assert.equal(answer.json.errors[0].code, 1001);
      }
      wearsEnvelope(await actor.send('POST', '/organizations', { raw: JSON.stringify({ name: 'x', pad: 'x'.repeat(1024 * 1024) }) }), 413);
      assert.deepEqual((await actor.client.organizations.list()).getPaginatedItems(), []);
    });

    it('do not tell the unknown from the hidden', async () => {
      const [owner, stranger] = [await server.user('owner'), await server.user('stranger')];
      const { id } = await owner.client.organizations.create({ name: 'hidden' });
      for (const attempt of [
        (/** @type {string} */ it) => stranger.client.organizations.get(it),
        (/** @type {string} */ it) => stranger.client.organizations.update(it, { name: 'x' }),
        (/** @type {string} */ it) => stranger.client.organizations.delete(it),
        (/** @type {string} */ it) => stranger.client.organizations.organizationProfile.get(it),
        (/** @type {string} */ it) => stranger.client.user.organizations.get(it),
        (/** @type {string} */ it) => stranger.client.user.organizations.delete(it),
      ]) {
        const hidden = await refused(attempt(id), NotFoundError, 1003);
        const other = '0123456789abcdef0123456789abcdef';
        const unknown = await refused(attempt(other), NotFoundError, 1003);
        assert.deepEqual(JSON.parse(JSON.stringify(hidden.error).replaceAll(id, other)), unknown.error);
        await refused(attempt('not an id/é'), NotFoundError, 1003);
      }
    });

    it('know no other routes', async () => {
      const actor = await server.user();
      for (const path of ['/nothing', '/organizations/', '/organizations//profile', '/organizations/x/y/z', '/user/']) {
        const answer = await actor.send('GET', path);
        wearsEnvelope(answer, 404);
        assert.deepEqual(answer.json.errors.map((/** @type {any} */ error) => error.code), [7003, 7000], path);
      }
      await refused(actor.client.organizations.get(''), NotFoundError, 7003);
    });

    it('name what is not built', async () => {
      const actor = await server.user();
      const { id } = await actor.client.organizations.create({ name: 'Acme' });
      const error = await refused(actor.client.organizations.billing.usage.get(id), NotFoundError, 7003);
      assert.equal(error.headers.get('grove-not-built'), 'true');
    });

    it('name the methods that a path has', async () => {
      const actor = await server.user();
      const answer = await actor.send('PATCH', '/organizations', { body: {} });
      wearsEnvelope(answer, 405);
      assert.equal(answer.json.errors[0].code, 10405);
      assert.match(answer.headers.get('allow') ?? '', /GET/);
      assert.match(answer.headers.get('allow') ?? '', /POST/);
    });

    it('name the query parameter', async () => {
      const actor = await server.user();
      for (const [query, name] of [
        [`name.contains=${'x'.repeat(201)}`, 'name.contains'],
        ['name.startsWith=%00', 'name.startsWith'],
        ['name.endsWith=%ff', 'name.endsWith'],
        [Array.from({ length: 1001 }, (_, i) => `id=${i}`).join('&'), 'id'],
      ]) {
        const answer = await actor.send('GET', `/organizations?${query}`);
        wearsEnvelope(answer, 400);
        assert.ok(answer.json.errors[0].message.includes(name), answer.text);
      }
    });

    it('and answers carry a request id and are not stored', async () => {
      const actor = await server.user();
      for (const path of ['/user', '/organizations', '/organizations/unknown', '/nothing']) {
        const [one, two] = [await actor.send('GET', path), await actor.send('GET', path)];
        assert.ok(one.headers.get('x-request-id'));
        assert.notEqual(one.headers.get('x-request-id'), two.headers.get('x-request-id'));
        if (path !== '/nothing') assert.equal(one.headers.get('cache-control'), 'no-store', path);
        assert.equal(one.headers.get('set-cookie'), null);
      }
    });

    it('never come from headers that clients add', async () => {
      const actor = await server.user();
      for (const headers of [{ Accept: '*/*' }, { 'Content-Type': 'application/json' }, { 'X-Stainless-Retry-Count': '2', 'api-version': '2026-11-21' }, { Accept: 'text/html' }])
        assert.equal((await actor.send('GET', '/organizations', { headers: /** @type {any} */ (headers) })).status, 200);
    });
  });
}
