using System.Globalization;

namespace Grove.Bench.Load;

/// <summary>One round of load on one server.</summary>
/// <param name="PerCpuSecond">Requests for each second of processor time of the server and the database.</param>
/// <param name="Longest">The longest latency in milliseconds, as P50 and P99 are.</param>
/// <param name="Failed">Requests that were refused, broke or timed out.</param>
/// <param name="Memory">The most private memory of the server while it ran, in MiB.</param>
/// <param name="Generator">Processor time of the generator as a share of the one thread that it has.</param>
internal sealed record LoadResult(
    double PerSecond, double PerCpuSecond, double P50, double P99, double Longest, int Failed, double Memory, double Generator);

internal static class Statistics
{
    public static double Median(this IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The least value that this share of all does not exceed.</summary>
    public static double Percentile(this IEnumerable<double> values, double percent)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * percent / 100) - 1)];
    }

    /// <summary>The median, with the least and the greatest.</summary>
    public static string Spread(this IReadOnlyCollection<double> values, string format) => string.Create(
        CultureInfo.InvariantCulture, $"**{values.Median().ToString(format, CultureInfo.InvariantCulture)}** ({values.Min().ToString(format, CultureInfo.InvariantCulture)}-{values.Max().ToString(format, CultureInfo.InvariantCulture)})");
}
