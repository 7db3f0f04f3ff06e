using System.Collections.Concurrent;
using System.Threading.Channels;
using Grove.Server.Storage;

namespace Grove.Server.Organizations;

/// <summary>
/// Keeps, for subtrees that are large, how many accounts they hold, so that an exact total does not cost what they hold. Whatever changes
/// that writes, in its own transaction, what it adds to each count above as a row of its own: so writers never wait for each other, and a
/// count is always what is stored and those rows together. They are folded into the counts here, and subtrees that a list has found to be
/// counted the long way are counted.
/// </summary>
internal sealed class AccountCounts(Db db, ILogger<AccountCounts> logger) : BackgroundService
{
    /// <summary>Rows that may be counted one by one before a stored count is worth its upkeep.</summary>
    public const int Large = 1000;

    /// <summary>Changes made here after which what they added is folded: about as many rows does a list add up.</summary>
    public const int FoldEvery = 256;

    private const int FoldAtOnce = 1000;
    private const long Fold = 0;

    private static readonly Sql Begin = new(
        "insert into account_counts (ancestor) select o.key from organizations o where o.key = @ancestor on conflict (ancestor) do nothing");

    private static readonly Sql Count = new(
        """
        select (select count(*) from closure c join accounts a on a.organization_key = c.descendant where c.ancestor = @ancestor)
          - (select cast(coalesce(sum(d.delta), 0) as bigint) from account_deltas d where d.ancestor = @ancestor)
        """);

    private static readonly Sql Keep = new("update account_counts set count = @count where ancestor = @ancestor and count is null");

    private static readonly Sql Take = new(
        $"""
         delete from account_deltas where key in (
           select d.key from account_deltas d join account_counts n on n.ancestor = d.ancestor
           where n.count is not null order by d.key limit {FoldAtOnce})
         returning ancestor, delta
         """);

    private static readonly Sql Put = new("update account_counts set count = count + @delta where ancestor = @ancestor");

    // The cross join keeps SQLite from beginning with all counts there are.
    private static readonly Sql Change = new(
        """
        insert into account_deltas (ancestor, delta)
        select n.ancestor, t.delta
        from (
          select c.ancestor, sum(c.delta) as delta
          from (select ancestor, -@accounts as delta from closure where descendant = @from
                union all select ancestor, @accounts as delta from closure where descendant = @to) c
          group by c.ancestor having sum(c.delta) <> 0) t
        cross join account_counts n where n.ancestor = t.ancestor
        """);

    // Where nobody above has a count, nothing need be counted.
    private static readonly Sql Below = new(
        """
        select case when exists (
            select 1 from closure c join account_counts n on n.ancestor = c.ancestor where c.descendant = @from or c.descendant = @to)
          then (select count(*) from closure c join accounts a on a.organization_key = c.descendant where c.ancestor = @key) else 0 end
        """);

    private static readonly Sql ForgetDeltas = new("delete from account_deltas where ancestor = @key");
    private static readonly Sql ForgetCount = new("delete from account_counts where ancestor = @key");

    private readonly Channel<long> waiting = Channel.CreateBounded<long>(256);
    private readonly ConcurrentDictionary<long, bool> queued = new();

    // So the first change folds what a process before this one has left.
    private int changes = FoldEvery - 1;

    /// <summary>Asks that the subtree is counted; does nothing when that is already waiting.</summary>
    public void Ask(long ancestor)
    {
        if (queued.TryAdd(ancestor, true) && !waiting.Writer.TryWrite(ancestor)) queued.TryRemove(ancestor, out _);
    }

    /// <summary>
    /// Adds to <paramref name="batch"/> that so many accounts go from an organization to another; null is none. Every transaction in which an organization
    /// gets or loses accounts must tell it here, and must hold the forest lock.
    /// </summary>
    public void Add(SqlBatch batch, long? from, long? to, long accounts)
    {
        batch.Add(Change, ("from", from ?? 0), ("to", to ?? 0), ("accounts", accounts));
        if (Interlocked.Increment(ref changes) % FoldEvery == 0) Ask(Fold);
    }

    /// <summary>Tells the counts that so many accounts go from an organization to another: see <see cref="Add"/>.</summary>
    public async ValueTask ChangeAsync(SqlSession session, long? from, long? to, long accounts)
    {
        var batch = new SqlBatch();
        Add(batch, from, to, accounts);
        await session.BatchAsync(batch, static _ => 0);
    }

    /// <summary>Tells the counts that an organization goes, with all accounts at and below it, from one parent to another. The forest lock must be held alone.</summary>
    public async ValueTask MoveAsync(SqlSession session, long key, long? from, long? to)
    {
        var accounts = (await session.QueryAsync(Below, [("key", key), ("from", from ?? 0), ("to", to ?? 0)], static row => row.GetInt64(0)))[0];
        if (accounts > 0) await ChangeAsync(session, from, to, accounts);
    }

    /// <summary>Drops the count of a deleted organization.</summary>
    public static async ValueTask ForgetAsync(SqlSession session, long key) =>
        await session.BatchAsync(new SqlBatch().Add(ForgetDeltas, ("key", key)).Add(ForgetCount, ("key", key)), static _ => 0);

    /// <summary>Counts the subtree at <paramref name="ancestor"/>, unless that was done.</summary>
    public async Task CountAsync(long ancestor, CancellationToken cancel)
    {
        // Once the forest lock was ours alone, everybody who writes has seen that there is a count. From then on what is there, less what
        // was added since, is the same at any moment.
        await db.WriteAsync(async session =>
        {
            await session.ExecuteAsync(session.Dialect.LockForestAlone);
            return await session.ExecuteAsync(Begin, ("ancestor", ancestor));
        }, cancel);
        var count = (await db.QueryAsync(Count, [("ancestor", ancestor)], static row => row.GetInt64(0), cancel))[0];
        await db.WriteBatchAsync(new SqlBatch().Add(Keep, ("ancestor", ancestor), ("count", count)), static _ => 0, cancel);
    }

    /// <summary>Folds what was added into the counts.</summary>
    public async Task FoldAsync(CancellationToken cancel)
    {
        while (await db.WriteAsync(FoldSomeAsync, cancel) == FoldAtOnce) { }
    }

    /// <summary>A row is deleted by one node only, which then adds it.</summary>
    private static async ValueTask<int> FoldSomeAsync(SqlSession session)
    {
        var taken = await session.QueryAsync(Take, [], static row => (Ancestor: row.GetInt64(0), Delta: row.GetInt64(1)));
        var batch = new SqlBatch();
        foreach (var of in taken.GroupBy(row => row.Ancestor, row => row.Delta).OrderBy(of => of.Key))
            batch.Add(Put, ("ancestor", of.Key), ("delta", of.Sum()));
        if (taken.Count > 0) await session.BatchAsync(batch, static _ => 0);
        return taken.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var asked in waiting.Reader.ReadAllAsync(stoppingToken))
        {
            queued.TryRemove(asked, out _);
            try
            {
                if (asked == Fold) await FoldAsync(stoppingToken);
                else await CountAsync(asked, stoppingToken);
            }
            catch (StorageException fault)
            {
                // The next list that counts the long way asks again, and the next changes do.
                logger.LogWarning("Accounts were not counted: {Fault}", fault.Fault);
            }
        }
    }
}
