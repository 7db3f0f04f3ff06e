using System.Security.Cryptography;
using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Members;
using Grove.Server.Organizations;
using Grove.Server.Storage;
using Grove.Server.Text;
using Grove.Server.Users;

namespace Grove.Server.Invites;

/// <summary>
/// Answers invitations by their secrets. A secret opens its own invitation and no other, while that is pending: for the invitee, by their
/// credentials, or for anybody without credentials when it was mailed, which proves the address. What is unknown, used up, expired or
/// somebody else's answers alike, after the same work.
/// </summary>
internal sealed class InviteSecretStore(SqlDialect dialect, InviteAnswers answers, UserAdministration users, TimeProvider clock)
{
    private const string OfSecret = "from organization_members m where m.secret_hash = @hash";
    private const string Mailed = "m.secret_mailed = 1 and coalesce(u.suspended, 0) = 0";
    private static readonly byte[] NoHash = new byte[SHA256.HashSizeInBytes];

    private static readonly Sql FindMailed = new(Pending(Mailed));
    private static readonly Sql FindMailedAnswer = new(Answered(Mailed));

    private readonly Sql[] find = ForEachShape(dialect, Pending);
    private readonly Sql[] findAnswer = ForEachShape(dialect, Answered);

    private readonly Sql lockOrganization = new($"select o.key from organizations o where o.key = (select m.organization_key {OfSecret}){dialect.ForChange}");

    // Of two who make the invitee a user one comes first.
    private readonly Sql lockAddress = new($"select a.user_id from addresses a where a.email_folded = (select lower(m.email) {OfSecret}){dialect.ForUpdate}");

    // Who is being deleted accepts nothing.
    private readonly Sql lockUser = new($"select u.key from users u where u.key = (select m.user_key {OfSecret}){dialect.ForReference}");

    // Mailing it again gives it another secret, and takes no other lock.
    private readonly Sql lockMember = new($"select m.key {OfSecret}{dialect.ForChange}");

    /// <summary>
    /// Accepts or rejects the invitation that has the secret with this hash. Whoever accepts and is no user yet becomes one, with the id and
    /// the address that were invited; the answer then has their API key.
    /// </summary>
    public async ValueTask<Outcome<AnsweredInvite>> AnswerAsync(SqlSession session, ApiRequest request, byte[] hash, bool accept)
    {
        var now = Timestamps.Now(clock);
        var batch = new SqlBatch();
        foreach (var row in (Sql[])[lockOrganization, lockAddress, lockUser, lockMember]) batch.Add(row, ("hash", hash));
        batch.Add(For(request, find, FindMailed), Args(request, ("hash", hash), ("now", now)));
        var rows = await session.BatchAsync(batch, static row => (Invite: Invite.Read(row), Hash: (byte[])row.GetValue(Invite.ColumnCount)));
        var (invite, stored) = rows.Count == 0 ? default : rows[0];
        if (!CryptographicOperations.FixedTimeEquals(hash, stored ?? NoHash)) return ApiError.InviteNotFound;
        if (accept && await answers.RefuseAcceptanceAsync(session, invite) is { } refused) return refused;
        var actor = request.Sender is not null ? request.Actor : request.Actor with { Caller = Invitee(invite), Context = "api" };
        var key = accept && invite.UserKey is null ? await users.AdoptAsync(session, actor, invite.UserId, invite.Email) : null;
        return new AnsweredInvite(await answers.GiveAsync(session, actor, invite, accept, now), key);
    }

    /// <summary>The refusal of an answered invitation that whoever asks cannot see any more; asked before a stored answer is given again.</summary>
    public async ValueTask<ApiError?> RefuseInvisibleAsync(SqlSession session, ApiRequest request, byte[] hash)
    {
        var rows = await session.QueryAsync(For(request, findAnswer, FindMailedAnswer), Args(request, ("hash", hash)), static row => true);
        return rows.Count == 0 ? ApiError.InviteNotFound : null;
    }

    private static Caller Invitee(Invite invite) => new(invite.UserKey ?? 0, invite.UserId, invite.Email, Operator: false, Token: null);

    private static Sql For(ApiRequest request, Sql[] byShape, Sql mailed) => request.Sender is null ? mailed : byShape[(int)Visibility.ShapeOf(request.Access)];

    private static SqlArg[] Args(ApiRequest request, params ReadOnlySpan<SqlArg> others) =>
        request.Sender is null ? others.ToArray() : Visibility.Args(request.Access, others);

    private static string Pending(string whose) =>
        $"""
         select {Invite.Columns}, m.secret_hash from {Invite.From}
         where m.secret_hash = @hash and m.status = {(int)MemberStatus.Pending} and m.expires_time > @now and {whose}
         """;

    private static string Answered(string whose) =>
        $"""
         select 1 from {Invite.From}
         where m.secret_hash = @hash and m.status in ({(int)MemberStatus.Active}, {(int)MemberStatus.Rejected}) and {whose}
         """;

    private static Sql[] ForEachShape(SqlDialect dialect, Func<string, string> text) => [.. Enumerable.Range(0, 4).Select(
        shape => new Sql(text($"m.user_key = @user and {Visibility.Covered(dialect, (AccessShape)shape, "o.key")}")))];
}

/// <summary>An invitation after its answer.</summary>
/// <param name="ApiKey">The global API key of whoever became a user by it; null when they were one.</param>
internal sealed record AnsweredInvite(Invite Invite, string? ApiKey);
