using Grove.Server.Accounts;
using Grove.Server.Audit;
using Grove.Server.Http;
using Grove.Server.Members;
using Grove.Server.Storage;
using Grove.Server.Text;
using Grove.Server.Users;

namespace Grove.Server.AccountMembers;

/// <summary>Adds a member to an account. By default they are invited, and the invitation stays open until it is answered or withdrawn.</summary>
internal sealed class AccountMemberAdditions(SqlDialect dialect, AuditLog audit, IdSource ids, TimeProvider clock, GroveOptions options)
{
    private static readonly Sql Insert = new(
        """
        insert into account_members (id, account_key, user_key, email, user_id, status, roles, inviter_key, create_time, update_time)
        values (@id, @account, @user, @email, @user_id, @status, @roles, @inviter, @now, @now)
        """);

    private static readonly Sql FindAdded = new($"select {AccountMember.Columns} from {AccountMember.From} where m.id = @id");

    private readonly AccountTargets accounts = new(dialect);
    private readonly KnownAddresses known = KnownAddresses.InAccounts(dialect);

    /// <summary>The refusal of an account that the caller cannot see; asked before a stored answer is given again.</summary>
    public async ValueTask<ApiError?> RefuseInvisibleAsync(SqlSession session, ApiRequest request, string accountId) =>
        (await accounts.FindAsync(session, request.Access, [accountId])).Count == 0 ? ApiError.AccountNotFound : null;

    public async ValueTask<Outcome<AccountMember>> AddAsync(SqlSession session, ApiRequest request, string accountId, NewAccountMember member)
    {
        // Addresses are locked before accounts: who deletes the user of one goes on to the accounts.
        await UserAddresses.LockAsync(session, member.Folded, ids.NewId());
        if (await accounts.LockAsync(session, request.Access, accountId) is not { } account) return ApiError.AccountNotFound;
        if (AccountMemberRules.RefuseRight(account) is { } notAllowed) return notAllowed;
        if (AccountMemberRules.RefuseCapability(account) is { } off) return off;
        var address = (await known.FindAsync(session, new(), account.Key, account.OrganizationKey, [member.Folded]))[member.Folded];
        var now = Timestamps.Now(clock);
        var anybody = options.DirectMembersAny || request.Caller.ActsAsOperator;
        if (KnownAddresses.Refuse([(address, member.Accepted, NewAccountMember.Pointer)], anybody, now) is { } refused) return refused;

        var id = ids.NewMemberId();
        await session.ExecuteAsync(Insert, [("id", id), ("account", account.Key), ("user", address.User), ("roles", (int)member.Roles), ("now", now),
            .. Columns(member, address, request.Caller.UserKey)]);
        var added = (await session.QueryAsync(FindAdded, [("id", id)], AccountMember.Read))[0];
        await audit.WriteAsync(session, request.Actor, AccountMemberAudit.Entry(account, "account.member.create", "create", id) with { After = AccountMemberAudit.State(added) });
        return added;
    }

    private static SqlArg[] Columns(NewAccountMember member, KnownAddress address, long inviter) => member.Accepted
        ? [("email", address.UserEmail), ("user_id", (string?)null), ("status", (int)MemberStatus.Active), ("inviter", (long?)null)]
        : [("email", member.Email), ("user_id", address.UserId), ("status", (int)MemberStatus.Pending), ("inviter", inviter)];
}
