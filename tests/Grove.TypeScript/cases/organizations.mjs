import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BadRequestError, APIError, NotFoundError, PermissionDeniedError } from 'cloudflare';
import { isOrganization, names, profile, refused } from '../harness/checks.mjs';

/** @param {import('../harness/server.mjs').Server} server */
export default function organizations(server) {
  describe('organizations', () => {
    it('creates a root: its own hierarchy, no parent, no profile', async () => {
      const { client } = await server.user();
      const root = await client.organizations.create({ name: 'Acme' });
      isOrganization(root);
      assert.equal(root.name, 'Acme');
      assert.deepEqual(root.meta.hierarchy_tags, [root.id]);
      assert.equal('parent' in root, false);
      assert.equal('profile' in root, false);
      assert.deepEqual(await client.organizations.get(root.id), root);
    });

    it('answers 200 to a create, without a Location', async () => {
      const { client } = await server.user();
      const response = await client.organizations.create({ name: 'Acme' }).asResponse();
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('location'), null);
    });

    it('stores a name exactly as sent, and two organizations may share one', async () => {
      const { client } = await server.user();
      for (const name of ['ÁRVORE  ß ſ 🌳', 'e\u0301', "O'Hara & <Sons> \"%_\\", 'x'.repeat(100), '🌳'.repeat(100), 'null']) {
        const [one, two] = [await client.organizations.create({ name }), await client.organizations.create({ name })];
        assert.equal(one.name, name);
        assert.equal((await client.organizations.get(two.id)).name, name);
        assert.notEqual(one.id, two.id);
      }
    });

    it('creates organizations inside organizations, and tells the way down', async () => {
      const { client } = await server.user();
      const root = await client.organizations.create({ name: 'Acme' });
      const emea = await client.organizations.create({ name: 'Emea', parent: { id: root.id } });
      const lisbon = await client.organizations.create({ name: 'Lisbon', parent: { id: emea.id } });
      for (const each of [root, emea, lisbon]) isOrganization(each);
      assert.deepEqual(emea.parent, { id: root.id, name: 'Acme' });
      assert.deepEqual(lisbon.parent, { id: emea.id, name: 'Emea' });
      assert.deepEqual(lisbon.meta.hierarchy_tags, [root.id, emea.id, lisbon.id]);
      assert.deepEqual(await client.organizations.get(lisbon.id), lisbon);
    });

    it('takes a profile on create and answers it everywhere', async () => {
      const { client } = await server.user();
      const made = await client.organizations.create({ name: 'Acme', profile });
      assert.deepEqual(made.profile, profile);
      assert.deepEqual((await client.organizations.get(made.id)).profile, profile);
      assert.deepEqual((await client.organizations.list()).getPaginatedItems()[0]?.profile, profile);
      assert.deepEqual(await client.organizations.organizationProfile.get(made.id), profile);
    });

    it('ignores the members that only the server writes', async () => {
      const { client } = await server.user();
      const root = await client.organizations.create({ name: 'Acme' });
      const body = /** @type {any} */ ({
        id: '0123456789abcdef0123456789abcdef',
        name: 'Emea',
        create_time: '2001-01-01T00:00:00Z',
        meta: { flags: null, managed_by: 'me' },
        parent: { id: root.id, name: 'Not Acme' },
        unknown: [1, { two: 3 }],
      });
      const made = await client.organizations.create(body);
      isOrganization(made);
      assert.notEqual(made.id, body.id);
      assert.notEqual(made.create_time, body.create_time);
      assert.equal(made.meta.managed_by, undefined);
      assert.deepEqual(made.parent, { id: root.id, name: 'Acme' });
    });

    it('renames, and leaves parent and profile alone', async () => {
      const { client } = await server.user();
      const root = await client.organizations.create({ name: 'Acme' });
      const before = await client.organizations.create({ name: 'Emea', parent: { id: root.id }, profile });
      const after = await client.organizations.update(before.id, { name: 'Europe' });
      assert.deepEqual(after, { ...before, name: 'Europe' });
      assert.deepEqual(await client.organizations.get(before.id), after);
    });

    it('shows a new name of the parent in its children at once', async () => {
      const { client } = await server.user();
      const root = await client.organizations.create({ name: 'Acme' });
      const child = await client.organizations.create({ name: 'Emea', parent: { id: root.id } });
      await client.organizations.update(root.id, { name: 'Acme International' });
      assert.equal((await client.organizations.get(child.id)).parent?.name, 'Acme International');
    });

    it('moves a whole subtree by a PUT with another parent', async () => {
      const { client } = await server.user();
      const root = await client.organizations.create({ name: 'root' });
      const [a, b] = [
        await client.organizations.create({ name: 'a', parent: { id: root.id } }),
        await client.organizations.create({ name: 'b', parent: { id: root.id } }),
      ];
      const leaf = await client.organizations.create({ name: 'leaf', parent: { id: a.id } });
      const moved = await client.organizations.update(a.id, { name: 'a', parent: { id: b.id } });
      isOrganization(moved);
      assert.deepEqual(moved.parent, { id: b.id, name: 'b' });
      assert.deepEqual(moved.meta.hierarchy_tags, [root.id, b.id, a.id]);
      const below = await client.organizations.get(leaf.id);
      isOrganization(below);
      assert.deepEqual(below.meta.hierarchy_tags, [root.id, b.id, a.id, leaf.id]);
      assert.deepEqual(names((await client.organizations.list({ parent: { id: root.id } })).getPaginatedItems()), ['b']);
      assert.deepEqual(names((await client.organizations.list({ parent: { id: b.id } })).getPaginatedItems()), ['a']);
    });

    it('moves between two trees of the same administrator', async () => {
      const { client } = await server.user();
      const [one, two] = [await client.organizations.create({ name: 'one' }), await client.organizations.create({ name: 'two' })];
      const child = await client.organizations.create({ name: 'child', parent: { id: one.id } });
      const moved = await client.organizations.update(child.id, { name: 'child', parent: { id: two.id } });
      isOrganization(moved);
      assert.deepEqual(moved.meta.hierarchy_tags, [two.id, child.id]);
      const under = await client.organizations.update(one.id, { name: 'one', parent: { id: child.id } });
      isOrganization(under);
      assert.deepEqual(under.meta.hierarchy_tags, [two.id, child.id, one.id]);
    });

    it('makes a root of a sub-organization whose parent is put to null', async () => {
      const { client } = await server.user();
      const root = await client.organizations.create({ name: 'root' });
      const child = await client.organizations.create({ name: 'child', parent: { id: root.id } });
      const body = /** @type {any} */ ({ name: 'child', parent: null });
      const freed = await client.organizations.update(child.id, body);
      isOrganization(freed);
      assert.equal('parent' in freed, false);
      assert.deepEqual(freed.meta.hierarchy_tags, [child.id]);
      assert.deepEqual(names((await client.organizations.list({ parent: { id: 'null' } })).getPaginatedItems()), ['root', 'child']);
      assert.ok((await client.user.organizations.list()).result.some((row) => row.id === child.id), 'its mover administers it');
    });

    it('changes nothing when the same parent is put again', async () => {
      const { client } = await server.user();
      const root = await client.organizations.create({ name: 'root' });
      const child = await client.organizations.create({ name: 'child', parent: { id: root.id } });
      assert.deepEqual(await client.organizations.update(child.id, { name: 'child', parent: { id: root.id } }), child);
      assert.deepEqual(await client.organizations.update(root.id, /** @type {any} */ ({ name: 'root', parent: null })), root);
    });

    it('refuses to put an organization below itself, and changes nothing', async () => {
      const { client } = await server.user();
      const root = await client.organizations.create({ name: 'root' });
      const child = await client.organizations.create({ name: 'child', parent: { id: root.id } });
      const leaf = await client.organizations.create({ name: 'leaf', parent: { id: child.id } });
      for (const parent of [root, child, leaf])
        await refused(client.organizations.update(root.id, { name: 'renamed', parent: { id: parent.id } }), BadRequestError, 1011);
      assert.deepEqual(await client.organizations.get(root.id), root);
      assert.deepEqual(await client.organizations.get(leaf.id), leaf);
    });

    it('refuses a tree deeper than ten levels below its root', async () => {
      const { client } = await server.user();
      let parent = await client.organizations.create({ name: 'level 0' });
      for (let level = 1; level <= 10; level++) parent = await client.organizations.create({ name: `level ${level}`, parent: { id: parent.id } });
      const error = await client.organizations.create({ name: 'level 11', parent: { id: parent.id } }).then(
        () => assert.fail('a level 11 was made'),
        (reason) => reason,
      );
      assert.ok(error instanceof BadRequestError || error instanceof PermissionDeniedError, String(error));
      assert.ok([1011, 1012].includes(error.errors[0]?.code ?? 0), error.message);
    });

    it('lets only an administrator from above move an organization', async () => {
      const [owner, guest] = [await server.user('owner'), await server.user('guest')];
      const root = await owner.client.organizations.create({ name: 'root' });
      const child = await owner.client.organizations.create({ name: 'child', parent: { id: root.id } });
      await server.join(child, guest);
      const own = await guest.client.organizations.create({ name: 'own' });
      await refused(guest.client.organizations.update(child.id, { name: 'child', parent: { id: own.id } }), PermissionDeniedError, 9109);
      await refused(
        guest.client.organizations.update(child.id, /** @type {any} */ ({ name: 'child', parent: null })),
        PermissionDeniedError,
        9109,
      );
      assert.equal((await guest.client.organizations.update(child.id, { name: 'renamed' })).name, 'renamed');
    });

    it('does not know a parent that the caller cannot see', async () => {
      const [owner, stranger] = [await server.user('owner'), await server.user('stranger')];
      const hidden = await owner.client.organizations.create({ name: 'hidden' });
      const own = await stranger.client.organizations.create({ name: 'own' });
      const unknown = '0123456789abcdef0123456789abcdef';
      for (const id of [hidden.id, unknown, 'no-such-id']) {
        await refused(stranger.client.organizations.create({ name: 'x', parent: { id } }), NotFoundError, 1003);
        await refused(stranger.client.organizations.update(own.id, { name: 'x', parent: { id } }), NotFoundError, 1003);
      }
      assert.deepEqual(await stranger.client.organizations.get(own.id), own);
    });

    it('deletes an empty organization; a second delete finds none', async () => {
      const { client } = await server.user();
      const root = await client.organizations.create({ name: 'root', profile });
      const child = await client.organizations.create({ name: 'child', parent: { id: root.id } });
      const response = await client.organizations.delete(child.id).asResponse();
      assert.equal(response.status, 200);
      assert.deepEqual(await response.json(), { success: true, errors: [], messages: [], result: { id: child.id } });
      await refused(client.organizations.get(child.id), NotFoundError, 1003);
      await refused(client.organizations.delete(child.id), NotFoundError, 1003);
      assert.deepEqual(await client.organizations.delete(root.id), { id: root.id });
      await refused(client.organizations.get(root.id), NotFoundError, 1003);
      assert.deepEqual((await client.organizations.list()).getPaginatedItems(), []);
      assert.deepEqual((await client.user.organizations.list()).result, []);
    });

    it('refuses to delete what is not empty, in one request and with the reason', async () => {
      const [owner, other] = [await server.user('owner'), await server.user('other')];
      const root = await owner.client.organizations.create({ name: 'root' });
      const child = await owner.client.organizations.create({ name: 'child', parent: { id: root.id } });
      const sent = owner.requests;
      const error = await refused(owner.client.organizations.delete(root.id), BadRequestError, 1010);
      assert.equal(owner.requests, sent + 1, 'the SDK must not retry this');
      assert.match(error.errors[0]?.message ?? '', /sub-?organization/i);

      await server.join(child, other);
      const populated = await refused(owner.client.organizations.delete(child.id), BadRequestError, 1010);
      assert.match(populated.errors[0]?.message ?? '', /member/i);
      await server.expel(child, other);

      const managed = await server.user('managed', { managing_organization_id: child.id });
      const managing = await refused(owner.client.organizations.delete(child.id), BadRequestError, 1010);
      assert.match(managing.errors[0]?.message ?? '', /user/i);
      await server.release(managed);
      assert.deepEqual(await owner.client.organizations.delete(child.id), { id: child.id });
    });

    it('shows nothing above the topmost organization that the caller belongs to', async () => {
      const [owner, guest] = [await server.user('owner'), await server.user('guest')];
      const root = await owner.client.organizations.create({ name: 'root' });
      const child = await owner.client.organizations.create({ name: 'child', parent: { id: root.id } });
      const leaf = await owner.client.organizations.create({ name: 'leaf', parent: { id: child.id } });
      await server.join(child, guest);
      const seen = await guest.client.organizations.get(child.id);
      isOrganization(seen);
      assert.deepEqual(seen.meta.hierarchy_tags, [child.id]);
      const below = await guest.client.organizations.get(leaf.id);
      isOrganization(below);
      assert.deepEqual(below.meta.hierarchy_tags, [child.id, leaf.id]);
      await refused(guest.client.organizations.get(root.id), NotFoundError, 1003);
      await refused(guest.client.organizations.update(root.id, { name: 'mine' }), NotFoundError, 1003);
      await refused(guest.client.organizations.delete(root.id), NotFoundError, 1003);
      assert.deepEqual(names((await guest.client.organizations.list()).getPaginatedItems()), ['child', 'leaf']);
      assert.deepEqual((await guest.client.organizations.list({ parent: { id: root.id } })).getPaginatedItems(), []);
      assert.deepEqual((await guest.client.organizations.list({ parent: { id: 'null' } })).getPaginatedItems(), []);
    });

    it('guards a change with If-Match', async () => {
      const { client } = await server.user();
      const made = await client.organizations.create({ name: 'one' });
      const tag = (await client.organizations.get(made.id).asResponse()).headers.get('etag');
      assert.ok(tag);
      await client.organizations.update(made.id, { name: 'two' }, { headers: { 'If-Match': tag } });
      const lost = await client.organizations.update(made.id, { name: 'three' }, { headers: { 'If-Match': tag } }).then(
        () => assert.fail('an older version overwrote a newer one'),
        (reason) => reason,
      );
      assert.ok(lost instanceof APIError);
      assert.equal(lost.status, 412);
      assert.ok(lost.errors.length > 0);
      assert.equal((await client.organizations.get(made.id)).name, 'two');
    });

    it('creates once for one Idempotency-Key', async () => {
      const { client } = await server.user();
      const headers = { 'Idempotency-Key': 'a-key-of-the-caller' };
      const first = await client.organizations.create({ name: 'once' }, { headers });
      assert.deepEqual(await client.organizations.create({ name: 'once' }, { headers }), first);
      await refused(client.organizations.create({ name: 'another' }, { headers }), BadRequestError);
      assert.deepEqual(names((await client.organizations.list()).getPaginatedItems()), ['once']);
    });
  });
}
