using Grove.Server.Audit;
using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Members;
using Grove.Server.Organizations;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Invites;

/// <summary>The invitations to the caller's own address. One that the organization withdrew, or whose membership has ended, is not among them.</summary>
internal sealed class InviteStore(Db db, AuditLog audit, InviteAnswers answers, TimeProvider clock)
{
    /// <summary>A list shows this many, the latest.</summary>
    public const int Most = 1000;

    // The organization's own view does not change, so neither does the version: it would tell that somebody was there.
    private static readonly Sql Dismiss = new("update organization_members set dismissed = 1 where key = @key and user_key = @user");

    private readonly Sql[] list = ForEachShape(shape => $"select * from ({Text(db.Dialect, shape, "")} order by m.key desc limit {Most}) latest order by 1");
    private readonly Sql[] find = ForEachShape(shape => Text(db.Dialect, shape, " and m.id = @id"));

    private readonly Sql lockOrganization = new(
        $"""
         select o.key from organizations o
         where o.key = (select m.organization_key from organization_members m where m.id = @id and m.user_key = @user){db.Dialect.ForChange}
         """);

    // Who is being deleted accepts nothing.
    private readonly Sql lockUser = new("select key from users where key = @user" + db.Dialect.ForReference);

    public ValueTask<List<Invite>> ListAsync(Access access, CancellationToken cancel) =>
        db.QueryAsync(list[(int)Visibility.ShapeOf(access)], Visibility.Args(access), Invite.Read, cancel);

    public async ValueTask<Invite?> GetAsync(Access access, string id, CancellationToken cancel)
    {
        var rows = await db.QueryAsync(find[(int)Visibility.ShapeOf(access)], Visibility.Args(access, ("id", id)), Invite.Read, cancel);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>Accepts or rejects an invitation that is pending.</summary>
    public Task<Outcome<Invite>> AnswerAsync(ApiRequest request, string id, bool accept) => db.WriteAsync<Outcome<Invite>>(async session =>
    {
        var found = await LockAsync(session, request, id);
        if (found.Error is { } missing) return missing;
        var (invite, now) = (found.Value!, Timestamps.Now(clock));
        if (invite.StatusAt(now) == InviteStatus.Expired) return ApiError.Invalid("The invitation has expired: ask for another one.");
        if (invite.StatusAt(now) != InviteStatus.Pending) return ApiError.Invalid("The invitation has been answered already.");
        if (accept && await answers.RefuseAcceptanceAsync(session, invite) is { } refused) return refused;
        return await answers.GiveAsync(session, request.Actor, invite, accept, now);
    }, request.Aborted);

    /// <summary>Takes an invitation that cannot be answered any more out of the caller's sight; the answer is its id.</summary>
    public Task<Outcome<string>> DismissAsync(ApiRequest request, string id) => db.WriteAsync<Outcome<string>>(async session =>
    {
        var found = await LockAsync(session, request, id);
        if (found.Error is { } missing) return missing;
        if (found.Value!.StatusAt(Timestamps.Now(clock)) == InviteStatus.Pending) return ApiError.Invalid("The invitation is pending: accept or reject it.");
        await session.ExecuteAsync(Dismiss, ("key", found.Value.Key), ("user", request.Caller.UserKey));
        // Filed under no organization, as none of them is told.
        await audit.WriteAsync(session, request.Actor, new("user.invite.dismiss", "delete", "invite", id));
        return id;
    }, request.Aborted);

    /// <summary>Locks the organization, then the caller, then reads the invitation; checks the precondition.</summary>
    private async ValueTask<Outcome<Invite>> LockAsync(SqlSession session, ApiRequest request, string id)
    {
        var access = request.Access;
        var batch = new SqlBatch()
            .Add(lockOrganization, ("id", id), ("user", access.UserKey))
            .Add(lockUser, ("user", access.UserKey))
            .Add(find[(int)Visibility.ShapeOf(access)], Visibility.Args(access, ("id", id)));
        var rows = await session.BatchAsync(batch, Invite.Read);
        if (rows.Count == 0) return ApiError.InviteNotFound;
        return request.MayChange(rows[0].Version) ? rows[0] : ApiError.Changed;
    }

    private static string Text(SqlDialect dialect, AccessShape shape, string condition) =>
        $"""
         select {Invite.Columns} from {Invite.From}
         where m.user_key = @user and m.expires_time is not null and m.dismissed = 0 and m.status <> {(int)MemberStatus.Canceled}
           and {Visibility.Covered(dialect, shape, "o.key")}{condition}
         """;

    private static Sql[] ForEachShape(Func<AccessShape, string> text) => [.. Enumerable.Range(0, 4).Select(shape => new Sql(text((AccessShape)shape)))];
}
