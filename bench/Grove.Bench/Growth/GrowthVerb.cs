using System.Globalization;
using System.Text;
using Grove.Bench.Data;
using Grove.Bench.Load;

namespace Grove.Bench.Growth;

/// <summary>How much longer the same request takes on a larger database.</summary>
internal static class GrowthVerb
{
    private const double Budget = 1.5;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var (rounds, seconds, connections) = (arguments.Number("rounds", 3), arguments.Number("seconds", 2), arguments.Number("connections", 16));
        var names = arguments.Text("operations", "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        var operations = GrowthOperation.All.Where(operation => names.Length == 0 || names.Contains(operation.Name)).ToList();
        var scenarios = new List<Scenario>();
        try
        {
            var grounds = new List<Ground>();
            foreach (var database in arguments.Required("databases").Split(','))
            {
                scenarios.Add(await Scenario.OpenAsync(database));
                grounds.Add(await Ground.OpenAsync(scenarios[^1]));
            }
            grounds.Sort((one, other) => one.Scenario.Organizations.CompareTo(other.Scenario.Organizations));
            if (grounds.Select(ground => ground.Scenario.Engine).Distinct().Count() != 1) throw new ArgumentException("--databases must all be of one engine.");
            grounds = [.. grounds.Select(ground => ground with { CommonPage = grounds.Min(other => other.FarPage) })];
            // The runtime compiles what is hot more than once, in the background: what is measured first must not pay for all of it.
            foreach (var ground in grounds) await LoadAsync(ground, operations[0], connections, seconds + 4);
            var lines = new List<GrowthLine>();
            foreach (var operation in operations)
            {
                lines.Add(await MeasureAsync(operation, grounds, connections, rounds, seconds));
                Console.WriteLine(Row(lines[^1]));
            }
            await WriteAsync(arguments, grounds, lines, $"medians of {rounds} rounds of {seconds} seconds with {connections} connections");
        }
        finally
        {
            foreach (var scenario in scenarios) await scenario.DisposeAsync();
        }
        return 0;
    }

    private static async Task<GrowthLine> MeasureAsync(GrowthOperation operation, List<Ground> grounds, int connections, int rounds, int seconds)
    {
        var latencies = grounds.ToDictionary(ground => ground, _ => new List<double>());
        foreach (var ground in grounds) await LoadAsync(ground, operation, connections, seconds);
        for (var round = 0; round < rounds; round++)
        {
            // None always follows the same other.
            foreach (var ground in round % 2 == 0 ? grounds : grounds.AsEnumerable().Reverse())
                latencies[ground].Add((await LoadAsync(ground, operation, connections, seconds)).P50);
        }
        return new(operation, [.. grounds.Select(ground => latencies[ground].Median())], [.. latencies[grounds[^1]].Zip(latencies[grounds[0]], (large, small) => large / small)]);
    }

    private static async Task<LoadResult> LoadAsync(Ground ground, GrowthOperation operation, int connections, int seconds)
    {
        using var requests = new RequestFile(operation.Requests(ground));
        var result = await Wrk.RunAsync(ground.Server, Wrk.Headers(BenchUsers.Big), requests, connections, seconds);
        await ground.Server.SettleAsync();
        return result;
    }

    private static async Task WriteAsync(Arguments arguments, List<Ground> grounds, List<GrowthLine> lines, string how)
    {
        var engine = grounds[0].Scenario.Engine;
        var name = arguments.Text("name", $"growth-{engine.Split(' ')[0].ToLowerInvariant()}");
        var (smallest, largest) = (grounds[0].Scenario.Organizations, grounds[^1].Scenario.Organizations);
        var text = new StringBuilder(Report.Heading(string.Create(CultureInfo.InvariantCulture, $"Growth: {engine}, {smallest:N0} to {largest:N0} organizations"), engine, Scenario.Command()));
        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
        string Each(Func<Ground, long> of) => string.Join(", ", grounds.Select(ground => of(ground).ToString("N0", CultureInfo.InvariantCulture)));
        Line($"- One user, who sees {Each(ground => ground.Targets.Visible)} organizations, asks; the search finds {Each(ground => ground.Found)} of them, and the far page of accounts begins at offset {Each(ground => ground.FarOffset)}, the same one at {grounds[0].CommonOffset}");
        if (lines.Any(line => line.Operation.Name == "create")) Line($"- Creating comes last and makes the databases larger: the number of organizations is that before");
        Line($"");
        Line($"p50 in ms, {how}; a server on each database, asked in turns. The ratio is the median of the rounds' ratios of the largest to the smallest, with the least and the greatest.");
        Line($"");
        Line($"| Operation | {string.Join(" | ", grounds.Select(ground => ground.Scenario.Organizations.ToString("N0", CultureInfo.InvariantCulture)))} | Ratio | Budget |");
        Line($"|---|{string.Concat(Enumerable.Repeat("---|", grounds.Count))}---|---|");
        foreach (var line in lines) text.AppendLine(Row(line));
        Line($"");
        Line($"![p50 by the number of organizations](../../docs/images/{name}.svg)");
        if (!Directory.Exists(Path.Combine("bench", "results"))) return;
        await File.WriteAllTextAsync(Path.Combine("bench", "results", name + ".md"), text.ToString());
        Directory.CreateDirectory(Path.Combine("docs", "images"));
        await File.WriteAllTextAsync(Path.Combine("docs", "images", name + ".svg"), new GrowthChart(engine, [.. grounds.Select(ground => ground.Scenario.Organizations)], lines).Render());
    }

    private static string Row(GrowthLine line)
    {
        var verdict = !line.Operation.Bounded ? "none" : $"≤ {Budget.ToString(CultureInfo.InvariantCulture)} {(line.Ratios.Median() <= Budget ? "met" : "**missed**")}";
        return $"| {line.Operation.Title} | {string.Join(" | ", line.Latencies.Select(p50 => p50.ToString("F2", CultureInfo.InvariantCulture)))} | {line.Ratios.Spread("F2")} | {verdict} |";
    }
}

/// <summary>What was measured of one operation.</summary>
/// <param name="Latencies">p50 in milliseconds, from the smallest database to the largest.</param>
/// <param name="Ratios">That of the largest as a multiple of that of the smallest, for each round.</param>
internal sealed record GrowthLine(GrowthOperation Operation, IReadOnlyList<double> Latencies, IReadOnlyList<double> Ratios);
