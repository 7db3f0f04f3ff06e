import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';

const operations = [
  'get /organizations',
  'post /organizations',
  'get /organizations/{}',
  'put /organizations/{}',
  'delete /organizations/{}',
  'get /organizations/{}/profile',
  'put /organizations/{}/profile',
  'get /user',
  'patch /user',
  'get /user/organizations',
  'get /user/organizations/{}',
  'delete /user/organizations/{}',
];

/** @param {import('../harness/server.mjs').Server} server */
export default function openapi(server) {
  describe('the OpenAPI document', () => {
    const read = async () => {
      const response = await fetch(`${server.url}/openapi.json`);
      assert.equal(response.status, 200, 'it needs no credentials');
      assert.match(response.headers.get('content-type') ?? '', /json/);
      return /** @type {any} */ (await response.json());
    };

    it('is valid OpenAPI 3.1 to an independent reader', async () => {
      const validator = new Validator();
      const { valid, errors } = await validator.validate(await read());
      assert.ok(valid, JSON.stringify(errors, null, 2));
      assert.equal(validator.version, '3.1');
    });

    it('has references that lead somewhere', async () => {
      const document = await read();
      const text = JSON.stringify(document);
      for (const [, reference] of text.matchAll(/"\$ref":"([^"]+)"/g)) {
        assert.ok(reference?.startsWith('#/'), reference);
        const found = reference
          .slice(2)
          .split('/')
          .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
          .reduce((node, part) => node?.[part], document);
        assert.notEqual(found, undefined, reference);
      }
    });

    it('describes every operation that official clients call', async () => {
      const document = await read();
      const prefix = /** @type {string[]} */ ((document.servers ?? []).map((/** @type {any} */ each) => new URL(each.url, server.url).pathname.replace(/\/$/, '')));
      const described = new Set();
      for (const [path, item] of Object.entries(document.paths))
        for (const method of Object.keys(/** @type {any} */ (item)))
          for (const start of ['', ...prefix]) described.add(`${method} ${(start + path).replace(/^\/client\/v4/, '').replace(/\{[^}]+\}/g, '{}')}`);
      for (const operation of operations) assert.ok(described.has(operation), `${operation} is missing`);
    });
  });
}
