// Every case on every engine, against the real server in a process of its own.
import { after, before, describe, test } from 'node:test';
import { engines, Server, whyNot } from './harness/server.mjs';
import accounts from './cases/accounts.mjs';
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
import tokens from './cases/tokens.mjs';
import user from './cases/user.mjs';

for (const engine of engines()) {
  const reason = whyNot(engine);
  if (reason) {
    test(`everything on ${engine}`, { skip: reason });
    continue;
  }
  describe(engine, () => {
    const server = new Server(engine);
    before(() => server.start());
    after(() => server.stop());
    for (const cases of [organizations, pages, filters, profiles, user, credentials, tokens, accounts, invites, paths, errors, examples, openapi, readme]) cases(server);
  });
}
