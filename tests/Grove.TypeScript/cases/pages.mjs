import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BadRequestError } from 'cloudflare';
import { isOrganization, names, refused } from '../harness/checks.mjs';

/** @typedef {import('cloudflare').default.Organizations.OrganizationListParams} Query */

/**
 * One page with its result_info, which the SDK's own page object does not show.
 * @param {import('../harness/actors.mjs').Actor} actor
 * @param {Query} [query]
 * @returns {Promise<import('../wire.js').Envelope<import('../wire.js').Organization[]>>}
 */
async function page(actor, query) {
  const response = await actor.client.organizations.list(query).asResponse();
  assert.equal(response.status, 200);
  return /** @type {any} */ (await response.json());
}

/**
 * Every page from the first to the last, by hand.
 * @param {import('../harness/actors.mjs').Actor} actor
 * @param {Query} query
 */
async function walk(actor, query) {
  const pages = [];
  for (let token; ; ) {
    const answer = await page(actor, token === undefined ? query : { ...query, page_token: token });
    pages.push(answer);
    const info = answer.result_info ?? assert.fail('a list has result_info');
    if (!('next_page_token' in info)) return pages;
    token = /** @type {string} */ (info.next_page_token);
    assert.ok(typeof token === 'string' && token !== '');
    assert.ok(pages.length < 100, 'the walk does not end');
  }
}

/** @param {import('../harness/server.mjs').Server} server */
export default function pages(server) {
  describe('pages of organizations', () => {
    it('come ten at a time, in creation order, each row once, with the exact total', async () => {
      const actor = await server.user();
      const made = [];
      for (let i = 0; i < 25; i++) made.push(`organization ${i}`), await actor.client.organizations.create({ name: `organization ${i}` });
      const all = await walk(actor, {});
      assert.deepEqual(all.map((each) => each.result.length), [10, 10, 5]);
      assert.deepEqual(names(all.flatMap((each) => each.result)), made);
      for (const each of all) assert.equal(each.result_info?.total_size, 25);
      for (const row of all.flatMap((each) => each.result)) isOrganization(row);

      for (const size of [1, 7, 24, 25, 26, 1000]) {
        const rows = (await walk(actor, { page_size: size })).flatMap((each) => each.result);
        assert.deepEqual(names(rows), made, `page_size ${size}`);
      }
      assert.equal((await page(actor, { page_size: 0 })).result.length, 10);
    });

    it('may change their size on the way', async () => {
      const actor = await server.user();
      for (let i = 0; i < 6; i++) await actor.client.organizations.create({ name: `${i}` });
      const first = await page(actor, { page_size: 1 });
      const rest = await page(actor, { page_size: 10, page_token: /** @type {string} */ (first.result_info?.next_page_token) });
      assert.deepEqual(names(rest.result), ['1', '2', '3', '4', '5']);
      assert.equal('next_page_token' in (rest.result_info ?? {}), false);
    });

    it('keep to the filters of the walk', async () => {
      const actor = await server.user();
      const root = await actor.client.organizations.create({ name: 'root' });
      for (let i = 0; i < 12; i++) await actor.client.organizations.create({ name: i % 2 ? `odd ${i}` : `even ${i}`, parent: { id: root.id } });
      const all = await walk(actor, { parent: { id: root.id }, name: { startsWith: 'ODD' }, page_size: 4 });
      assert.deepEqual(names(all.flatMap((each) => each.result)), [1, 3, 5, 7, 9, 11].map((i) => `odd ${i}`));
      for (const each of all) assert.equal(each.result_info?.total_size, 6);
    });

    it('are one page to the SDK, which never asks for another', async () => {
      const actor = await server.user();
      for (let i = 0; i < 12; i++) await actor.client.organizations.create({ name: `${i}` });
      const sent = actor.requests;
      let rows = 0;
      for await (const row of actor.client.organizations.list()) rows += row.id ? 1 : 0;
      assert.equal(rows, 10);
      assert.equal(actor.requests, sent + 1);
      assert.equal((await actor.client.organizations.list({ page_size: 100 })).getPaginatedItems().length, 12);
    });

    it('are empty for who belongs nowhere', async () => {
      const actor = await server.user();
      const answer = await page(actor);
      assert.deepEqual(answer, { success: true, errors: [], messages: [], result: [], result_info: { total_size: 0 } });
    });

    it('refuse a size that is none', async () => {
      const actor = await server.user();
      for (const size of [-1, 1001, 1.5]) {
        const error = await refused(actor.client.organizations.list({ page_size: size }), BadRequestError, 1001);
        assert.match(error.errors[0]?.message ?? '', /page_size/);
      }
      for (const size of ['ten', '1e2', '0x10', '99999999999999999999']) {
        const { status, json } = await actor.send('GET', `/organizations?page_size=${size}`);
        assert.equal(status, 400, size);
        assert.match(json.errors[0].message, /page_size/);
      }
    });

    it('refuse a token that is damaged, of other filters, or of somebody else', async () => {
      const [actor, other] = [await server.user(), await server.user('other')];
      for (const each of [actor, other]) for (let i = 0; i < 3; i++) await each.client.organizations.create({ name: `a${i}` });
      const token = /** @type {string} */ ((await page(actor, { page_size: 1 })).result_info?.next_page_token);
      assert.match(token, /^[0-9A-Za-z_.~-]+$/, 'a token needs no escaping');
      const last = token.at(-2) === 'A' ? 'B' : 'A';
      const damaged = [token.slice(0, -2) + last + token.at(-1), token.slice(1), `${token}${token}`, 'AAAA', 'null', '%'];
      for (const wrong of damaged) await refused(actor.client.organizations.list({ page_size: 1, page_token: wrong }), BadRequestError, 1001);
      await refused(actor.client.organizations.list({ page_token: token, name: { contains: 'a' } }), BadRequestError, 1001);
      await refused(other.client.organizations.list({ page_size: 1, page_token: token }), BadRequestError, 1001);
      assert.deepEqual(names((await page(actor, { page_size: 1, page_token: token })).result), ['a1']);
    });
  });
}
