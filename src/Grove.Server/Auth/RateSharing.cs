using System.Buffers.Binary;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Auth;

/// <summary>
/// Lets the nodes on one database count the requests of a user together: once a second each tells what it let through for the users who
/// were active, and learns what the others did. In between, and while the database is away, every node counts alone.
/// </summary>
internal sealed class RateSharing(Db db, UserRateLimiter limiter, IdSource ids, TimeProvider clock, ILogger<RateSharing> logger) : BackgroundService
{
    private const int Batch = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SweepPause = TimeSpan.FromMinutes(10);

    private static readonly Sql Put = new(
        """
        insert into rate_windows (user_key, node, start_time, used) values (@user, @node, @start, @used)
        on conflict (user_key, node) do update set start_time = excluded.start_time, used = excluded.used
        """);

    private static readonly Sql Sweep = new(
        """
        delete from rate_windows where (user_key, node) in
          (select user_key, node from rate_windows where start_time <= @ended order by start_time limit @limit)
        """);

    private readonly Sql elsewhere = new(
        $"""
        select user_key, min(start_time), cast(sum(used) as bigint) from rate_windows
        where {db.Dialect.InIntegers("user_key", "@users")} and node <> @node and start_time > @ended group by user_key
        """);

    // A node is known by a number of its own for as long as it runs; what it leaves behind counts until its windows end.
    private readonly long node = NewNode(ids);
    private readonly SemaphoreSlim turn = new(1);
    private bool failing;

    /// <summary>Tells and learns now. Whatever was let through here before is known to the database afterwards.</summary>
    public async Task ShareAsync(CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            // What is let through meanwhile waits for the next time.
            for (var left = limiter.Changed; left > 0; left -= Batch) await ShareBatchAsync(cancel);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Removes windows that have ended, a batch at a time; returns how many.</summary>
    public async Task<int> SweepAsync(CancellationToken cancel)
    {
        var all = 0;
        while (true)
        {
            var removed = await db.WriteAsync(session => session.ExecuteAsync(Sweep, ("ended", Ended), ("limit", Batch)), cancel);
            all += removed;
            if (removed < Batch) return all;
        }
    }

    public override void Dispose()
    {
        turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        var swept = clock.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ShareAsync(stoppingToken);
                if (failing) logger.LogInformation("The nodes count requests together again");
                failing = false;
                if (clock.GetElapsedTime(swept) < SweepPause) continue;
                swept = clock.GetTimestamp();
                await SweepAsync(stoppingToken);
            }
            catch (StorageException fault)
            {
                if (!failing) logger.LogWarning("The nodes could not tell each other their requests: {Fault}; each limits alone until they can", fault.Fault);
                failing = true;
            }
        }
    }

    private long Ended => Timestamps.Now(clock) - (limiter.Length.Ticks / TimeSpan.TicksPerMicrosecond);

    private async Task ShareBatchAsync(CancellationToken cancel)
    {
        var mine = limiter.TakeChanged(Batch);
        if (mine.Count == 0) return;
        // In the order of keys, as every transaction locks.
        mine.Sort(static (a, b) => a.User.CompareTo(b.User));
        try
        {
            var batch = new SqlBatch();
            foreach (var (user, start, used) in mine) batch.Add(Put, ("user", user), ("node", node), ("start", start), ("used", used));
            batch.Add(elsewhere, ("users", mine.Select(window => window.User).ToArray()), ("node", node), ("ended", Ended));
            var others = (await db.WriteBatchAsync(batch, static row => new RateWindow(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)), cancel))
                .ToDictionary(window => window.User);
            foreach (var window in mine) limiter.Learn(window, others.TryGetValue(window.User, out var other) ? other : null);
        }
        catch
        {
            limiter.PutBack(mine);
            throw;
        }
    }

    private static long NewNode(IdSource ids)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        ids.Fill(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }
}
