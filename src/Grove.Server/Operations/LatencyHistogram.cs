namespace Grove.Server.Operations;

/// <summary>Durations in fixed buckets. Recording is a short scan and two interlocked additions: no lock, no allocation.</summary>
internal sealed class LatencyHistogram
{
    private const double Nanoseconds = 1e9;

    /// <summary>Upper bounds in seconds, each included: from half a millisecond, below which most reads are, to ten seconds.</summary>
    public static IReadOnlyList<double> Bounds { get; } = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private static readonly double[] Limits = [.. Bounds];

    private readonly long[] counts = new long[Limits.Length + 1];
    private long sum;

    public void Record(double seconds)
    {
        if (!double.IsFinite(seconds)) return;
        seconds = Math.Max(seconds, 0);
        var bucket = 0;
        while (bucket < Limits.Length && seconds > Limits[bucket]) bucket++;
        Interlocked.Increment(ref counts[bucket]);
        // Whole nanoseconds: an interlocked addition of a double would be a loop.
        Interlocked.Add(ref sum, (long)(seconds * Nanoseconds));
    }

    /// <summary>Cumulative counts, the last of them for everything recorded. The sum may be a moment ahead of or behind them.</summary>
    public (long[] Counts, double Sum) Read()
    {
        var cumulative = new long[counts.Length];
        var total = 0L;
        for (var i = 0; i < counts.Length; i++) cumulative[i] = total += Volatile.Read(ref counts[i]);
        return (cumulative, Volatile.Read(ref sum) / Nanoseconds);
    }
}
