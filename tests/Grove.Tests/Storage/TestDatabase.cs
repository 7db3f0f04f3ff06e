using Grove.Server.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace Grove.Tests.Storage;

/// <summary>A fresh, migrated database of either engine, dropped with the test.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";

    private readonly string? server;
    private readonly string? name;

    private TestDatabase(Db db, string url, string? server, string? name) => (Db, Url, this.server, this.name) = (db, url, server, name);

    public static TheoryData<string> Engines => [Sqlite, Postgres];

    internal Db Db { get; }

    /// <summary>The GROVE_DATABASE value.</summary>
    internal string Url { get; }

    internal static async Task<TestDatabase> CreateAsync(string engine)
    {
        var (url, server, name) = engine == Sqlite ? ("sqlite::memory:", null, null) : await CreateEmptyPostgresAsync();
        try
        {
            return new TestDatabase(await OpenAsync(url), url, server, name);
        }
        catch
        {
            if (server is not null) await DropAsync(server, name!);
            throw;
        }
    }

    internal static Task<Db> OpenAsync(string url) =>
        SqlEngine.OpenAsync(url, TimeProvider.System, NullLogger.Instance, TestContext.Current.CancellationToken);

    /// <summary>Another client of the same PostgreSQL database.</summary>
    internal NpgsqlDataSource OpenClient() => NpgsqlDataSource.Create(Connection(server!, name!));

    /// <summary>Fails when somebody is still connected; the server itself waits for those that are leaving.</summary>
    internal Task DropUnusedAsync() => RunAsync(server!, $"drop database {name}");

    public async ValueTask DisposeAsync()
    {
        await Db.DisposeAsync();
        if (server is not null) await DropAsync(server, name!);
    }

    // No server: no matter on a laptop, a hole in the gate.
    private static async Task<(string Url, string? Server, string? Name)> CreateEmptyPostgresAsync()
    {
        var server = Environment.GetEnvironmentVariable("GROVE_TEST_POSTGRES");
        if (string.IsNullOrEmpty(server))
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "GROVE_TEST_POSTGRES is not set");
            Assert.Skip("GROVE_TEST_POSTGRES is not set");
        }
        var name = "grove_test_" + Guid.NewGuid().ToString("N");
        await RunAsync(server, $"create database {name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'");
        var query = server.IndexOf('?', StringComparison.Ordinal);
        var parameters = query < 0 ? "" : server[query..];
        var end = server.IndexOf('/', "postgresql://".Length);
        return ((end < 0 ? server : server[..end]) + "/" + name + parameters, server, name);
    }

    private static Task DropAsync(string server, string name) => RunAsync(server, $"drop database if exists {name} with (force)");

#pragma warning disable CA2100 // The names are generated.
    private static async Task RunAsync(string server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(Connection(server, null));
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
#pragma warning restore CA2100

    private static string Connection(string server, string? name)
    {
        Assert.True(DatabaseUrl.TryParse(server, out var parsed, out var faults), string.Join("; ", faults));
        var url = Assert.IsType<PostgresUrl>(parsed);
        return new NpgsqlConnectionStringBuilder
        {
            Host = url.Hosts[0].Name,
            Port = url.Hosts[0].Port,
            Username = url.User,
            Password = url.Password,
            Database = name ?? url.Name,
            Pooling = false,
        }.ConnectionString;
    }
}
