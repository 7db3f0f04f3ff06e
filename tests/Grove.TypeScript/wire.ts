// What every organization carries on the wire, checked by the compiler against the types of the official SDK.
import type Cloudflare from 'cloudflare';
import type { Organization as SdkOrganization, OrganizationListParams } from 'cloudflare/resources/organizations/organizations';
import type { OrganizationProfile } from 'cloudflare/resources/organizations/organization-profile';
import type { Organization as SdkMembershipRow } from 'cloudflare/resources/user/organizations';
import type { Account as SdkAccount } from 'cloudflare/resources/accounts/accounts';
import type { Membership as SdkMembership, MembershipGetResponse } from 'cloudflare/resources/memberships/memberships';
import type { Invite as SdkInvite } from 'cloudflare/resources/user/invites';
import type { Member as SdkMember, Role as SdkRole, Token as SdkToken } from 'cloudflare/resources/shared';
import type { PermissionGroupListResponse as SdkAccountPermissionGroup } from 'cloudflare/resources/iam/permission-groups';
import type { TokenCreateResponse, TokenVerifyResponse } from 'cloudflare/resources/user/tokens/tokens';
import type { PermissionGroupListResponse } from 'cloudflare/resources/user/tokens/permission-groups';

/** The five flags of the earlier schema; the SDK of today no longer names them. */
export type Flag = 'account_creation' | 'account_deletion' | 'account_migration' | 'account_mobility' | 'sub_org_creation';

/** The eight flags of today's schema. */
export type TenantFlag = Flag | 'account_creation_applies_tenant_defaults' | 'enterprise_capability' | 'member_management';

/** An organization as Grove answers it: what the SDK leaves optional in `meta` is always there. */
export interface Organization extends SdkOrganization {
  meta: SdkOrganization.Meta & {
    flags: Record<Flag, string>;
    tenant_flags: Record<TenantFlag, string>;
    hierarchy_tags: string[];
  };
}

export interface AccountSettings {
  abuse_contact_email: string | null;
  enforce_twofactor: boolean;
}

export interface Account {
  id: string;
  name: string;
  type: 'standard' | 'enterprise';
  created_on: string;
  managed_by?: { parent_org_id: string; parent_org_name: string };
  settings: AccountSettings;
}

/** A row of the accounts of an organization; the SDK has no type for it. */
export interface AccountOfOrganization extends Omit<Account, 'managed_by' | 'settings'> {
  settings: {
    abuse_contact_email: string | null;
    access_approval_expiry: string | null;
    api_access_enabled: boolean | null;
    default_nameservers: string | null;
    enforce_twofactor: boolean | null;
    use_account_custom_ns_by_default: boolean | null;
  };
}

/** A member of an organization; the SDK has no type for it. */
export interface OrganizationMember {
  id: string;
  status: 'pending' | 'active' | 'rejected' | 'canceled';
  user: { id: string; email: string; name: string; two_factor_authentication_enabled: boolean };
  /** The secret is shown once, to who invites, where no mail is sent. */
  meta: { roles: { id: string; name: string }[]; expires_on?: string; invite_secret?: string };
  create_time: string;
  update_time: string;
}

/** The areas in which an account's role may read and write. */
export type Area = keyof SdkRole.Permissions;
export type Permissions = Record<Area, { read: boolean; write: boolean }>;

export interface AccountRole {
  id: string;
  name: string;
  description: string;
  permissions: Permissions;
}

export interface AccountPermissionGroup {
  id: string;
  name: string;
  meta: { description: string; label: string; scopes: string };
}

export interface AccountMember {
  id: string;
  email: string;
  /** The SDK can ask for rejected members, but its type does not know them. */
  status: 'accepted' | 'pending' | 'rejected';
  roles: AccountRole[];
  policies: [];
  user: { id: string; email: string; first_name: string | null; last_name: string | null; two_factor_authentication_enabled: boolean };
}

/** A membership of the caller; its account is shown whole once it is accepted. */
export interface Membership {
  id: string;
  account: Pick<Account, 'id' | 'name' | 'type' | 'created_on'> & Partial<Account>;
  api_access_enabled: null;
  permissions: Permissions;
  roles: string[];
  status: 'accepted' | 'pending' | 'rejected';
}

/** One by itself, which has policies too. */
export interface SingleMembership extends Membership {
  policies: [];
}

export interface Invite {
  id: string;
  organization_id: string;
  organization_name: string;
  invited_member_id: string;
  invited_member_email: string;
  /** Null when who invited is gone; the SDK's type does not know that. */
  invited_by: string | null;
  invited_on: string;
  expires_on: string;
  roles: string[];
  status: 'pending' | 'accepted' | 'rejected' | 'expired';
  organization_is_enforcing_twofactor: boolean;
}

