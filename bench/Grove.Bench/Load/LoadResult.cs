namespace Grove.Bench.Load;

/// <summary>One round of load on one server.</summary>
/// <param name="PerCpuSecond">Requests for each second of processor time of the server and the database.</param>
internal sealed record LoadResult(double PerSecond, double PerCpuSecond, double P50, double P99);

internal static class Statistics
{
    public static double Median(this IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
