using Grove.Client;

namespace Grove.Conformance.Doors;

/// <summary>Which method of the SDK says which operation; <c>{}</c> stands for an id.</summary>
internal static partial class SdkCalls
{
#pragma warning disable CS0618 // What is obsolete is on the wire all the same.
    public static IReadOnlyDictionary<string, SdkCall> All { get; } = Organizations.Concat(Accounts).Concat(Users).Concat(OfGrove).ToDictionary();

    private static Dictionary<string, SdkCall> Organizations => new()
    {
        ["GET organizations"] = SdkCall.Page((client, r) => client.Organizations.ListAsync(r.Query<OrganizationListParams>(), r.Options)),
        ["POST organizations"] = SdkCall.Of((client, r) => client.Organizations.CreateAsync(r.Body<OrganizationCreateParams>(), r.Options)),
        ["GET organizations/{}"] = SdkCall.Of((client, r) => client.Organizations.GetAsync(r.Id(0), r.Options)),
        ["PUT organizations/{}"] = SdkCall.Of((client, r) => client.Organizations.UpdateAsync(r.Id(0), r.Body<OrganizationUpdateParams>(), r.Options)),
        ["DELETE organizations/{}"] = SdkCall.Of((client, r) => client.Organizations.DeleteAsync(r.Id(0), r.Options)),
        ["GET organizations/{}/profile"] = SdkCall.Of((client, r) => client.Organizations.OrganizationProfile.GetAsync(r.Id(0), r.Options)),
        ["PUT organizations/{}/profile"] = SdkCall.Nothing((client, r) => client.Organizations.OrganizationProfile.UpdateAsync(r.Id(0), r.Body<Profile>(), r.Options)),
        ["GET organizations/{}/accounts"] =
            SdkCall.Page((client, r) => client.Organizations.OrganizationAccounts.ListAsync(r.Id(0), r.Query<OrganizationAccountListParams>(), r.Options)),
        ["GET organizations/{}/members"] = SdkCall.Page((client, r) => client.Organizations.Members.ListAsync(r.Id(0), r.Query<OrganizationMemberListParams>(), r.Options)),
        ["POST organizations/{}/members"] = SdkCall.Of((client, r) => client.Organizations.Members.CreateAsync(r.Id(0), r.Body<OrganizationMemberCreateParams>(), r.Options)),
        ["POST organizations/{}/members:batchCreate"] =
            SdkCall.Of((client, r) => client.Organizations.Members.BatchCreateAsync(r.Id(0), r.Body<OrganizationMemberBatchCreateParams>(), r.Options)),
        ["GET organizations/{}/members/{}"] = SdkCall.Of((client, r) => client.Organizations.Members.GetAsync(r.Id(0), r.Id(1), r.Options)),
        ["DELETE organizations/{}/members/{}"] = SdkCall.Nothing((client, r) => client.Organizations.Members.DeleteAsync(r.Id(0), r.Id(1), r.Options)),
        ["GET organizations/{}/logs/audit"] = SdkCall.Page((client, r) => client.Organizations.Logs.Audit.ListAsync(r.Id(0), r.Query<AuditListParams>(), r.Options)),
        ["GET organizations/{}/logs/audit/{}/history"] =
            SdkCall.Page((client, r) => client.Organizations.Logs.Audit.HistoryAsync(r.Id(0), r.Id(1), r.Query<AuditHistoryParams>(), r.Options)),
    };

    private static Dictionary<string, SdkCall> Accounts => new()
    {
        ["GET accounts"] = SdkCall.Page((client, r) => client.Accounts.ListAsync(r.Query<AccountListParams>(), r.Options)),
        ["POST accounts"] = SdkCall.Of((client, r) => client.Accounts.CreateAsync(r.Body<AccountCreateParams>(), r.Options)),
        ["GET accounts/{}"] = SdkCall.Of((client, r) => client.Accounts.GetAsync(r.Id(0), r.Options)),
        ["PUT accounts/{}"] = SdkCall.Of((client, r) => client.Accounts.UpdateAsync(r.Id(0), r.Body<AccountUpdateParams>(), r.Options)),
        ["DELETE accounts/{}"] = SdkCall.Of((client, r) => client.Accounts.DeleteAsync(r.Id(0), r.Options)),
        ["GET accounts/{}/organizations"] = SdkCall.Page((client, r) => client.Accounts.AccountOrganizations.ListAsync(r.Id(0), r.Options)),
        ["POST accounts/{}/move"] =
            SdkCall.Of((client, r) => client.Accounts.AccountOrganizations.CreateAsync(r.Id(0), r.Body<AccountOrganizationCreateParams>(), r.Options)),
        ["GET accounts/{}/profile"] = SdkCall.Of((client, r) => client.Accounts.AccountProfile.GetAsync(r.Id(0), r.Options)),
        ["PUT accounts/{}/profile"] = SdkCall.Nothing((client, r) => client.Accounts.AccountProfile.UpdateAsync(r.Id(0), r.Body<Profile>(), r.Options)),
        ["GET accounts/{}/members"] = SdkCall.Page((client, r) => client.Accounts.Members.ListAsync(r.Id(0), r.Query<AccountMemberListParams>(), r.Options)),
        ["POST accounts/{}/members"] = SdkCall.Of((client, r) => client.Accounts.Members.CreateAsync(r.Id(0), r.Body<AccountMemberCreateParams>(), r.Options)),
        ["GET accounts/{}/members/{}"] = SdkCall.Of((client, r) => client.Accounts.Members.GetAsync(r.Id(0), r.Id(1), r.Options)),
        ["PUT accounts/{}/members/{}"] = SdkCall.Of((client, r) => client.Accounts.Members.UpdateAsync(r.Id(0), r.Id(1), r.Body<AccountMemberUpdateParams>(), r.Options)),
        ["DELETE accounts/{}/members/{}"] = SdkCall.Of((client, r) => client.Accounts.Members.DeleteAsync(r.Id(0), r.Id(1), r.Options)),
        ["GET accounts/{}/roles"] = SdkCall.Page((client, r) => client.Accounts.Roles.ListAsync(r.Id(0), r.Query<AccountRoleListParams>(), r.Options)),
        ["GET accounts/{}/roles/{}"] = SdkCall.Of((client, r) => client.Accounts.Roles.GetAsync(r.Id(0), r.Id(1), r.Options)),
        ["GET accounts/{}/iam/permission_groups"] =
            SdkCall.Page((client, r) => client.Accounts.Iam.PermissionGroups.ListAsync(r.Id(0), r.Query<AccountPermissionGroupListParams>(), r.Options)),
        ["GET accounts/{}/iam/permission_groups/{}"] = SdkCall.Of((client, r) => client.Accounts.Iam.PermissionGroups.GetAsync(r.Id(0), r.Id(1), r.Options)),
        ["GET memberships"] = SdkCall.Page((client, r) => client.Memberships.ListAsync(r.Query<MembershipListParams>(), r.Options)),
        ["GET memberships/{}"] = SdkCall.Of((client, r) => client.Memberships.GetAsync(r.Id(0), r.Options)),
        ["PUT memberships/{}"] = SdkCall.Of((client, r) => client.Memberships.UpdateAsync(r.Id(0), r.Body<MembershipUpdateParams>(), r.Options)),
        ["DELETE memberships/{}"] = SdkCall.Of((client, r) => client.Memberships.DeleteAsync(r.Id(0), r.Options)),
    };
#pragma warning restore CS0618
}
