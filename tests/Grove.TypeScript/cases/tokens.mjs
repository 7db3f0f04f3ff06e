import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AuthenticationError, BadRequestError, NotFoundError, PermissionDeniedError } from 'cloudflare';
import { Actor } from '../harness/actors.mjs';
import { isCreatedToken, isToken } from '../harness/answers.mjs';
import { names, refused, refusedOnce } from '../harness/checks.mjs';
import { apiTokensRead, apiTokensWrite, userDetailsRead, userDetailsWrite } from '../harness/permissions.mjs';
import { id, is, oneOf } from '../harness/shapes.mjs';

/** @typedef {import('cloudflare').default.User.TokenCreateParams} TokenParams */

/** @param {import('../harness/server.mjs').Server} server */
export default function tokens(server) {
  /**
   * The body of a token of this user.
   * @param {Actor} user
   * @param {string[]} groups
   * @param {Partial<TokenParams>} [more]
   * @returns {TokenParams}
   */
  const body = (user, groups, more) => ({
    name: 'ci',
    policies: [{ effect: 'allow', resources: { [`com.cloudflare.api.user.${user.id}`]: '*' }, permission_groups: groups.map((each) => ({ id: each })) }],
    ...more,
  });
  /** @param {string | undefined} value */
  const bearer = (value) => new Actor(server, { id: '', token: value });

  describe('the tokens of the user', () => {
    it('are created with a value that is shown once, and works', async () => {
      const user = await server.user();
      const condition = { request_ip: { in: ['127.0.0.0/8', '::1/128'], not_in: ['10.0.0.0/8'] } };
      const made = await user.client.user.tokens.create(body(user, [userDetailsRead], { condition, expires_on: '2099-01-31T12:00:00Z', not_before: '2020-01-01T00:00:00Z' }));
      isCreatedToken(made);
      assert.deepEqual([made.name, made.status], ['ci', 'active']);
      assert.deepEqual(made.condition, condition);
      assert.deepEqual(made.policies[0]?.permission_groups, [{ id: userDetailsRead, name: 'User Details Read' }]);
      assert.equal((await bearer(made.value).client.user.get()).id, user.id);
      const read = await user.client.user.tokens.get(made.id);
      isToken(read);
      assert.deepEqual([read.id, read.policies, read.expires_on], [made.id, made.policies, made.expires_on]);
    });

    it('page by number until an empty page', async () => {
      const user = await server.user();
      const made = [];
      for (let i = 0; i < 6; i++) made.push((await user.client.user.tokens.create(body(user, [userDetailsRead], { name: `token ${i}` }))).name);
      const sent = user.requests;
      const rows = [];
      for await (const row of user.client.user.tokens.list({ per_page: 5 })) rows.push(row);
      for (const row of rows) isToken(row);
      assert.deepEqual(names(rows), made);
      assert.equal(user.requests, sent + 3, 'two pages and the empty one that ends the walk');
      assert.deepEqual(names((await user.client.user.tokens.list({ direction: 'desc', include_expired: false })).result), made.reverse());
    });

    it('tell by themselves that they are valid', async () => {
      const user = await server.user();
      const made = await user.client.user.tokens.create(body(user, [userDetailsRead], { expires_on: '2099-01-31T12:00:00Z' }));
      const token = bearer(made.value);
      /** @type {import('../wire.js').TokenVerification} */
      const expected = { id: made.id ?? '', status: 'active', expires_on: '2099-01-31T12:00:00Z' };
      const found = await token.client.user.tokens.verify();
      assert.deepEqual({ ...found, expires_on: new Date(found.expires_on ?? '').toISOString() }, { ...expected, expires_on: '2099-01-31T12:00:00.000Z' });
      const whole = /** @type {any} */ (await (await token.client.user.tokens.verify().asResponse()).json());
      assert.deepEqual([whole.success, whole.messages[0].code], [true, 10000]);
      await refusedOnce(user, () => user.client.user.tokens.verify(), AuthenticationError, 1000);
    });

    it('are replaced, and keep their value', async () => {
      const user = await server.user();
      const made = await user.client.user.tokens.create(body(user, [userDetailsRead]));
      isCreatedToken(made);
      const token = bearer(made.value);
      await refused(token.client.user.edit({ first_name: 'Ada' }), PermissionDeniedError, 9109);
      const read = await user.client.user.tokens.get(made.id);
      const changed = await user.client.user.tokens.update(made.id, { ...body(user, [userDetailsWrite]), name: 'deploy' });
      isToken(changed);
      assert.deepEqual([changed.id, changed.name, changed.issued_on], [made.id, 'deploy', read.issued_on]);
      assert.equal((await token.client.user.edit({ first_name: 'Ada' })).first_name, 'Ada');
      // What was read can be sent back, as programs do that change one member.
      assert.equal((await user.client.user.tokens.update(made.id, /** @type {any} */ ({ ...changed, status: 'disabled' }))).status, 'disabled');
      await refused(token.client.user.get(), AuthenticationError, 1000);
    });

    it('are rolled: the old value ends at once', async () => {
      const user = await server.user();
      const made = await user.client.user.tokens.create(body(user, [userDetailsRead]));
      const value = await user.client.user.tokens.value.update(made.id ?? '');
      assert.equal(typeof value, 'string');
      assert.notEqual(value, made.value);
      await refused(bearer(made.value).client.user.get(), AuthenticationError, 1000);
      assert.equal((await bearer(value).client.user.get()).id, user.id);
    });

    it('are deleted: their value ends at once', async () => {
      const user = await server.user();
      const made = await user.client.user.tokens.create(body(user, [userDetailsRead]));
      const one = made.id ?? '';
      assert.deepEqual(await user.client.user.tokens.delete(one), { id: one });
      await refused(bearer(made.value).client.user.get(), AuthenticationError, 1000);
      for (const attempt of [
        () => user.client.user.tokens.get(one),
        () => user.client.user.tokens.update(one, body(user, [userDetailsRead])),
        () => user.client.user.tokens.value.update(one),
        () => user.client.user.tokens.delete(one),
      ])
        await refusedOnce(user, attempt, NotFoundError, 1003);
      assert.deepEqual((await user.client.user.tokens.list()).result, []);
    });

    it('of others are like unknown ones', async () => {
      const [user, stranger] = [await server.user(), await server.user('stranger')];
      const made = await user.client.user.tokens.create(body(user, [userDetailsRead]));
      await refusedOnce(stranger, () => stranger.client.user.tokens.get(made.id ?? ''), NotFoundError, 1003);
      await refusedOnce(stranger, () => stranger.client.user.tokens.delete(made.id ?? ''), NotFoundError, 1003);
      assert.equal((await bearer(made.value).client.user.get()).id, user.id);
    });

    it('are refused when a part of them could not be enforced', async () => {
      const [user, other] = [await server.user(), await server.user('other')];
      /** @type {[any, string[]][]} */
      const faults = [
        [{ ...body(user, [userDetailsRead]), name: '' }, ['/name']],
        [{ ...body(user, [userDetailsRead]), policies: [] }, ['/policies']],
        [body(user, ['ffffffffffffffffffffffffffffffff']), ['/policies/0/permission_groups/0/id']],
        [body(other, [userDetailsRead]), [`/policies/0/resources/com.cloudflare.api.user.${other.id}`]],
        [body(user, [userDetailsRead], { expires_on: '2001-01-01T00:00:00Z' }), ['/expires_on']],
        [body(user, [userDetailsRead], { condition: { request_ip: { in: ['somewhere'] } } }), ['/condition/request_ip/in']],
      ];
      for (const [wrong, pointers] of faults) await refusedOnce(user, () => user.client.user.tokens.create(wrong), BadRequestError, 1001, pointers);
      assert.deepEqual((await user.client.user.tokens.list()).result, []);
    });

    it('make no token that may do more than they', async () => {
      const user = await server.user();
      const minter = await user.withToken([apiTokensWrite, userDetailsRead]);
      isCreatedToken(await minter.client.user.tokens.create(body(user, [userDetailsRead])));
      await refusedOnce(minter, () => minter.client.user.tokens.create(body(user, [userDetailsWrite])), PermissionDeniedError, 9109);
      const reader = await user.withToken([apiTokensRead]);
      assert.ok((await reader.client.user.tokens.list()).result.length >= 3);
      await refusedOnce(reader, () => reader.client.user.tokens.create(body(user, [apiTokensRead])), PermissionDeniedError, 9109);
    });

    it('name the permission groups that policies can have', async () => {
      const user = await server.user();
      const groups = (await user.client.user.tokens.permissionGroups.list()).getPaginatedItems();
      is(groups, [{ id, name: 'string', scopes: [oneOf('com.cloudflare.api.user', 'com.cloudflare.api.account')] }]);
      assert.ok(groups.some((group) => group.id === userDetailsRead && group.name === 'User Details Read'));
      assert.deepEqual((await user.client.user.tokens.permissionGroups.list({ name: 'User Details Write' })).getPaginatedItems().map((group) => group.id), [userDetailsWrite]);
      const ofAccounts = (await user.client.user.tokens.permissionGroups.list({ scope: 'com.cloudflare.api.account' })).getPaginatedItems();
      assert.ok(ofAccounts.length > 0 && ofAccounts.length < groups.length);
    });
  });
}
