namespace Grove.Bench.Load;

/// <summary>The private memory of Grove and of B while they answer as much as they can, each started anew in every round.</summary>
internal static class MemoryVerb
{
    private const double Budget = 2;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var (rounds, seconds) = (arguments.Number("rounds", 3), arguments.Number("seconds", 8));
        await using var scenario = await Scenario.OpenAsync(arguments);
        var (first, _) = await scenario.GroveAsync();
        var targets = await Targets.ReadAsync(scenario.Connection, first);
        await scenario.StopAsync(first);
        var names = arguments.Text("operations", "get,page,first,contains-common,check").Split(',');
        var operations = Operation.All(targets, arguments.Number("connections", 64)).Where(one => names.Contains(one.Name)).ToList();
        var peaks = operations.ToDictionary(one => one, _ => (Grove: new List<double>(), Baseline: new List<double>()));
        var mapped = 0.0;
        for (var round = 0; round < rounds; round++)
        {
            var (grove, _) = await scenario.GroveAsync();
            foreach (var operation in operations)
            {
                using var requests = new RequestFile(operation.Requests);
                peaks[operation].Grove.Add((await Wrk.RunAsync(grove, Wrk.Headers(operation.User), requests, operation.Connections, seconds)).Memory);
                await grove.SettleAsync();
            }
            mapped = grove.Memory("RssFile");
            await scenario.StopAsync(grove);
            var (baseline, _) = await scenario.BaselineAsync();
            foreach (var operation in operations.Where(one => one.Reference is not null))
            {
                using var requests = new RequestFile(operation.Reference!);
                peaks[operation].Baseline.Add((await Wrk.RunAsync(baseline, Wrk.Headers(null), requests, operation.Connections, seconds)).Memory);
            }
            await scenario.StopAsync(baseline);
        }
        double Peak(Func<(List<double> Grove, List<double> Baseline), List<double>> of, int round) => peaks.Values.Select(of).Where(list => list.Count > round).Max(list => list[round]);
        var ratios = Enumerable.Range(0, rounds).Select(round => Peak(both => both.Grove, round) / Peak(both => both.Baseline, round)).ToList();
        scenario.Line($"");
        scenario.Line($"The most private memory of the process (`RssAnon`, sampled every 50 ms) in MiB while a generator asks for one thing after another for {seconds} seconds each; medians of {rounds} rounds, each with fresh processes. What the database's own processes have is not in it, nor are pages of files mapped into memory, which the system may take back at any time{(scenario.Postgres ? "" : ": Grove maps the database file")} (`RssFile` of Grove at the end: {mapped:N0} MiB).");
        scenario.Line($"");
        scenario.Line($"| Operation | Connections | Grove MiB | B MiB |");
        scenario.Line($"|---|---|---|---|");
        foreach (var (operation, (grove, baseline)) in peaks)
            scenario.Line($"| {operation.Title} | {operation.Connections} | {grove.Spread("F0")} | {(baseline.Count == 0 ? "" : baseline.Spread("F0"))} |");
        scenario.Line($"");
        scenario.Line($"Ratio of the peaks: {ratios.Spread("F2")}; budget ≤ {Budget} {(ratios.Median() <= Budget ? "met" : "**missed**")}.");
        await scenario.WriteAsync("Memory under load", arguments);
        return 0;
    }
}
