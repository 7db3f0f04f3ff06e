using System.Collections.Concurrent;
using System.Data.Common;
using Grove.Server.Storage;

namespace Grove.Bench.Reads;

/// <summary>A statement with the arguments that it was sent with.</summary>
internal sealed record Asked(Sql Sql, SqlArg[] Args);

/// <summary>A database that remembers what it is asked. A server on it sends what every server sends.</summary>
internal sealed class WatchedDb(Db inner) : Db
{
    private readonly ConcurrentQueue<Asked> asked = new();

    public override SqlDialect Dialect => inner.Dialect;

    public override DbMetrics Metrics => inner.Metrics;

    /// <summary>The reading statements since the last call, in order; of those within a write the plain selects.</summary>
    public IReadOnlyList<Asked> Take()
    {
        var taken = new List<Asked>();
        while (asked.TryDequeue(out var one)) taken.Add(one);
        return taken;
    }

    public override ValueTask<List<T>> QueryAsync<T>(Sql sql, SqlArg[] args, Func<DbDataReader, T> read, CancellationToken cancel)
    {
        asked.Enqueue(new(sql, args));
        return inner.QueryAsync(sql, args, read, cancel);
    }

    public override Task<T> ReadAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken cancel) => inner.ReadAsync(Watch(work, static _ => true), cancel);

    public override Task<T> WriteAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken cancel) =>
        inner.WriteAsync(Watch(work, static sql => sql.Text.StartsWith("select", StringComparison.Ordinal)), cancel);

    public override Task<List<T>> WriteBatchAsync<T>(SqlBatch batch, Func<DbDataReader, T> read, CancellationToken cancel) =>
        inner.WriteBatchAsync(batch, read, cancel);

    public override Task PingAsync(CancellationToken cancel) => inner.PingAsync(cancel);

    public override ValueTask DisposeAsync() => inner.DisposeAsync();

    private Func<SqlSession, ValueTask<T>> Watch<T>(Func<SqlSession, ValueTask<T>> work, Predicate<Sql> reads) => async session =>
    {
        var watched = new Session(session, asked, reads);
        var result = await work(watched);
        if (watched.Discarded) session.Discard();
        return result;
    };

    private sealed class Session(SqlSession inner, ConcurrentQueue<Asked> asked, Predicate<Sql> reads) : SqlSession
    {
        public override SqlDialect Dialect => inner.Dialect;

        public override ValueTask<List<T>> QueryAsync<T>(Sql sql, SqlArg[] args, Func<DbDataReader, T> read)
        {
            if (reads(sql)) asked.Enqueue(new(sql, args));
            return inner.QueryAsync(sql, args, read);
        }

        public override ValueTask<List<T>> BatchAsync<T>(SqlBatch batch, Func<DbDataReader, T> read)
        {
            foreach (var (sql, args) in batch.Statements)
                if (reads(sql)) asked.Enqueue(new(sql, args));
            return inner.BatchAsync(batch, read);
        }

        public override ValueTask<int> ExecuteAsync(Sql sql, params SqlArg[] args) => inner.ExecuteAsync(sql, args);

        public override ValueTask RestAsync(TimeSpan worked) => inner.RestAsync(worked);
    }
}
