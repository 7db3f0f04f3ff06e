import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BadRequestError, NotFoundError } from 'cloudflare';
import { id, is, oneOf, time } from '../harness/shapes.mjs';

const window = { since: '2020-01-01', before: '2999-01-01' };
const row = {
  id,
  action: { description: 'string', result: oneOf('success', 'failure'), time, type: oneOf('create', 'delete', 'view', 'update') },
  actor: {
    'id?': id,
    'context?': oneOf('api_key', 'api_token'),
    'email?': 'string',
    'ip_address?': 'string',
    'token_id?': id,
    'token_name?': 'string',
    type: oneOf('cloudflare_admin', 'system', 'user'),
  },
  organization: { id },
  raw: { cf_ray_id: id, method: 'string', status_code: 'number', uri: 'string', user_agent: 'string' },
  resource: { id, product: 'string', 'request?': () => true, 'response?': () => true, scope: oneOf('organizations'), type: 'string' },
};

/** @param {import('../harness/server.mjs').Server} server */
export default function audit(server) {
  describe('the audit log', () => {
    const withHistory = async () => {
      const { client, id: user } = await server.user();
      const root = await client.organizations.create({ name: 'Acme' });
      for (const name of ['Acme 1', 'Acme 2', 'Acme 3', 'Acme 4']) await client.organizations.update(root.id, { name });
      return { client, root, user };
    };
    /** @template Item @param {AsyncIterable<Item>} pages */
    const all = async (pages) => {
      const rows = [];
      for await (const each of pages) rows.push(each);
      return rows;
    };

    it('tells who did what, latest first', async () => {
      const { client, root, user } = await withHistory();
      const rows = await all(client.organizations.logs.audit.list(root.id, window));
      assert.equal(rows.length, 5);
      for (const each of rows) is(each, row);
      assert.deepEqual(rows.map((each) => each.action?.type), ['update', 'update', 'update', 'update', 'create']);
      assert.deepEqual(rows[0]?.resource?.request, { name: 'Acme 4' });
      assert.equal(rows[0]?.actor?.id, user);
      assert.equal(rows[0]?.raw?.uri, `/organizations/${root.id}`);
    });

    it('goes from page to page by itself, and stops', async () => {
      const { client, root } = await withHistory();
      const whole = await all(client.organizations.logs.audit.list(root.id, { ...window, direction: 'asc' }));
      for (const limit of [1, 2, 5, 100])
        assert.deepEqual(await all(client.organizations.logs.audit.list(root.id, { ...window, direction: 'asc', limit })), whole);
      const page = await client.organizations.logs.audit.list(root.id, { ...window, limit: 5 });
      assert.equal(page.hasNextPage(), false);
    });

    it('leaves out what is not wanted', async () => {
      const { client, root } = await withHistory();
      const list = (/** @type {Partial<import('cloudflare/resources/organizations/logs').AuditListParams>} */ query) =>
        all(client.organizations.logs.audit.list(root.id, { ...window, ...query }));
      assert.equal((await list({ action_type: { not: ['update', 'view'] } })).length, 1);
      assert.equal((await list({ actor_context: { not: ['api_key'] } })).length, 0);
      assert.equal((await list({ action_result: { not: ['failure'] }, raw_status_code: { not: [500] } })).length, 5);
      await assert.rejects(list({ since: 'yesterday' }), BadRequestError);
    });

    it('gives the history of the resource of a record', async () => {
      const { client, root } = await withHistory();
      const account = await client.accounts.create({ name: 'Shop', unit: { id: root.id } });
      const [latest] = await all(client.organizations.logs.audit.list(root.id, { ...window, resource_type: { not: ['organization'] } }));
      const of = { ...window, organization_id: root.id, action_time: latest?.action?.time ?? '' };
      const history = await client.organizations.logs.audit.history(latest?.id ?? '', of);
      for (const each of history) is(each, row);
      assert.deepEqual(history.map((each) => each.resource?.id), [account.id]);
      await assert.rejects(client.organizations.logs.audit.history('0123456789abcdef0123456789abcdef', of), NotFoundError);
    });
  });
}
