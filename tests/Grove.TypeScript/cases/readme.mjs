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
    it('has TypeScript blocks that run', async () => {
      const text = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
      const blocks = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, block]) => block ?? '');
      const actor = await server.user();
      const printed = [];
      for (const block of blocks) {
        const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', block], {
          cwd: fileURLToPath(new URL('..', import.meta.url)),
          env: { PATH: process.env.PATH, CLOUDFLARE_BASE_URL: server.api, CLOUDFLARE_EMAIL: actor.email, CLOUDFLARE_API_KEY: actor.key },
        });
        printed.push(stdout);
      }
      assert.deepEqual(printed, ['Emea Acme\n', '']);
    });
  });
}
