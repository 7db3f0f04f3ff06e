// The first lines that a reader tries must work.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** @param {import('../harness/server.mjs').Server} server */
export default function readme(server) {
  describe('the README', () => {
    it('has a TypeScript block that runs', async () => {
      const text = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
      const block = /```ts\n([\s\S]*?)```/.exec(text)?.[1] ?? assert.fail('there is no TypeScript block');
      const actor = await server.user();
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', block], {
        cwd: fileURLToPath(new URL('..', import.meta.url)),
        env: { PATH: process.env.PATH, CLOUDFLARE_BASE_URL: server.api, CLOUDFLARE_EMAIL: actor.email, CLOUDFLARE_API_KEY: actor.key },
      });
      assert.equal(stdout, 'Emea Acme\n');
    });
  });
}
