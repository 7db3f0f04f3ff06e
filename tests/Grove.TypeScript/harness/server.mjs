// Starts the real server, one for each engine, and stops it without a trace.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Actor, call } from './actors.mjs';
import { Coverage } from './coverage.mjs';

const assembly = fileURLToPath(new URL('../../../src/Grove.Server/bin/Release/net10.0/Grove.Server.dll', import.meta.url));
const startLimit = 60_000;
const stopLimit = 15_000;

/** The engines to run on. @returns {string[]} */
export function engines() {
  return (process.env.GROVE_ENGINES ?? 'sqlite,postgres')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Why an engine cannot run here; undefined when it can. In CI nothing is left out. @param {string} engine */
export function whyNot(engine) {
  if (engine !== 'postgres' || process.env.GROVE_TEST_POSTGRES || process.env.CI === 'true') return undefined;
  return 'GROVE_TEST_POSTGRES is not set; ./test starts a PostgreSQL and sets it';
}

/** @param {string} engine @returns {{ name: string, drop: () => void }} */
function newDatabase(engine) {
  if (engine === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'grove-ts-'));
    return { name: `sqlite:${join(folder, 'grove.db')}`, drop: () => rmSync(folder, { recursive: true, force: true }) };
  }
  if (engine !== 'postgres') throw new Error(`GROVE_ENGINES names an unknown engine: ${engine}`);
  const url = process.env.GROVE_TEST_POSTGRES;
  if (!url) throw new Error('GROVE_TEST_POSTGRES is not set');
  const name = `grove_ts_${randomBytes(8).toString('hex')}`;
  /** @param {string} sql */
  const psql = (sql) => {
    const { status, error, stderr } = spawnSync('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', url, '-c', sql], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`psql: ${error?.message ?? stderr}`);
  };
  psql(`create database ${name}`);
  const database = new URL(url);
  database.pathname = `/${name}`;
  return { name: database.href, drop: () => psql(`drop database ${name} with (force)`) };
}

/** What a server may see of this process: nothing that configures a Grove or a client of one. */
function cleanEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^(GROVE|CLOUDFLARE|ASPNETCORE|KESTREL)_/i.test(key)));
}

export class Server {
  /** @param {string} engine */
  constructor(engine) {
    this.engine = engine;
    this.url = '';
    this.output = '';
    /** @type {import('node:child_process').ChildProcess | undefined} */
    this.process = undefined;
    /** @type {Actor | undefined} */
    this.operatorActor = undefined;
    this.users = 0;
    this.coverage = new Coverage();
  }

  get operator() {
    if (!this.operatorActor) throw new Error('The server is not started.');
    return this.operatorActor;
  }

  /** Where the wire API is. */
  get api() {
    return `${this.url}/client/v4`;
  }

  async start() {
    if (!existsSync(assembly)) throw new Error(`${assembly} is missing: dotnet build -c Release`);
    this.database = newDatabase(this.engine);
    const email = 'operator@example.com';
    const key = randomBytes(20).toString('hex');
    const child = spawn('dotnet', [assembly, '--urls', 'http://127.0.0.1:0', '--database', this.database.name], {
      env: { ...cleanEnvironment(), GROVE_OPERATOR_EMAIL: email, GROVE_OPERATOR_KEY: key },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process = child;
    this.endWithUs = () => {
      child.kill('SIGKILL');
      if (this.engine === 'sqlite') this.database?.drop();
    };
    process.once('exit', this.endWithUs);
    this.url = await new Promise((resolve, reject) => {
      /** @param {string} why */
      const give = (why) => reject(new Error(`The server (${this.engine}) ${why}. It said:\n${this.output}`));
      const timer = setTimeout(() => give(`printed no URL in ${startLimit / 1000} s`), startLimit);
      child.once('error', (error) => give(`did not start: ${error.message}`));
      child.once('exit', (code, signal) => give(`ended with ${code ?? signal} before it listened`));
      /** @param {Buffer} bytes */
      const hear = (bytes) => {
        this.output = (this.output + bytes.toString('utf8')).slice(-100_000);
        const match = /http:\/\/127\.0\.0\.1:([1-9][0-9]*)(?=[^0-9])/.exec(this.output);
        if (!match) return;
        clearTimeout(timer);
        resolve(`http://127.0.0.1:${match[1]}`);
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', (/** @type {Buffer} */ bytes) => (this.output = (this.output + bytes.toString('utf8')).slice(-100_000)));
    });
    await this.answers();
    const operator = new Actor(this, { id: '', email, key });
    operator.id = (await operator.client.user.get()).id;
    this.operatorActor = operator;
  }

  /** The URL may be printed a moment before the socket is open. */
  async answers() {
    for (let attempt = 0; ; attempt++) {
      try {
        await fetch(`${this.url}/healthz`);
        return;
      } catch (error) {
        if (attempt === 50 || this.process?.exitCode !== null) throw new Error(`${this.url} does not answer: ${error}\n${this.output}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  async stop() {
    const child = this.process;
    if (child && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      const timer = setTimeout(() => child.kill('SIGKILL'), stopLimit);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(timer);
    }
    if (this.endWithUs) process.removeListener('exit', this.endWithUs);
    this.database?.drop();
  }

  /**
   * A user of their own for each test, so that tests share nothing.
   * @param {string} name
   * @param {Record<string, unknown>} [members] what else to create the user with
   */
  async user(name = 'user', members = {}) {
    const email = `${name}.${++this.users}@example.com`;
    const { result } = await call(this.operator, 'POST', '/grove/v1/users', { email, ...members });
    return new Actor(this, { id: result.id, email, key: result.api_key });
  }

  /**
   * The operator makes the user an active Super Administrator of the organization.
   * @param {{ id: string }} organization
   * @param {Actor} user
   */
  async join(organization, user) {
    await call(this.operator, 'PUT', `/grove/v1/organizations/${organization.id}/users/${user.id}`, {});
  }

  /** From now on no organization manages the user. @param {Actor} user */
  async release(user) {
    await call(this.operator, 'PATCH', `/grove/v1/users/${user.id}`, { managing_organization_id: null });
  }

  /** @param {{ id: string }} organization @param {Actor} user */
  async expel(organization, user) {
    await call(this.operator, 'DELETE', `/grove/v1/organizations/${organization.id}/users/${user.id}`);
  }
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.once(signal, () => process.exit(1));
