using Grove.Bench.Data;

namespace Grove.Bench.Load;

/// <summary>How long Grove and B take from the start of the process to the first organization that they answer.</summary>
internal static class StartVerb
{
    private const double Budget = 1.5;
    private const string DropCaches = "/proc/sys/vm/drop_caches";

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var (times, drop) = (arguments.Number("times", 11), arguments.Has("drop-caches"));
        await using var scenario = await Scenario.OpenAsync(arguments);
        var id = await scenario.FirstAsync($"select id from organizations where key = {Forest.Big}", row => row.GetString(0));
        async Task<double> StartAsync(bool ofGrove)
        {
            if (drop)
            {
                using var sync = System.Diagnostics.Process.Start("sync");
                await sync.WaitForExitAsync();
                await File.WriteAllTextAsync(DropCaches, "3\n");
            }
            var (server, took) = ofGrove
                ? await ServerProcess.StartAsAsync(BenchUsers.Big, "Grove.Server.dll", "/client/v4/organizations/" + id, "--database", scenario.Database)
                : await ServerProcess.StartAsAsync(BenchUsers.Big, "Grove.Bench.dll", "/organizations/" + id, "serve-baseline", "--database", scenario.Database);
            await server.DisposeAsync();
            return took.TotalMilliseconds;
        }
        // The first of each also compiles what waits for them here.
        await StartAsync(ofGrove: true);
        await StartAsync(ofGrove: false);
        var (grove, baseline) = (new List<double>(), new List<double>());
        for (var i = 0; i < times; i++)
        {
            if (i % 2 == 0) grove.Add(await StartAsync(ofGrove: true));
            baseline.Add(await StartAsync(ofGrove: false));
            if (i % 2 != 0) grove.Add(await StartAsync(ofGrove: true));
        }
        var ratios = grove.Zip(baseline, (mine, others) => mine / others).ToList();
        scenario.Line($"");
        scenario.Line($"From the start of the process to the first organization that it answers, {times} times each in turn; each is killed before the next begins. {(drop ? "The page cache of the system is emptied before each start: the programs and, on SQLite, the database come from the disk. PostgreSQL keeps its own buffers." : "The system has programs and data in its page cache.")} The ratio is the median of the pairs' ratios, with the least and the greatest.");
        scenario.Line($"");
        scenario.Line($"| Grove ms | B ms | Ratio | Budget |");
        scenario.Line($"|---|---|---|---|");
        scenario.Line($"| {grove.Spread("F0")} | {baseline.Spread("F0")} | {ratios.Spread("F2")} | ≤ {Budget} {(ratios.Median() <= Budget ? "met" : "**missed**")} |");
        await scenario.WriteAsync("Cold start", arguments);
        return 0;
    }
}
