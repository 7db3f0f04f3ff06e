using System.Globalization;
using Grove.Bench.Data;

namespace Grove.Bench.Load;

/// <summary>Runs Grove and B in turn on one database and writes what came out.</summary>
internal static class RunVerb
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var quick = arguments.Has("quick");
        var (rounds, seconds) = (arguments.Number("rounds", quick ? 3 : 7), arguments.Number("seconds", quick ? 2 : 4));
        await using var scenario = await Scenario.OpenAsync(arguments);
        var report = new Report(scenario.Database, scenario.Engine, scenario.Organizations);
        var (reader, _) = await scenario.GroveAsync();
        var targets = await Targets.ReadAsync(scenario.Connection, reader);
        await scenario.StopAsync(reader);
        var all = Operation.All(targets, arguments.Number("connections", 16));
        var names = arguments.Text("operations", "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        var chosen = names.Length == 0 ? all : [.. all.Where(operation => names.Any(name => operation.Name.StartsWith(name, StringComparison.Ordinal)))];
        // Before there is load, and while no other server has the database.
        report.Touched = await Touched.MeasureAsync(scenario, targets, chosen);
        var (grove, groveStart) = await scenario.GroveAsync();
        var (baseline, baselineStart) = await scenario.BaselineAsync();
        report.Note($"From the start of the process to the first answer: Grove {groveStart.TotalMilliseconds:F0} ms, B {baselineStart.TotalMilliseconds:F0} ms");

        // The runtime compiles what is hot more than once, in the background: what is measured first must not pay for all of it.
        await MeasureAsync(all[0] with { Title = "warming" }, grove, baseline, targets, 2, 6);
        var comparisons = new List<Comparison>();
        foreach (var operation in chosen)
        {
            comparisons.Add(await MeasureAsync(operation, grove, baseline, targets, rounds, seconds));
            report.Add(comparisons[^1]);
        }
        if (names.Length == 0 || names.Contains("move")) await Move.MeasureAsync(grove, targets, report);
        var memory = comparisons.Where(comparison => comparison.Operation.Reference is not null).ToList();
        if (memory.Count > 0)
        {
            var (mine, others) = (memory.Max(c => c.Most(r => r.Grove.Memory)), memory.Max(c => c.Most(r => r.Reference.Memory)));
            report.Note($"Most private memory while what is below was asked for: Grove {mine:F0} MiB, B {others:F0} MiB, ratio **{mine / others:F2}**, budget ≤ 2 {(mine <= 2 * others ? "met" : "**missed**")}");
        }
        if (comparisons.Count > 0)
            report.Note($"The generator was busy for at most {comparisons.Max(c => c.Most(r => Math.Max(r.Grove.Generator, r.Reference.Generator))):P0} of the time of its one thread");

        var text = report.Render(Scenario.Command());
        Console.WriteLine(text);
        var file = Path.Combine("bench", "results", arguments.Text("name", $"{scenario.Engine.Split(' ')[0].ToLowerInvariant()}-{scenario.Organizations}") + ".md");
        if (Directory.Exists(Path.GetDirectoryName(file))) await File.WriteAllTextAsync(file, text);
        return 0;
    }

    private static async Task<Comparison> MeasureAsync(
        Operation operation, ServerProcess grove, ServerProcess baseline, Targets targets, int rounds, int seconds)
    {
        using var mine = new RequestFile(operation.Requests);
        using var others = new RequestFile(operation.Reference ?? Operation.PlainPage(targets));
        async Task<LoadResult> Grove(int time)
        {
            var result = await Wrk.RunAsync(grove, Wrk.Headers(operation.User), mine, operation.Connections, time);
            await grove.SettleAsync();
            return result;
        }
        Task<LoadResult> Reference(int time) => operation.Reference is null
            ? Wrk.RunAsync(grove, Wrk.Headers(BenchUsers.Big), others, operation.Connections, time)
            : Wrk.RunAsync(baseline, Wrk.Headers(null), others, operation.Connections, time);

        await Grove(seconds + 2);
        await Reference(seconds + 2);
        var comparison = new Comparison(operation);
        for (var round = 0; round < rounds; round++)
        {
            // Neither always follows the other.
            var first = round % 2 == 0 ? await Grove(seconds) : null;
            var reference = await Reference(seconds);
            comparison.Add(first ?? await Grove(seconds), reference);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{operation.Name,-24} grove {comparison.Grove(r => r.PerSecond),8:F0}/s  reference {comparison.Reference(r => r.PerSecond),8:F0}/s  ({1e6 / comparison.Grove(r => r.PerCpuSecond):F0} vs {1e6 / comparison.Reference(r => r.PerCpuSecond):F0} us)  ratio {comparison.Median:F2} ({comparison.Ratios.Min():F2}-{comparison.Ratios.Max():F2})  cpu {comparison.CpuRatio:F2}  p50 {comparison.Grove(r => r.P50):F2} vs {comparison.Reference(r => r.P50):F2}"));
        return comparison;
    }
}
