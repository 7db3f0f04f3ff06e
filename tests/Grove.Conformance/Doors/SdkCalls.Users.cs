using Grove.Client;

namespace Grove.Conformance.Doors;

// What is the caller's own, and Grove's own API.
internal static partial class SdkCalls
{
#pragma warning disable CS0618 // What is obsolete is on the wire all the same.
    private static Dictionary<string, SdkCall> Users => new()
    {
        ["GET user"] = SdkCall.Of((client, r) => client.User.GetAsync(r.Options)),
        ["PATCH user"] = SdkCall.Of((client, r) => client.User.EditAsync(r.Body<UserEditParams>(), r.Options)),
        ["GET user/organizations"] = SdkCall.Page((client, r) => client.User.Organizations.ListAsync(r.Query<UserOrganizationListParams>(), r.Options)),
        ["GET user/organizations/{}"] = SdkCall.Of((client, r) => client.User.Organizations.GetAsync(r.Id(0), r.Options)),
        ["DELETE user/organizations/{}"] = SdkCall.Bare((client, r) => client.User.Organizations.DeleteAsync(r.Id(0), r.Options)),
        ["GET user/tenants"] = SdkCall.Page((client, r) => client.User.Tenants.ListAsync(r.Options)),
        ["GET user/invites"] = SdkCall.Page((client, r) => client.User.Invites.ListAsync(r.Options)),
        ["GET user/invites/{}"] = SdkCall.Of((client, r) => client.User.Invites.GetAsync(r.Id(0), r.Options)),
        ["PATCH user/invites/{}"] = SdkCall.Of((client, r) => client.User.Invites.EditAsync(r.Id(0), r.Body<InviteEditParams>(), r.Options)),
        ["GET user/tokens"] = SdkCall.Page((client, r) => client.User.Tokens.ListAsync(r.Query<TokenListParams>(), r.Options)),
        ["POST user/tokens"] = SdkCall.Of((client, r) => client.User.Tokens.CreateAsync(r.Body<TokenCreateParams>(), r.Options)),
        ["GET user/tokens/permission_groups"] =
            SdkCall.Page((client, r) => client.User.Tokens.PermissionGroups.ListAsync(r.Query<TokenPermissionGroupListParams>(), r.Options)),
        ["GET user/tokens/verify"] = SdkCall.Of((client, r) => client.User.Tokens.VerifyAsync(r.Options)),
        ["GET user/tokens/{}"] = SdkCall.Of((client, r) => client.User.Tokens.GetAsync(r.Id(0), r.Options)),
        ["PUT user/tokens/{}"] = SdkCall.Of((client, r) => client.User.Tokens.UpdateAsync(r.Id(0), r.Body<TokenUpdateParams>(), r.Options)),
        ["DELETE user/tokens/{}"] = SdkCall.Of((client, r) => client.User.Tokens.DeleteAsync(r.Id(0), r.Options)),
        ["PUT user/tokens/{}/value"] = SdkCall.Of((client, r) => client.User.Tokens.Value.UpdateAsync(r.Id(0), r.Options)),
    };
#pragma warning restore CS0618

