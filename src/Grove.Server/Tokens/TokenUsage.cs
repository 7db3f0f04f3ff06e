using System.Collections.Concurrent;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Tokens;

/// <summary>
/// Remembers when tokens were last used and writes it down once a minute, all together: <c>last_used_on</c> is that coarse on purpose.
/// </summary>
internal sealed class TokenUsage(Db db, TimeProvider clock, ILogger<TokenUsage> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private static readonly Sql Update = new(
        "update api_tokens set last_used_on = @time where key = @key and (last_used_on is null or last_used_on < @time)");

    private readonly ConcurrentDictionary<long, long> used = new();

    public void Record(long tokenKey) => used[tokenKey] = Timestamps.Now(clock);

    /// <summary>Writes down what was recorded since the last time.</summary>
    public async Task FlushAsync(CancellationToken cancel)
    {
        foreach (var (key, time) in used.ToArray())
        {
            await db.WriteAsync(session => session.ExecuteAsync(Update, ("key", key), ("time", time)), cancel);
            used.TryRemove(KeyValuePair.Create(key, time));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await FlushAsync(stoppingToken);
            }
            catch (StorageException fault)
            {
                logger.LogWarning("The last use of tokens was not written down: {Fault}; trying again later", fault.Fault);
            }
        }
    }
}
