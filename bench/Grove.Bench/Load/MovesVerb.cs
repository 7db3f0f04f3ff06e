using System.Diagnostics;
using System.Text.Json;
using Grove.Bench.Data;

namespace Grove.Bench.Load;

/// <summary>
/// What readers, and writers in other trees, feel of the move of a large subtree. A window of load is either without a move or inside moves
/// from its beginning to its end, there and back without a pause, so that the generator's percentiles are of nothing else.
/// </summary>
internal static class MovesVerb
{
    private const string Path = "/client/v4/organizations";
    private const double Budget = 2;
    private const int IdleMoves = 6;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var (rounds, seconds, connections) = (arguments.Number("rounds", 5), arguments.Number("seconds", 6), arguments.Number("connections", 16));
        await using var scenario = await Scenario.OpenAsync(arguments);
        var (grove, _) = await scenario.GroveAsync();
        var targets = await Targets.ReadAsync(scenario.Connection, grove);
        var moved = await scenario.FirstAsync($"select count(*) from closure where ancestor = {Forest.Moved}", row => row.GetInt64(0));
        using var mover = new Mover(grove, targets);
        for (var i = 0; i < IdleMoves; i++) await mover.MoveAsync();
        var idle = mover.Take();

        var operations = Operation.All(targets, connections);
        using var gets = new RequestFile(operations.First(one => one.Name == "get").Requests);
        using var pages = new RequestFile(operations.First(one => one.Name == "page").Requests);
        async Task<Window> ReadAsync()
        {
            var from = Stopwatch.GetTimestamp();
            var read = await Task.WhenAll(
                Wrk.CountAsync(grove, Wrk.Headers(BenchUsers.Big), gets, connections / 2, seconds),
                Wrk.CountAsync(grove, Wrk.Headers(BenchUsers.Big), pages, connections - (connections / 2), seconds));
            return new(read[0], read[1], new(from, Stopwatch.GetTimestamp()), []);
        }
        async Task<Window> MovingAsync()
        {
            using var ended = new CancellationTokenSource();
            var moving = mover.LoopAsync(ended.Token);
            var window = await ReadAsync();
            await ended.CancelAsync();
            await moving;
            await grove.SettleAsync();
            return window with { Moves = mover.Take() };
        }
        await ReadAsync();
        await MovingAsync();
        using var readers = new Prober(grove, BenchUsers.Big, 4, 200, i => (HttpMethod.Get, i % 2 == 0
            ? $"{Path}/{targets.Ids[i % targets.Ids.Count]}" : $"{Path}?page_token={targets.Pages[i % targets.Pages.Count].Token}", null));
        var root = await scenario.FirstAsync("select id from organizations where parent_key is null order by key limit 1 offset 1", row => row.GetString(0));
        using var writers = new Prober(grove, BenchUsers.Owner(1), 4, 20, i => (HttpMethod.Post, Path, JsonSerializer.Serialize(new { name = $"Elsewhere {i}", parent = new { id = root } })));
        var (quiet, busy) = (new List<Window> { await ReadAsync() }, new List<Window>());
        var (wall, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        for (var round = 0; round < rounds; round++)
        {
            busy.Add(await MovingAsync());
            quiet.Add(await ReadAsync());
        }
        var share = (Environment.CpuUsage.TotalTime - processor) / wall.Elapsed;
        var (reads, writes) = (readers.Stop(), writers.Stop());

        var moves = busy.SelectMany(window => window.Moves).ToList();
        var inside = busy.Average(window => window.Moves.Sum(move => Math.Max(0, Prober.Milliseconds(Math.Min(move.To, window.Whole.To) - Math.Max(move.From, window.Whole.From)))) / window.Whole.Duration);
        scenario.Line($"");
        scenario.Line($"A move of {moved:N0} organizations from the root of the large tree to below a child of it, and back. Alone: {idle.Select(move => move.Duration).ToList().Spread("F0")} ms, {idle.Count} times. During full read load: {moves.Select(move => move.Duration).ToList().Spread("F0")} ms, {moves.Count} times.");
        scenario.Line($"");
        scenario.Line($"Windows of {seconds} seconds without a move and inside moves alternate; {inside:P1} of the latter are inside a move. {connections} connections read, one half single organizations, the other pages; 20 creates a second in another tree go on throughout. A percentile is the median of the windows; a ratio compares each window with the mean of the quiet ones before and after it, with the least and the greatest. Budget: ≤ {Budget} for p99.");
        scenario.Line($"");
        scenario.Line($"| | Undisturbed p50, p99 ms | During moves p50, p99 ms | Longest, undisturbed and during | Ratio of p99 | |");
        scenario.Line($"|---|---|---|---|---|---|");
        foreach (var (title, of) in ((string, Func<Window, LoadResult>)[])[("get", window => window.Gets), ("later page of 10", window => window.Pages)])
        {
            var ratios = busy.Select((window, i) => of(window).P99 / ((of(quiet[i]).P99 + of(quiet[i + 1]).P99) / 2)).ToList();
            double Of(List<Window> windows, Func<LoadResult, double> value) => windows.Select(window => value(of(window))).Median();
            scenario.Line($"| {title}, {Of(quiet, r => r.PerSecond):N0}/s and {Of(busy, r => r.PerSecond):N0}/s | {Of(quiet, r => r.P50):F2}, {Of(quiet, r => r.P99):F1} | {Of(busy, r => r.P50):F2}, {Of(busy, r => r.P99):F1} | {quiet.Max(window => of(window).Longest):F0}, {busy.Max(window => of(window).Longest):F0} | {ratios.Spread("F2")} | {(ratios.Median() <= Budget ? "met" : "**missed**")} |");
        }
        foreach (var (title, probes) in ((string, IReadOnlyList<Probe>)[])[("timed reads", reads), ("timed creates in another tree", writes)])
        {
            var during = probes.Where(probe => moves.Exists(probe.Overlaps)).Select(probe => probe.Latency).ToList();
            var without = probes.Where(probe => quiet.Exists(window => probe.From > window.Whole.From && probe.To < window.Whole.To)).Select(probe => probe.Latency).ToList();
            scenario.Line($"| {title}: {without.Count:N0} and {during.Count:N0} | {without.Median():F2}, {without.Percentile(99):F1} | {during.Median():F2}, {during.Percentile(99):F1} | {without.Max():F0}, {during.Max():F0} | {during.Percentile(99) / without.Percentile(99):F2} | |");
        }
        var failed = quiet.Concat(busy).Sum(window => window.Gets.Failed + window.Pages.Failed) + reads.Concat(writes).Count(probe => probe.Failed);
        scenario.Line($"");
        scenario.Line($"Failed or timed out: {failed}. The timed requests are sent at fixed times by the benchmark itself, each with its own start and end, and say by themselves which were asked while a move was going on; half of them left less than {reads.Concat(writes).Select(probe => probe.Late).Median():F1} ms late and one in a hundred more than {reads.Concat(writes).Select(probe => probe.Late).Percentile(99):F1} ms, which does not count as latency. The benchmark took {share:P0} of a core; each generator was busy for at most {quiet.Concat(busy).Max(window => Math.Max(window.Gets.Generator, window.Pages.Generator)):P0} of the time of its one thread.");
        await Departures.MeasureAsync(scenario, grove, targets, arguments.Number("departures", 5), ReadAsync);
        await scenario.WriteAsync("A large subtree moves while others read", arguments);
        return failed == 0 ? 0 : 1;
    }

