using System.Globalization;
using Grove.Server.Audit;
using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server;

/// <summary>What a start found or made in the database.</summary>
/// <param name="Secret">The secret of this database, from which page tokens and stored answers are protected.</param>
/// <param name="OperatorEmail">The operator that was made, reset or found.</param>
/// <param name="Made">True when this start made the operator.</param>
/// <param name="NewKey">A key that was generated just now; null when it was configured or none was made.</param>
/// <param name="KeyDiffers">True when a key is configured that is not the operator's.</param>
internal sealed record SetupOutcome(byte[] Secret, string OperatorEmail, bool Made, string? NewKey, bool KeyDiffers);

/// <summary>Prepares a database for serving: its secret, the version of folding, and on an empty one the operator.</summary>
internal sealed class Setup(Db db, AuditLog audit, IdSource ids, TimeProvider clock, GroveOptions options)
{
    private const int SecretLength = 32;
    private static readonly Sql Find = new("select value from settings where name = @name");
    private static readonly Sql Keep = new("insert into settings (name, value) values (@name, @value)");
    private static readonly Sql AnyUser = new("select count(*) from (select 1 from users limit 1) u");

    private static readonly Sql FindOperator = new(
        """
        select key, id, email, api_key_hash from users where operator = 1
        order by case when email_folded = @email then 0 else 1 end, suspended, key limit 1
        """);

    private static readonly Sql Insert = new(
        """
        insert into users (id, email, email_folded, operator, api_key_hash, create_time) values (@id, @email, @folded, 1, @hash, @now)
        """);

    private static readonly Sql SetKey = new("update users set api_key_hash = @hash, suspended = 0, version = version + 1 where key = @key");

    /// <summary>Throws <see cref="StorageException"/> with words for the person who starts the server.</summary>
    public Task<SetupOutcome> RunAsync(CancellationToken cancel)
    {
        if (NameRules.FoldingFault() is { } fault) throw new StorageException(StorageFault.Defect, fault);
        return db.WriteAsync(async session =>
        {
            // Several nodes may start on one empty database: the first prepares it.
            await session.ExecuteAsync(session.Dialect.LockForestAlone);
            var folding = await SettingAsync(session, "folding_version", () => NameRules.FoldingVersion.ToString(CultureInfo.InvariantCulture));
            if (folding != NameRules.FoldingVersion.ToString(CultureInfo.InvariantCulture))
                throw new StorageException(StorageFault.Defect, $"The database folds names by version {folding}; this Grove folds by version {NameRules.FoldingVersion}.");
            var secret = Convert.FromBase64String(await SettingAsync(session, "secret", NewSecret));
            var empty = (await session.QueryAsync(AnyUser, [], static row => row.GetInt64(0)))[0] == 0;
            return empty ? await MakeOperatorAsync(session, secret) : await FindOperatorAsync(session, secret);
        }, cancel);
    }

    private async ValueTask<SetupOutcome> MakeOperatorAsync(SqlSession session, byte[] secret)
    {
        var generated = options.OperatorKey is null ? ids.NewApiKey() : null;
        var id = ids.NewId();
        await session.ExecuteAsync(Insert, ("id", id), ("email", options.OperatorEmail), ("folded", EmailRules.Fold(options.OperatorEmail)),
            ("hash", Authenticator.SecretHash(options.OperatorKey ?? generated!)), ("now", Timestamps.Now(clock)));
        await audit.WriteAsync(session, Actor.System, new("user.create", "create", "user", id));
        return new(secret, options.OperatorEmail, Made: true, generated, KeyDiffers: false);
    }

    private async ValueTask<SetupOutcome> FindOperatorAsync(SqlSession session, byte[] secret)
    {
        var operators = await session.QueryAsync(FindOperator, [("email", EmailRules.Fold(options.OperatorEmail))],
            static row => (Key: row.GetInt64(0), Id: row.GetString(1), Email: row.GetString(2), Hash: (byte[])row.GetValue(3)));
        if (operators.Count == 0) throw new StorageException(StorageFault.Defect, "The database has users but no operator.");
        var (key, id, email, hash) = operators[0];
        if (!options.ResetOperatorKey)
        {
            var differs = options.OperatorKey is { } configured && !Authenticator.SecretHash(configured).AsSpan().SequenceEqual(hash);
            return new(secret, email, Made: false, null, differs);
        }
        var generated = options.OperatorKey is null ? ids.NewApiKey() : null;
        await session.ExecuteAsync(SetKey, ("key", key), ("hash", Authenticator.SecretHash(options.OperatorKey ?? generated!)));
        await audit.WriteAsync(session, Actor.System, new("user.api_key.roll", "update", "user", id));
        return new(secret, email, Made: false, generated, KeyDiffers: false);
    }

    private string NewSecret()
    {
        var secret = new byte[SecretLength];
        ids.Fill(secret);
        return Convert.ToBase64String(secret);
    }

    private static async ValueTask<string> SettingAsync(SqlSession session, string name, Func<string> make)
    {
        var values = await session.QueryAsync(Find, [("name", name)], static row => row.GetString(0));
        if (values.Count > 0) return values[0];
        var made = make();
        await session.ExecuteAsync(Keep, ("name", name), ("value", made));
        return made;
    }
}
