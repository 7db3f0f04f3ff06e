namespace Grove.Bench.Sdk;

/// <summary>A round of calls: the median of their times in microseconds, and the bytes that each allocated.</summary>
internal sealed record SdkRound(double Microseconds, double Bytes);

/// <summary>A call through the SDK and by hand, round by round.</summary>
internal sealed record SdkComparison(string Title, List<SdkRound> Sdk, List<SdkRound> Bare)
{
    /// <summary>The ratios of times, one for each round.</summary>
    public IEnumerable<double> Times => Sdk.Zip(Bare, (sdk, bare) => sdk.Microseconds / bare.Microseconds);

    public double Time => Median(Times);

    public double Bytes => Median(Sdk.Zip(Bare, (sdk, bare) => sdk.Bytes / bare.Bytes));

    public static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;
}