    /// <summary>A stretch of reading, from when to when, and the moves in it.</summary>
    internal sealed record Window(LoadResult Gets, LoadResult Pages, Span Whole, IReadOnlyList<Span> Moves);

    private sealed class Mover(ServerProcess grove, Targets targets) : IDisposable
    {
        private readonly HttpClient client = Targets.Client(grove, BenchUsers.Big);
        private readonly Uri place = new($"{grove.Url}{Path}/{targets.MovedId}");
        private List<Span> moves = [];
        private bool away;

        public async Task MoveAsync()
        {
            var from = Stopwatch.GetTimestamp();
            using var answer = await client.PutAsJsonAsync(place, new { name = "Moved", parent = new { id = away ? targets.BigId : targets.DestinationId } });
            answer.EnsureSuccessStatusCode();
            moves.Add(new(from, Stopwatch.GetTimestamp()));
            away = !away;
        }

        /// <summary>There and back until it is enough, an even number of times.</summary>
        public async Task LoopAsync(CancellationToken enough)
        {
            while (!enough.IsCancellationRequested || away) await MoveAsync();
        }

        /// <summary>The moves since it was asked last.</summary>
        public List<Span> Take()
        {
            var taken = moves;
            moves = [];
            return taken;
        }

        public void Dispose() => client.Dispose();
    }
}
