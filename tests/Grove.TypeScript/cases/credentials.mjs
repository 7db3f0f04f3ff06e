import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import Cloudflare, { AuthenticationError, BadRequestError, NotFoundError, PermissionDeniedError } from 'cloudflare';
import { Actor, call } from '../harness/actors.mjs';
import { names, profile, refused } from '../harness/checks.mjs';
import { accountSettingsWrite, membershipsRead, userDetailsRead, userDetailsWrite } from '../harness/permissions.mjs';

/** @param {import('../harness/server.mjs').Server} server */
export default function credentials(server) {
  describe('credentials', () => {
    it('are needed, whole', async () => {
      const user = await server.user();
      for (const who of [{}, { email: user.email }, { key: user.key }]) {
        const { client } = new Actor(server, { id: '', ...who });
        await refused(client.organizations.list(), AuthenticationError, 10000);
        await refused(client.user.get(), AuthenticationError, 10000);
        await refused(client.organizations.create({ name: '' }), AuthenticationError, 10000);
      }
    });

    it('of an unknown address and a wrong key are refused alike', async () => {
      const user = await server.user();
      const key = user.key?.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'));
      const wrongKey = await refused(new Actor(server, { id: '', email: user.email, key }).client.user.get(), PermissionDeniedError, 9103);
      const nobody = await refused(
        new Actor(server, { id: '', email: 'nobody@example.com', key: user.key }).client.user.get(),
        PermissionDeniedError,
        9103,
      );
      assert.deepEqual(wrongKey.error, nobody.error);
    });

    it('take an address in any case', async () => {
      const user = await server.user('MiXed');
      assert.equal((await new Actor(server, { id: '', email: user.email?.toUpperCase(), key: user.key }).client.user.get()).id, user.id);
    });

    it('fit the patterns of the Terraform provider', async () => {
      const user = await server.user();
      assert.match(user.key ?? '', /^[0-9A-Za-z_-]{37,60}$/);
      await user.withToken([userDetailsRead]);
    });

    it('refuse a token that is none, whatever else is sent', async () => {
      const user = await server.user();
      await refused(new Actor(server, { id: '', token: 'A'.repeat(40) }).client.user.get(), AuthenticationError, 1000);
      const both = new Cloudflare({ baseURL: server.api, apiToken: 'A'.repeat(40), apiEmail: user.email, apiKey: user.key, userServiceKey: null });
      await refused(both.user.get(), AuthenticationError, 1000);
    });

    it('refuse a malformed header, and say which', async () => {
      const nobody = new Actor(server, { id: '' });
      for (const headers of [{ Authorization: 'Basic Zm9vOmJhcg==' }, { Authorization: 'Bearer' }, { 'X-Auth-Email': 'not an address', 'X-Auth-Key': 'short' }]) {
        const { status, json } = await nobody.send('GET', '/user', { headers: /** @type {any} */ (headers) });
        assert.equal(status, 400, JSON.stringify(headers));
        assert.equal(json.errors[0].code, 6003);
        assert.ok(json.errors[0].error_chain.length > 0);
      }
    });

    it('of a suspended user stop at once', async () => {
      const user = await server.user();
      const token = await user.withToken([userDetailsRead]);
      await user.client.user.get();
      await token.client.user.get();
      await call(server.operator, 'PATCH', `/grove/v1/users/${user.id}`, { suspended: true });
      await refused(user.client.user.get(), PermissionDeniedError, 9103);
      await assert.rejects(Promise.resolve(token.client.user.get()), Cloudflare.APIError);
    });
  });

  describe('API tokens', () => {
    it('do all that the user may, where they may write', async () => {
      const { client } = await (await server.user()).withToken([userDetailsWrite]);
      const root = await client.organizations.create({ name: 'root' });
      const child = await client.organizations.create({ name: 'child', parent: { id: root.id } });
      await client.organizations.organizationProfile.update(child.id, profile);
      assert.deepEqual(await client.organizations.organizationProfile.get(child.id), profile);
      await client.organizations.update(child.id, { name: 'renamed' });
      assert.deepEqual(names((await client.organizations.list({ name: { contains: 'n' } })).getPaginatedItems()), ['renamed']);
      assert.equal((await client.user.edit({ first_name: 'Token' })).first_name, 'Token');
      await client.organizations.delete(child.id);
      assert.deepEqual(names((await client.user.organizations.list()).result), ['root']);
    });

    it('that may read do not write', async () => {
      const user = await server.user();
      const { id } = await user.client.organizations.create({ name: 'root', profile });
      const { client } = await user.withToken([userDetailsRead]);
      assert.equal((await client.organizations.get(id)).name, 'root');
      assert.equal((await client.user.get()).id, user.id);
      assert.deepEqual(await client.organizations.organizationProfile.get(id), profile);
      for (const attempt of [
        () => client.organizations.create({ name: 'x' }),
        () => client.organizations.update(id, { name: 'x' }),
        () => client.organizations.delete(id),
        () => client.organizations.organizationProfile.update(id, profile),
        () => client.user.edit({ first_name: 'x' }),
        () => client.user.organizations.delete(id),
      ])
        await refused(attempt(), PermissionDeniedError, 9109);
    });

    it('of other groups open nothing here', async () => {
      const user = await server.user();
      const { id } = await user.client.organizations.create({ name: 'root' });
      const { client } = await user.withToken([membershipsRead, accountSettingsWrite]);
      await refused(client.organizations.list(), PermissionDeniedError, 9109);
      await refused(client.organizations.get(id), PermissionDeniedError, 9109);
      await refused(client.user.get(), PermissionDeniedError, 9109);
    });

    it('for one organization see it and what is below it', async () => {
      const user = await server.user();
      const root = await user.client.organizations.create({ name: 'root' });
      const child = await user.client.organizations.create({ name: 'child', parent: { id: root.id } });
      const leaf = await user.client.organizations.create({ name: 'leaf', parent: { id: child.id } });
      const { client } = await user.withToken([userDetailsRead], { [`com.cloudflare.api.organization.${child.id}`]: '*' });
      const page = await client.organizations.list().asResponse();
      const { result, result_info: info } = /** @type {any} */ (await page.json());
      assert.deepEqual(names(result), ['child', 'leaf']);
      assert.equal(info.total_size, 2);
      assert.deepEqual(names((await client.organizations.list({ containing: { organization: leaf.id } })).getPaginatedItems()), ['child']);
      const error = await client.organizations.get(root.id).then(() => assert.fail('the token saw above its resource'), (reason) => reason);
      assert.ok(error instanceof NotFoundError || error instanceof PermissionDeniedError, String(error));
    });

    it('are refused when a policy cannot be enforced', async () => {
      const user = await server.user();
      const resources = { [`com.cloudflare.api.user.${user.id}`]: '*' };
      for (const policy of [
        { effect: 'allow', resources, permission_groups: [{ id: 'ffffffffffffffffffffffffffffffff' }] },
        { effect: 'allow', resources: { 'com.cloudflare.edge.worker': '*' }, permission_groups: [{ id: userDetailsRead }] },
        { effect: 'maybe', resources, permission_groups: [{ id: userDetailsRead }] },
      ]) {
        await assert.rejects(call(server.operator, 'POST', `/grove/v1/users/${user.id}/tokens`, { name: 'x', policies: [policy] }), /: 400 /);
      }
    });

    it('made by operators only, and operators by operators', async () => {
      const user = await server.user();
      await assert.rejects(call(user, 'POST', '/grove/v1/users', { email: 'x@example.com' }), /: 403 /);
      await assert.rejects(call(user, 'PATCH', `/grove/v1/users/${user.id}`, { operator: true }), /: 403 /);
    });

    it('give no operator their right on the wire', async () => {
      const user = await server.user();
      const { id } = await user.client.organizations.create({ name: 'theirs' });
      await refused(server.operator.client.organizations.get(id), NotFoundError, 1003);
      await refused(server.operator.client.organizations.list({ page_size: -1 }), BadRequestError, 1001);
    });
  });
}
