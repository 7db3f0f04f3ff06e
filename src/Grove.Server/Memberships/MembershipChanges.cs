using Grove.Server.AccountMembers;
using Grove.Server.Accounts;
using Grove.Server.Audit;
using Grove.Server.Http;
using Grove.Server.Members;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Memberships;

/// <summary>Answers invitations to accounts, and leaves accounts: what the caller does about their own memberships.</summary>
internal sealed class MembershipChanges(Db db, AuditLog audit, TimeProvider clock)
{
    private static readonly Sql Set = new(
        """
        update account_members set status = @status, dismissed = @dismissed, version = version + 1, update_time = @now
        where key = @key and status = @was and user_key = @user
        """);

    // The account's own view does not change, so neither does the version.
    private static readonly Sql Dismiss = new("update account_members set dismissed = 1 where key = @key and user_key = @user");

    private readonly Sql[] find = AccountVisibility.ForEachShape(shape =>
        $"""
         select {Membership.Columns}, a.key, m.inviter_key, m.email, o.id, o.lineage
         from account_members m join accounts a on a.key = m.account_key {Membership.JoinOrganization(db.Dialect, shape)}
         left join organizations o on o.key = a.organization_key
         where m.id = @id and {Membership.Own(db.Dialect, shape)}
         """);

    // Who is being deleted accepts nothing.
    private readonly Sql lockUser = new("select key from users where key = @user" + db.Dialect.ForReference);

    private readonly Sql lockAccount = new(
        $"select a.key from accounts a where a.key = (select m.account_key from account_members m where m.id = @id and m.user_key = @user){db.Dialect.ForChange}");

    /// <summary>Accepts or rejects an invitation that is pending.</summary>
    public Task<Outcome<Membership>> AnswerAsync(ApiRequest request, string id, bool accept) => db.WriteAsync<Outcome<Membership>>(async session =>
    {
        var found = await LockAsync(session, request, id);
        if (found.Error is { } missing) return missing;
        var own = found.Value!;
        if (own.Shown.Status != MemberStatus.Pending) return ApiError.Invalid("The invitation has been answered already.");
        if (accept && !await AccountMemberRules.MayStillInviteAsync(session, own.Account, own.Inviter))
            return ApiError.CapabilityOff("Who invited you may not do so any more: ask for another invitation.");
        if (!await SetAsync(session, request, own, accept ? MemberStatus.Active : MemberStatus.Rejected, dismissed: false)) return ApiError.Conflict;
        await RecordAsync(session, request, own, accept ? "account.invite.accept" : "account.invite.reject", "update", accept ? MemberStatus.Active : MemberStatus.Rejected);
        // Who has accepted sees more of the account.
        return (await FindAsync(session, request, id))!.Shown;
    }, request.Aborted);

    /// <summary>Takes a membership out of the caller's sight: an accepted one is canceled, an invitation rejected. The answer is its id.</summary>
    public Task<Outcome<string>> LeaveAsync(ApiRequest request, string id) => db.WriteAsync<Outcome<string>>(async session =>
    {
        var found = await LockAsync(session, request, id);
        if (found.Error is { } missing) return missing;
        var own = found.Value!;
        if (own.Shown.Status == MemberStatus.Rejected)
        {
            await session.ExecuteAsync(Dismiss, ("key", own.Shown.Key), ("user", request.Caller.UserKey));
            // Filed under no organization, as none of them is told.
            await audit.WriteAsync(session, request.Actor, new("user.membership.dismiss", "delete", "account_member", id));
            return id;
        }
        var after = own.Shown.Status == MemberStatus.Active ? MemberStatus.Canceled : MemberStatus.Rejected;
        if (own.IsSuperAdministrator && await AccountMemberRules.HasNoOtherAsync(session, own.Account, own.Shown.Key))
            return ApiError.LastSuperAdministrator("You are the last Super Administrator of this free account: appoint another first.");
        if (!await SetAsync(session, request, own, after, dismissed: true)) return ApiError.Conflict;
        await RecordAsync(session, request, own, "account.member.leave", "delete", after);
        return id;
    }, request.Aborted);

    /// <summary>Locks the caller, then the account, then reads the membership; checks the precondition.</summary>
    private async ValueTask<Outcome<OwnMembership>> LockAsync(SqlSession session, ApiRequest request, string id)
    {
        var locks = new SqlBatch().Add(lockUser, ("user", request.Access.UserKey)).Add(lockAccount, ("id", id), ("user", request.Access.UserKey));
        await session.BatchAsync(locks, static row => true);
        if (await FindAsync(session, request, id) is not { } own) return ApiError.MembershipNotFound;
        return request.MayChange(own.Shown.Version) ? own : ApiError.Changed;
    }

    private async ValueTask<OwnMembership?> FindAsync(SqlSession session, ApiRequest request, string id)
    {
        var shape = AccountVisibility.ShapeOf(request.Access);
        var rows = await session.QueryAsync(find[(int)shape], AccountVisibility.Args(request.Access, ("id", id)), OwnMembership.Read);
        return rows.Count == 0 ? null : rows[0];
    }

    private async ValueTask<bool> SetAsync(SqlSession session, ApiRequest request, OwnMembership own, MemberStatus status, bool dismissed) =>
        await session.ExecuteAsync(Set, ("key", own.Shown.Key), ("was", (int)own.Shown.Status), ("user", request.Caller.UserKey), ("status", (int)status),
            ("dismissed", dismissed), ("now", Timestamps.Now(clock))) > 0;

    private ValueTask RecordAsync(SqlSession session, ApiRequest request, OwnMembership own, string action, string actionType, MemberStatus after) =>
        audit.WriteAsync(session, request.Actor, new(action, actionType, "account_member", own.Shown.Id)
        {
            OrganizationId = own.OrganizationId,
            Lineage = own.Lineage,
            ActorIsMember = true,
            Before = AccountMemberAudit.State(request.Caller.UserId, own.Email, own.Shown.Status, own.Shown.Roles),
            After = AccountMemberAudit.State(request.Caller.UserId, own.Email, after, own.Shown.Roles),
        });

    /// <param name="OrganizationId">The organization that holds the account, visible or not.</param>
    private sealed record OwnMembership(Membership Shown, long Account, long? Inviter, string Email, string? OrganizationId, string? Lineage)
    {
        public bool IsSuperAdministrator => Shown.Status == MemberStatus.Active && Shown.Roles.Reach(AccountRoles.SuperAdministrator);

        public static OwnMembership Read(System.Data.Common.DbDataReader row)
        {
            const int next = Membership.ColumnCount;
            return new(Membership.Read(row), row.GetInt64(next), row.IntegerOrNull(next + 1), row.GetString(next + 2), row.TextOrNull(next + 3), row.TextOrNull(next + 4));
        }
    }
}
