using System.Globalization;
using System.Text;
using Grove.Bench.Load;

namespace Grove.Bench.Sdk;

/// <summary>The results as Markdown.</summary>
internal static class SdkReport
{
    public static string Render(IEnumerable<SdkComparison> comparisons, int rounds, int calls, string load, double time, double bytes)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
        Line($"# The SDK against the same calls by hand");
        Line($"");
        Line($"- {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, commit {Report.Output("git", "rev-parse --short HEAD")}");
        Line($"- {Report.Machine()}; load average at the start {string.Join(' ', load.Split(' ').Take(3))}");
        Line($"- .NET {Environment.Version}; `sdk --rounds {rounds} --calls {calls}`");
        Line($"- Both ask a server in another process that answers the recorded bytes and headers of a real Grove: its work would hide the client's, and its allocations are not theirs.");
        Line($"- By hand: one `HttpClient` with the same headers and handler, `SendAsync`, `DeserializeAsync` with source-generated JSON into records of the same members.");
        Line($"");
        Line($"One caller; rounds of the SDK and by hand take turns. Times are medians of the rounds' medians; a ratio is the median of the rounds' ratios, with the least and the greatest.");
        Line($"");
        Line($"| Call | SDK µs | By hand µs | Ratio of times | Budget | SDK bytes | By hand bytes | Ratio of bytes | Budget |");
        Line($"|---|---|---|---|---|---|---|---|---|");
        foreach (var one in comparisons)
        {
            Line($"| {one.Title} | {Of(one.Sdk, round => round.Microseconds):F0} | {Of(one.Bare, round => round.Microseconds):F0} | **{one.Time:F2}** ({one.Times.Min():F2}-{one.Times.Max():F2}) | ≤ {time} {Verdict(one.Time <= time)} | {Of(one.Sdk, round => round.Bytes):N0} | {Of(one.Bare, round => round.Bytes):N0} | **{one.Bytes:F2}** | ≤ {bytes} {Verdict(one.Bytes <= bytes)} |");
        }
        return text.ToString();
    }

    private static double Of(List<SdkRound> rounds, Func<SdkRound, double> value) => SdkComparison.Median(rounds.Select(value));

    private static string Verdict(bool within) => within ? "met" : "**missed**";
}
