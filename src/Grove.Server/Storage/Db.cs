using System.Data.Common;

namespace Grove.Server.Storage;

/// <summary>
/// The database of one server. Every question is one <see cref="Sql"/> text that runs on both engines; every write is one
/// transaction. No driver type or driver exception leaves this class: a fault is a <see cref="StorageException"/>.
/// </summary>
internal abstract class Db : IAsyncDisposable
{
    /// <summary>The few places where the two languages differ.</summary>
    public abstract SqlDialect Dialect { get; }

    /// <summary>Its meter: durations, the writer's queue, connections in use.</summary>
    public abstract DbMetrics Metrics { get; }

    /// <summary>Runs one read-only statement in one round trip and reads every row of its answer.</summary>
    public abstract ValueTask<List<T>> QueryAsync<T>(Sql sql, SqlArg[] args, Func<DbDataReader, T> read, CancellationToken cancel);

    /// <summary>Several statements that see one snapshot (REPEATABLE READ, read only). Never takes a write lock.</summary>
    public abstract Task<T> ReadAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken cancel);

    /// <summary>
    /// Runs <paramref name="work"/> in one transaction and answers once the commit is durable. A transient conflict (deadlock, lock
    /// time-out) runs it again, at most three times in all, so it must change nothing outside the session. When it throws, or has
    /// called <see cref="SqlSession.Discard"/>, nothing is kept. On SQLite every await inside completes synchronously on the writer thread:
    /// <paramref name="work"/> may await nothing but its session. Once started it is not cancelled.
    /// </summary>
    public abstract Task<T> WriteAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken cancel);

    /// <summary>A whole transaction in one round trip: runs the statements in order and reads the rows of the last one.</summary>
    public abstract Task<List<T>> WriteBatchAsync<T>(SqlBatch batch, Func<DbDataReader, T> read, CancellationToken cancel);

    /// <summary>Throws <see cref="StorageException"/> when the database does not answer.</summary>
    public abstract Task PingAsync(CancellationToken cancel);

    public abstract ValueTask DisposeAsync();
}

/// <summary>One open transaction.</summary>
internal abstract class SqlSession
{
    public abstract SqlDialect Dialect { get; }

    public abstract ValueTask<List<T>> QueryAsync<T>(Sql sql, SqlArg[] args, Func<DbDataReader, T> read);

    /// <summary>Runs the statements in order in one round trip and reads the rows of the last one.</summary>
    public abstract ValueTask<List<T>> BatchAsync<T>(SqlBatch batch, Func<DbDataReader, T> read);

    /// <summary>The number of rows changed.</summary>
    public abstract ValueTask<int> ExecuteAsync(Sql sql, params SqlArg[] args);

    /// <summary>
    /// Between the parts of long work, of which the last took <paramref name="worked"/>: waits for half of that when this server reads so much
    /// that readers would feel the work.
    /// </summary>
    public abstract ValueTask RestAsync(TimeSpan worked);

    /// <summary>Marks the transaction to be rolled back when its work returns; the returned value still reaches the caller.</summary>
    public void Discard() => Discarded = true;

    public bool Discarded { get; private set; }
}

/// <summary>Statements that travel together.</summary>
internal sealed class SqlBatch
{
    private readonly List<(Sql Sql, SqlArg[] Args)> statements = [];

    public IReadOnlyList<(Sql Sql, SqlArg[] Args)> Statements => statements;

    public SqlBatch Add(Sql sql, params SqlArg[] args)
    {
        statements.Add((sql, args));
        return this;
    }
}
