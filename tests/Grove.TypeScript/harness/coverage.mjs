// Which endpoints have answered the SDK with success.
import { readFileSync } from 'node:fs';

/**
 * How the SDK was used: by one of its methods, or with a path.
 * @typedef {'method' | 'path'} Way
 *
 * An endpoint of Cloudflare's API, and what clients have for it.
 * @typedef {{ method: string, path: string, typescript: string | null, others: string[] }} Endpoint
 */

/** @type {Endpoint[]} */
export const endpoints = JSON.parse(readFileSync(new URL('../endpoints.json', import.meta.url), 'utf8'));

/** @param {string} path */
const parameters = (path) => path.split('{').length - 1;
// The path with the fewest parameters is the one meant: /user/tokens/verify is no token's id.
const patterns = [...endpoints]
  .sort((one, two) => parameters(one.path) - parameters(two.path))
  .map((endpoint) => ({ ...endpoint, pattern: new RegExp(`/client/v4${endpoint.path.replace(/\{[^}]+\}/g, '[^/]+')}$`) }));

/** @param {string} method @param {string} path */
export const key = (method, path) => `${method.toUpperCase()} ${path}`;

export class Coverage {
  constructor() {
    /** @type {Record<Way, Set<string>>} */
    this.calls = { method: new Set(), path: new Set() };
  }

  /**
   * @param {Way} way
   * @param {string} method
   * @param {string} url
   */
  add(way, method, url) {
    const path = decodeURIComponent(new URL(url).pathname);
    const found = patterns.find((endpoint) => endpoint.method === method.toUpperCase() && endpoint.pattern.test(path));
    if (found) this.calls[way].add(key(found.method, found.path));
  }

  /** How the endpoint was called with success; undefined when it was not. @param {Endpoint} endpoint @returns {Way | undefined} */
  of(endpoint) {
    const name = key(endpoint.method, endpoint.path);
    return this.calls.method.has(name) ? 'method' : this.calls.path.has(name) ? 'path' : undefined;
  }
}
