using System.Text.Json;
using Grove.Bench.Data;

namespace Grove.Bench.Load;

/// <summary>
/// Many writers that all create directly under the root of the largest tree, while others read: what both feel of each other, for Grove and for B.
/// </summary>
internal static class WritersVerb
{
    private const string Path = "/client/v4/organizations";

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var (rounds, seconds) = (arguments.Number("rounds", 5), arguments.Number("seconds", 6));
        var (writers, readers) = (arguments.Number("writers", 64), arguments.Number("connections", 16));
        await using var scenario = await Scenario.OpenAsync(arguments);
        var (grove, _) = await scenario.GroveAsync();
        var (baseline, _) = await scenario.BaselineAsync();
        var targets = await Targets.ReadAsync(scenario.Connection, grove);
        using var ofGrove = new Side(grove, BenchUsers.Big, Reads(targets, grove: true), Creates(targets, Path));
        using var ofBaseline = new Side(baseline, null, Reads(targets, grove: false), Creates(targets, "/organizations"));
        foreach (var side in (Side[])[ofGrove, ofBaseline]) await side.RoundAsync(readers, writers, seconds, record: false);
        for (var round = 0; round < rounds; round++)
            foreach (var side in round % 2 == 0 ? (Side[])[ofGrove, ofBaseline] : [ofBaseline, ofGrove]) await side.RoundAsync(readers, writers, seconds, record: true);

        scenario.Line($"");
        scenario.Line($"{writers} connections create directly under one root, the one with {targets.Visible:N0} organizations below it, while {readers} others read, one half single organizations, the other pages of it. {rounds} rounds of {seconds} seconds each of reading alone, both at once, and writing alone; Grove and B take turns. Rates and percentiles are medians of the rounds; a ratio is the median of the rounds' ratios, with the least and the greatest.");
        scenario.Line($"");
        scenario.Line($"| | Grove | B | Ratio |");
        scenario.Line($"|---|---|---|---|");
        void Row(string title, Func<Round, double> of, string format) => scenario.Line(
            $"| {title} | {ofGrove.Median(of).ToString(format, null)} | {ofBaseline.Median(of).ToString(format, null)} | {ofGrove.Rounds.Zip(ofBaseline.Rounds, (mine, others) => of(mine) / of(others)).ToList().Spread("F2")} |");
        Row("creates/s while others read", round => round.WritesDuring.PerSecond, "N0");
        Row("creates/s, writing alone", round => round.WritesAlone.PerSecond, "N0");
        Row("create p50 while others read, ms", round => round.WritesDuring.P50, "F1");
        Row("create p99 while others read, ms", round => round.WritesDuring.P99, "F1");
        Row("longest create while others read, ms", round => round.WritesDuring.Longest, "F0");
        Row("reads/s, undisturbed", round => round.ReadsAlone.PerSecond, "N0");
        Row("reads/s during the writes", round => round.ReadsDuring.PerSecond, "N0");
        Row("read p50, undisturbed, ms", round => round.ReadsAlone.P50, "F2");
        Row("read p50 during the writes, ms", round => round.ReadsDuring.P50, "F2");
        Row("read p99, undisturbed, ms", round => round.ReadsAlone.P99, "F1");
        Row("read p99 during the writes, ms", round => round.ReadsDuring.P99, "F1");
        Row("longest read during the writes, ms", round => round.ReadsDuring.Longest, "F0");
        scenario.Line($"| requests that failed or timed out | {ofGrove.Failed} | {ofBaseline.Failed} | |");
        scenario.Line($"");
        scenario.Line($"Each generator was busy for at most {Math.Max(ofGrove.Generator, ofBaseline.Generator):P0} of the time of its one thread.");
        await scenario.WriteAsync("Many writers under one root", arguments);
        return ofGrove.Failed == 0 ? 0 : 1;
    }

    private static IEnumerable<string> Reads(Targets targets, bool grove)
    {
        var operations = Operation.All(targets, 1);
        foreach (var name in (string[])["get", "page"])
        {
            var operation = operations.First(one => one.Name == name);
            // As many of the one as of the other, however many of each there are.
            var requests = (grove ? operation.Requests : operation.Reference!).ToArray();
            for (var i = 0; i < 10_000; i++) yield return requests[i % requests.Length];
        }
    }

    private static IEnumerable<string> Creates(Targets targets, string path)
    {
        var random = new SplitMix(64);
        for (var i = 0; i < 20_000; i++)
            yield return $"POST\t{path}\t{JsonSerializer.Serialize(new { name = Vocabulary.Name(ref random), parent = new { id = targets.BigId } })}";
    }

    private sealed record Round(LoadResult ReadsAlone, LoadResult ReadsDuring, LoadResult WritesDuring, LoadResult WritesAlone);

    private sealed class Side(ServerProcess server, string? user, IEnumerable<string> reads, IEnumerable<string> writes) : IDisposable
    {
        private readonly RequestFile reads = new(reads), writes = new(writes);

        public List<Round> Rounds { get; } = [];

        public int Failed => All.Sum(result => result.Failed);

        public double Generator => All.Max(result => result.Generator);

        private IEnumerable<LoadResult> All => Rounds.SelectMany(round => (LoadResult[])[round.ReadsAlone, round.ReadsDuring, round.WritesDuring, round.WritesAlone]);

        public double Median(Func<Round, double> of) => Rounds.Select(of).Median();

        public async Task RoundAsync(int readers, int writers, int seconds, bool record)
        {
            Task<LoadResult> Read() => Wrk.CountAsync(server, Wrk.Headers(user), reads, readers, seconds);
            Task<LoadResult> Write() => Wrk.CountAsync(server, Wrk.Headers(user), writes, writers, seconds);
            var readsAlone = await Read();
            var both = await Task.WhenAll(Read(), Write());
            await server.SettleAsync();
            var writesAlone = await Write();
            await server.SettleAsync();
            if (record) Rounds.Add(new(readsAlone, both[0], both[1], writesAlone));
        }

        public void Dispose()
        {
            reads.Dispose();
            writes.Dispose();
        }
    }
}
