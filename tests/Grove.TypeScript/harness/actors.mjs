// Somebody with credentials, and the two ways they reach the server: the official SDK, and plain HTTP where it can't say it.
import assert from 'node:assert/strict';
import Cloudflare from 'cloudflare';

/** @typedef {import('./server.mjs').Server} Server */

export class Actor {
  /**
   * @param {Server} server
   * @param {{ id: string, email?: string, key?: string, token?: string }} who
   */
  constructor(server, who) {
    this.server = server;
    this.id = who.id;
    this.email = who.email;
    this.key = who.key;
    this.token = who.token;
    /** How many requests the SDK has sent. */
    this.requests = 0;
    /** The SDK, for its methods. */
    this.client = this.sdk('method');
    /** The SDK, for `get`, `post`, `put`, `patch` and `delete` of paths that it has no method for. */
    this.paths = this.sdk('path');
  }

  /** @param {import('./coverage.mjs').Way} way */
  sdk(way) {
    return new Cloudflare({
      baseURL: this.server.api,
      apiEmail: this.token ? null : this.email ?? null,
      apiKey: this.token ? null : this.key ?? null,
      apiToken: this.token ?? null,
      userServiceKey: null,
      fetch: async (url, init) => {
        this.requests++;
        const response = await fetch(url, init);
        if (response.ok) this.server.coverage.add(way, init?.method ?? 'GET', String(url));
        return response;
      },
    });
  }

  /** @returns {Record<string, string>} */
  get headers() {
    if (this.token) return { Authorization: `Bearer ${this.token}` };
    return { ...(this.email ? { 'X-Auth-Email': this.email } : {}), ...(this.key ? { 'X-Auth-Key': this.key } : {}) };
  }

  /**
   * A request to the wire API; the path may hold a query exactly as it is to be sent.
   * @param {string} method
   * @param {string} path
   * @param {{ body?: unknown, raw?: string | Uint8Array, headers?: Record<string, string> }} [options]
   */
  async send(method, path, options = {}) {
    const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
    const response = await fetch(this.server.api + path, {
      method,
      body: /** @type {any} */ (body),
      headers: { ...this.headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...options.headers },
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: text === '' ? undefined : JSON.parse(text) };
  }

  /**
   * A token of this user with the named permission groups, and an actor that uses it.
   * @param {string[]} groups their ids
   * @param {Record<string, string>} [resources] all of the user's when left out
   */
  async withToken(groups, resources) {
    const policy = {
      effect: 'allow',
      resources: resources ?? { [`com.cloudflare.api.user.${this.id}`]: '*' },
      permission_groups: groups.map((id) => ({ id })),
    };
    const { result } = await call(this.server.operator, 'POST', `/grove/v1/users/${this.id}/tokens`, { name: 'test', policies: [policy] });
    assert.match(result.value, /^[0-9A-Za-z_-]{40,80}$/, 'the Terraform provider would refuse this token');
    return new Actor(this.server, { id: this.id, token: result.value });
  }
}

/**
 * An endpoint of Grove's own; anything but success ends the test.
 * @param {Actor} actor
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<{ result: any }>}
 */
export async function call(actor, method, path, body) {
  const response = await fetch(actor.server.url + path, {
    method,
    headers: { ...actor.headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
  return text === '' ? { result: undefined } : JSON.parse(text);
}
