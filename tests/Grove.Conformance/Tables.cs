using System.Data.Common;
using System.Globalization;
using Grove.Server.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

namespace Grove.Conformance;

/// <summary>Everything in a database, read behind the server's back.</summary>
public sealed class Tables(IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyDictionary<string, string?>>> rows)
{
    public static IReadOnlyList<string> Names { get; } =
    [
        "settings", "users", "addresses", "organizations", "closure", "subtree_counts", "account_counts", "account_deltas", "organization_grams", "organization_members",
        "accounts", "account_members", "api_tokens", "invite_mails",
        "audit_records", "audit_places", "idempotency_keys", "rate_windows", "external_ids",
    ];

    /// <summary>The rows of a table, each column as text; bytes in hexadecimal and as Latin-1.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string?>> this[string table] => rows[table];

    public string Text => string.Join('\n', rows.SelectMany(table => Lines(table.Key)));

    /// <summary>One line for each row, in a stable order.</summary>
    public IReadOnlyList<string> Lines(string table) => [.. rows[table].Select(row => Line(table, row)).Order(StringComparer.Ordinal)];

    public static string Line(string table, IReadOnlyDictionary<string, string?> row) => $"{table} {string.Join(' ', row.Select(column => $"{column.Key}={column.Value}"))}";

    public static async Task<Tables> DumpAsync(string database)
    {
        await using var connection = await OpenAsync(database);
        // One snapshot, so that what is compared belongs together; never a lock, as the server may be writing.
        await using DbTransaction transaction = connection is SqliteConnection file
            ? file.BeginTransaction(deferred: true)
            : await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        var rows = new Dictionary<string, IReadOnlyList<IReadOnlyDictionary<string, string?>>>();
        foreach (var name in Names)
        {
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            // The full-text table keeps no text to read back.
            command.CommandText = connection is SqliteConnection && name == "organization_grams" ? "select rowid as organization_key from organization_grams" : $"select * from {name}";
            rows[name] = await ReadAsync(command);
        }
        return new Tables(rows);
    }

    internal static async Task<IReadOnlyList<IReadOnlyDictionary<string, string?>>> ReadAsync(DbCommand command)
    {
        var table = new List<IReadOnlyDictionary<string, string?>>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            table.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, i => Show(reader.GetValue(i))));
        return table;
    }

    /// <summary>What an operator of the database might do by hand.</summary>
    public static async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = await OpenAsync(database);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Written in the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Waits until PostgreSQL has noticed that everybody else is gone.</summary>
    public static async Task AloneAsync(string database)
    {
        await using var connection = await OpenAsync(database);
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'";
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while ((long)(await command.ExecuteScalarAsync())! > 0) Assert.True(patience.Elapsed < TimeSpan.FromSeconds(30), "somebody stays connected");
    }

    internal static async Task<DbConnection> OpenAsync(string database)
    {
        Assert.True(DatabaseUrl.TryParse(database, out var url, out _));
        DbConnection connection = url switch
        {
            SqliteUrl { Path: { } path } => new SqliteConnection($"Data Source={path};Mode=ReadWrite;Pooling=False"),
            PostgresUrl postgres => new NpgsqlConnection(new NpgsqlConnectionStringBuilder
            {
                Host = postgres.Hosts[0].Name,
                Port = postgres.Hosts[0].Port,
                Username = postgres.User,
                Password = postgres.Password,
                Database = postgres.Name,
                Pooling = false,
            }.ConnectionString),
            _ => throw new ArgumentException("A database that only its server can open.", nameof(database)),
        };
        await connection.OpenAsync();
        return connection;
    }

    private static string? Show(object value) => value switch
    {
        DBNull => null,
        byte[] bytes => Convert.ToHexStringLower(bytes) + "|" + System.Text.Encoding.Latin1.GetString(bytes),
        int[] grams => string.Join(',', grams.Order()),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
