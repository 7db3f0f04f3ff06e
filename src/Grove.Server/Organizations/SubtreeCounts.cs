using System.Collections.Concurrent;
using System.Threading.Channels;
using Grove.Server.Storage;

namespace Grove.Server.Organizations;

/// <summary>
/// Keeps, for subtrees that are large, how many organizations up to some key they hold, so that an exact total costs only the rows that
/// came later. Creating never touches a count; moving and deleting adjust it in their own transaction; the rest is refreshed here, for the
/// subtrees that a list has found to be counted the long way.
/// </summary>
internal sealed class SubtreeCounts(Db db, ILogger<SubtreeCounts> logger) : BackgroundService
{
    /// <summary>Rows of closure that may be counted one by one before a stored count is worth its upkeep.</summary>
    public const int Large = 1000;

    private static readonly Sql Highest = new("select coalesce(max(key), 0) from organizations");
    private static readonly Sql Start = new("insert into subtree_counts (ancestor, through_key, count) values (@ancestor, 0, 0) on conflict (ancestor) do nothing");

    private static readonly Sql Count = new(
        """
        update subtree_counts set through_key = @through,
          count = (select count(*) from closure c where c.ancestor = @ancestor and c.descendant <= @through)
        where ancestor = @ancestor and exists (select 1 from organizations o where o.key = @ancestor)
        """);

    private static readonly Sql Forget = new("delete from subtree_counts where ancestor = @key");

    private static readonly Sql Remove = new(
        """
        update subtree_counts set count = count - (
          select count(*) from closure d where d.ancestor = @key and d.descendant <= subtree_counts.through_key)
        where ancestor in (select c.ancestor from closure c where c.descendant = @key and c.depth > 0)
        """);

    private readonly Sql lockCount = new("select ancestor from subtree_counts where ancestor = @ancestor" + db.Dialect.ForUpdate);
    private readonly Channel<long> stale = Channel.CreateBounded<long>(256);
    private readonly ConcurrentDictionary<long, bool> queued = new();

    /// <summary>Asks for a fresh count of a subtree; does nothing when that is already waiting.</summary>
    public void Refresh(long ancestor)
    {
        if (queued.TryAdd(ancestor, true) && !stale.Writer.TryWrite(ancestor)) queued.TryRemove(ancestor, out _);
    }

    /// <summary>Takes the subtree at <paramref name="key"/> off the counts above it; before its closure rows go.</summary>
    public static Task SubtractAsync(SqlSession session, long key) => session.ExecuteAsync(Remove, ("key", key)).AsTask();

    /// <summary>The statement that adds <c>@below</c>, as many as are at or before the count's key, to the counts of <c>@above</c> <c>@sign</c> times.</summary>
    public static Sql AddTo(SqlDialect dialect) => new(
        $"""
         update subtree_counts set count = count + @sign * (
           select count(*) from ({dialect.Items("@below")}) below where below.value <= subtree_counts.through_key)
         where {dialect.InIntegers("ancestor", "@above")}
         """);

    /// <summary>Drops the count of a deleted organization.</summary>
    public static Task ForgetAsync(SqlSession session, long key) => session.ExecuteAsync(Forget, ("key", key)).AsTask();

    /// <summary>Counts the subtree at <paramref name="ancestor"/> again.</summary>
    public async Task CountAsync(long ancestor, CancellationToken cancel)
    {
        // Keys are handed out before their rows are committed. Once the forest lock was ours alone, nothing at or below the highest
        // key that we saw can still appear.
        var through = await db.WriteAsync(async session =>
        {
            await session.ExecuteAsync(session.Dialect.LockForestAlone);
            await session.ExecuteAsync(Start, ("ancestor", ancestor));
            return (await session.QueryAsync(Highest, [], static row => row.GetInt64(0)))[0];
        }, cancel);
        await db.WriteAsync(async session =>
        {
            await session.ExecuteAsync(session.Dialect.LockForestShared);
            // The row is locked first, so that the count is taken after every deletion that already adjusted it.
            await session.QueryAsync(lockCount, [("ancestor", ancestor)], static row => row.GetInt64(0));
            return await session.ExecuteAsync(Count, ("ancestor", ancestor), ("through", through));
        }, cancel);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var ancestor in stale.Reader.ReadAllAsync(stoppingToken))
        {
            queued.TryRemove(ancestor, out _);
            try
            {
                await CountAsync(ancestor, stoppingToken);
            }
            catch (StorageException fault)
            {
                // The next list that counts the long way asks again.
                logger.LogWarning("A subtree was not counted: {Fault}", fault.Fault);
            }
        }
    }
}
