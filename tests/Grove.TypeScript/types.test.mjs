// The suite itself is type-checked against the SDK, so that what it does is what a TypeScript program may do.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

test('the types of the official SDK accept what Grove answers and what this suite sends', () => {
  const root = fileURLToPath(new URL('.', import.meta.url));
  const compiler = fileURLToPath(new URL('node_modules/typescript/bin/tsc', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, '-p', root], { encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
});
