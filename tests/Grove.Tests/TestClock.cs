namespace Grove.Tests;

/// <summary>A clock that moves only when told to; wall time and elapsed time move together.</summary>
internal sealed class TestClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private DateTimeOffset now = start;
    private long elapsed;

    public TestClock() : this(new DateTimeOffset(2026, 1, 31, 9, 30, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return now;
    }

    public override long GetTimestamp()
    {
        lock (gate) return elapsed;
    }

    public void Advance(TimeSpan by)
    {
        lock (gate)
        {
            now += by;
            elapsed += by.Ticks;
        }
    }

    /// <summary>Sets wall time, as an administrator might; elapsed time does not notice.</summary>
    public void Set(DateTimeOffset time)
    {
        lock (gate) now = time;
    }
}
