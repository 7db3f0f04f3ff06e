import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BadRequestError, NotFoundError, PermissionDeniedError } from 'cloudflare';
import { isOrganization, names, profile, refused, refusedOnce } from '../harness/checks.mjs';
import { membershipsRead, userDetailsRead } from '../harness/permissions.mjs';

/** @typedef {import('cloudflare').default.User.Organizations.Organization} Row */

/** @param {Row | undefined} row */
function isRow(row) {
  assert.ok(row);
  assert.deepEqual(Object.keys(row).sort(), ['id', 'name', 'permissions', 'roles', 'status']);
  assert.ok(row.status === 'member' || row.status === 'invited');
  assert.ok(row.roles && row.roles.length > 0);
  for (const role of row.roles) assert.equal(typeof role, 'string');
  for (const permission of row.permissions ?? []) assert.match(permission, /^#[a-z_]+:(read|edit)$/);
}

/** @param {import('../harness/server.mjs').Server} server */
export default function user(server) {
  describe('the user', () => {
    it('reads who they are', async () => {
      const actor = await server.user('grace', { first_name: 'Grace', last_name: 'Hopper' });
      const root = await actor.client.organizations.create({ name: 'Acme' });
      const me = await actor.client.user.get();
      assert.equal(me.id, actor.id);
      assert.match(me.id, /^[0-9a-f]{32}$/);
      assert.equal(me.email, actor.email);
      assert.deepEqual([me.first_name, me.last_name, me.telephone, me.country, me.zipcode], ['Grace', 'Hopper', null, null, null]);
      assert.equal(me.suspended, false);
      assert.equal(me.two_factor_authentication_enabled, false);
      assert.equal(me.two_factor_authentication_locked, false);
      for (const flag of [me.has_pro_zones, me.has_business_zones, me.has_enterprise_zones]) assert.equal(flag, false);
      assert.ok(Array.isArray(me.betas));
      assert.deepEqual(me.organizations?.map((row) => row.id), [root.id]);
      isRow(me.organizations?.[0]);
    });

    it('edits five members, and null clears one', async () => {
      const { client } = await server.user();
      const all = { first_name: 'Åsa', last_name: "O'Neil", telephone: '+1 555', country: 'SE', zipcode: '111 22' };
      const edited = await client.user.edit(all);
      assert.deepEqual({ ...edited, ...all }, edited);
      const cleared = await client.user.edit({ last_name: null });
      assert.deepEqual([cleared.first_name, cleared.last_name], ['Åsa', null]);
      assert.deepEqual(await client.user.get(), cleared);
    });

    it('cannot edit anything else', async () => {
      const actor = await server.user();
      const before = await actor.client.user.get();
      const after = await actor.client.user.edit(/** @type {any} */ ({ email: 'other@example.com', id: 'x', suspended: true, first_name: 'New' }));
      assert.deepEqual(after, { ...before, first_name: 'New' });
      await refused(actor.client.user.edit(/** @type {any} */ ({ first_name: 7 })), BadRequestError, 1001, ['/first_name']);
    });
  });

  describe('organizations of the user', () => {
    it('page by number until an empty page', async () => {
      const actor = await server.user();
      const made = [];
      for (let i = 0; i < 12; i++) made.push(`organization ${i}`), await actor.client.organizations.create({ name: `organization ${i}` });
      const sent = actor.requests;
      const rows = [];
      for await (const row of actor.client.user.organizations.list({ per_page: 5 })) rows.push(row);
      assert.deepEqual(names(rows), made);
      assert.equal(actor.requests, sent + 4, 'three pages and the empty one that ends the walk');
      for (const row of rows) isRow(row);

      const page = await actor.client.user.organizations.list({ per_page: 5, page: 3 });
      assert.deepEqual(page.result_info, { page: 3, per_page: 5, count: 2, total_count: 12, total_pages: 3 });
      const beyond = await actor.client.user.organizations.list({ per_page: 5, page: 4 });
      assert.deepEqual(beyond.result, []);
      assert.deepEqual(beyond.result_info, { page: 4, per_page: 5, count: 0, total_count: 12, total_pages: 3 });
      assert.equal(beyond.hasNextPage(), false);
    });

    it('take a page out of range for the nearest', async () => {
      const actor = await server.user();
      await actor.client.organizations.create({ name: 'Acme' });
      for (const [query, page, perPage] of /** @type {const} */ ([
        ['per_page=1', 1, 5],
        ['per_page=1000', 1, 50],
        ['page=0', 1, 20],
        ['page=-3', 1, 20],
        ['page=1.0&per_page=20.0', 1, 20],
      ])) {
        const { status, json } = await actor.send('GET', `/user/organizations?${query}`);
        assert.equal(status, 200, query);
        assert.deepEqual([json.result_info.page, json.result_info.per_page, json.result.length], [page, perPage, 1], query);
      }
    });

    it('hold memberships of their own only', async () => {
      const [owner, guest] = [await server.user('owner'), await server.user('guest')];
      const root = await owner.client.organizations.create({ name: 'root' });
      const child = await owner.client.organizations.create({ name: 'child', parent: { id: root.id } });
      assert.deepEqual(names((await owner.client.user.organizations.list()).result), ['root'], 'what is inherited is not listed');
      assert.deepEqual((await guest.client.user.organizations.list()).result, []);
      await server.join(child, guest);
      assert.deepEqual(names((await guest.client.user.organizations.list()).result), ['child']);
    });

    it('filter and order', async () => {
      const actor = await server.user();
      for (const name of ['beta', 'Alpha', 'gamma', 'alpha']) await actor.client.organizations.create({ name });
      /** @param {import('cloudflare').default.User.Organizations.OrganizationListParams} query */
      const list = async (query) => names((await actor.client.user.organizations.list(query)).result);
      assert.deepEqual(await list({}), ['beta', 'Alpha', 'gamma', 'alpha']);
      assert.deepEqual(await list({ order: 'name' }), ['Alpha', 'alpha', 'beta', 'gamma']);
      assert.deepEqual((await list({ order: 'name', direction: 'desc' })).slice(0, 2), ['gamma', 'beta']);
      assert.deepEqual(await list({ name: 'alpha' }), ['alpha'], 'exact, and case counts');
      assert.deepEqual(await list({ status: 'invited' }), []);
      assert.deepEqual(await list({ status: 'member' }), ['beta', 'Alpha', 'gamma', 'alpha']);
      assert.deepEqual(await list({ status: 'invited', name: 'beta' }), []);
      assert.deepEqual(await list({ status: 'invited', name: 'beta', match: 'any' }), ['beta']);
      const { result_info: info } = await actor.client.user.organizations.list({ name: 'beta' });
      assert.equal(/** @type {any} */ (info).total_count, 1);
      for (const wrong of [{ order: 'size' }, { direction: 'up' }, { match: 'some' }, { status: 'left' }])
        await refused(actor.client.user.organizations.list(/** @type {any} */ (wrong)), BadRequestError, 1001);
    });

    it('answer one of them', async () => {
      const [actor, stranger] = [await server.user(), await server.user('stranger')];
      const { id } = await actor.client.organizations.create({ name: 'Acme', profile });
      const row = /** @type {Row} */ (await actor.client.user.organizations.get(id));
      isRow(row);
      assert.deepEqual(row, (await actor.client.user.organizations.list()).result[0]);
      assert.deepEqual([row.id, row.name, row.status], [id, 'Acme', 'member']);
      await refused(stranger.client.user.organizations.get(id), NotFoundError, 1003);
    });

    it('are left with a bare id in the answer, but never without an administrator', async () => {
      const [owner, guest] = [await server.user('owner'), await server.user('guest')];
      const { id } = await owner.client.organizations.create({ name: 'Acme' });
      await refused(owner.client.user.organizations.delete(id), BadRequestError);
      await refused(guest.client.user.organizations.delete(id), NotFoundError, 1003);
      await server.join({ id }, guest);
      const response = await owner.client.user.organizations.delete(id).asResponse();
      assert.equal(response.status, 200);
      assert.deepEqual(await response.json(), { id });
      assert.deepEqual((await owner.client.user.organizations.list()).result, []);
      await refused(owner.client.organizations.get(id), NotFoundError, 1003);
      await refused(owner.client.user.organizations.delete(id), NotFoundError, 1003);
      await refused(guest.client.user.organizations.delete(id), BadRequestError);
      assert.equal((await guest.client.organizations.get(id)).name, 'Acme');
    });
  });

  describe('tenants of the user', () => {
    it('are all organizations that the user has access to, at once', async () => {
      const [owner, guest] = [await server.user('owner'), await server.user('guest')];
      const root = await owner.client.organizations.create({ name: 'root' });
      let parent = root;
      for (let level = 1; level <= 10; level++) parent = await owner.client.organizations.create({ name: `level ${level}`, parent: { id: parent.id } });
      const sent = owner.requests;
      const rows = [];
      for await (const row of owner.client.user.tenants.list()) rows.push(row);
      assert.equal(owner.requests, sent + 1, 'this list has one page');
      assert.equal(rows.length, 11);
      for (const row of rows) isOrganization(row);
      assert.deepEqual(rows, (await owner.client.organizations.list({ page_size: 100 })).getPaginatedItems());
      assert.deepEqual((await guest.client.user.tenants.list()).getPaginatedItems(), []);
      await server.join(parent, guest);
      assert.deepEqual(names((await guest.client.user.tenants.list()).getPaginatedItems()), ['level 10']);
    });

    it('are for tokens with User Details', async () => {
      const user = await server.user();
      await user.client.organizations.create({ name: 'root' });
      const [reader, other] = [await user.withToken([userDetailsRead]), await user.withToken([membershipsRead])];
      assert.deepEqual(names((await reader.client.user.tenants.list()).getPaginatedItems()), ['root']);
      await refusedOnce(other, () => other.client.user.tenants.list(), PermissionDeniedError, 9109);
    });
  });
}
