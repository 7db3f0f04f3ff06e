using System.Globalization;
using Grove.Bench.Data;
using Grove.Server.Storage;

namespace Grove.Bench.Load;

/// <summary>Runs Grove and B in turn on one database and writes what came out.</summary>
internal static class RunVerb
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var database = arguments.Required("database");
        var quick = arguments.Has("quick");
        var (rounds, seconds) = (arguments.Number("rounds", quick ? 3 : 7), arguments.Number("seconds", quick ? 2 : 4));
        var url = BenchDatabase.Parse(database);
        await using var connection = await BenchDatabase.OpenAsync(url);
        var engine = (await connection.QueryAsync(
            url is PostgresUrl ? "select 'PostgreSQL ' || current_setting('server_version')" : "select 'SQLite ' || sqlite_version()", row => row.GetString(0)))[0];
        var organizations = (int)(await connection.QueryAsync("select count(*) from organizations", row => row.GetInt64(0)))[0];
        var report = new Report(database, engine.Split(" (")[0], organizations);

        var (grove, groveStart) = await ServerProcess.StartAsync("Grove.Server.dll", "/healthz", "--database", database);
        await using var disposeGrove = grove;
        var (baseline, baselineStart) = await ServerProcess.StartAsync("Grove.Bench.dll", "/organizations/x", "serve-baseline", "--database", database);
        await using var disposeBaseline = baseline;
        report.Note($"From the start of the process to the first answer: Grove {groveStart.TotalMilliseconds:F0} ms, B {baselineStart.TotalMilliseconds:F0} ms");

        using (var client = Targets.Client(grove, BenchUsers.Big))
        {
            // The first list asks for the stored count, which B reads too.
            await client.GetStringAsync(new Uri(grove.Url + "/client/v4/organizations"));
            await Task.Delay(TimeSpan.FromSeconds(2));
        }
        if (url is PostgresUrl)
        {
            var backend = (await connection.QueryAsync("select pg_backend_pid()", row => row.GetInt32(0)))[0];
            grove.Database = baseline.Database = ServerProcess.ParentOf(backend);
        }
        var targets = await Targets.ReadAsync(connection, grove);
        var all = Operation.All(targets, arguments.Number("connections", 16));
        var names = arguments.Text("operations", "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        var chosen = names.Length == 0 ? all : [.. all.Where(operation => names.Any(name => operation.Name.StartsWith(name, StringComparison.Ordinal)))];
        // The runtime compiles what is hot more than once, in the background: what is measured first must not pay for all of it.
        await MeasureAsync(all[0] with { Title = "warming" }, grove, baseline, targets, 2, 6);
        foreach (var operation in chosen) report.Add(await MeasureAsync(operation, grove, baseline, targets, rounds, seconds));
        if (names.Length == 0 || names.Contains("move")) await Move.MeasureAsync(grove, targets, report);
        report.Note($"Private memory after the run: Grove {grove.Memory("RssAnon"):F0} MiB (peak resident {grove.Memory("VmHWM"):F0}), B {baseline.Memory("RssAnon"):F0} MiB (peak resident {baseline.Memory("VmHWM"):F0})");

        var text = report.Render($"run {string.Join(' ', Environment.GetCommandLineArgs().Skip(2).Where(argument => !argument.Contains("://") && !argument.StartsWith("sqlite:", StringComparison.Ordinal)))}");
        Console.WriteLine(text);
        var file = Path.Combine("bench", "results", arguments.Text("name", $"{engine.Split(' ')[0].ToLowerInvariant()}-{organizations}") + ".md");
        if (Directory.Exists(Path.GetDirectoryName(file))) await File.WriteAllTextAsync(file, text);
        return 0;
    }

    private static async Task<Comparison> MeasureAsync(
        Operation operation, ServerProcess grove, ServerProcess baseline, Targets targets, int rounds, int seconds)
    {
        var files = Directory.CreateTempSubdirectory("grove-bench-");
        var (mine, others) = (Path.Combine(files.FullName, "grove"), Path.Combine(files.FullName, "reference"));
        await File.WriteAllLinesAsync(mine, operation.Requests);
        await File.WriteAllLinesAsync(others, operation.Reference ?? Operation.PlainPage(targets));
        string[] Headers(string user) => ["Content-Type: application/json", "X-Auth-Email: " + user, "X-Auth-Key: " + BenchUsers.ApiKey];
        async Task<LoadResult> Grove(int time)
        {
            var result = await Wrk.RunAsync(grove, Headers(operation.User), mine, operation.Connections, time);
            await SettleAsync(grove);
            return result;
        }
        Task<LoadResult> Reference(int time) => operation.Reference is null
            ? Wrk.RunAsync(grove, Headers(BenchUsers.Big), others, operation.Connections, time)
            : Wrk.RunAsync(baseline, ["Content-Type: application/json"], others, operation.Connections, time);

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
        files.Delete(recursive: true);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{operation.Name,-24} grove {comparison.Grove(r => r.PerSecond),8:F0}/s  reference {comparison.Reference(r => r.PerSecond),8:F0}/s  ({1e6 / comparison.Grove(r => r.PerCpuSecond):F0} vs {1e6 / comparison.Reference(r => r.PerCpuSecond):F0} us)  ratio {comparison.Median:F2} ({comparison.Ratios.Min():F2}-{comparison.Ratios.Max():F2})  cpu {comparison.CpuRatio:F2}  p50 {comparison.Grove(r => r.P50):F2} vs {comparison.Reference(r => r.P50):F2}"));
        return comparison;
    }

    /// <summary>Waits for what the generator no longer waits for: slow requests in flight would weigh on the next round.</summary>
    private static async Task SettleAsync(ServerProcess server)
    {
        var before = server.ProcessorTime;
        for (var i = 0; i < 100; i++)
        {
            await Task.Delay(100);
            var now = server.ProcessorTime;
            if ((now - before).TotalMilliseconds < 20) return;
            before = now;
        }
    }
}
