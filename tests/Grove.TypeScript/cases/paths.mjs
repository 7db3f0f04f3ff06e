// What Cloudflare's API has and its SDK for TypeScript has no method for: called as its users call it, with a path.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BadRequestError, NotFoundError, PermissionDeniedError } from 'cloudflare';
import { isAccountOfOrganization, isOrganizationMember } from '../harness/answers.mjs';
import { isOrganization, names, profile, refused, refusedOnce } from '../harness/checks.mjs';
import { id, is } from '../harness/shapes.mjs';

/** @typedef {import('../harness/actors.mjs').Actor} Actor */
/**
 * @template Result
 * @typedef {import('../wire.js').Envelope<Result>} Envelope
 */
/** @typedef {import('../wire.js').OrganizationMember} Member */
/** @typedef {import('../wire.js').AccountOfOrganization} Account */
/** @typedef {{ id: string }} Named */

const unknown = '0123456789abcdef0123456789abcdef';

/**
 * Every page of a list, by its tokens.
 * @param {Actor} actor
 * @param {string} path
 * @param {Record<string, unknown>} query
 * @returns {Promise<any[][]>}
 */
async function walk(actor, path, query) {
  const pages = [];
  for (let page_token; ; ) {
    /** @type {Envelope<any[]>} */
    const page = await actor.paths.get(path, { query: { ...query, page_token } });
    pages.push(page.result);
    page_token = /** @type {import('../wire.js').ListInfo} */ (page.result_info).next_page_token;
    if (page_token === undefined) return pages;
  }
}

