using System.Diagnostics;

namespace Grove.Bench.Load;

/// <summary>This build and another of Grove in turn on one database: what a change did to the speed, in less than three minutes.</summary>
internal static class CompareVerb
{
    private const int WarmSeconds = 1;
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(3);

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var (rounds, seconds) = (arguments.Number("rounds", 5), arguments.Number("seconds", 2));
        var names = arguments.Text("operations", "get,page,first,contains-rare").Split(',');
        await using var other = await OtherBuild.OpenAsync(arguments.Required("base"));
        var watch = Stopwatch.StartNew();
        await using var scenario = await Scenario.OpenAsync(arguments);
        var sides = new Side[] { new("base", other.Assembly, arguments.Text("base-database", scenario.Database)), new("this", "Grove.Server.dll", scenario.Database) };
        var round = 0;
        // On a machine that has other things to do there may be no time for all of them.
        for (; round < rounds && (round == 0 || watch.Elapsed * (round + 1) / round < Most); round++)
        {
            // One server at a time, as SQLite has it; who comes first takes turns.
            foreach (var side in round % 2 == 0 ? sides : sides.Reverse()) await side.RoundAsync(scenario, names, arguments.Number("connections", 16), seconds);
        }
        scenario.Line($"");
        scenario.Line($"{arguments.Required("base")} and this build, {round} of {rounds} rounds, each with fresh processes. Ratio: this against the base, the median of the rounds with the least and the greatest; above 1 is more requests a second, or for each second of processor time. Noise: how far two neighbouring rounds of one and the same build are apart at most. A difference counts when all rounds agree on its direction and it is larger than the noise.");
        scenario.Line($"");
        scenario.Line($"| Operation | Base/s | This/s | Ratio | Noise | | Ratio per CPU second | Noise | |");
        scenario.Line($"|---|---|---|---|---|---|---|---|---|");
        foreach (var name in sides[0].Results.Keys)
        {
            var results = sides.Select(side => side.Results[name]).ToArray();
            string Cells(Func<LoadResult, double> of)
            {
                var ratios = results[1].Zip(results[0], (mine, others) => of(mine) / of(others)).ToList();
                var noise = results.SelectMany(own => own.Skip(1).Zip(own, (next, before) => Distance(of(next) / of(before)))).DefaultIfEmpty(double.PositiveInfinity).Max();
                var agree = ratios.TrueForAll(ratio => ratio > 1) || ratios.TrueForAll(ratio => ratio < 1);
                var verdict = !agree || Distance(ratios.Median()) <= noise ? "no difference" : ratios.Median() > 1 ? "**faster**" : "**slower**";
                return FormattableString.Invariant($"{ratios.Spread("F2")} | {Math.Exp(noise) - 1:P0} | {verdict}");
            }
            scenario.Line($"| {name} | {results[0].Select(r => r.PerSecond).Median():N0} | {results[1].Select(r => r.PerSecond).Median():N0} | {Cells(r => r.PerSecond)} | {Cells(r => r.PerCpuSecond)} |");
        }
        scenario.Line($"");
        scenario.Line($"{watch.Elapsed.TotalSeconds:F0} seconds, without building the base{(round < rounds ? "; the rounds that are missing would have taken more than three minutes" : "")}.");
        if (arguments.Has("name")) await scenario.WriteAsync("Two builds", arguments);
        return 0;
    }

    private static double Distance(double ratio) => Math.Abs(Math.Log(ratio));

    private sealed class Side(string title, string assembly, string database)
    {
        private IReadOnlyList<Operation>? operations;

        public Dictionary<string, List<LoadResult>> Results { get; } = [];

        public async Task RoundAsync(Scenario scenario, string[] names, int connections, int seconds)
        {
            var (server, _) = await scenario.GroveAsync(assembly, database);
            // Page tokens outlive a restart, but perhaps not a change of the code.
            operations ??= [.. Operation.All(await Targets.ReadAsync(scenario.Connection, server), connections).Where(one => names.Contains(one.Name))];
            var files = operations.Select(operation => (operation, new RequestFile(operation.Requests))).ToList();
            foreach (var (operation, requests) in files) await Wrk.RunAsync(server, Wrk.Headers(operation.User), requests, operation.Connections, WarmSeconds);
            foreach (var (operation, requests) in files)
            {
                var result = await Wrk.RunAsync(server, Wrk.Headers(operation.User), requests, operation.Connections, seconds);
                if (!Results.TryGetValue(operation.Name, out var own)) Results[operation.Name] = own = [];
                own.Add(result);
                Console.WriteLine(FormattableString.Invariant($"{title} {operation.Name,-16} {result.PerSecond,8:F0}/s  p50 {result.P50:F2}  p99 {result.P99:F1} ms"));
                await server.SettleAsync();
            }
            foreach (var (_, requests) in files) requests.Dispose();
            await scenario.StopAsync(server);
        }
    }
}

/// <summary>The server of another commit, built in a worktree of its own that is gone afterwards; or one that is built already.</summary>
internal sealed class OtherBuild : IAsyncDisposable
{
    private readonly string? folder;

    private OtherBuild(string assembly, string? folder) => (Assembly, this.folder) = (assembly, folder);

    public string Assembly { get; }

    /// <param name="what">A commit, or the path of a <c>Grove.Server.dll</c>.</param>
    public static async Task<OtherBuild> OpenAsync(string what)
    {
        if (File.Exists(what)) return new(Path.GetFullPath(what), null);
        var folder = Directory.CreateTempSubdirectory("grove-base-").FullName;
        var (tree, output) = (Path.Combine(folder, "tree"), Path.Combine(folder, "server"));
        try
        {
            await RunAsync("git", "worktree", "add", "--quiet", "--detach", tree, what);
            await RunAsync("dotnet", "build", Path.Combine(tree, "src", "Grove.Server"), "-c", "Release", "-o", output, "-v", "quiet", "--disable-build-servers", "-p:RunAnalyzers=false");
            return new(Path.Combine(output, "Grove.Server.dll"), folder);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
        finally
        {
            if (Directory.Exists(tree)) await RunAsync("git", "worktree", "remove", "--force", tree);
        }
    }

    public ValueTask DisposeAsync()
    {
        if (folder is not null) Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
