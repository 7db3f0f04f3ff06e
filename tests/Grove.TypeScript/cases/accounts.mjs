import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BadRequestError, NotFoundError, PermissionDeniedError } from 'cloudflare';
import { call } from '../harness/actors.mjs';
import { isAccount } from '../harness/answers.mjs';
import { names, refusedOnce } from '../harness/checks.mjs';
import { accountSettingsRead, accountSettingsWrite, userDetailsWrite } from '../harness/permissions.mjs';

const unknown = '0123456789abcdef0123456789abcdef';

/** @param {import('../harness/server.mjs').Server} server */
export default function accounts(server) {
  /** A user with a root organization of their own. */
  const withRoot = async (name = 'Acme') => {
    const user = await server.user();
    return { user, client: user.client, root: await user.client.organizations.create({ name }) };
  };

  describe('accounts', () => {
    it('are created in an organization, which then manages them', async () => {
      const { client, root } = await withRoot();
      const account = await client.accounts.create({ name: 'Shop', unit: { id: root.id } });
      isAccount(account);
      assert.deepEqual([account.name, account.type], ['Shop', 'standard']);
      assert.deepEqual(account.managed_by, { parent_org_id: root.id, parent_org_name: 'Acme' });
      assert.deepEqual(account.settings, { abuse_contact_email: null, enforce_twofactor: false });
      assert.deepEqual(await client.accounts.get({ account_id: account.id }), account);
      assert.deepEqual((await client.accounts.list()).result, [account]);
      await client.organizations.update(root.id, { name: 'Acme Holding' });
      assert.equal((await client.accounts.get({ account_id: account.id })).managed_by?.parent_org_name, 'Acme Holding');
    });

    it('are created free, with standalone or without, and then belong to their creator', async () => {
      const [one, other] = [await server.user(), await server.user('other')];
      for (const place of /** @type {const} */ ([{ standalone: true }, {}])) {
        const account = await one.client.accounts.create({ name: 'Mine', type: 'enterprise', ...place });
        isAccount(account);
        assert.equal(account.type, 'enterprise');
        assert.equal('managed_by' in account, false);
        await refusedOnce(other, () => other.client.accounts.get({ account_id: account.id }), NotFoundError, 1003);
      }
      assert.deepEqual(names((await one.client.accounts.list()).result), ['Mine', 'Mine']);
      assert.deepEqual((await other.client.accounts.list()).result, []);
    });

    it('are made once by one Idempotency-Key', async () => {
      const { user, client, root } = await withRoot();
      const params = { name: 'Once', unit: { id: root.id }, 'Idempotency-Key': 'the-first-try' };
      const [first, again] = [await client.accounts.create(params), await client.accounts.create(params)];
      assert.deepEqual(again, first);
      assert.equal((await client.accounts.list()).result.length, 1);
      await refusedOnce(user, () => client.accounts.create({ ...params, name: 'Twice' }), BadRequestError, 1017);
    });

    it('say all that is wrong with a body', async () => {
      const { user, client, root } = await withRoot();
      /** @type {[any, string[]][]} */
      const faults = [
        [{}, ['/name']],
        [{ name: ' x ', type: 'free' }, ['/name', '/type']],
        [{ name: 'x', standalone: false }, ['/standalone']],
        [{ name: 'x', standalone: true, unit: { id: root.id } }, ['/standalone']],
        [{ name: 'x', unit: {} }, ['/unit/id']],
        [{ name: 'x', settings: { enforce_twofactor: 'yes' } }, ['/settings/enforce_twofactor']],
      ];
      for (const [body, pointers] of faults)
        await refusedOnce(user, () => client.accounts.create(body), BadRequestError, 1001, pointers);
      await refusedOnce(user, () => client.accounts.create({ name: 'x', unit: { id: unknown } }), NotFoundError, 1003);
      assert.deepEqual((await client.accounts.list()).result, []);
    });

    it('page by number until an empty page', async () => {
      const { user, client, root } = await withRoot();
      const made = [];
      for (let i = 0; i < 12; i++) made.push((await client.accounts.create({ name: `account ${i}`, unit: { id: root.id } })).name);
      const sent = user.requests;
      const rows = [];
      for await (const row of client.accounts.list({ per_page: 5 })) rows.push(row);
      for (const row of rows) isAccount(row);
      assert.deepEqual(names(rows), made);
      assert.equal(user.requests, sent + 4, 'three pages and the empty one that ends the walk');

      const pages = [];
      for await (const page of (await client.accounts.list({ per_page: 5, direction: 'desc' })).iterPages()) pages.push(names(page.result));
      assert.deepEqual(pages, [made.slice(7).reverse(), made.slice(2, 7).reverse(), made.slice(0, 2).reverse(), []]);
      const last = await client.accounts.list({ per_page: 5, page: 3 });
      assert.deepEqual(last.result_info, { page: 3, per_page: 5, count: 2, total_count: 12, total_pages: 3 });
      assert.deepEqual(names((await client.accounts.list({ name: 'account 7' })).result), ['account 7']);
      assert.deepEqual((await client.accounts.list({ name: 'ACCOUNT 7' })).result, [], 'exact, and case counts');
    });

    it('are reached through every organization above them', async () => {
      const { client, root } = await withRoot();
      const [guest, region] = [await server.user('guest'), await client.organizations.create({ name: 'Emea', parent: { id: root.id } })];
      const account = await client.accounts.create({ name: 'Shop', unit: { id: region.id } });
      await client.accounts.create({ name: 'Top', unit: { id: root.id } });
      await server.join(region, guest);
      assert.deepEqual(names((await guest.client.accounts.list()).result), ['Shop']);
      assert.equal((await guest.client.accounts.get({ account_id: account.id })).managed_by?.parent_org_id, region.id);
      const containing = (await client.organizations.list({ containing: { account: account.id } })).getPaginatedItems();
      assert.deepEqual(names(containing), ['Acme', 'Emea']);
    });

    it('are updated with all that the SDK sends, and keep what it leaves out', async () => {
      const { user, client, root } = await withRoot();
      const { id } = await client.accounts.create({ name: 'Shop', unit: { id: root.id } });
      const put = { account_id: id, id, type: /** @type {const} */ ('standard') };
      const renamed = await client.accounts.update({ ...put, name: 'Store', settings: { abuse_contact_email: 'abuse@example.com', enforce_twofactor: true } });
      isAccount(renamed);
      assert.equal(renamed.name, 'Store');
      assert.deepEqual(renamed.settings, { abuse_contact_email: 'abuse@example.com', enforce_twofactor: true });
      const again = await client.accounts.update({ ...put, name: 'Store 2', managed_by: /** @type {any} */ ({ parent_org_id: unknown }) });
      isAccount(again);
      assert.deepEqual(again, { ...renamed, name: 'Store 2' }, 'settings stay, and managed_by is read-only');
      assert.deepEqual(await client.accounts.get({ account_id: id }), again);
      await refusedOnce(user, () => client.accounts.update({ ...put, name: 'x', type: 'enterprise' }), BadRequestError, 1001, ['/type']);
      await refusedOnce(user, () => client.accounts.update({ ...put, name: '' }), BadRequestError, 1001, ['/name']);
    });

    it('are deleted once', async () => {
      const { user, client, root } = await withRoot();
      const { id } = await client.accounts.create({ name: 'Shop', unit: { id: root.id } });
      await refusedOnce(user, () => client.organizations.delete(root.id), BadRequestError, 1010);
      assert.deepEqual(await client.accounts.delete({ account_id: id }), { id });
      await refusedOnce(user, () => client.accounts.get({ account_id: id }), NotFoundError, 1003);
      await refusedOnce(user, () => client.accounts.delete({ account_id: id }), NotFoundError, 1003);
      assert.deepEqual(await client.organizations.delete(root.id), { id: root.id });
    });

    it('that the caller cannot see are like unknown ones', async () => {
      const { client, root } = await withRoot();
      const { id } = await client.accounts.create({ name: 'Shop', unit: { id: root.id } });
      const stranger = await server.user('stranger');
      for (const account_id of [id, unknown]) {
        await refusedOnce(stranger, () => stranger.client.accounts.get({ account_id }), NotFoundError, 1003);
        await refusedOnce(stranger, () => stranger.client.accounts.update({ account_id, id: account_id, name: 'x', type: 'standard' }), NotFoundError, 1003);
        await refusedOnce(stranger, () => stranger.client.accounts.delete({ account_id }), NotFoundError, 1003);
      }
      await refusedOnce(stranger, () => stranger.client.accounts.create({ name: 'x', unit: { id: root.id } }), NotFoundError, 1003);
    });

    it('need the capabilities of their organization', async () => {
      const { user, client, root } = await withRoot();
      const { id } = await client.accounts.create({ name: 'Shop', unit: { id: root.id } });
      await call(server.operator, 'PATCH', `/grove/v1/organizations/${root.id}`, { flags: { account_creation: 'disabled', account_deletion: 'disabled' } });
      await refusedOnce(user, () => client.accounts.create({ name: 'x', unit: { id: root.id } }), PermissionDeniedError, 1002);
      await refusedOnce(user, () => client.accounts.delete({ account_id: id }), PermissionDeniedError, 1002);
      assert.equal((await client.organizations.get(root.id)).meta.tenant_flags?.account_creation, 'disabled');
    });

    it('are for tokens with Account Settings', async () => {
      const { user, client, root } = await withRoot();
      const { id } = await client.accounts.create({ name: 'Shop', unit: { id: root.id } });
      await client.accounts.create({ name: 'Other', unit: { id: root.id } });
      const reader = await user.withToken([accountSettingsRead]);
      assert.deepEqual(names((await reader.client.accounts.list()).result), ['Shop', 'Other']);
      await refusedOnce(reader, () => reader.client.accounts.delete({ account_id: id }), PermissionDeniedError, 9109);
      const elsewhere = await user.withToken([userDetailsWrite]);
      await refusedOnce(elsewhere, () => elsewhere.client.accounts.list(), PermissionDeniedError, 9109);
      const narrow = await user.withToken([accountSettingsWrite], { [`com.cloudflare.api.account.${id}`]: '*' });
      assert.deepEqual(names((await narrow.client.accounts.list()).result), ['Shop']);
      assert.equal((await narrow.client.accounts.update({ account_id: id, id, name: 'Store', type: 'standard' })).name, 'Store');
      await refusedOnce(narrow, () => narrow.client.accounts.create({ name: 'x' }), PermissionDeniedError, 9109);
    });
  });
}
