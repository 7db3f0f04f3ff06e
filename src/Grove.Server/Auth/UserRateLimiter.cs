using System.Collections.Concurrent;
using System.Globalization;
using Grove.Server.Text;

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

/// <summary>A user's window: when it began (UTC microseconds), and how many requests were let through in it.</summary>
internal readonly record struct RateWindow(long User, long Start, long Used);

/// <summary>
/// Limits the requests of each user in a window that begins with their first request and does not slide. It decides from memory; what other
/// nodes let through counts from when <see cref="Learn"/> was told, which happens only to a <paramref name="shared"/> one.
/// </summary>
internal sealed class UserRateLimiter(RateLimit limit, TimeProvider clock, bool shared = false)
{
    private const int SmallestSweep = 1024;

    private readonly ConcurrentDictionary<long, Window> windows = new();
    private readonly ConcurrentQueue<long> changed = new();
    private readonly TimeSpan length = TimeSpan.FromSeconds(limit.Seconds);
    private int sweepAt = SmallestSweep;

    /// <summary>The value of <c>Ratelimit-Policy</c> on every answer.</summary>
    public string Policy { get; } = string.Create(CultureInfo.InvariantCulture, $"\"default\";q={limit.Requests};w={limit.Seconds}");

    /// <summary>How many users are remembered: those of the present window and at most as many that are gone.</summary>
    public int Count => windows.Count;

    /// <summary>How long a window is.</summary>
    public TimeSpan Length => length;

    /// <summary>How many users' windows wait to be told to the other nodes.</summary>
    public int Changed => changed.Count;

    /// <summary>Counts a request of this user.</summary>
    public RateAnswer Take(long user)
    {
        while (true)
        {
            if (!windows.TryGetValue(user, out var window))
            {
                if (windows.Count >= Volatile.Read(ref sweepAt)) Sweep();
                window = windows.GetOrAdd(user, static (_, clock) => new Window(clock), clock);
            }
            lock (window)
            {
                // Swept between being found and being locked.
                if (window.IsGone) continue;
                if (IsOver(window)) window.Restart(clock);
                var allowed = window.Used + window.Elsewhere < limit.Requests;
                if (allowed)
                {
                    window.Used++;
                    Mark(user, window);
                }
                var rest = length - clock.GetElapsedTime(window.Start);
                return new(allowed, (int)Math.Max(0, limit.Requests - window.Used - window.Elsewhere), Math.Max(1, (int)Math.Ceiling(rest.TotalSeconds)));
            }
        }
    }

    /// <summary>Up to <paramref name="most"/> windows in which requests were let through here since they were last taken.</summary>
    public List<RateWindow> TakeChanged(int most)
    {
        var taken = new List<RateWindow>();
        while (taken.Count < most && changed.TryDequeue(out var user))
        {
            if (!windows.TryGetValue(user, out var window)) continue;
            lock (window)
            {
                window.IsChanged = false;
                if (!window.IsGone && !IsOver(window)) taken.Add(new(user, window.Begin, window.Used));
            }
        }
        return taken;
    }

    /// <summary>Takes back what <see cref="TakeChanged"/> gave, as nobody could be told.</summary>
    public void PutBack(IEnumerable<RateWindow> untold)
    {
        foreach (var (user, _, _) in untold)
            if (windows.TryGetValue(user, out var window))
                lock (window) Mark(user, window);
    }

    /// <summary>
    /// Counts what other nodes let through in the window that was told as <paramref name="mine"/>, and lets it begin when the earliest of
    /// them began.
    /// </summary>
    public void Learn(RateWindow mine, RateWindow? elsewhere)
    {
        if (!windows.TryGetValue(mine.User, out var window)) return;
        lock (window)
        {
            // Another window by now: what was said is over.
            if (window.IsGone || window.Begin != mine.Start) return;
            window.Elsewhere = elsewhere?.Used ?? 0;
            if (elsewhere is not { } others || others.Start >= window.Begin) return;
            window.MoveTo(others.Start, clock);
            // A begin that nobody else knows would keep the count alive in the next window.
            Mark(mine.User, window);
        }
    }

    private void Mark(long user, Window window)
    {
        if (!shared || window.IsChanged) return;
        window.IsChanged = true;
        changed.Enqueue(user);
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

    private sealed class Window
    {
        public Window(TimeProvider clock) => Restart(clock);

        /// <summary>Its begin as elapsed time: no change of the clock makes a window longer.</summary>
        public long Start { get; private set; }

        /// <summary>The same in UTC microseconds, as other nodes understand it.</summary>
        public long Begin { get; private set; }

        public long Used { get; set; }
        public long Elsewhere { get; set; }
        public bool IsChanged { get; set; }
        public bool IsGone { get; set; }

        public void Restart(TimeProvider clock) => (Start, Begin, Used, Elsewhere) = (clock.GetTimestamp(), Timestamps.Now(clock), 0, 0);

        public void MoveTo(long begin, TimeProvider clock)
        {
            Start -= (long)((Begin - begin) * (clock.TimestampFrequency / 1_000_000d));
            Begin = begin;
        }
    }
}
