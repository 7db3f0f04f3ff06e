using Npgsql;
using Xunit;

namespace Grove.Conformance;

/// <summary>The databases that every case runs on.</summary>
public static class Engine
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";

    public static TheoryData<string> All { get; } = [Sqlite, Postgres];

    /// <summary>
    /// The value of GROVE_DATABASE for a new, empty database, and what removes it again. Without PostgreSQL the test is skipped, but in CI it fails.
    /// </summary>
    internal static async Task<(string Database, Func<ValueTask> Remove)> CreateDatabaseAsync(string engine)
    {
        if (engine == Sqlite)
        {
            var folder = Directory.CreateTempSubdirectory("grove-conformance-");
            ValueTask Remove()
            {
                folder.Delete(recursive: true);
                return ValueTask.CompletedTask;
            }
            return ($"sqlite:{Path.Combine(folder.FullName, "grove.db")}", Remove);
        }
        if (Environment.GetEnvironmentVariable("GROVE_TEST_POSTGRES") is not { Length: > 0 } url)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", "GROVE_TEST_POSTGRES names no PostgreSQL.");
            throw new InvalidOperationException("GROVE_TEST_POSTGRES must name a PostgreSQL when CI=true.");
        }
        var address = new Uri(url);
        var user = address.UserInfo.Split(':');
        var admin = new NpgsqlConnectionStringBuilder
        {
            Host = address.Host,
            Port = address.Port,
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Database = address.AbsolutePath.TrimStart('/'),
            Pooling = false,
        }.ConnectionString;
        var name = $"grove_{Guid.NewGuid():N}";
        await ExecuteAsync(admin, $"create database {name}");
        return ($"postgres://{address.UserInfo}@{address.Host}:{address.Port}/{name}?pool=20", async () => await ExecuteAsync(admin, $"drop database {name} with (force)"));
    }

    private static async Task ExecuteAsync(string admin, string sql)
    {
        await using var connection = new NpgsqlConnection(admin);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
