import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NotFoundError, PermissionDeniedError } from 'cloudflare';
import { isAccountPermissionGroup, isAccountRole } from '../harness/answers.mjs';
import { names, refusedOnce } from '../harness/checks.mjs';
import { accountSettingsRead, userDetailsRead } from '../harness/permissions.mjs';

const unknown = '0123456789abcdef0123456789abcdef';
const superAdministrator = '33666b9c79b9a5273fc7344ff42f953d';

/** @param {import('../harness/server.mjs').Server} server */
export default function roles(server) {
  const withAccount = async () => {
    const user = await server.user();
    const { id } = await user.client.accounts.create({ name: 'Shop' });
    return { user, client: user.client, account_id: id };
  };

  describe('the roles of an account', () => {
    it('are listed, with what each may do in every area', async () => {
      const { user, client, account_id } = await withAccount();
      const sent = user.requests;
      const rows = [];
      for await (const row of client.accounts.roles.list({ account_id })) rows.push(row);
      assert.equal(user.requests, sent + 2, 'one page and the empty one that ends the walk');
      for (const row of rows) isAccountRole(row);
      assert.equal(rows[0]?.id, superAdministrator);
      assert.equal(rows[0]?.name, 'Super Administrator - All Privileges');
      assert.ok(Object.values(rows[0]?.permissions ?? {}).every((grant) => grant.read && grant.write));
      const page = await client.accounts.roles.list({ account_id, per_page: 50 });
      assert.deepEqual(page.result_info, { page: 1, per_page: 50, count: rows.length, total_count: rows.length, total_pages: 1 });
      for (const row of rows) assert.deepEqual(await client.accounts.roles.get(row.id, { account_id }), row);
      await refusedOnce(user, () => client.accounts.roles.get(unknown, { account_id }), NotFoundError, 1003);
    });

    it('are also its permission groups', async () => {
      const { user, client, account_id } = await withAccount();
      const groups = [];
      for await (const group of client.iam.permissionGroups.list({ account_id })) groups.push(group);
      for (const group of groups) isAccountPermissionGroup(group);
      const shown = (await client.accounts.roles.list({ account_id })).result;
      assert.deepEqual(groups.map(({ id, name }) => [id, name]), shown.map(({ id, name }) => [id, name]));
      for (const group of groups) {
        for (const query of [{ id: group.id }, { name: group.name }, { label: group.meta?.label }])
          assert.deepEqual((await client.iam.permissionGroups.list({ account_id, ...query })).result, [group]);
        assert.deepEqual(await client.iam.permissionGroups.get(group.id, { account_id }), group);
      }
      assert.deepEqual(names((await client.iam.permissionGroups.list({ account_id, name: 'Nobody' })).result), []);
      await refusedOnce(user, () => client.iam.permissionGroups.get(unknown, { account_id }), NotFoundError, 1003);
    });

    it('are not told of an account that the caller cannot see', async () => {
      const { user, account_id } = await withAccount();
      const stranger = await server.user('stranger');
      for (const account of [account_id, unknown]) {
        const params = { account_id: account };
        await refusedOnce(stranger, () => stranger.client.accounts.roles.list(params), NotFoundError, 1003);
        await refusedOnce(stranger, () => stranger.client.accounts.roles.get(superAdministrator, params), NotFoundError, 1003);
        await refusedOnce(stranger, () => stranger.client.iam.permissionGroups.list(params), NotFoundError, 1003);
        await refusedOnce(stranger, () => stranger.client.iam.permissionGroups.get(superAdministrator, params), NotFoundError, 1003);
      }
      const [reader, other] = [await user.withToken([accountSettingsRead]), await user.withToken([userDetailsRead])];
      assert.ok((await reader.client.accounts.roles.list({ account_id })).result.length > 0);
      await refusedOnce(other, () => other.client.accounts.roles.list({ account_id }), PermissionDeniedError, 9109);
    });
  });
}
