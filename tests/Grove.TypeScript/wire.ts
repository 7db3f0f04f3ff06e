// What every organization carries on the wire, checked by the compiler against the types of the official SDK.
import type Cloudflare from 'cloudflare';
import type { Organization as SdkOrganization, OrganizationListParams } from 'cloudflare/resources/organizations/organizations';
import type { OrganizationProfile } from 'cloudflare/resources/organizations/organization-profile';
import type { Organization as SdkMembershipRow } from 'cloudflare/resources/user/organizations';

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

// How a program reads the members: the older flags through the open part of `meta`.
export function read(organization: Cloudflare.Organizations.Organization): [string | undefined, string | undefined, string | undefined] {
  const flags = organization.meta['flags'] as Record<Flag, string> | undefined;
  return [organization.meta.tenant_flags?.member_management, flags?.sub_org_creation, organization.meta.hierarchy_tags?.[0]];
}
