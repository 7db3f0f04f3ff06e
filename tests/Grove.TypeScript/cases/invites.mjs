import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BadRequestError, NotFoundError, PermissionDeniedError } from 'cloudflare';
import { call } from '../harness/actors.mjs';
import { isInvite } from '../harness/answers.mjs';
import { names, refusedOnce } from '../harness/checks.mjs';
import { membershipsRead, membershipsWrite } from '../harness/permissions.mjs';

/** @param {import('../harness/server.mjs').Server} server */
export default function invites(server) {
  /** An organization and somebody who is invited to it. */
  const invited = async () => {
    const [owner, guest] = [await server.user('owner'), await server.user('guest')];
    const root = await owner.client.organizations.create({ name: 'Acme' });
    const body = { member: { user: { email: guest.email } } };
    const { result: member } = /** @type {any} */ (await owner.paths.post(`/organizations/${root.id}/members`, { body }));
    return { owner, guest, root, member };
  };

  describe('invitations', () => {
    it('are shown to the address that is invited', async () => {
      const { owner, guest, root } = await invited();
      const page = await guest.client.user.invites.list();
      assert.equal(page.hasNextPage(), false);
      const [invite, ...more] = page.getPaginatedItems();
      assert.deepEqual(more, []);
      isInvite(invite);
      assert.deepEqual([invite.organization_id, invite.organization_name, invite.status], [root.id, 'Acme', 'pending']);
      assert.deepEqual([invite.invited_member_id, invite.invited_member_email, invite.invited_by], [guest.id, guest.email, owner.email]);
      assert.ok(invite.expires_on > invite.invited_on);
      assert.deepEqual(await guest.client.user.invites.get(invite.id), invite);
      assert.deepEqual((await owner.client.user.invites.list()).getPaginatedItems(), []);
      await refusedOnce(owner, () => owner.client.user.invites.get(invite.id), NotFoundError, 1003);
    });

    it('open nothing before they are accepted', async () => {
      const { guest, root } = await invited();
      await refusedOnce(guest, () => guest.client.organizations.get(root.id), NotFoundError, 1003);
      const rows = (await guest.client.user.organizations.list()).result;
      assert.deepEqual(rows.map((row) => [row.id, row.status]), [[root.id, 'invited']]);
    });

    it('are accepted once, and make a member', async () => {
      const { guest, root, member } = await invited();
      const invite = await guest.client.user.invites.edit(member.id, { status: 'accepted' });
      isInvite(invite);
      assert.equal(invite.status, 'accepted');
      assert.equal((await guest.client.organizations.get(root.id)).name, 'Acme');
      assert.deepEqual((await guest.client.user.organizations.list({ status: 'member' })).result.map((row) => row.roles), [invite.roles]);
      for (const status of /** @type {const} */ (['accepted', 'rejected']))
        await refusedOnce(guest, () => guest.client.user.invites.edit(member.id, { status }), BadRequestError, 1001);
      assert.deepEqual(names((await guest.client.organizations.list()).getPaginatedItems()), ['Acme']);
    });

    it('are rejected, and then open nothing', async () => {
      const { owner, guest, root, member } = await invited();
      const invite = await guest.client.user.invites.edit(member.id, { status: 'rejected' });
      isInvite(invite);
      assert.equal(invite.status, 'rejected');
      await refusedOnce(guest, () => guest.client.organizations.get(root.id), NotFoundError, 1003);
      await refusedOnce(guest, () => guest.client.user.invites.edit(member.id, { status: 'accepted' }), BadRequestError, 1001);
      assert.deepEqual(await owner.client.organizations.delete(root.id), { id: root.id }, 'nothing is left of them in the organization');
    });

    it('that were withdrawn are gone', async () => {
      const { owner, guest, root, member } = await invited();
      await owner.paths.delete(`/organizations/${root.id}/members/${member.id}`);
      assert.deepEqual((await guest.client.user.invites.list()).getPaginatedItems(), []);
      await refusedOnce(guest, () => guest.client.user.invites.edit(member.id, { status: 'accepted' }), NotFoundError, 1003);
    });

    it('of somebody who is gone cannot be accepted', async () => {
      const { owner, guest, root, member } = await invited();
      await server.join(root, await server.user('other'));
      await call(server.operator, 'DELETE', `/grove/v1/users/${owner.id}`);
      const invite = await guest.client.user.invites.get(member.id);
      isInvite(invite);
      assert.deepEqual([invite.invited_by, invite.status], [null, 'pending']);
      await refusedOnce(guest, () => guest.client.user.invites.edit(member.id, { status: 'accepted' }), PermissionDeniedError, 1002);
      assert.equal((await guest.client.user.invites.edit(member.id, { status: 'rejected' })).status, 'rejected');
    });

    it('take only the two answers', async () => {
      const { guest, member } = await invited();
      for (const status of ['pending', 'expired', '', null, 1, undefined])
        await refusedOnce(guest, () => guest.client.user.invites.edit(member.id, /** @type {any} */ ({ status })), BadRequestError, 1001, ['/status']);
      assert.equal((await guest.client.user.invites.get(member.id)).status, 'pending');
    });

    it('are for tokens with Memberships', async () => {
      const { guest, member } = await invited();
      const reader = await guest.withToken([membershipsRead]);
      assert.equal((await reader.client.user.invites.list()).getPaginatedItems().length, 1);
      await refusedOnce(reader, () => reader.client.user.invites.edit(member.id, { status: 'accepted' }), PermissionDeniedError, 9109);
      const writer = await guest.withToken([membershipsWrite]);
      assert.equal((await writer.client.user.invites.edit(member.id, { status: 'accepted' })).status, 'accepted');
    });
  });
}
