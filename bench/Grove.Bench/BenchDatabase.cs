using System.Data.Common;
using Grove.Server.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Grove.Bench;

/// <summary>The database of a benchmark, opened plainly.</summary>
internal static class BenchDatabase
{
    public static DatabaseUrl Parse(string database) =>
        DatabaseUrl.TryParse(database, out var url, out var faults) ? url : throw new ArgumentException("--database: " + string.Join("; ", faults));

    /// <summary>As Grove configures its own connections: what is compared is what is done with them.</summary>
    public static NpgsqlConnectionStringBuilder ConnectionString(PostgresUrl url) => new()
    {
        Host = url.Hosts[0].Name,
        Port = url.Hosts[0].Port,
        Username = url.User,
        Password = url.Password,
        Database = url.Name,
        MaxPoolSize = url.Pool,
        MaxAutoPrepare = 50,
        AutoPrepareMinUsages = 2,
        NoResetOnClose = true,
        Enlist = false,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
        CommandTimeout = 0,
    };

    public static string ConnectionString(SqliteUrl url) => new SqliteConnectionStringBuilder
    {
        DataSource = url.Path ?? throw new ArgumentException("A benchmark needs a file."),
        Mode = SqliteOpenMode.ReadWrite,
        Pooling = false,
        DefaultTimeout = 30,
    }.ToString();

    public static async Task<DbConnection> OpenAsync(DatabaseUrl url)
    {
        DbConnection connection = url is PostgresUrl postgres
            ? new NpgsqlConnection(ConnectionString(postgres).ConnectionString)
            : new SqliteConnection(ConnectionString((SqliteUrl)url));
        await connection.OpenAsync();
        return connection;
    }

    public static async Task<List<T>> QueryAsync<T>(this DbConnection connection, string sql, Func<DbDataReader, T> read)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) rows.Add(read(reader));
        return rows;
    }

    public static async Task RunAsync(this DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
