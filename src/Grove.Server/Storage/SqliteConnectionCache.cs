using System.Data.Common;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Grove.Server.Storage;

/// <summary>One connection and its prepared statements. Used by one thread at a time.</summary>
internal sealed class SqliteConnectionCache : IDisposable
{
    // Far more than Grove has statements; a bound all the same.
    private const int MostStatements = 512;

    // As many pages in the log are worth a checkpoint as by SQLite's own default.
    private const int CheckpointPages = 1000;

    // SQLITE_DBSTATUS_CACHE_WRITE: the pages that a connection wrote to the log.
    private const int CacheWrites = 9;

    private static readonly Sql Checkpoint = new("pragma wal_checkpoint(passive)");

    private readonly SqliteConnection connection;
    private readonly ILogger logger;
    private readonly Dictionary<Sql, SqliteCommand> commands = [];

#pragma warning disable CA2100 // No text here comes from outside.
    public SqliteConnectionCache(SqliteFile file, bool writer, ILogger logger)
    {
        this.logger = logger;
        connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file.Path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = 5,
        }.ToString());
        try
        {
            connection.Open();
            // Else SQLite prepares a statement again whenever an argument changes that it once looked at for a partial index, which is most
            // of what asks for memberships: that takes several times as long as running it.
            raw.sqlite3_db_config(connection.Handle, raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _);
            using var command = connection.CreateCommand();
            command.CommandText = "pragma journal_mode = wal";
            if (command.ExecuteScalar() is not "wal")
                throw new StorageException(StorageFault.Unavailable, $"The file system of {file.Path} cannot carry a write-ahead log.");
            command.CommandText = $"""
                pragma busy_timeout = 5000;
                pragma synchronous = {(file.Temporary ? "off" : "full")};
                pragma foreign_keys = on;
                pragma temp_store = memory;
                pragma wal_autocheckpoint = 0;
                pragma cache_size = {(writer ? -16000 : -8000)};
                pragma journal_size_limit = 67108864;
                pragma mmap_size = {(writer ? 0 : 2147418112)};
                pragma query_only = {(writer ? "off" : "on")}
                """;
            command.ExecuteNonQuery();
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw SqliteFaults.Translate(e, logger);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
#pragma warning restore CA2100

    public SqliteConnection Connection => connection;

    /// <summary>False also when SQLite has given up the transaction by itself, as it does when the disk is full.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    public List<T> Query<T>(Sql sql, SqlArg[] args, Func<DbDataReader, T> read)
    {
        if (sql.Text.Length == 0) return [];
        var rows = new List<T>(4);
        try
        {
            using var reader = Prepare(sql, args).ExecuteReader();
            while (reader.Read()) rows.Add(read(reader));
            return rows;
        }
        catch (SqliteException e)
        {
            throw SqliteFaults.Translate(e, logger);
        }
        catch (Exception e) when (e is InvalidCastException or InvalidOperationException or ArgumentException)
        {
            logger.LogError(e, "A row could not be read.");
            throw new StorageException(StorageFault.Defect, "A row could not be read.");
        }
    }

    public int Execute(Sql sql, SqlArg[] args)
    {
        if (sql.Text.Length == 0) return 0;
        try
        {
            return Math.Max(0, Prepare(sql, args).ExecuteNonQuery());
        }
        catch (SqliteException e)
        {
            throw SqliteFaults.Translate(e, logger);
        }
    }

    /// <summary>Runs a statement without arguments and lets the driver's exception out, for callers that look at its code.</summary>
    public void Control(Sql sql) => Prepare(sql, []).ExecuteNonQuery();

    /// <summary>
    /// Copies the write-ahead log into the database once this connection has written enough of it. By itself SQLite does so inside a commit,
    /// whose answer would wait for it.
    /// </summary>
    public void CheckpointWhenDue()
    {
        raw.sqlite3_db_status(connection.Handle, CacheWrites, out var written, out _, 0);
        if (written < CheckpointPages) return;
        raw.sqlite3_db_status(connection.Handle, CacheWrites, out _, out _, 1);
        Control(Checkpoint);
    }

    public void Dispose()
    {
        ForgetStatements();
        connection.Dispose();
    }

    private SqliteCommand Prepare(Sql sql, SqlArg[] args)
    {
        if (!commands.TryGetValue(sql, out var command)) command = Create(sql);
        var parameters = command.Parameters;
        for (var i = 0; i < parameters.Count; i++) parameters[i].Value = Value(in SqlArgs.Find(sql, i, args));
        return command;
    }

    private SqliteCommand Create(Sql sql)
    {
        if (commands.Count == MostStatements) ForgetStatements();
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // A kept text, never made from input.
        command.CommandText = sql.Text;
#pragma warning restore CA2100
        foreach (var name in sql.Parameters) command.Parameters.Add(new SqliteParameter { ParameterName = "@" + name });
        commands.Add(sql, command);
        return command;
    }

    private void ForgetStatements()
    {
        foreach (var command in commands.Values) command.Dispose();
        commands.Clear();
    }

    private static object Value(in SqlArg arg)
    {
        if (arg.IsNull) return DBNull.Value;
        return arg.Type switch
        {
            SqlType.Integer => arg.Integer,
            SqlType.Text or SqlType.Blob => arg.Reference!,
            _ => JsonSerializer.Serialize(arg.Reference),
        };
    }
}
