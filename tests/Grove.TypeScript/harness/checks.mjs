// What must hold of every answer of a kind.
import assert from 'node:assert/strict';
import { idPattern, time } from './shapes.mjs';

/** @typedef {import('../wire.js').Organization} Organization */
/** @typedef {import('cloudflare').default.Organizations.Organization} SdkOrganization */

/** @type {import('../wire.js').Flag[]} */
const flags = ['account_creation', 'account_deletion', 'account_migration', 'account_mobility', 'sub_org_creation'];
/** @type {import('../wire.js').TenantFlag[]} */
const tenantFlags = [...flags, 'account_creation_applies_tenant_defaults', 'enterprise_capability', 'member_management'];

export const profile = Object.freeze({
  business_address: '{"line1":"1 Grove Street","country":"PT"}',
  business_email: 'hello@example.com',
  business_name: 'Árvores & Co. <grove>',
  business_phone: '+351 000 000 000',
  external_metadata: '{}',
});

/**
 * An organization with everything that clients of any age read.
 * @param {SdkOrganization | undefined} organization
 * @returns {asserts organization is Organization}
 */
export function isOrganization(organization) {
  assert.ok(organization);
  assert.match(organization.id, idPattern);
  assert.equal(typeof organization.name, 'string');
  assert.ok(time(organization.create_time), `create_time is ${organization.create_time}`);
  const meta = /** @type {Organization['meta']} */ (organization.meta);
  assert.deepEqual(Object.keys(meta.flags).sort(), [...flags].sort());
  assert.deepEqual(Object.keys(meta.tenant_flags).sort(), [...tenantFlags].sort());
  for (const name of tenantFlags) assert.equal(typeof meta.tenant_flags[name], 'string');
  for (const name of flags) assert.equal(meta.flags[name], meta.tenant_flags[name], `flags.${name}`);
  assert.ok(Array.isArray(meta.hierarchy_tags));
  assert.equal(meta.hierarchy_tags.at(-1), organization.id);
  assert.equal('parent' in organization, meta.hierarchy_tags.length > 1, 'parent is left out at the top, never null');
  if (organization.parent) {
    assert.equal(organization.parent.id, meta.hierarchy_tags.at(-2));
    assert.equal(typeof organization.parent.name, 'string');
  }
  if ('profile' in organization) isProfile(organization.profile);
}

/** @param {unknown} value */
export function isProfile(value) {
  const members = /** @type {Record<string, unknown>} */ (value);
  assert.deepEqual(Object.keys(members).sort(), Object.keys(profile).sort());
  for (const member of Object.values(members)) assert.equal(typeof member, 'string');
}

/**
 * The call is refused: with this class of the SDK and, where given, this code and these pointers into the body.
 * @template {import('cloudflare').APIError} E
 * @param {PromiseLike<unknown>} promise
 * @param {new (...args: any[]) => E} kind
 * @param {number} [code]
 * @param {string[]} [pointers]
 * @returns {Promise<E>}
 */
export async function refused(promise, kind, code, pointers) {
  const error = await promise.then(
    (value) => assert.fail(`expected ${kind.name} ${code ?? ''}, got ${JSON.stringify(value)}`),
    (reason) => reason,
  );
  assert.ok(error instanceof kind, `expected ${kind.name} ${code ?? ''}, got ${error}`);
  assert.ok(error.errors.length > 0, 'an error says at least one thing');
  for (const item of error.errors) {
    assert.ok(Number.isInteger(item.code), `code ${item.code}`);
    assert.ok(item.message, 'an error has words');
  }
  if (code !== undefined) assert.equal(error.errors[0]?.code, code, error.message);
  if (pointers) {
    const found = error.errors.map((item) => item.source?.pointer);
    assert.deepEqual([...found].sort(), [...pointers].sort());
  }
  const body = /** @type {any} */ (error.error);
  assert.equal(body.success, false);
  assert.deepEqual(body.messages, []);
  assert.equal(body.result, null);
  return error;
}

/**
 * The same, and the SDK asked once: a refusal that no repetition can change must not be repeated.
 * @template {import('cloudflare').APIError} E
 * @param {import('./actors.mjs').Actor} actor
 * @param {() => PromiseLike<unknown>} attempt
 * @param {new (...args: any[]) => E} kind
 * @param {number} [code]
 * @param {string[]} [pointers]
 */
export async function refusedOnce(actor, attempt, kind, code, pointers) {
  const sent = actor.requests;
  const error = await refused(attempt(), kind, code, pointers);
  assert.equal(actor.requests, sent + 1, `the SDK repeated a ${error.status}`);
  return error;
}

/** The names, in the order given. @param {{ name?: string }[]} rows */
export const names = (rows) => rows.map((row) => row.name);
