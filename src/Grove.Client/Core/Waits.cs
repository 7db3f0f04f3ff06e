namespace Grove.Client.Core;

/// <summary>What a clock can wait for.</summary>
internal static class Waits
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>More than nothing, up to 49 days; or <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public static void CheckTimeout(TimeSpan timeout)
    {
        if (timeout == Timeout.InfiniteTimeSpan) return;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, Longest);
    }

    /// <summary>Nothing, or up to 49 days.</summary>
    public static void CheckDelay(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, Longest);
    }
}
