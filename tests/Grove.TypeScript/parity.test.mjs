// The official SDK on the scripts of parity/scripts.json. The .NET suite runs Grove.Client on the same ones (tests/Grove.Tests/Client/ParityTests.cs);
// docs/sdk-parity.md has both.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import Cloudflare from 'cloudflare';
import { ScriptedServer } from './parity/server.mjs';

/** @typedef {import('./parity/server.mjs').Answer} Answer */
/** @typedef {{ name: string, call: string, retries: number, timeout?: number, answers: Answer[] }} Script */

const file = new URL('../../docs/sdk-parity.md', import.meta.url);
/** @type {Script[]} */
const scripts = JSON.parse(readFileSync(new URL('./parity/scripts.json', import.meta.url), 'utf8'));

/** What comes of a call. @param {Cloudflare} client @param {string} call @returns {Promise<string>} */
async function outcome(client, call) {
  switch (call) {
    case 'get':
      return told(await client.organizations.get('o1'));
    case 'create':
      return told(await client.organizations.create({ name: 'One' }));
    case 'list':
      return counted(client.organizations.list());
    case 'accounts':
      return counted(client.accounts.list());
    default:
      throw new Error(`no call ${call}`);
  }
}

/** @param {{ name?: string } | null | undefined} organization */
const told = (organization) => (organization?.name ? `name ${organization.name}` : `\`${JSON.stringify(organization)}\``);

/** @param {AsyncIterable<unknown>} list */
async function counted(list) {
  let rows = 0;
  for await (const _ of list) rows++;
  return `${rows} rows`;
}

/** @param {Script} script */
async function run(script) {
  const server = await ScriptedServer.start(script.answers);
  try {
    const client = new Cloudflare({
      apiToken: 'token-of-tests',
      apiKey: null,
      apiEmail: null,
      userServiceKey: null,
      baseURL: server.url,
      maxRetries: script.retries,
      timeout: script.timeout ?? 60_000,
      logLevel: 'off',
    });
    let found;
    try {
      found = await outcome(client, script.call);
    } catch (error) {
      found = `\`${/** @type {Error} */ (error).constructor.name}\``;
    }
    const keys = new Set(server.requests.map((request) => request.headers['idempotency-key'] ?? 'none'));
    const key = script.call !== 'create' ? '' : keys.has('none') ? ', no key' : keys.size === 1 ? ', one key' : ', different keys';
    return `${server.requests.length} × ${found}${key}`;
  } finally {
    await server.stop();
  }
}

test('docs/sdk-parity.md has what the official SDK does on each script', async () => {
  const found = new Map();
  for (const script of scripts) found.set(script.name, await run(script));
  const lines = readFileSync(file, 'utf8').split('\n');
  const start = lines.findIndex((line) => line.startsWith('| Script |')) + 2;
  const rows = new Map(lines.slice(start).filter((line) => line.startsWith('| ')).map((line) => [line.split(' | ')[0]?.slice(2), line.split(' | ')]));
  if (process.env.GROVE_WRITE_SDK_PARITY === 'true') {
    const written = scripts.map(({ name }) => [`| ${name}`, found.get(name), ...(rows.get(name) ?? ['', '', 'not run', ' |']).slice(2)].join(' | '));
    writeFileSync(file, `${[...lines.slice(0, start), ...written].join('\n')}\n`);
  }
  const documented = new Map([...rows].map(([name, cells]) => [name, cells[1]]));
  if (process.env.GROVE_WRITE_SDK_PARITY !== 'true') assert.deepEqual(documented, found, 'run with GROVE_WRITE_SDK_PARITY=true to write what was found');
});
