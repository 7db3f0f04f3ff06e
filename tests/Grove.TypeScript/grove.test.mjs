// Every case on every engine, against the real server in a process of its own.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { engines, Server, whyNot } from './harness/server.mjs';
import { committed, table, write } from './harness/table.mjs';
import accountMembers from './cases/account-members.mjs';
import accounts from './cases/accounts.mjs';
import audit from './cases/audit.mjs';
import coverage from './cases/coverage.mjs';
import credentials from './cases/credentials.mjs';
import errors from './cases/errors.mjs';
import examples from './cases/examples.mjs';
import filters from './cases/filters.mjs';
import invites from './cases/invites.mjs';
import openapi from './cases/openapi.mjs';
import organizations from './cases/organizations.mjs';
import pages from './cases/pages.mjs';
import paths from './cases/paths.mjs';
import profiles from './cases/profiles.mjs';
import readme from './cases/readme.mjs';
import roles from './cases/roles.mjs';
import tokens from './cases/tokens.mjs';
import user from './cases/user.mjs';

/** How each endpoint was called, on each engine. @type {Record<string, Map<string, import('./harness/coverage.mjs').Way | undefined>>} */
const calls = {};

for (const engine of engines()) {
  const reason = whyNot(engine);
  if (reason) {
    test(`everything on ${engine}`, { skip: reason });
    continue;
  }
  const called = (calls[engine] = new Map());
  describe(engine, () => {
    const server = new Server(engine);
    before(() => server.start());
    after(() => server.stop());
    for (const cases of [organizations, pages, filters, profiles, user, credentials, tokens, accounts, roles, accountMembers, invites, audit, paths]) cases(server);
    for (const cases of [errors, examples, openapi, readme]) cases(server);
    coverage(server, called);
  });
}

test('docs/compatibility.md has the endpoints that were called here', { skip: Object.keys(calls).length === 0 }, () => {
  const [found, ...more] = Object.values(calls).map(table);
  for (const other of more) assert.equal(other, found, 'the engines differ');
  if (process.env.GROVE_WRITE_COMPATIBILITY === 'true') {
    assert.ok(calls.sqlite && calls.postgres, 'the table is of both engines');
    write(found ?? '');
  }
  assert.equal(committed(), found, 'run with GROVE_WRITE_COMPATIBILITY=true to write what was found');
});
