using Grove.Server.Storage;

namespace Grove.Server.Auth;

/// <summary>Finds the user behind a secret. Secrets are stored as SHA-256 only.</summary>
internal sealed class CredentialStore(Db db)
{
    private const string User =
        """
        u.key, u.id, u.email, u.operator,
          case when (select count(*) from (
            select 1 from organization_members m where m.user_key = u.key and m.status = 1 limit 9) f) <= 8 then 1 else 0 end
        """;

    private static readonly Sql UserByEmail = new($"select {User}, u.api_key_hash from users u where u.email_folded = @email and u.suspended = 0") { IsBrief = true };

    private static readonly Sql UserByToken = new(
        $"""
        select {User}, t.secret_hash, t.key, t.id, t.enabled, t.policies, t.condition, t.not_before, t.expires_on, t.name
        from api_tokens t join users u on u.key = t.user_key
        where t.secret_hash = @hash and u.suspended = 0
        """)
    { IsBrief = true };

    private static readonly Sql UserById = new($"select {User}, u.suspended from users u where u.id = @id") { IsBrief = true };

    /// <summary>The user with this id, as their global key would speak for them, and whether they are suspended; null when there is none.</summary>
    public async ValueTask<(Caller Caller, bool Suspended)?> FindByIdAsync(string? id, CancellationToken cancel)
    {
        if (id is null) return null;
        var rows = await db.QueryAsync(UserById, [("id", id)], static row => (ReadUser(row, null), row.GetInt64(5) != 0), cancel);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>The user with this folded e-mail and the hash of their key; null when there is none or they are suspended.</summary>
    public async ValueTask<(Caller Caller, byte[] KeyHash)?> FindByEmailAsync(string emailFolded, CancellationToken cancel)
    {
        var rows = await db.QueryAsync(UserByEmail, [("email", emailFolded)], static row => (ReadUser(row, null), (byte[])row.GetValue(5)), cancel);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>The owner of the token with this hash; null when there is none or they are suspended.</summary>
    public async ValueTask<(Caller Caller, byte[] SecretHash)?> FindByTokenAsync(byte[] hash, CancellationToken cancel)
    {
        var rows = await db.QueryAsync(UserByToken, [("hash", hash)], static row => (ReadUser(row, ReadToken(row)), (byte[])row.GetValue(5)), cancel);
        return rows.Count == 0 ? null : rows[0];
    }

    private static Caller ReadUser(System.Data.Common.DbDataReader row, CallerToken? token) =>
        new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3) != 0, token) { HasFewMemberships = row.GetInt64(4) != 0 };

    private static CallerToken ReadToken(System.Data.Common.DbDataReader row) => new(
        row.GetInt64(6), row.GetString(7), row.GetString(13), row.GetInt64(8) != 0, TokenPolicy.Load(row.GetString(9)),
        row.TextOrNull(10), row.IsDBNull(10) ? null : TokenCondition.Load(row.GetString(10)),
        row.IntegerOrNull(11), row.IntegerOrNull(12));
}
