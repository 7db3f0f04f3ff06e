using Grove.Server.Audit;
using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Tokens;

/// <summary>The API tokens of users. A change is in force on this node when the call returns.</summary>
internal sealed class TokenStore(Db db, AuditLog audit, CredentialCache cache, IdSource ids, TimeProvider clock)
{
    private const int TotalBudget = 20_000;
    private const string Own = $"select {ApiToken.Columns} from api_tokens t where t.id = @id and t.user_key = @user";

    private static readonly Sql FindOwner = new("select key from users where id = @id");
    private static readonly Sql Find = new(Own);

    private static readonly Sql Insert = new(
        """
        insert into api_tokens (id, user_key, name, secret_hash, enabled, policies, condition, not_before, expires_on, issued_on, modified_on)
        values (@id, @user, @name, @hash, @enabled, @policies, @condition, @not_before, @expires_on, @now, @now)
        """);

    private static readonly Sql Update = new(
        """
        update api_tokens set name = @name, enabled = @enabled, policies = @policies, condition = @condition, not_before = @not_before,
          expires_on = @expires_on, modified_on = @now, version = version + 1
        where key = @key
        """);

    private static readonly Sql SetSecret = new(
        "update api_tokens set secret_hash = @hash, modified_on = @now, version = version + 1 where key = @key");

    private static readonly Sql Remove = new("delete from api_tokens where key = @key");

    private static readonly Sql[] Lists = [.. ((string[])["asc", "desc"]).Select(direction => new Sql(
        $"""
         with page as (
           select t.* from api_tokens t where t.user_key = @user and (@expired = 1 or t.expires_on is null or t.expires_on > @now)
           order by t.key {direction} limit @take offset @skip),
         counted as (select count(*) as n from (
           select 1 from api_tokens t where t.user_key = @user and (@expired = 1 or t.expires_on is null or t.expires_on > @now)
           limit {TotalBudget + 1}) c)
         select {ApiToken.Columns}, case when counted.n <= {TotalBudget} then counted.n end
         from counted left join page t on 1 = 1 order by t.key {direction}
         """))];

    private readonly Sql lockOwn = new(Own + db.Dialect.ForUpdate);

    /// <summary>A page of a user's tokens; the total is null when it is beyond the budget.</summary>
    public async ValueTask<(IReadOnlyList<ApiToken> Rows, long? Total)> ListAsync(
        long user, bool descending, bool includeExpired, PageNumber page, CancellationToken cancel)
    {
        var rows = await db.QueryAsync(
            Lists[descending ? 1 : 0],
            [("user", user), ("expired", includeExpired), ("now", Timestamps.Now(clock)), ("take", page.PerPage), ("skip", page.Skip)],
            static row => (Token: row.IsDBNull(0) ? null : ApiToken.Read(row), Total: row.IntegerOrNull(12)), cancel);
        return ([.. rows.Select(row => row.Token).OfType<ApiToken>()], rows[0].Total);
    }

