// The answers around accounts, members, invitations and tokens: each has the members of its type in wire.ts, and no other.
import assert from 'node:assert/strict';
import { id, is, oneOf, orNull, time } from './shapes.mjs';

const permission = { id, name: 'string' };
const account = {
  id,
  name: 'string',
  type: oneOf('standard', 'enterprise'),
  created_on: time,
};
const managedBy = { parent_org_id: id, parent_org_name: 'string' };
const settings = { abuse_contact_email: orNull('string'), enforce_twofactor: 'boolean' };
/** @type {import('../wire.js').Area[]} */
const areas = ['analytics', 'billing', 'cache_purge', 'dns', 'dns_records', 'lb', 'logs', 'organization', 'ssl', 'waf', 'zone_settings', 'zones'];
const permissions = Object.fromEntries(areas.map((area) => [area, { read: 'boolean', write: 'boolean' }]));
const role = { id, name: 'string', description: 'string', permissions };
const member = {
  id,
  status: oneOf('pending', 'active', 'rejected', 'canceled'),
  user: { id, email: 'string', name: 'string', two_factor_authentication_enabled: 'boolean' },
  meta: { roles: [permission], 'expires_on?': time, 'invite_secret?': 'string' },
  create_time: time,
  update_time: time,
};
const token = {
  id,
  name: 'string',
  status: oneOf('active', 'disabled', 'expired'),
  policies: [{ id, effect: oneOf('allow', 'deny'), permission_groups: [permission], resources: (/** @type {any} */ map) => Object.values(map).every((value) => value === '*') }],
  'condition?': { 'request_ip?': { 'in?': ['string'], 'not_in?': ['string'] } },
  issued_on: time,
  modified_on: time,
  'last_used_on?': time,
  'not_before?': time,
  'expires_on?': time,
};

/** @param {unknown} value @returns {asserts value is import('../wire.js').Account} */
export function isAccount(value) {
  is(value, {
    ...account,
    'managed_by?': managedBy,
    settings,
  });
}

/** A row of the accounts of an organization. @param {unknown} value @returns {asserts value is import('../wire.js').AccountOfOrganization} */
export function isAccountOfOrganization(value) {
  is(value, {
    ...account,
    settings: {
      abuse_contact_email: orNull('string'),
      access_approval_expiry: orNull('string'),
      api_access_enabled: orNull('boolean'),
      default_nameservers: orNull('string'),
      enforce_twofactor: orNull('boolean'),
      use_account_custom_ns_by_default: orNull('boolean'),
    },
  });
}

/** @param {unknown} value @returns {asserts value is import('../wire.js').AccountRole} */
export function isAccountRole(value) {
  is(value, role);
}

/** @param {unknown} value @returns {asserts value is import('../wire.js').AccountPermissionGroup} */
export function isAccountPermissionGroup(value) {
  is(value, { id, name: 'string', meta: { description: 'string', label: 'string', scopes: 'string' } });
}

/** @param {unknown} value @returns {asserts value is import('../wire.js').AccountMember} */
export function isAccountMember(value) {
  is(value, {
    id,
    email: 'string',
    status: oneOf('accepted', 'pending', 'rejected'),
    roles: [role],
    policies: (/** @type {any} */ list) => Array.isArray(list) && list.length === 0,
    user: { id, email: 'string', first_name: orNull('string'), last_name: orNull('string'), two_factor_authentication_enabled: 'boolean' },
  });
}

/**
 * A row of the list, or one by itself.
 * @template {boolean} Single
 * @param {unknown} value
 * @param {{ single: Single }} form
 * @returns {asserts value is Single extends true ? import('../wire.js').SingleMembership : import('../wire.js').Membership}
 */
export function isMembership(value, { single }) {
  is(value, {
    id,
    account: { ...account, 'managed_by?': managedBy, 'settings?': settings },
    api_access_enabled: (/** @type {unknown} */ nothing) => nothing === null,
    permissions,
    roles: ['string'],
    status: oneOf('accepted', 'pending', 'rejected'),
    ...(single ? { policies: (/** @type {any} */ list) => Array.isArray(list) && list.length === 0 } : {}),
  });
  const shown = /** @type {import('../wire.js').Membership} */ (value);
  assert.equal('settings' in shown.account, shown.status === 'accepted', 'who has not accepted sees which account it is, no more');
}

/** @param {unknown} value @returns {asserts value is import('../wire.js').OrganizationMember} */
export function isOrganizationMember(value) {
  is(value, member);
  const { status, meta } = /** @type {import('../wire.js').OrganizationMember} */ (value);
  assert.equal('expires_on' in meta, status === 'pending');
}

/** @param {unknown} value @returns {asserts value is import('../wire.js').Invite} */
export function isInvite(value) {
  is(value, {
    id,
    organization_id: id,
    organization_name: 'string',
    invited_member_id: id,
    invited_member_email: 'string',
    invited_by: orNull('string'),
    invited_on: time,
    expires_on: time,
    roles: ['string'],
    status: oneOf('pending', 'accepted', 'rejected', 'expired'),
    organization_is_enforcing_twofactor: 'boolean',
  });
}

/** @param {unknown} value @returns {asserts value is import('../wire.js').Token} */
export function isToken(value) {
  is(value, token);
}

/** A token with its value, as only its creation shows it. @param {unknown} value @returns {asserts value is import('../wire.js').CreatedToken} */
export function isCreatedToken(value) {
  is(value, { ...token, value: (/** @type {any} */ secret) => /^[0-9A-Za-z_-]{40,80}$/.test(secret) });
}
