// After all other cases: what the OpenAPI document describes was called with success, each endpoint as the users of the SDK call it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { endpoints, key } from '../harness/coverage.mjs';

/** @param {string} path */
const unnamed = (path) => path.replace(/\{[^}]+\}/g, '{}');

/**
 * @param {import('../harness/server.mjs').Server} server
 * @param {Map<string, import('../harness/coverage.mjs').Way | undefined>} calls gets how each endpoint was called
 */
export default function coverage(server, calls) {
  describe('of the endpoints', () => {
    const read = async () => {
      const { paths } = /** @type {any} */ (await (await fetch(`${server.url}/openapi.json`)).json());
      const built = new Set();
      for (const [path, item] of Object.entries(paths))
        if (path.startsWith('/client/v4/'))
          for (const method of Object.keys(item)) built.add(key(method, unnamed(path.slice('/client/v4'.length))));
      return built;
    };

    it('none is missing in endpoints.json', async () => {
      const known = new Set(endpoints.map((endpoint) => key(endpoint.method, unnamed(endpoint.path))));
      assert.deepEqual([...(await read())].filter((name) => !known.has(name)), []);
    });

    it('each that is built was called, by its method where the SDK has one', async () => {
      const built = await read();
      const missing = [];
      for (const endpoint of endpoints) {
        const name = key(endpoint.method, endpoint.path);
        const way = server.coverage.of(endpoint);
        const expected = built.has(key(endpoint.method, unnamed(endpoint.path))) ? (endpoint.typescript ? 'method' : 'path') : undefined;
        if (way !== expected) missing.push(`${name}: ${way ?? 'not called'}, not ${expected ?? 'built'}`);
        calls.set(name, way);
      }
      assert.deepEqual(missing, []);
    });

    it('the methods named in endpoints.json are the SDK\'s', () => {
      for (const { typescript } of endpoints) {
        if (!typescript) continue;
        const method = typescript.split('.').reduce((/** @type {any} */ node, part) => node?.[part], server.operator.client);
        assert.equal(typeof method, 'function', typescript);
      }
    });
  });
}
