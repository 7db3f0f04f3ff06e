using System.Data.Common;
using System.Diagnostics.Metrics;
using Npgsql;

namespace Grove.Server.Storage;

/// <summary>PostgreSQL. Keeps no state in its connections, so poolers in transaction mode may stand between.</summary>
internal sealed class PostgresEngine : Db
{
    private const int MostTries = 3;
    private const string BeginRead = "begin isolation level repeatable read read only";
    private const string BeginWrite = "begin isolation level read committed";

    private static readonly Sql Ping = new("select 1");

    private readonly NpgsqlDataSource all;
    private readonly NpgsqlDataSource source;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly PostgresReaders readers;
    private int busy;

    private PostgresEngine(NpgsqlDataSource all, int pool, TimeProvider clock, ILogger logger, IMeterFactory? meters)
    {
        (this.all, source, this.clock, this.logger) = (all, PostgresSource.Primary(all), clock, logger);
        // As many as there are processors to prepare and read them; more would only divide those that travel together.
        readers = new(OpenAsync, Math.Min(pool, Math.Max(2, Environment.ProcessorCount)), logger);
        Metrics = new DbMetrics(meters, clock, static () => 0, () => Volatile.Read(ref busy) + readers.Busy);
    }

    public override SqlDialect Dialect { get; } = new PostgresDialect();

    public override DbMetrics Metrics { get; }

    public static async Task<PostgresEngine> OpenAsync(
        PostgresUrl url, TimeProvider clock, ILogger logger, IMeterFactory? meters, CancellationToken cancel)
    {
        var all = PostgresSource.Create(url);
        try
        {
            await using var connection = await PostgresSource.Primary(all).OpenConnectionAsync(cancel);
            await PostgresSource.RefuseOthersAsync(connection, cancel);
            await Migrator.Postgres.ApplyAsync(connection, clock, logger, cancel);
            return new PostgresEngine(all, url.Pool, clock, logger, meters);
        }
        catch (Exception e)
        {
            await all.DisposeAsync();
            if (e is StorageException or OperationCanceledException) throw;
            var fault = PostgresFaults.Translate(e, committing: false, logger);
            throw new StorageException(fault.Fault, $"{url} cannot be opened: {fault.Message}");
        }
    }

    public override async ValueTask<List<T>> QueryAsync<T>(Sql sql, SqlArg[] args, Func<DbDataReader, T> read, CancellationToken cancel)
    {
        if (sql.Text.Length == 0) return [];
        var started = Metrics.Start();
        try
        {
            return await readers.QueryAsync(sql, args, read, cancel);
        }
        finally
        {
            Metrics.Stop(started, DbMetrics.Query);
        }
    }

    public override async Task<T> ReadAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken cancel)
    {
        var started = Metrics.Start();
        Interlocked.Increment(ref busy);
        try
        {
            await using var connection = await OpenAsync(cancel);
            var session = new PostgresSession(connection, Dialect, BeginRead, RestAsync, logger, cancel);
            try
            {
                var result = await work(session);
                return session.Failure is null || session.Discarded ? result : throw session.Failure;
            }
            finally
            {
                session.Close();
                await session.RollbackAsync();
            }
        }
        finally
        {
            Interlocked.Decrement(ref busy);
            Metrics.Stop(started, DbMetrics.Read);
        }
    }

    public override async Task<T> WriteAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken cancel)
    {
        var started = Metrics.Start();
        Interlocked.Increment(ref busy);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                await using (var connection = await OpenAsync(cancel))
                {
                    var session = new PostgresSession(connection, Dialect, BeginWrite, RestAsync, logger, CancellationToken.None);
                    try
                    {
                        return await TryAsync(session, work);
                    }
                    catch (Exception) when (session.Failure is { Fault: StorageFault.Conflict } && attempt < MostTries)
                    {
                        // Another try follows, once the connection is given back.
                    }
                    finally
                    {
                        if (session.MetReadOnly) source.Clear();
                    }
                }
                await DelayAsync(attempt, cancel);
            }
        }
        finally
        {
            Interlocked.Decrement(ref busy);
            Metrics.Stop(started, DbMetrics.Write);
        }
    }

    public override async Task<List<T>> WriteBatchAsync<T>(SqlBatch batch, Func<DbDataReader, T> read, CancellationToken cancel)
    {
        var started = Metrics.Start();
        Interlocked.Increment(ref busy);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await SendAsync(batch, read, cancel);
                }
                catch (StorageException e) when (e.Fault == StorageFault.Conflict && attempt < MostTries)
                {
                    // Another try follows.
                }
                await DelayAsync(attempt, cancel);
            }
        }
        finally
        {
            Interlocked.Decrement(ref busy);
            Metrics.Stop(started, DbMetrics.Batch);
        }
    }

    public override async Task PingAsync(CancellationToken cancel) => await QueryAsync(Ping, [], static _ => 0, cancel);

    public override async ValueTask DisposeAsync()
    {
        await all.DisposeAsync();
        Metrics.Dispose();
    }

    private static bool IsCancellation(Exception e, CancellationToken cancel) =>
        e is OperationCanceledException && cancel.IsCancellationRequested;

    private static async Task<T> TryAsync<T>(PostgresSession session, Func<SqlSession, ValueTask<T>> work)
    {
        T result;
        try
        {
            result = await work(session);
            // Work that got over a conflict has still not done what it was to do.
            if (session.Failure is { } failure && (!session.Discarded || failure.Fault == StorageFault.Conflict)) throw failure;
        }
        catch
        {
            session.Close();
            await session.RollbackAsync();
            throw;
        }
        session.Close();
        if (session.Discarded) await session.RollbackAsync();
        else await session.CommitAsync();
        return result;
    }

    private async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancel)
    {
        // The pool does not look at it when a connection is idle.
        cancel.ThrowIfCancellationRequested();
        try
        {
            return await source.OpenConnectionAsync(cancel);
        }
        catch (Exception e) when (!IsCancellation(e, cancel))
        {
            throw PostgresFaults.Translate(e, committing: false, logger);
        }
    }

    private async Task<List<T>> SendAsync<T>(SqlBatch batch, Func<DbDataReader, T> read, CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        await using var sending = new NpgsqlBatch(connection);
        var skip = PostgresSession.AddAll(sending, batch);
        if (sending.BatchCommands.Count == 0) return [];
        try
        {
            return await PostgresSession.ReadAsync(sending, skip, read, CancellationToken.None);
        }
        catch (Exception e)
        {
            // The last statement and the commit travel together, so a lost connection always leaves the outcome open.
            if (PostgresFaults.IsReadOnly(e)) source.Clear();
            throw PostgresFaults.Translate(e, committing: true, logger);
        }
    }

    private Task RestAsync(TimeSpan worked) => readers.AreMany ? Task.Delay(worked / 2, clock) : Task.CompletedTask;

    // Two that met each other must not meet again, so each waits its own time: the clock's low bits are as good as a die.
    private Task DelayAsync(int attempt, CancellationToken cancel) =>
        Task.Delay(TimeSpan.FromMilliseconds((5 * attempt) + (clock.GetTimestamp() / 100 % 20)), clock, cancel);
}
