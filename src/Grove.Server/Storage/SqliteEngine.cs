using System.Data.Common;
using System.Diagnostics.Metrics;
using Microsoft.Data.Sqlite;

namespace Grove.Server.Storage;

/// <summary>The embedded database: one writer thread, many readers, one server per file.</summary>
internal sealed class SqliteEngine : Db
{
    private static readonly Sql BeginRead = new("begin deferred");
    private static readonly Sql EndRead = new("rollback");
    private static readonly Sql Ping = new("select 1 from schema_migrations limit 1");

    private readonly SqliteFile file;
    private readonly SqliteConnectionCache writing;
    private readonly SqliteWriter writer;
    private readonly SqliteReaders readers;
    private bool disposed;

    private SqliteEngine(SqliteFile file, TimeProvider clock, ILogger logger, IMeterFactory? meters)
    {
        this.file = file;
        readers = new SqliteReaders(file, Math.Max(4, 2 * Environment.ProcessorCount), logger);
        writing = new SqliteConnectionCache(file, writer: true, logger);
        writer = new SqliteWriter(writing, Dialect, logger);
        Metrics = new DbMetrics(meters, clock, () => writer.Waiting, () => readers.Busy);
    }

    public override SqlDialect Dialect { get; } = new SqliteDialect();

    public override DbMetrics Metrics { get; }

    public static async Task<SqliteEngine> OpenAsync(
        SqliteUrl url, TimeProvider clock, ILogger logger, IMeterFactory? meters, CancellationToken cancel)
    {
        var file = SqliteFile.Open(url);
        try
        {
            using (var connection = new SqliteConnectionCache(file, writer: true, logger))
                await Migrator.Sqlite.ApplyAsync(connection.Connection, clock, logger, cancel);
            return new SqliteEngine(file, clock, logger, meters);
        }
        catch (SqliteException e)
        {
            file.Dispose();
            throw SqliteFaults.Translate(e, logger);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public override async ValueTask<List<T>> QueryAsync<T>(Sql sql, SqlArg[] args, Func<DbDataReader, T> read, CancellationToken cancel)
    {
        var started = Metrics.Start();
        var connection = await readers.RentAsync(cancel);
        try
        {
            return connection.Query(sql, args, read);
        }
        finally
        {
            readers.Return(connection);
            Metrics.Stop(started, DbMetrics.Query);
        }
    }

    public override async Task<T> ReadAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken cancel)
    {
        var started = Metrics.Start();
        var connection = await readers.RentAsync(cancel);
        var session = new SqliteSession(connection, Dialect);
        try
        {
            connection.Execute(BeginRead, []);
            var result = await work(session);
            return session.Failure is null || session.Discarded ? result : throw session.Failure;
        }
        finally
        {
            session.Close();
            if (connection.InTransaction) connection.Execute(EndRead, []);
            readers.Return(connection);
            Metrics.Stop(started, DbMetrics.Read);
        }
    }

    public override Task<T> WriteAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken cancel) =>
        WriteAsync(work, DbMetrics.Write, cancel);

    public override Task<List<T>> WriteBatchAsync<T>(SqlBatch batch, Func<DbDataReader, T> read, CancellationToken cancel) =>
        WriteAsync(session => session.BatchAsync(batch, read), DbMetrics.Batch, cancel);

    public override async Task PingAsync(CancellationToken cancel) => await QueryAsync(Ping, [], static _ => 0, cancel);

    public override async ValueTask DisposeAsync()
    {
        if (disposed) return;
        disposed = true;
        await Task.Run(writer.Dispose);
        await readers.DisposeAsync();
        // The last connection moves the log into the file, so it is the one that may write.
        writing.Dispose();
        file.Dispose();
        Metrics.Dispose();
    }

    private async Task<T> WriteAsync<T>(Func<SqlSession, ValueTask<T>> work, KeyValuePair<string, object?> operation, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var started = Metrics.Start();
        var write = new SqliteWrite<T>(work, cancel);
        writer.Enqueue(write);
        try
        {
            return await write.Task;
        }
        finally
        {
            Metrics.Stop(started, operation);
        }
    }
}