/** @param {import('../harness/server.mjs').Server} server */
export default function paths(server) {
  const withRoot = async () => {
    const owner = await server.user('owner');
    const root = await owner.client.organizations.create({ name: 'Acme' });
    return { owner, root, members: `/organizations/${root.id}/members` };
  };
  /**
   * @param {Actor} owner
   * @param {string} members
   * @param {string} [email]
   * @returns {Promise<Member>}
   */
  const invite = async (owner, members, email) => {
    /** @type {Envelope<Member>} */
    const { result } = await owner.paths.post(members, { body: { member: { user: { email } } } });
    return result;
  };

  /** A member as it is shown later: without the secret of the invitation. @param {Member} member */
  const later = ({ meta: { invite_secret, ...meta }, ...member }) => ({ ...member, meta });

  describe('by path, the members of an organization', () => {
    it('are invited, read, listed and removed', async () => {
      const { owner, root, members } = await withRoot();
      const guest = await server.user('guest', { first_name: 'Ada', last_name: 'Lovelace' });
      const added = await invite(owner, members, guest.email);
      isOrganizationMember(added);
      assert.deepEqual([added.status, added.user.email, added.user.name], ['pending', guest.email, '']);
      /** @type {Envelope<Member>} */
      const read = await owner.paths.get(`${members}/${added.id}`);
      assert.deepEqual(read.result, later(added));

      await guest.client.user.invites.edit(added.id, { status: 'accepted' });
      /** @type {Envelope<Member[]>} */
      const list = await owner.paths.get(members);
      for (const each of list.result) isOrganizationMember(each);
      assert.deepEqual(list.result.map((each) => [each.user.id, each.status]), [[owner.id, 'active'], [guest.id, 'active']]);
      assert.equal(list.result[1]?.user.name, 'Ada Lovelace');
      assert.deepEqual(list.result_info, { total_size: 2 });

      const response = await owner.paths.delete(`${members}/${added.id}`).asResponse();
      assert.equal(response.status, 204);
      assert.equal(await response.text(), '');
      assert.equal(response.headers.get('content-type'), null);
      await refusedOnce(owner, () => owner.paths.get(`${members}/${added.id}`), NotFoundError, 1003);
      await refusedOnce(owner, () => owner.paths.delete(`${members}/${added.id}`), NotFoundError, 1003);
      await refused(guest.client.organizations.get(root.id), NotFoundError, 1003);
    });

    it('are removed whatever body comes with it, and the SDK resolves to nothing', async () => {
      const { owner, members } = await withRoot();
      for (const body of [undefined, {}, { member_id: 'x' }]) {
        const added = await invite(owner, members, `guest${JSON.stringify(body)?.length}@example.org`);
        assert.equal(await owner.paths.delete(`${members}/${added.id}`, { body }), null);
      }
    });

    it('are invited ten at a time, all or none', async () => {
      const { owner, members } = await withRoot();
      /** @param {number} count */
      const batch = (count) => ({ body: { members: Array.from({ length: count }, (_, i) => ({ user: { email: `batch${i}@example.org` } })) } });
      const eleven = () => owner.paths.post(`${members}:batchCreate`, batch(11));
      await refusedOnce(owner, eleven, BadRequestError, 1001, ['/members']);
      /** @type {Envelope<Member[]>} */
      const { result } = await owner.paths.post(`${members}:batchCreate`, batch(10));
      assert.equal(result.length, 10);
      for (const each of result) isOrganizationMember(each);
      // Some clients encode the colon; and addresses that are invited already are refused, all of them named.
      const again = () => owner.paths.post(`${members}%3AbatchCreate`, batch(2));
      await refusedOnce(owner, again, BadRequestError, 1001, ['/members/0/user/email', '/members/1/user/email']);
      const pages = await walk(owner, members, { page_size: 4, status: ['pending'] });
      assert.deepEqual(pages.map((page) => page.length), [4, 4, 2]);
      assert.deepEqual(pages.flat(), result.map(later));
    });

    it('are found by status and address', async () => {
      const { owner, members } = await withRoot();
      const [ada, bob] = [await invite(owner, members, 'Ada@Example.org'), await invite(owner, members, 'bob@example.net')];
      await owner.paths.delete(`${members}/${bob.id}`);
      /** @param {Record<string, unknown>} query */
      const find = async (query) => (await walk(owner, members, query)).flat().map((/** @type {Member} */ each) => each.user.email);
      assert.deepEqual(await find({}), [owner.email, 'Ada@Example.org']);
      assert.deepEqual(await find({ status: ['active', 'canceled'] }), [owner.email, 'bob@example.net']);
      assert.deepEqual(await find({ user: { email: ada.user.email.toLowerCase() } }), ['Ada@Example.org']);
      assert.deepEqual(await find({ 'user.email.startsWith': 'ada' }), ['Ada@Example.org']);
      assert.deepEqual(await find({ 'user.email.endsWith': '.net', status: ['canceled'] }), ['bob@example.net']);
      assert.deepEqual(await find({ 'user.email.contains': '@example.o', status: 'pending' }), ['Ada@Example.org']);
      await refusedOnce(owner, () => owner.paths.get(members, { query: { status: 'gone' } }), BadRequestError, 1001);
    });

    it('are not those of an organization that the caller cannot see', async () => {
      const { owner, members } = await withRoot();
      const added = await invite(owner, members, 'ada@example.org');
      const stranger = await server.user('stranger');
      for (const path of [members, `/organizations/${unknown}/members`]) {
        const body = { member: { user: { email: 'eve@example.org' } } };
        await refusedOnce(stranger, () => stranger.paths.get(path), NotFoundError, 1003);
        await refusedOnce(stranger, () => stranger.paths.post(path, { body }), NotFoundError, 1003);
        await refusedOnce(stranger, () => stranger.paths.post(`${path}:batchCreate`, { body: { members: [body.member] } }), NotFoundError, 1003);
        await refusedOnce(stranger, () => stranger.paths.get(`${path}/${added.id}`), NotFoundError, 1003);
        await refusedOnce(stranger, () => stranger.paths.delete(`${path}/${added.id}`), NotFoundError, 1003);
      }
    });

    it('keep the last Super Administrator of a root, and are not made active by anybody', async () => {
      const { owner, members } = await withRoot();
      /** @type {Envelope<Member[]>} */
      const { result } = await owner.paths.get(members);
      await refusedOnce(owner, () => owner.paths.delete(`${members}/${result[0]?.id}`), BadRequestError, 1013);
      const body = { member: { user: { email: 'ada@example.org' }, status: 'active' } };
      await refusedOnce(owner, () => owner.paths.post(members, { body }), PermissionDeniedError, 1002);
    });
  });

  describe('by path, the accounts of an organization', () => {
    it('page by token, are filtered and ordered', async () => {
      const { owner, root } = await withRoot();
      const region = await owner.client.organizations.create({ name: 'Emea', parent: { id: root.id } });
      const made = [];
      for (const name of ['beta', 'Alpha', 'gamma', 'alphabet', 'delta']) made.push((await owner.client.accounts.create({ name, unit: { id: root.id } })).name);
      await owner.client.accounts.create({ name: 'below', unit: { id: region.id } });
      const path = `/organizations/${root.id}/accounts`;
      const pages = await walk(owner, path, { page_size: 2 });
      for (const row of pages.flat()) isAccountOfOrganization(row);
      assert.deepEqual(pages.map(names), [['beta', 'Alpha'], ['gamma', 'alphabet'], ['delta']], 'direct ones only');
      /** @param {Record<string, unknown>} query */
      const find = async (query) => names((await walk(owner, path, query)).flat());
      assert.deepEqual(await find({ name: 'ALPHA' }), ['Alpha']);
      assert.deepEqual(await find({ name: { startsWith: 'alpha' } }), ['Alpha', 'alphabet']);
      assert.deepEqual(await find({ name: { contains: 'ET', endsWith: 'a' } }), ['beta']);
      assert.deepEqual(await find({ account_pubname: { endsWith: 'TA' } }), ['beta', 'delta']);
      assert.deepEqual(await find({ order_by: 'account_name' }), ['Alpha', 'alphabet', 'beta', 'delta', 'gamma']);
      assert.deepEqual(await find({ order_by: 'account_name', direction: 'desc', page_size: 2 }), ['gamma', 'delta', 'beta', 'alphabet', 'Alpha']);
      await refusedOnce(owner, () => owner.paths.get(path, { query: { order_by: 'size' } }), BadRequestError, 1001);
      await refusedOnce(owner, () => owner.paths.get(`/organizations/${unknown}/accounts`), NotFoundError, 1003);
    });
  });

  describe('by path, an account', () => {
    it('names the organizations that contain it, from the top', async () => {
      const { owner, root } = await withRoot();
      const region = await owner.client.organizations.create({ name: 'Emea', parent: { id: root.id } });
      const account = await owner.client.accounts.create({ name: 'Shop', unit: { id: region.id } });
      /** @type {Envelope<import('cloudflare').default.Organizations.Organization[]>} */
      const { result } = await owner.paths.get(`/accounts/${account.id}/organizations`);
      for (const each of result) isOrganization(each);
      assert.deepEqual(names(result), ['Acme', 'Emea']);
      const free = await owner.client.accounts.create({ name: 'Free' });
      assert.deepEqual((/** @type {Envelope<unknown[]>} */ (await owner.paths.get(`/accounts/${free.id}/organizations`))).result, []);
      await refusedOnce(owner, () => owner.paths.get(`/accounts/${unknown}/organizations`), NotFoundError, 1003);
    });

    it('moves into an organization and between two', async () => {
      const { owner, root } = await withRoot();
      const region = await owner.client.organizations.create({ name: 'Emea', parent: { id: root.id } });
      const account = await owner.client.accounts.create({ name: 'Shop', standalone: true });
      /** @param {Named} organization */
      const move = async (organization) => {
        /** @type {Envelope<unknown>} */
        const { result } = await owner.paths.post(`/accounts/${account.id}/move`, { body: { destination_organization_id: organization.id } });
        is(result, { account_id: id, source_organization_id: 'string', destination_organization_id: id });
        return result;
      };
      assert.deepEqual(await move(root), { account_id: account.id, source_organization_id: '', destination_organization_id: root.id });
      assert.deepEqual(await move(region), { account_id: account.id, source_organization_id: root.id, destination_organization_id: region.id });
      assert.deepEqual((await owner.client.accounts.get({ account_id: account.id })).managed_by, { parent_org_id: region.id, parent_org_name: 'Emea' });
      const nowhere = { body: { destination_organization_id: unknown } };
      await refusedOnce(owner, () => owner.paths.post(`/accounts/${account.id}/move`, nowhere), NotFoundError, 1003);
      await refusedOnce(owner, () => owner.paths.post(`/accounts/${account.id}/move`, { body: {} }), BadRequestError, 1001, ['/destination_organization_id']);
    });

    it('has a profile', async () => {
      const { owner, root } = await withRoot();
      const account = await owner.client.accounts.create({ name: 'Shop', unit: { id: root.id } });
      const path = `/accounts/${account.id}/profile`;
      await refusedOnce(owner, () => owner.paths.get(path), NotFoundError, 1003);
      const response = await owner.paths.put(path, { body: profile }).asResponse();
      assert.equal(response.status, 204);
      assert.deepEqual((/** @type {Envelope<unknown>} */ (await owner.paths.get(path))).result, profile);
      await refusedOnce(owner, () => owner.paths.put(path, { body: { ...profile, business_name: 7 } }), BadRequestError, 1001, ['/business_name']);
      assert.equal('profile' in (await owner.client.accounts.get({ account_id: account.id })), false);
    });
  });
}