    private static Dictionary<string, SdkCall> OfGrove => new()
    {
        ["GET /grove/v1/organizations"] = SdkCall.Page((client, r) => client.Grove.Organizations.ListAsync(r.Query<ManagedOrganizationListParams>(), r.Options)),
        ["GET /grove/v1/organizations/{}"] = SdkCall.Of((client, r) => client.Grove.Organizations.GetAsync(r.Id(0), r.Options)),
        ["PATCH /grove/v1/organizations/{}"] =
            SdkCall.Of((client, r) => client.Grove.Organizations.UpdateAsync(r.Id(0), r.Body<ManagedOrganizationUpdateParams>(), r.Options)),
        ["PATCH /grove/v1/organizations/{}/members/{}"] =
            SdkCall.Of((client, r) => client.Grove.Organizations.Members.UpdateAsync(r.Id(0), r.Id(1), r.Body<OrganizationMemberUpdateParams>(), r.Options)),
        ["POST /grove/v1/organizations/{}/members/{}/resend"] = SdkCall.Of((client, r) => client.Grove.Organizations.Members.ResendAsync(r.Id(0), r.Id(1), r.Options)),
        ["PUT /grove/v1/organizations/{}/users/{}"] =
            SdkCall.Of((client, r) => client.Grove.Organizations.Users.UpdateAsync(r.Id(0), r.Id(1), r.Body<OrganizationUserUpdateParams>(), r.Options)),
        ["DELETE /grove/v1/organizations/{}/users/{}"] = SdkCall.Of((client, r) => client.Grove.Organizations.Users.DeleteAsync(r.Id(0), r.Id(1), r.Options)),
        ["GET /grove/v1/organizations/{}/logs/audit"] =
            SdkCall.Page((client, r) => client.Grove.Organizations.Logs.Audit.ListAsync(r.Id(0), r.Query<WholeAuditListParams>(), r.Options)),
        ["GET /grove/v1/accounts"] = SdkCall.Page((client, r) => client.Grove.Accounts.ListAsync(r.Query<ManagedAccountListParams>(), r.Options)),
        ["GET /grove/v1/accounts/{}"] = SdkCall.Of((client, r) => client.Grove.Accounts.GetAsync(r.Id(0), r.Options)),
        ["PATCH /grove/v1/accounts/{}"] = SdkCall.Of((client, r) => client.Grove.Accounts.UpdateAsync(r.Id(0), r.Body<ManagedAccountUpdateParams>(), r.Options)),
        ["POST /grove/v1/accounts/move"] = SdkCall.Of((client, r) => client.Grove.Accounts.MoveAsync(r.Body<AccountMoveParams>(), r.Options)),
        ["GET /grove/v1/users"] = SdkCall.Page((client, r) => client.Grove.Users.ListAsync(r.Query<ManagedUserListParams>(), r.Options)),
        ["POST /grove/v1/users"] = SdkCall.Of((client, r) => client.Grove.Users.CreateAsync(r.Body<ManagedUserCreateParams>(), r.Options)),
        ["GET /grove/v1/users/{}"] = SdkCall.Of((client, r) => client.Grove.Users.GetAsync(r.Id(0), r.Options)),
        ["PATCH /grove/v1/users/{}"] = SdkCall.Of((client, r) => client.Grove.Users.UpdateAsync(r.Id(0), r.Body<ManagedUserUpdateParams>(), r.Options)),
        ["DELETE /grove/v1/users/{}"] = SdkCall.Of((client, r) => client.Grove.Users.DeleteAsync(r.Id(0), r.Options)),
        ["POST /grove/v1/users/{}/api_key"] = SdkCall.Of((client, r) => client.Grove.Users.ApiKey.RollAsync(r.Id(0), r.Options)),
        ["POST /grove/v1/users/{}/tokens"] = SdkCall.Of((client, r) => client.Grove.Users.Tokens.CreateAsync(r.Id(0), r.Body<TokenCreateParams>(), r.Options)),
        ["GET /grove/v1/users/{}/organizations"] =
            SdkCall.Page((client, r) => client.Grove.Users.Organizations.ListAsync(r.Id(0), r.Query<OrganizationListParams>(), r.Options)),
        ["GET /grove/v1/users/{}/accounts"] = SdkCall.Page((client, r) => client.Grove.Users.Accounts.ListAsync(r.Id(0), r.Query<GroveUserAccountListParams>(), r.Options)),
        ["POST /grove/v1/invites/accept"] = SdkCall.Of((client, r) => client.Grove.Invites.AcceptAsync(r.Body<InviteSecretParams>(), r.Options)),
        ["POST /grove/v1/invites/reject"] = SdkCall.Of((client, r) => client.Grove.Invites.RejectAsync(r.Body<InviteSecretParams>(), r.Options)),
        ["DELETE /grove/v1/user/invites/{}"] = SdkCall.Of((client, r) => client.Grove.User.Invites.DeleteAsync(r.Id(0), r.Options)),
        ["GET /grove/v1/roles"] = SdkCall.Page((client, r) => client.Grove.Roles.ListAsync(r.Options)),
        ["GET /grove/v1/check"] = SdkCall.Of((client, r) => client.Grove.Check.GetAsync(r.Query<CheckParams>(), r.Options)),
        ["POST /grove/v1/check"] = SdkCall.Of((client, r) => client.Grove.Check.BatchAsync(r.Body<CheckBatchParams>(), r.Options)),
        ["GET /grove/v1/audit"] = SdkCall.Page((client, r) => client.Grove.Audit.ListAsync(r.Query<WholeAuditListParams>(), r.Options)),
    };
}
