using Grove.Server.Audit;
using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Tokens;

/// <summary>Makes API tokens.</summary>
internal sealed class TokenStore(AuditLog audit, IdSource ids, TimeProvider clock)
{
    private static readonly Sql FindOwner = new("select key from users where id = @id");

    private static readonly Sql Insert = new(
        """
        insert into api_tokens (id, user_key, name, secret_hash, enabled, policies, condition, not_before, expires_on, issued_on, modified_on)
        values (@id, @user, @name, @hash, 1, @policies, @condition, @not_before, @expires_on, @now, @now)
        """);

    public async ValueTask<Outcome<ApiToken>> CreateAsync(SqlSession session, ApiRequest request, string ownerId, TokenBody body)
    {
        if (await RefuseAsync(session, request, ownerId, body) is { } refused) return refused;
        var owners = await FindOwnerAsync(session, ownerId);
        var now = Timestamps.Now(clock);
        var token = new ApiToken(ids.NewId(), body.Name, body, now, ids.NewToken());
        await session.ExecuteAsync(Insert, ("id", token.Id), ("user", owners[0]), ("name", body.Name), ("hash", Authenticator.SecretHash(token.Value!)),
            ("policies", TokenPolicy.Save(body.Policies)), ("condition", body.Condition), ("not_before", body.NotBefore), ("expires_on", body.ExpiresOn), ("now", now));
        await audit.WriteAsync(session, request.Actor, new("user.token.create", "create", "api_token", token.Id)
        {
            After = System.Text.Encoding.UTF8.GetString(Shown(token)),
        });
        return token;
    }

    /// <summary>The refusal of an owner that is not there, or of more than the caller's own token may do; asked before a stored answer is given again.</summary>
    public static async ValueTask<ApiError?> RefuseAsync(SqlSession session, ApiRequest request, string ownerId, TokenBody body)
    {
        if ((await FindOwnerAsync(session, ownerId)).Count == 0) return ApiError.UserNotFound;
        return request.Caller.Token is { } present && !TokenCoverage.Covers(present, body) ? ApiError.TokenNotCovered : null;
    }

    private static ValueTask<List<long>> FindOwnerAsync(SqlSession session, string id) =>
        session.QueryAsync(FindOwner, [("id", id)], static row => row.GetInt64(0));

    private static byte[] Shown(ApiToken token)
    {
        var buffer = new AnswerBuffer();
        ApiToken.Write(buffer.Json, token with { Value = null });
        return buffer.Written.ToArray();
    }
}
