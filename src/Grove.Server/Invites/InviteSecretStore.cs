using System.Security.Cryptography;
using Grove.Server.Http;
using Grove.Server.Members;
using Grove.Server.Organizations;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Invites;

/// <summary>
/// Answers invitations by their secrets. A secret opens its own invitation and no other, while that is pending. What is unknown, used up,
/// expired or somebody else's answers alike, after the same work.
/// </summary>
internal sealed class InviteSecretStore(SqlDialect dialect, InviteAnswers answers, TimeProvider clock)
{
    private static readonly byte[] NoHash = new byte[SHA256.HashSizeInBytes];

    private readonly Sql lockOrganization = new(
        $"select o.key from organizations o where o.key = (select m.organization_key from organization_members m where m.secret_hash = @hash){dialect.ForChange}");

    // Who is being deleted accepts nothing.
    private readonly Sql lockUser = new(
        $"select u.key from users u where u.key = (select m.user_key from organization_members m where m.secret_hash = @hash){dialect.ForReference}");

    private readonly Sql[] find = ForEachShape(shape =>
        $"""
         select {Invite.Columns}, m.secret_hash from {Invite.From}
         where m.secret_hash = @hash and m.status = {(int)MemberStatus.Pending} and m.expires_time > @now and {Own(dialect, shape)}
         """);

    private readonly Sql[] findAnswered = ForEachShape(shape =>
        $"""
         select 1 from {Invite.From} where m.secret_hash = @hash and m.status in ({(int)MemberStatus.Active}, {(int)MemberStatus.Rejected}) and {Own(dialect, shape)}
         """);

    /// <summary>Accepts or rejects the caller's invitation that has the secret with this hash.</summary>
    public async ValueTask<Outcome<Invite>> AnswerAsync(SqlSession session, ApiRequest request, byte[] hash, bool accept)
    {
        var (access, now) = (request.Access, Timestamps.Now(clock));
        var batch = new SqlBatch()
            .Add(lockOrganization, ("hash", hash))
            .Add(lockUser, ("hash", hash))
            .Add(find[(int)Visibility.ShapeOf(access)], Visibility.Args(access, ("hash", hash), ("now", now)));
        var rows = await session.BatchAsync(batch, static row => (Invite: Invite.Read(row), Hash: (byte[])row.GetValue(Invite.ColumnCount)));
        var found = rows.Count == 0 ? default : rows[0];
        if (!CryptographicOperations.FixedTimeEquals(hash, found.Hash ?? NoHash)) return ApiError.InviteNotFound;
        if (accept && await answers.RefuseAcceptanceAsync(session, found.Invite) is { } refused) return refused;
        return await answers.GiveAsync(session, request.Actor, found.Invite, accept, now);
    }

    /// <summary>The refusal of an answered invitation that the caller cannot see any more; asked before a stored answer is given again.</summary>
    public async ValueTask<ApiError?> RefuseInvisibleAsync(SqlSession session, ApiRequest request, byte[] hash)
    {
        var access = request.Access;
        var rows = await session.QueryAsync(findAnswered[(int)Visibility.ShapeOf(access)], Visibility.Args(access, ("hash", hash)), static row => true);
        return rows.Count == 0 ? ApiError.InviteNotFound : null;
    }

    private static string Own(SqlDialect dialect, AccessShape shape) => $"m.user_key = @user and {Visibility.Covered(dialect, shape, "o.key")}";

    private static Sql[] ForEachShape(Func<AccessShape, string> text) => [.. Enumerable.Range(0, 4).Select(shape => new Sql(text((AccessShape)shape)))];
}
