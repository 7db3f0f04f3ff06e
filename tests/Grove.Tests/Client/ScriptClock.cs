using System.Threading.Channels;
using Xunit;

namespace Grove.Tests.Client;

/// <summary>
/// A clock for a client: its delays are written down and over at once, its timeouts (what is longer than a minute and a half) end only when a test says so.
/// </summary>
internal sealed class ScriptClock : TimeProvider
{
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(100);

    private readonly Lock gate = new();
    private readonly List<Waiting> held = [];
    private readonly List<TimeSpan> delays = [];
    private readonly Channel<TimeSpan> delayed = Channel.CreateUnbounded<TimeSpan>();
    private DateTimeOffset now = new(2026, 1, 31, 9, 30, 0, TimeSpan.Zero);

    /// <summary>The delays so far, those of no length left out.</summary>
    public IReadOnlyList<TimeSpan> Delays
    {
        get
        {
            lock (gate) return [.. delays];
        }
    }

    /// <summary>Lets delays last until the end of time.</summary>
    public bool HoldsDelays { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <summary>Waits for a delay to begin.</summary>
    public async Task DelayedAsync() => await delayed.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>Ends every timeout that runs.</summary>
    public void FireTimeouts()
    {
        Waiting[] due;
        lock (gate)
        {
            now += AttemptTimeout;
            due = [.. held];
            held.Clear();
        }
        foreach (var timer in due) timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Waiting(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private void Start(Waiting timer, TimeSpan due)
    {
        var timeout = due > TimeSpan.FromSeconds(90);
        lock (gate)
        {
            if (!timeout) delays.Add(due);
            if (timeout || HoldsDelays) held.Add(timer);
            else now += due;
        }
        if (timeout) return;
        delayed.Writer.TryWrite(due);
        if (!HoldsDelays) ThreadPool.QueueUserWorkItem(_ => timer.Fire());
    }

    private sealed class Waiting(ScriptClock clock, TimerCallback callback, object? state) : ITimer
    {
        private bool over;

        public void Fire()
        {
            if (!over) callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != Timeout.InfiniteTimeSpan) clock.Start(this, dueTime);
            return true;
        }

        public void Dispose()
        {
            over = true;
            lock (clock.gate) clock.held.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
