import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { names } from '../harness/checks.mjs';

/** @typedef {import('cloudflare').default.Organizations.OrganizationListParams} Query */

/** @param {import('../harness/server.mjs').Server} server */
export default function filters(server) {
  describe('filters of organizations', () => {
    /**
     * A user, and roots with these names.
     * @param {string[]} wanted
     */
    async function withRoots(...wanted) {
      const actor = await server.user();
      const ids = [];
      for (const name of wanted) ids.push((await actor.client.organizations.create({ name })).id);
      /** @param {Query} query */
      const list = async (query) => names((await actor.client.organizations.list({ page_size: 100, ...query })).getPaginatedItems());
      /** @param {string} query */
      const raw = async (query) => {
        const { status, json } = await actor.send('GET', `/organizations?${query}`);
        assert.equal(status, 200, query);
        return names(json.result);
      };
      return { actor, ids, list, raw };
    }

    it('by name fold case, in any script', async () => {
      const { list } = await withRoots('Acme Corp', 'ACME Labs', 'The acme', 'Árvore', 'ΣΊΣΥΦΟΣ', 'Other');
      assert.deepEqual(await list({ name: { startsWith: 'acme' } }), ['Acme Corp', 'ACME Labs']);
      assert.deepEqual(await list({ name: { endsWith: 'ACME' } }), ['The acme']);
      assert.deepEqual(await list({ name: { contains: 'CmE' } }), ['Acme Corp', 'ACME Labs', 'The acme']);
      assert.deepEqual(await list({ name: { contains: 'áRVO' } }), ['Árvore']);
      assert.deepEqual(await list({ name: { contains: 'a\u0301rvo' } }), ['Árvore'], 'composed and decomposed are one');
      assert.deepEqual(await list({ name: { endsWith: 'σίσυφος' } }), ['ΣΊΣΥΦΟΣ']);
      assert.deepEqual(await list({ name: { contains: 'no such' } }), []);
    });

    it('by name take one and two letters, and every letter as itself', async () => {
      const { list } = await withRoots('100% _grove_', 'a+b & c', 'back\\slash', 'q"uote\'s', 'plain', '🌳 tree');
      assert.deepEqual(await list({ name: { contains: '%' } }), ['100% _grove_']);
      assert.deepEqual(await list({ name: { contains: '_' } }), ['100% _grove_']);
      assert.deepEqual(await list({ name: { contains: 'a+' } }), ['a+b & c']);
      assert.deepEqual(await list({ name: { contains: 'b & c' } }), ['a+b & c']);
      assert.deepEqual(await list({ name: { contains: '\\' } }), ['back\\slash']);
      assert.deepEqual(await list({ name: { contains: '"' } }), ['q"uote\'s']);
      assert.deepEqual(await list({ name: { contains: "e's" } }), ['q"uote\'s']);
      assert.deepEqual(await list({ name: { startsWith: '🌳' } }), ['🌳 tree']);
      assert.deepEqual(await list({ name: { contains: 'n' } }), ['plain']);
    });

    it('combine with and', async () => {
      const { list, ids } = await withRoots('alpha one', 'alpha two', 'beta one');
      assert.deepEqual(await list({ name: { startsWith: 'alpha', endsWith: 'one' } }), ['alpha one']);
      assert.deepEqual(await list({ name: { startsWith: 'alpha', contains: 'a o', endsWith: 'one' } }), ['alpha one']);
      assert.deepEqual(await list({ id: [String(ids[0]), String(ids[2])], name: { startsWith: 'alpha' } }), ['alpha one']);
      assert.deepEqual(await list({ parent: { id: 'null' }, name: { endsWith: 'two' } }), ['alpha two']);
    });

    it('by plain name are exact and tell case apart', async () => {
      const { raw } = await withRoots('Acme', 'acme', 'Acme 2');
      assert.deepEqual(await raw('name=Acme'), ['Acme']);
      assert.deepEqual(await raw('name=ACME'), []);
    });

    it('by id take several, in creation order, and pass over unknown ones', async () => {
      const { list, raw, ids } = await withRoots('a', 'b', 'c');
      assert.deepEqual(await list({ id: [String(ids[2]), String(ids[0])] }), ['a', 'c']);
      assert.deepEqual(await list({ id: [String(ids[1]), '0123456789abcdef0123456789abcdef', 'foo'] }), ['b']);
      assert.deepEqual(await list({ id: ['foo'] }), []);
      assert.deepEqual(await list({ id: [] }), ['a', 'b', 'c'], 'the SDK sends nothing for an empty array');
      assert.deepEqual(await raw(`id=${ids[0]},${ids[1]}`), ['a', 'b']);
      assert.deepEqual(await raw(`id=${String(ids[1]).toUpperCase()}`), ['b']);
    });

    it('by parent find direct children, or roots for the word null', async () => {
      const actor = await server.user();
      const root = await actor.client.organizations.create({ name: 'root' });
      const child = await actor.client.organizations.create({ name: 'child', parent: { id: root.id } });
      await actor.client.organizations.create({ name: 'leaf', parent: { id: child.id } });
      await actor.client.organizations.create({ name: 'null' });
      /** @param {string} id */
      const under = async (id) => names((await actor.client.organizations.list({ parent: { id } })).getPaginatedItems());
      assert.deepEqual(await under(root.id), ['child']);
      assert.deepEqual(await under(child.id), ['leaf']);
      assert.deepEqual(await under('null'), ['root', 'null']);
      assert.deepEqual(await under('0123456789abcdef0123456789abcdef'), []);
    });

    it('by contained organization find every one above it, not itself', async () => {
      const actor = await server.user();
      const root = await actor.client.organizations.create({ name: 'root' });
      const child = await actor.client.organizations.create({ name: 'child', parent: { id: root.id } });
      const leaf = await actor.client.organizations.create({ name: 'leaf', parent: { id: child.id } });
      await actor.client.organizations.create({ name: 'sibling', parent: { id: root.id } });
      /** @param {string} organization */
      const containing = async (organization) => names((await actor.client.organizations.list({ containing: { organization } })).getPaginatedItems());
      assert.deepEqual(await containing(leaf.id), ['root', 'child']);
      assert.deepEqual(await containing(child.id), ['root']);
      assert.deepEqual(await containing(root.id), []);
      assert.deepEqual(await containing('foo'), []);
    });

    it('by contained user find the organizations that manage the user, not their memberships', async () => {
      const actor = await server.user();
      const root = await actor.client.organizations.create({ name: 'root' });
      const child = await actor.client.organizations.create({ name: 'child', parent: { id: root.id } });
      await actor.client.organizations.create({ name: 'leaf', parent: { id: child.id } });
      const managed = await server.user('managed', { managing_organization_id: child.id });
      /** @param {string} id */
      const containing = async (id) => names((await actor.client.organizations.list({ containing: { user: id } })).getPaginatedItems());
      assert.deepEqual(await containing(managed.id), ['root', 'child']);
      assert.deepEqual(await containing(actor.id), [], 'a member is not contained');
      assert.deepEqual(await containing('foo'), []);
    });

    it('by contained account find nothing for an unknown one', async () => {
      const { list } = await withRoots('a');
      assert.deepEqual(await list({ containing: { account: '0123456789abcdef0123456789abcdef' } }), []);
    });

    it('that are empty or unknown filter nothing', async () => {
      const { list, raw } = await withRoots('a', 'b');
      assert.deepEqual(await list({ name: { contains: '', startsWith: '' }, containing: { user: '' } }), ['a', 'b']);
      assert.deepEqual(await raw('order=name&name.like=a&foo.bar=1&per_page=1'), ['a', 'b']);
    });

    it('mean the same as the Go, Python and TypeScript SDKs write them', async () => {
      const actor = await server.user();
      const root = await actor.client.organizations.create({ name: 's é c+ e&' });
      await actor.client.organizations.create({ name: 's é c+' });
      const child = await actor.client.organizations.create({ name: 'child', parent: { id: root.id } });
      const [id, inside] = [root.id, child.id];
      for (const query of [
        `containing.organization=${inside}&id=foo&id=${id}&name.contains=c%2B&name.endsWith=e%26&name.startsWith=s+%C3%A9&page_size=5&parent.id=null`,
        `id=foo&id=${id}&containing.organization=${inside}&name.startsWith=s+%C3%A9&name.endsWith=e%26&name.contains=c%2B&page_size=5&parent.id=null`,
        `id=foo&id=${id}&containing.account=&containing.organization=${inside}&name.startsWith=s%20%C3%A9&name.endsWith=e%26&name.contains=c%2B&page_size=5&parent.id=null`,
      ]) {
        const { status, json } = await actor.send('GET', `/organizations?${query}`);
        assert.equal(status, 200, query);
        assert.deepEqual(json.result.map((/** @type {any} */ row) => row.id), [id], query);
        assert.deepEqual(json.result_info, { total_size: 1 });
      }
    });
  });
}
