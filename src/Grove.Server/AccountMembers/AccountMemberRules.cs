using Grove.Server.Accounts;
using Grove.Server.Http;
using Grove.Server.Organizations;
using Grove.Server.Storage;

namespace Grove.Server.AccountMembers;

/// <summary>
/// Who manages the members of an account, and the Super Administrator that a free account keeps. Members are managed by Super Administrators, of
/// the account itself or of an organization over it; no role is higher, so nobody grants more than they hold. Ask only with the row of the account locked.
/// </summary>
internal static class AccountMemberRules
{
    // Of an inviter at the time of acceptance. Who is suspended vouches for nothing.
    private static readonly Sql MayStillInvite = new(
        $"""
         select 1 from accounts a join users u on u.key = @user
         where a.key = @account and u.suspended = 0
           and ({AccountVisibility.OwnRoles("a.key")} >= {(int)AccountRoles.SuperAdministrator}
             or {AccountVisibility.RolesThrough("a.organization_key")} >= {(int)OrganizationRoles.SuperAdministrator})
         """);

    private static readonly Sql FreeWithoutOthers = new($"select 1 from accounts a where a.key = @account and {WithoutOthers("a", "@member")}");

    public static ApiError? RefuseRight(AccountTarget account) =>
        account.Roles.Reach(AccountRoles.SuperAdministrator) ? null : ApiError.NotAuthorizedOnAccount;

    public static ApiError? RefuseCapability(AccountTarget account) => account.OrganizationKey is null || account.Flags.HasFlag(CapabilityFlags.MemberManagement)
        ? null
        : ApiError.CapabilityOff("The organization's capability member_management is disabled.");

    /// <summary>True when the inviter could invite to the account now.</summary>
    public static async ValueTask<bool> MayStillInviteAsync(SqlSession session, long account, long? inviter) => inviter is not null
        && (await session.QueryAsync(MayStillInvite, [("account", account), ("user", inviter)], static row => true)).Count > 0;

    /// <summary>True when the account is free and has no Super Administrator besides this membership.</summary>
    public static async ValueTask<bool> HasNoOtherAsync(SqlSession session, long account, long member) =>
        (await session.QueryAsync(FreeWithoutOthers, [("account", account), ("member", member)], static row => true)).Count > 0;

    /// <summary>As a condition: the account <paramref name="account"/> is free and nobody but the membership <paramref name="member"/> is its Super Administrator.</summary>
    public static string WithoutOthers(string account, string member) =>
        $"""
         {account}.organization_key is null and not exists (
           select 1 from account_members x where x.account_key = {account}.key and x.key <> {member} and x.status = 1
             and x.user_key is not null and x.roles >= {(int)AccountRoles.SuperAdministrator})
         """;
}
