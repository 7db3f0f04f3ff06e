using Grove.Server.Accounts;
using Grove.Server.Audit;
using Grove.Server.Http;
using Grove.Server.Members;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.AccountMembers;

/// <summary>Changes and ends single memberships of an account, on behalf of who manages it.</summary>
internal sealed class AccountMemberChanges(Db db, AuditLog audit, TimeProvider clock)
{
    private static readonly Sql Find = new(
        $"select {AccountMember.Columns} from {AccountMember.From} where m.account_key = @account and m.id = @id and m.status <= 2");

    // Nothing happens to a row that changed its status after it was read: a user who is being deleted does not lock every account.
    private static readonly Sql Update = new(
        """
        update account_members set status = @status, roles = @roles, version = version + 1, update_time = @now
        where key = @key and status = @was
        """);

    private readonly AccountTargets accounts = new(db.Dialect);

    public async Task<ApiError?> DeleteAsync(ApiRequest request, string accountId, string memberId) => (await db.WriteAsync(session => ChangeAsync(
        session, request, accountId, memberId, "account.member.delete", "delete",
        async (account, member) =>
        {
            if (await IsLastAsync(session, account, member)) return LastOne;
            return await UpdateAsync(session, member, MemberStatus.Canceled, member.Roles) ? null : ApiError.Conflict;
        }), request.Aborted)).Error;

    public Task<Outcome<AccountMember>> SetRolesAsync(ApiRequest request, string accountId, string memberId, AccountRoles roles) => db.WriteAsync(session => ChangeAsync(
        session, request, accountId, memberId, "account.member.update", "update",
        async (account, member) =>
        {
            if (member.Status == MemberStatus.Rejected) return ApiError.Invalid("The invitation was rejected: invite again.");
            if (!roles.Reach(AccountRoles.SuperAdministrator) && await IsLastAsync(session, account, member)) return LastOne;
            return member.Roles == roles || await UpdateAsync(session, member, member.Status, roles) ? null : ApiError.Conflict;
        }), request.Aborted);

    private static ApiError LastOne { get; } =
        ApiError.LastSuperAdministrator("The member is the last Super Administrator of this free account: appoint another first.");

    private async ValueTask<Outcome<AccountMember>> ChangeAsync(
        SqlSession session, ApiRequest request, string accountId, string memberId, string action, string actionType,
        Func<AccountTarget, AccountMember, ValueTask<ApiError?>> change)
    {
        if (await accounts.LockAsync(session, request.Access, accountId) is not { } account) return ApiError.AccountNotFound;
        if (await FindAsync(session, account, memberId) is not { } before) return ApiError.MembershipNotFound;
        if (AccountMemberRules.RefuseRight(account) is { } notAllowed) return notAllowed;
        if (!request.MayChange(before.Version)) return ApiError.Changed;
        if (AccountMemberRules.RefuseCapability(account) is { } off) return off;
        if (await change(account, before) is { } refused) return refused;
        var after = await FindAsync(session, account, memberId) ?? before with { Status = MemberStatus.Canceled };
        await audit.WriteAsync(session, request.Actor, AccountMemberAudit.Entry(account, action, actionType, memberId) with
        {
            Before = AccountMemberAudit.State(before),
            After = AccountMemberAudit.State(after),
        });
        return after;
    }

    private static async ValueTask<AccountMember?> FindAsync(SqlSession session, AccountTarget account, string id)
    {
        var rows = await session.QueryAsync(Find, [("account", account.Key), ("id", id)], AccountMember.Read);
        return rows.Count == 0 ? null : rows[0];
    }

    private static async ValueTask<bool> IsLastAsync(SqlSession session, AccountTarget account, AccountMember member) =>
        member.IsSuperAdministrator && await AccountMemberRules.HasNoOtherAsync(session, account.Key, member.Key);

    private async ValueTask<bool> UpdateAsync(SqlSession session, AccountMember member, MemberStatus status, AccountRoles roles) =>
        await session.ExecuteAsync(
            Update, ("key", member.Key), ("was", (int)member.Status), ("status", (int)status), ("roles", (int)roles), ("now", Timestamps.Now(clock))) > 0;
}