export interface Token {
  id: string;
  name: string;
  status: 'active' | 'disabled' | 'expired';
  policies: {
    id: string;
    effect: 'allow' | 'deny';
    permission_groups: { id: string; name: string }[];
    resources: Record<string, string>;
  }[];
  condition?: { request_ip?: { in?: string[]; not_in?: string[] } };
  issued_on: string;
  modified_on: string;
  last_used_on?: string;
  not_before?: string;
  expires_on?: string;
}

export interface CreatedToken extends Token {
  value: string;
}

export interface TokenVerification {
  id: string;
  status: 'active';
  not_before?: string;
  expires_on?: string;
}

export interface PermissionGroup {
  id: string;
  name: string;
  scopes: ('com.cloudflare.api.account' | 'com.cloudflare.api.user')[];
}

export interface ListInfo {
  next_page_token?: string;
  total_size?: number;
}

export interface Envelope<Result> {
  success: boolean;
  errors: { code: number; message: string; source?: { pointer?: string }; error_chain?: { code: number; message: string }[] }[];
  messages: unknown[];
  result: Result;
  result_info?: Record<string, unknown>;
}

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type Expect<T extends true> = T;

// The SDK's eight flags are exactly ours; a flag that Cloudflare adds breaks this line.
export type TenantFlagsAgree = Expect<Same<keyof NonNullable<SdkOrganization.Meta['tenant_flags']>, TenantFlag>>;
export type TenantFlagsAreStrings = Expect<Same<NonNullable<SdkOrganization.Meta['tenant_flags']>[TenantFlag], string>>;
export type OldFlagsAreASubset = Expect<Flag extends TenantFlag ? true : false>;
export type HierarchyIsIds = Expect<Same<NonNullable<SdkOrganization.Meta['hierarchy_tags']>, string[]>>;
export type OursIsTheirs = Expect<Organization extends SdkOrganization ? true : false>;
export type ProfileHasFiveStrings = Expect<
  Same<OrganizationProfile, Record<'business_address' | 'business_email' | 'business_name' | 'business_phone' | 'external_metadata', string>>
>;
export type FiltersAgree = Expect<
  Same<keyof OrganizationListParams, 'id' | 'containing' | 'name' | 'page_size' | 'page_token' | 'parent'>
>;
export type RowAgrees = Expect<Same<keyof SdkMembershipRow, 'id' | 'name' | 'permissions' | 'roles' | 'status'>>;

// An account is theirs but for one setting: null where none is set, as the real service answers too.
export type AccountIsTheirs = Expect<Omit<Account, 'settings'> extends Omit<SdkAccount, 'settings'> ? true : false>;
export type SettingsAreTheirsOrNull = Expect<
  AccountSettings extends { [Name in keyof Required<SdkAccount.Settings>]: Required<SdkAccount.Settings>[Name] | null } ? true : false
>;
export type RoleIsTheirs = Expect<AccountRole extends SdkRole ? true : false>;
export type AccountPermissionGroupIsTheirs = Expect<AccountPermissionGroup extends SdkAccountPermissionGroup ? true : false>;
export type AccountMemberIsTheirs = Expect<Omit<AccountMember, 'status'> extends Omit<SdkMember, 'status'> ? true : false>;
export type MembershipIsTheirs = Expect<Omit<Membership, 'account'> extends Omit<SdkMembership, 'account'> ? true : false>;
export type SingleMembershipIsTheirs = Expect<Omit<SingleMembership, 'account'> extends Omit<MembershipGetResponse, 'account'> ? true : false>;
export type InviteIsTheirs = Expect<Omit<Invite, 'invited_by'> extends Omit<SdkInvite, 'invited_by'> ? true : false>;
export type InviteIsWhole = Expect<Same<keyof Invite, keyof SdkInvite>>;
export type TokenIsTheirs = Expect<Token extends SdkToken ? true : false>;
export type CreatedTokenIsTheirs = Expect<CreatedToken extends TokenCreateResponse ? true : false>;
export type VerificationIsTheirs = Expect<TokenVerification extends TokenVerifyResponse ? true : false>;
export type PermissionGroupIsTheirs = Expect<PermissionGroup extends PermissionGroupListResponse ? true : false>;

// How a program reads the members: the older flags through the open part of `meta`.
export function read(organization: Cloudflare.Organizations.Organization): [string | undefined, string | undefined, string | undefined] {
  const flags = organization.meta['flags'] as Record<Flag, string> | undefined;
  return [organization.meta.tenant_flags?.member_management, flags?.sub_org_creation, organization.meta.hierarchy_tags?.[0]];
}
