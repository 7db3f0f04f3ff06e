using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Organizations;

/// <summary>
/// Tells from a sample of the names which grams are rare. The more names have a gram, the longer the index takes for it; and what the rarest ones name
/// is verified on the name itself, so a search asks for no others, and the sample may be old.
/// </summary>
internal sealed class GramRarity(Db db, TimeProvider clock)
{
    private const int Asked = 2;
    private const int Names = 4096;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private static readonly Sql Ends = new("select coalesce(min(key), 0), coalesce(max(key), 0) from organizations");

    private readonly Sql sampled = new($"select o.name_folded from organizations o where {db.Dialect.InIntegers("o.key", "@keys")}");
    private readonly Lock gate = new();
    private Task<Sample>? sample;
    private long taken;

    /// <summary>The rarest of the grams, at least one, the rarest first; all when they are few. Reads the sample when there is none of the last ten minutes.</summary>
    /// <exception cref="StorageException">There was none, and it could not be read.</exception>
    public async ValueTask<RareGrams> RarestAsync(int[] grams)
    {
        var (counts, step) = await TakenAsync();
        var rarest = grams.OrderBy(gram => counts.GetValueOrDefault(gram)).Take(Asked).ToArray();
        // One more than the sample has: a gram that none of its names has is not one that nobody has.
        return new(rarest, (long)((counts.GetValueOrDefault(rarest[0]) + 1) * step));
    }

    private Task<Sample> TakenAsync()
    {
        lock (gate)
        {
            if (sample is null or { IsFaulted: true } || clock.GetElapsedTime(taken) > Lifetime)
            {
                taken = clock.GetTimestamp();
                // Elsewhere: the embedded database reads before it answers with a task, and others wait at the lock.
                sample = Task.Run(TakeAsync);
            }
            return sample;
        }
    }

    private async Task<Sample> TakeAsync()
    {
        // Whoever asked first may leave; the others wait for it too.
        var (first, last) = (await db.QueryAsync(Ends, [], static row => (row.GetInt64(0), row.GetInt64(1)), CancellationToken.None))[0];
        var step = Math.Max(1, (last - first + 1) / (double)Names);
        var keys = Enumerable.Range(0, Names).Select(i => first + (long)(i * step)).TakeWhile(key => key <= last).ToArray();
        var counts = new Dictionary<int, int>();
        foreach (var name in await db.QueryAsync(sampled, [("keys", keys)], static row => row.GetString(0), CancellationToken.None))
            foreach (var gram in Grams.Of(name)) counts[gram] = counts.GetValueOrDefault(gram) + 1;
        return new(counts, step);
    }

    /// <summary>In how many of the names each gram is, and for how many keys one of them stands.</summary>
    private sealed record Sample(Dictionary<int, int> Counts, double Step);
}

/// <summary>What a search asks the index for.</summary>
/// <param name="Grams">The rarest grams of its terms.</param>
/// <param name="Names">About as many names as have the rarest of them.</param>
internal readonly record struct RareGrams(int[] Grams, long Names);