    public async ValueTask<ApiToken?> GetAsync(long user, string id, CancellationToken cancel)
    {
        var rows = await db.QueryAsync(Find, [("id", id), ("user", user)], ApiToken.Read, cancel);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>Makes a token for the user with this id; its value is in the answer and nowhere else.</summary>
    public async ValueTask<Outcome<ApiToken>> CreateAsync(SqlSession session, ApiRequest request, string ownerId, TokenBody body)
    {
        if (await RefuseAsync(session, request.Caller, ownerId, body) is { } refused) return refused;
        // They may be gone since they were seen.
        var owners = await session.QueryAsync(FindOwner, [("id", ownerId)], static row => row.GetInt64(0));
        if (owners.Count == 0) return ApiError.UserNotFound;
        var now = Timestamps.Now(clock);
        var token = new ApiToken(0, ids.NewId(), body.Name, body.Enabled, body.Policies, body.Condition, body.NotBefore, body.ExpiresOn, now, now, null, 1)
        {
            Value = ids.NewToken(),
        };
        await session.ExecuteAsync(Insert, [("id", token.Id), ("user", owners[0]), ("hash", Authenticator.SecretHash(token.Value)), .. Columns(body, now)]);
        await audit.WriteAsync(session, request.Actor, new("user.token.create", "create", "api_token", token.Id) { After = Shown(token) });
        return token;
    }

    /// <summary>The refusal of an owner that is not there, or of more than the caller may hand on; asked before a stored answer is given again.</summary>
    public static async ValueTask<ApiError?> RefuseAsync(SqlSession session, Caller caller, string ownerId, TokenBody body) =>
        (await session.QueryAsync(FindOwner, [("id", ownerId)], static row => row.GetInt64(0))).Count == 0 ? ApiError.UserNotFound : RefuseMore(caller, body);

    /// <summary>Replaces everything of a token but its value.</summary>
    public Task<Outcome<ApiToken>> UpdateAsync(ApiRequest request, string id, TokenBody body) => ChangeAsync<ApiToken>(request, id, async (session, token) =>
    {
        if (RefuseMore(request.Caller, body) is { } refused) return refused;
        await session.ExecuteAsync(Update, [("key", token.Key), .. Columns(body, Timestamps.Now(clock))]);
        var after = (await session.QueryAsync(Find, [("id", id), ("user", request.Caller.UserKey)], ApiToken.Read))[0];
        await audit.WriteAsync(session, request.Actor, new("user.token.update", "update", "api_token", id) { Before = Shown(token), After = Shown(after) });
        return after;
    });

    /// <summary>Gives a token a new value, which is the answer; the old one is void.</summary>
    public Task<Outcome<string>> RollAsync(ApiRequest request, string id) => ChangeAsync<string>(request, id, async (session, token) =>
    {
        var value = ids.NewToken();
        await session.ExecuteAsync(SetSecret, ("key", token.Key), ("hash", Authenticator.SecretHash(value)), ("now", Timestamps.Now(clock)));
        await audit.WriteAsync(session, request.Actor, new("user.token.roll", "update", "api_token", id));
        return value;
    });

    public Task<Outcome<string>> DeleteAsync(ApiRequest request, string id) => ChangeAsync<string>(request, id, async (session, token) =>
    {
        await session.ExecuteAsync(Remove, ("key", token.Key));
        await audit.WriteAsync(session, request.Actor, new("user.token.delete", "delete", "api_token", id) { Before = Shown(token) });
        return id;
    }, mayDoMore: true);

    private async Task<Outcome<T>> ChangeAsync<T>(
        ApiRequest request, string id, Func<SqlSession, ApiToken, ValueTask<Outcome<T>>> change, bool mayDoMore = false)
    {
        var outcome = await db.WriteAsync<Outcome<T>>(async session =>
        {
            var found = await session.QueryAsync(lockOwn, [("id", id), ("user", request.Caller.UserKey)], ApiToken.Read);
            if (found.Count == 0) return ApiError.TokenNotFound;
            var token = found[0];
            var covered = mayDoMore || request.Caller.Token is not { } present || TokenCoverage.Covers(present, token.Policies, token.Condition, token.ExpiresOn);
            if (!covered) return ApiError.TokenNotCovered;
            return request.MayChange(token.Version) ? await change(session, token) : ApiError.Changed;
        }, request.Aborted);
        cache.Revoke();
        return outcome;
    }

    /// <summary>The refusal, if any, of a token that would do more than the one that asks, or than its owner may grant.</summary>
    private static ApiError? RefuseMore(Caller caller, TokenBody body)
    {
        if (!caller.Operator && body.Policies.Any(policy => policy.Covers(Permission.Operator))) return ApiError.OperatorsOnly;
        return caller.Token is { } present && !TokenCoverage.Covers(present, body.Policies, body.Condition, body.ExpiresOn) ? ApiError.TokenNotCovered : null;
    }

    private static SqlArg[] Columns(TokenBody body, long now) =>
    [
        ("name", body.Name), ("enabled", body.Enabled), ("policies", TokenPolicy.Save(body.Policies)), ("condition", body.Condition),
        ("not_before", body.NotBefore), ("expires_on", body.ExpiresOn), ("now", now),
    ];

    private string Shown(ApiToken token) => JsonShapes.Text(json => ApiToken.At(Timestamps.Now(clock))(json, token with { Value = null }));
}
