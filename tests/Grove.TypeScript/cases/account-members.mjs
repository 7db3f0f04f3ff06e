import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BadRequestError, NotFoundError, PermissionDeniedError } from 'cloudflare';
import { isAccount, isAccountMember, isMembership } from '../harness/answers.mjs';
import { names, refusedOnce } from '../harness/checks.mjs';
import { accountSettingsRead, membershipsRead, membershipsWrite } from '../harness/permissions.mjs';

const unknown = '0123456789abcdef0123456789abcdef';
const superAdministrator = '33666b9c79b9a5273fc7344ff42f953d';
const readOnly = 'f2b20eaa1a5d4af42b53ac16238c99c7';

/** @param {import('../harness/server.mjs').Server} server */
export default function accountMembers(server) {
  /** A free account, and somebody who is invited to it. */
  const invited = async (roles = [readOnly]) => {
    const [owner, guest] = [await server.user('owner'), await server.user('guest', { first_name: 'Ada', last_name: 'Lovelace' })];
    const { id: account_id } = await owner.client.accounts.create({ name: 'Shop' });
    const added = await owner.client.accounts.members.create({ account_id, email: guest.email ?? '', roles });
    isAccountMember(added);
    return { owner, guest, account_id, added, members: owner.client.accounts.members };
  };

  describe('the members of an account', () => {
    it('are invited with roles, and show nothing of a user before they accept', async () => {
      const { guest, account_id, added, members } = await invited();
      assert.deepEqual([added.status, added.email, added.user.first_name], ['pending', guest.email, null]);
      assert.deepEqual(added.roles.map((role) => role.id), [readOnly]);
      assert.deepEqual(await members.get(added.id, { account_id }), added);
      const list = (await members.list({ account_id })).result;
      assert.deepEqual(list.map((row) => [row.status, row.roles?.[0]?.id]), [['accepted', superAdministrator], ['pending', readOnly]]);
      const [membership] = (await guest.client.memberships.list()).result;
      assert.equal(membership?.id, added.id);
      await guest.client.memberships.update(added.id, { status: 'accepted' });
      const accepted = await members.get(added.id, { account_id });
      isAccountMember(accepted);
      assert.deepEqual([accepted.status, accepted.user.id, accepted.user.first_name, accepted.user.last_name], ['accepted', guest.id, 'Ada', 'Lovelace']);
    });

    it('page by number until an empty page, ordered and by status', async () => {
      const { owner, guest, account_id, members } = await invited();
      for (let i = 0; i < 5; i++) await members.create({ account_id, email: `z${i}.${guest.id}@example.org`, roles: [readOnly] });
      const sent = owner.requests;
      const rows = [];
      for await (const row of members.list({ account_id, per_page: 5 })) rows.push(row);
      for (const row of rows) isAccountMember(row);
      assert.equal(rows.length, 7);
      assert.equal(owner.requests, sent + 3, 'two pages and the empty one that ends the walk');
      const emails = async (/** @type {Partial<import('cloudflare').default.Accounts.MemberListParams>} */ query) =>
        (await members.list({ account_id, ...query })).result.map((row) => row.email);
      const ordered = rows.map((row) => row.email ?? '').sort();
      assert.deepEqual(await emails({ order: 'user.email' }), ordered);
      assert.deepEqual(await emails({ order: 'user.email', direction: 'desc' }), ordered.reverse());
      assert.deepEqual(await emails({ status: 'accepted' }), [owner.email]);
      assert.deepEqual(await emails({ status: 'rejected' }), []);
      await refusedOnce(owner, () => members.list({ account_id, order: /** @type {any} */ ('size') }), BadRequestError, 1001);
    });

    it('get other roles, as ids and as what the SDK read', async () => {
      const { owner, account_id, added, members } = await invited();
      const changed = await members.update(added.id, { account_id, roles: [{ id: superAdministrator }] });
      isAccountMember(changed);
      assert.deepEqual(changed, { ...added, roles: changed.roles });
      assert.deepEqual(changed.roles.map((role) => role.id), [superAdministrator]);
      assert.deepEqual(await members.update(added.id, { account_id, roles: added.roles }), added);
      const policies = [{ access: /** @type {const} */ ('allow'), permission_groups: [{ id: readOnly }], resource_groups: [{ id: unknown }] }];
      await refusedOnce(owner, () => members.update(added.id, { account_id, policies }), BadRequestError, 1001);
      await refusedOnce(owner, () => members.create({ account_id, email: 'eve@example.org', policies }), BadRequestError, 1001);
      assert.equal((await members.list({ account_id })).result.length, 2, 'what could not be enforced was not stored');
    });

    it('are removed, and invited again as others', async () => {
      const { owner, guest, account_id, added, members } = await invited();
      const again = { account_id, email: guest.email ?? '', roles: [readOnly] };
      await refusedOnce(owner, () => members.create(again), BadRequestError, 1001, ['/email']);
      await guest.client.memberships.update(added.id, { status: 'accepted' });
      assert.deepEqual(await members.delete(added.id, { account_id }), { id: added.id });
      await refusedOnce(guest, () => guest.client.accounts.get({ account_id }), NotFoundError, 1003);
      await refusedOnce(owner, () => members.get(added.id, { account_id }), NotFoundError, 1003);
      await refusedOnce(owner, () => members.delete(added.id, { account_id }), NotFoundError, 1003);
      assert.notEqual((await members.create(again)).id, added.id);
    });

    it('keep a Super Administrator, and are managed by those only', async () => {
      const { owner, guest, account_id, added, members } = await invited();
      const own = (await members.list({ account_id, status: 'accepted' })).result[0]?.id ?? '';
      await refusedOnce(owner, () => members.delete(own, { account_id }), BadRequestError, 1013);
      await refusedOnce(owner, () => members.update(own, { account_id, roles: [{ id: readOnly }] }), BadRequestError, 1013);
      await refusedOnce(owner, () => members.create({ account_id, email: 'eve@example.org', roles: [readOnly], status: 'accepted' }), PermissionDeniedError, 1002);
      await guest.client.memberships.update(added.id, { status: 'accepted' });
      const theirs = guest.client.accounts.members;
      assert.equal((await theirs.list({ account_id })).result.length, 2);
      await refusedOnce(guest, () => theirs.update(added.id, { account_id, roles: [{ id: superAdministrator }] }), PermissionDeniedError, 9109);
      await refusedOnce(guest, () => theirs.create({ account_id, email: 'eve@example.org', roles: [readOnly] }), PermissionDeniedError, 9109);
    });

    it('are not told of an account that the caller cannot see', async () => {
      const { owner, account_id, added } = await invited();
      const stranger = await server.user('stranger');
      const theirs = stranger.client.accounts.members;
      for (const account of [account_id, unknown]) {
        const params = { account_id: account };
        await refusedOnce(stranger, () => theirs.list(params), NotFoundError, 1003);
        await refusedOnce(stranger, () => theirs.get(added.id, params), NotFoundError, 1003);
        await refusedOnce(stranger, () => theirs.create({ ...params, email: 'eve@example.org', roles: [readOnly] }), NotFoundError, 1003);
        await refusedOnce(stranger, () => theirs.update(added.id, { ...params, roles: [{ id: readOnly }] }), NotFoundError, 1003);
        await refusedOnce(stranger, () => theirs.delete(added.id, params), NotFoundError, 1003);
      }
      const reader = await owner.withToken([accountSettingsRead]);
      assert.equal((await reader.client.accounts.members.list({ account_id })).result.length, 2);
      await refusedOnce(reader, () => reader.client.accounts.members.delete(added.id, { account_id }), PermissionDeniedError, 9109);
    });
  });

  describe('the memberships of the user', () => {
    it('show an invitation, and give access once it is accepted', async () => {
      const { guest, account_id, added } = await invited();
      const [pending] = (await guest.client.memberships.list({ status: 'pending' })).result;
      isMembership(pending, { single: false });
      assert.deepEqual([pending.id, pending.account.id, pending.account.name, pending.status], [added.id, account_id, 'Shop', 'pending']);
      await refusedOnce(guest, () => guest.client.accounts.get({ account_id }), NotFoundError, 1003);
      const accepted = await guest.client.memberships.update(added.id, { status: 'accepted' });
      isMembership(accepted, { single: true });
      assert.equal(accepted.status, 'accepted');
      isAccount(accepted.account);
      assert.deepEqual(await guest.client.memberships.get(added.id), accepted);
      assert.deepEqual(await guest.client.accounts.get({ account_id }), accepted.account);
      assert.deepEqual([accepted.permissions.zones, accepted.roles.length], [{ read: true, write: false }, 1]);
      await refusedOnce(guest, () => guest.client.memberships.update(added.id, { status: 'rejected' }), BadRequestError, 1001);
    });

    it('are rejected, and then open nothing', async () => {
      const { owner, guest, account_id, added } = await invited();
      const rejected = await guest.client.memberships.update(added.id, { status: 'rejected' });
      isMembership(rejected, { single: true });
      assert.equal(rejected.status, 'rejected');
      await refusedOnce(guest, () => guest.client.accounts.get({ account_id }), NotFoundError, 1003);
      assert.deepEqual((await owner.client.accounts.members.list({ account_id, status: 'rejected' })).result.map((row) => row.id), [added.id]);
      await refusedOnce(guest, () => guest.client.memberships.update(added.id, /** @type {any} */ ({ status: 'pending' })), BadRequestError, 1001, ['/status']);
    });

    it('page by number until an empty page, ordered and by name', async () => {
      const user = await server.user();
      for (const name of ['beta', 'Alpha', 'gamma', 'delta', 'epsilon', 'zeta']) await user.client.accounts.create({ name });
      const sent = user.requests;
      const rows = [];
      for await (const row of user.client.memberships.list({ per_page: 5 })) rows.push(row);
      for (const row of rows) isMembership(row, { single: false });
      assert.equal(user.requests, sent + 3, 'two pages and the empty one that ends the walk');
      assert.deepEqual(names(rows.map((row) => row.account ?? {})), ['beta', 'Alpha', 'gamma', 'delta', 'epsilon', 'zeta']);
      const list = async (/** @type {import('cloudflare/resources/memberships/memberships').MembershipListParams} */ query) =>
        names((await user.client.memberships.list(query)).result.map((row) => row.account ?? {}));
      assert.deepEqual(await list({ order: 'account.name', per_page: 5 }), ['Alpha', 'beta', 'delta', 'epsilon', 'gamma']);
      assert.deepEqual(await list({ order: 'account.name', direction: 'desc', per_page: 5 }), ['zeta', 'gamma', 'epsilon', 'delta', 'beta']);
      assert.deepEqual(await list({ account: { name: 'gamma' } }), ['gamma']);
      assert.deepEqual(await list({ name: 'gamma' }), ['gamma']);
      assert.deepEqual(await list({ status: 'pending' }), []);
    });

    it('are left, but not by the last Super Administrator', async () => {
      const { owner, guest, account_id, added } = await invited();
      const own = (await owner.client.memberships.list()).result[0]?.id ?? '';
      await refusedOnce(owner, () => owner.client.memberships.delete(own), BadRequestError, 1013);
      await guest.client.memberships.update(added.id, { status: 'accepted' });
      assert.deepEqual(await guest.client.memberships.delete(added.id), { id: added.id });
      await refusedOnce(guest, () => guest.client.accounts.get({ account_id }), NotFoundError, 1003);
      assert.deepEqual((await guest.client.memberships.list()).result, []);
      await refusedOnce(guest, () => guest.client.memberships.delete(added.id), NotFoundError, 1003);
    });

    it('of somebody else are like unknown ones', async () => {
      const { owner, guest, added } = await invited();
      for (const id of [added.id, unknown]) {
        await refusedOnce(owner, () => owner.client.memberships.get(id), NotFoundError, 1003);
        await refusedOnce(owner, () => owner.client.memberships.update(id, { status: 'accepted' }), NotFoundError, 1003);
        await refusedOnce(owner, () => owner.client.memberships.delete(id), NotFoundError, 1003);
      }
      const [reader, writer] = [await guest.withToken([membershipsRead]), await guest.withToken([membershipsWrite])];
      assert.equal((await reader.client.memberships.list()).result.length, 1);
      await refusedOnce(reader, () => reader.client.memberships.update(added.id, { status: 'accepted' }), PermissionDeniedError, 9109);
      assert.equal((await writer.client.memberships.update(added.id, { status: 'accepted' })).status, 'accepted');
    });
  });
}
