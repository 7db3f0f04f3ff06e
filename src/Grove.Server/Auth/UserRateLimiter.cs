using System.Collections.Concurrent;
using System.Globalization;

namespace Grove.Server.Auth;

/// <summary>Whether a request may pass, and what its answer says about the limit.</summary>
/// <param name="Allowed">False when the answer is 429, with <paramref name="Reset"/> as its <c>Retry-After</c>.</param>
/// <param name="Left">Requests left in the window.</param>
/// <param name="Reset">Seconds until the window ends, rounded up.</param>
internal readonly record struct RateAnswer(bool Allowed, int Left, int Reset)
{
    /// <summary>The value of <c>Ratelimit</c>.</summary>
    public string Header => string.Create(CultureInfo.InvariantCulture, $"\"default\";r={Left};t={Reset}");
}

/// <summary>Limits the requests of each user in a window that begins with their first request and does not slide.</summary>
internal sealed class UserRateLimiter(RateLimit limit, TimeProvider clock)
{
    private const int SmallestSweep = 1024;

    private readonly ConcurrentDictionary<long, Window> windows = new();
    private readonly TimeSpan length = TimeSpan.FromSeconds(limit.Seconds);
    private int sweepAt = SmallestSweep;

    /// <summary>The value of <c>Ratelimit-Policy</c> on every answer.</summary>
    public string Policy { get; } = string.Create(CultureInfo.InvariantCulture, $"\"default\";q={limit.Requests};w={limit.Seconds}");

    /// <summary>How many users are remembered: those of the present window and at most as many that are gone.</summary>
    public int Count => windows.Count;

    /// <summary>Counts a request of this user.</summary>
    public RateAnswer Take(long user)
    {
        while (true)
        {
            if (!windows.TryGetValue(user, out var window))
            {
                if (windows.Count >= Volatile.Read(ref sweepAt)) Sweep();
                window = windows.GetOrAdd(user, static (_, start) => new Window(start), clock.GetTimestamp());
            }
            lock (window)
            {
                // Swept between being found and being locked.
                if (window.IsGone) continue;
                if (IsOver(window)) window.Restart(clock.GetTimestamp());
                var allowed = window.Used < limit.Requests;
                if (allowed) window.Used++;
                var rest = length - clock.GetElapsedTime(window.Start);
                return new(allowed, limit.Requests - window.Used, Math.Max(1, (int)Math.Ceiling(rest.TotalSeconds)));
            }
        }
    }

    private void Sweep()
    {
        foreach (var (user, window) in windows)
        {
            lock (window)
            {
                if (!IsOver(window)) continue;
                window.IsGone = true;
                windows.TryRemove(user, out _);
            }
        }
        Volatile.Write(ref sweepAt, Math.Max(SmallestSweep, 2 * windows.Count));
    }

    private bool IsOver(Window window) => clock.GetElapsedTime(window.Start) >= length;

    private sealed class Window(long start)
    {
        public long Start { get; private set; } = start;
        public int Used { get; set; }
        public bool IsGone { get; set; }

        public void Restart(long now) => (Start, Used) = (now, 0);
    }
}
