using System.Data.Common;
using System.Globalization;
using System.Reflection;

namespace Grove.Server.Storage;

/// <summary>
/// Brings a database to the schema of this program: embedded files <c>NNNN_words[.engine].sql</c>, in order, forward only, all in one
/// transaction under a lock, so that several nodes may start at once.
/// </summary>
internal sealed class Migrator
{
    private readonly List<Migration> migrations;
    private readonly string begin;
    private readonly string table;
    private readonly string? check;
    private readonly int timeout;

    private Migrator(List<Migration> migrations, string begin, string table, string? check, int timeout) =>
        (this.migrations, this.begin, this.table, this.check, this.timeout) = (migrations, begin, table, check, timeout);

    // A change of a table that SQLite cannot alter rebuilds it, which needs foreign keys off and checked afterwards.
    public static Migrator Sqlite { get; } = new(
        Load("sqlite"),
        "pragma foreign_keys = off; begin immediate",
        "create table if not exists schema_migrations (version integer primary key, name text not null, applied_time integer not null)",
        "select count(*) from pragma_foreign_key_check",
        timeout: 30);

    public static Migrator Postgres { get; } = new(
        Load("postgres"),
        $"begin isolation level read committed; select pg_advisory_xact_lock({PostgresDialect.MigrationLock})",
        "create table if not exists schema_migrations (version integer primary key, name text collate \"C\" not null, applied_time bigint not null)",
        null,
        // A large database may take long to change, and another node may be at it.
        timeout: 0);

    /// <summary>Applies what is missing. The connection is left outside a transaction only on success: close it after a fault.</summary>
    public async Task ApplyAsync(DbConnection connection, TimeProvider clock, ILogger logger, CancellationToken cancel)
    {
        await RunAsync(connection, begin, cancel);
        await RunAsync(connection, table, cancel);
        var found = await NumberAsync(connection, "select coalesce(max(version), 0) from schema_migrations", cancel);
        var known = migrations.Count == 0 ? 0 : migrations[^1].Version;
        if (found > known)
        {
            throw new StorageException(
                StorageFault.Defect, $"The database has schema version {found} and this program knows only up to {known}: run a newer Grove.");
        }
        var missing = migrations.FindAll(one => one.Version > found);
        foreach (var migration in missing)
        {
            await RunAsync(connection, migration.Text, cancel);
            // Both values are Grove's own: digits, and a name of letters and underscores.
            var time = clock.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
            var row = string.Create(CultureInfo.InvariantCulture, $"({migration.Version}, '{migration.Name}', {time})");
            await RunAsync(connection, "insert into schema_migrations (version, name, applied_time) values " + row, cancel);
        }
        if (check is not null && missing.Count > 0 && await NumberAsync(connection, check, cancel) > 0)
            throw new StorageException(StorageFault.Defect, "The migrated database has rows that refer to missing rows; nothing was changed.");
        await RunAsync(connection, "commit", cancel);
        foreach (var migration in missing)
            logger.LogInformation("Applied migration {Version} ({Name}).", migration.Version, migration.Name);
    }

    internal static List<Migration> Load(string engine)
    {
        const string Folder = "Grove.Server.Storage.Migrations.";
        var assembly = Assembly.GetExecutingAssembly();
        var found = new List<Migration>();
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (!resource.StartsWith(Folder, StringComparison.Ordinal)) continue;
            var parts = resource[Folder.Length..].Split('.');
            if (parts.Length == 3 && parts[1] != engine) continue;
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            found.Add(new Migration(int.Parse(parts[0].AsSpan(0, 4), CultureInfo.InvariantCulture), parts[0][5..], reader.ReadToEnd()));
        }
        found.Sort(static (a, b) => a.Version.CompareTo(b.Version));
        return found;
    }

    private async Task RunAsync(DbConnection connection, string text, CancellationToken cancel)
    {
        await using var command = Command(connection, text);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task<long> NumberAsync(DbConnection connection, string text, CancellationToken cancel)
    {
        await using var command = Command(connection, text);
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancel), CultureInfo.InvariantCulture);
    }

#pragma warning disable CA2100 // The texts are constants and embedded files.
    private DbCommand Command(DbConnection connection, string text)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        command.CommandTimeout = timeout;
        return command;
    }
#pragma warning restore CA2100
}

internal sealed record Migration(int Version, string Name, string Text);
