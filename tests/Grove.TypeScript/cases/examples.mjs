// The commands of the published documentation as they stand there; only the address and the credentials are put in.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { profile } from '../harness/checks.mjs';
import { has, orNull } from '../harness/shapes.mjs';

const listUserOrganizations = `curl https://api.cloudflare.com/client/v4/user/organizations \\
  -H "X-Auth-Email: $CLOUDFLARE_EMAIL" \\
  -H "X-Auth-Key: $CLOUDFLARE_API_KEY"`;
const getUserOrganization = `curl https://api.cloudflare.com/client/v4/user/organizations/$ORGANIZATION_ID \\
  -H "X-Auth-Email: $CLOUDFLARE_EMAIL" \\
  -H "X-Auth-Key: $CLOUDFLARE_API_KEY"`;
const leaveUserOrganization = `curl https://api.cloudflare.com/client/v4/user/organizations/$ORGANIZATION_ID \\
  -X DELETE \\
  -H "X-Auth-Email: $CLOUDFLARE_EMAIL" \\
  -H "X-Auth-Key: $CLOUDFLARE_API_KEY"`;
const listOrganizations = `curl https://api.cloudflare.com/client/v4/organizations \\
  -H "X-Auth-Email: $CLOUDFLARE_EMAIL" \\
  -H "X-Auth-Key: $CLOUDFLARE_API_KEY"`;

/**
 * Runs such a command.
 * @param {import('../harness/actors.mjs').Actor} actor
 * @param {string} command
 * @param {string} [organization]
 */
async function run(actor, command, organization = '') {
  const text = command
    .replace('https://api.cloudflare.com', actor.server.url)
    .replaceAll('$CLOUDFLARE_EMAIL', actor.email ?? '')
    .replaceAll('$CLOUDFLARE_API_KEY', actor.key ?? '')
    .replaceAll('$ORGANIZATION_ID', organization);
  const url = /https?:\/\/[^\s"]+/.exec(text)?.[0] ?? assert.fail(text);
  const headers = [...text.matchAll(/-H "([^:]+): ([^"]*)"/g)].map(([, name, value]) => /** @type {[string, string]} */ ([name, value]));
  const response = await fetch(url, { method: /-X (\w+)/.exec(text)?.[1] ?? 'GET', headers });
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
  return response.json();
}

const info = { code: 'number', message: 'string', 'documentation_url?': 'string', 'source?': { 'pointer?': 'string' } };
const envelope = { errors: [info], messages: [info], success: 'boolean' };
const profileShape = {
  business_address: 'string',
  business_email: 'string',
  business_name: 'string',
  business_phone: 'string',
  external_metadata: 'string',
};
const organization = {
  id: 'string',
  create_time: 'string',
  meta: {
    flags: {
      account_creation: 'string',
      account_deletion: 'string',
      account_migration: 'string',
      account_mobility: 'string',
      sub_org_creation: 'string',
    },
    'managed_by?': 'string',
  },
  name: 'string',
  'parent?': { id: 'string', name: 'string' },
  'profile?': profileShape,
};
const account = {
  created_on: 'string',
  id: 'string',
  name: 'string',
  settings: {
    abuse_contact_email: orNull('string'),
    access_approval_expiry: orNull('string'),
    api_access_enabled: orNull('boolean'),
    default_nameservers: orNull('string'),
    enforce_twofactor: orNull('boolean'),
    use_account_custom_ns_by_default: orNull('boolean'),
  },
  type: 'string',
};
const row = { id: 'string', name: 'string', permissions: ['string'], roles: ['string'], status: 'string' };

/** @param {import('../harness/server.mjs').Server} server */
export default function examples(server) {
  describe('the documented commands', () => {
    it('list organizations', async () => {
      const actor = await server.user();
      const root = await actor.client.organizations.create({ name: 'root' });
      const child = await actor.client.organizations.create({ name: 'child', parent: { id: root.id }, profile });
      const answer = await run(actor, listOrganizations);
      has(answer, { ...envelope, result: [organization], result_info: { 'next_page_token?': 'string', 'total_size?': 'number' } });
      assert.equal(answer.success, true);
      assert.deepEqual(answer.errors, []);
      assert.deepEqual(answer.result.map((/** @type {any} */ each) => each.id), [root.id, child.id]);
      has(answer.result[1], { ...organization, parent: { id: 'string', name: 'string' }, profile: profileShape });
    });

    it('list the organizations of the user', async () => {
      const actor = await server.user();
      const { id } = await actor.client.organizations.create({ name: 'Acme' });
      const answer = await run(actor, listUserOrganizations);
      has(answer, { ...envelope, result: [row], result_info: { count: 'number', page: 'number', per_page: 'number', total_count: 'number' } });
      assert.deepEqual(answer.result.map((/** @type {any} */ each) => each.id), [id]);
      assert.deepEqual([answer.result_info.page, answer.result_info.per_page], [1, 20]);
    });

    it('read one organization of the user', async () => {
      const actor = await server.user();
      const { id } = await actor.client.organizations.create({ name: 'Acme' });
      has(await run(actor, getUserOrganization, id), { ...envelope, result: row });
    });

    it('leave an organization, answered without the envelope', async () => {
      const [actor, other] = [await server.user(), await server.user('other')];
      const { id } = await actor.client.organizations.create({ name: 'Acme' });
      await server.join({ id }, other);
      assert.deepEqual(await run(actor, leaveUserOrganization, id), { id });
    });

    it('create, read, change and delete, with what each documents', async () => {
      const actor = await server.user();
      const made = await actor.send('POST', '/organizations', { body: { name: 'Acme', profile } });
      assert.equal(made.status, 200);
      has(made.json, { ...envelope, result: { ...organization, profile: profileShape } });
      const { id } = made.json.result;
      const read = await actor.send('GET', `/organizations/${id}`);
      has(read.json, { ...envelope, result: organization });
      const put = await actor.send('PUT', `/organizations/${id}`, { body: { name: 'Acme 2' } });
      has(put.json, { ...envelope, result: organization });
      assert.equal((await actor.send('PUT', `/organizations/${id}/profile`, { body: profile })).status, 204);
      has((await actor.send('GET', `/organizations/${id}/profile`)).json, { ...envelope, result: profileShape });
      assert.equal((await actor.send('POST', '/accounts', { body: { name: 'Shop', unit: { id } } })).status, 200);
      const accounts = await actor.send('GET', `/organizations/${id}/accounts`);
      has(accounts.json, { ...envelope, result: [account], result_info: { 'next_page_token?': 'string', 'total_size?': 'number' } });
      assert.equal(accounts.json.result.length, 1);
      await actor.send('DELETE', `/accounts/${accounts.json.result[0].id}`);
      const gone = await actor.send('DELETE', `/organizations/${id}`);
      assert.deepEqual(gone.json, { success: true, errors: [], messages: [], result: { id } });
      const error = await actor.send('GET', `/organizations/${id}`);
      assert.equal(error.status, 404);
      has(error.json, envelope);
      assert.equal(error.json.success, false);
    });
  });
}
