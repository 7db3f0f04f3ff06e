using Grove.Server.Storage;

namespace Grove.Server.Auth;

/// <summary>Finds the user behind a secret. Secrets are stored as SHA-256 only.</summary>
internal sealed class CredentialStore(Db db)
{
    private static readonly Sql UserByEmail = new(
        "select u.key, u.id, u.email, u.operator, u.api_key_hash from users u where u.email_folded = @email and u.suspended = 0");

    private static readonly Sql UserByToken = new(
        """
        select u.key, u.id, u.email, u.operator, t.secret_hash, t.key, t.id, t.enabled, t.policies, t.condition, t.not_before, t.expires_on, t.name
        from api_tokens t join users u on u.key = t.user_key
        where t.secret_hash = @hash and u.suspended = 0
        """);

    private static readonly Sql UserById = new("select u.key, u.id, u.email, u.operator, u.suspended from users u where u.id = @id");

    /// <summary>The user with this id, as their global key would speak for them, and whether they are suspended; null when there is none.</summary>
    public async ValueTask<(Caller Caller, bool Suspended)?> FindByIdAsync(string? id, CancellationToken cancel)
    {
        if (id is null) return null;
        var rows = await db.QueryAsync(UserById, [("id", id)], static row => (ReadUser(row, null), row.GetInt64(4) != 0), cancel);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>The user with this folded e-mail and the hash of their key; null when there is none or they are suspended.</summary>
    public async ValueTask<(Caller Caller, byte[] KeyHash)?> FindByEmailAsync(string emailFolded, CancellationToken cancel)
    {
        var rows = await db.QueryAsync(UserByEmail, [("email", emailFolded)], static row => (ReadUser(row, null), (byte[])row.GetValue(4)), cancel);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>The owner of the token with this hash; null when there is none or they are suspended.</summary>
    public async ValueTask<(Caller Caller, byte[] SecretHash)?> FindByTokenAsync(byte[] hash, CancellationToken cancel)
    {
        var rows = await db.QueryAsync(UserByToken, [("hash", hash)], static row => (ReadUser(row, ReadToken(row)), (byte[])row.GetValue(4)), cancel);
        return rows.Count == 0 ? null : rows[0];
    }

    private static Caller ReadUser(System.Data.Common.DbDataReader row, CallerToken? token) =>
        new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3) != 0, token);

    private static CallerToken ReadToken(System.Data.Common.DbDataReader row) => new(
        row.GetInt64(5), row.GetString(6), row.GetString(12), row.GetInt64(7) != 0, TokenPolicy.Load(row.GetString(8)),
        row.TextOrNull(9), row.IsDBNull(9) ? null : TokenCondition.Load(row.GetString(9)),
        row.IntegerOrNull(10), row.IntegerOrNull(11));
}
