using System.Diagnostics;
using Grove.Bench.Load;
using Grove.Client;

namespace Grove.Bench.Sdk;

/// <summary>What a call costs through the SDK, as a multiple of the same call by hand: time and allocated bytes, in rounds that take turns.</summary>
internal static class SdkVerb
{
    private const double TimeBudget = 1.3;
    private const double BytesBudget = 2;

    /// <summary>0 when every ratio is within its budget.</summary>
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var (rounds, calls) = (arguments.Number("rounds", 21), arguments.Number("calls", 2000));
        var load = await File.ReadAllTextAsync("/proc/loadavg");
        var (server, _) = await ServerProcess.StartAsync("Grove.Bench.dll", "/", "serve-fixed");
        await using var owned = server;
        using var sdk = new GroveClient(new GroveClientOptions { BaseUrl = new Uri(server.Url + "/client/v4"), ApiEmail = FixedServer.Email, ApiKey = FixedServer.Key });
        using var bare = new BareClient(new Uri(server.Url + "/client/v4/"));
        var page = new OrganizationListParams { Parent = new() { Id = FixedServer.ParentId }, PageSize = 10 };
        SdkComparison[] comparisons =
        [
            await CompareAsync("get an organization", () => sdk.Organizations.GetAsync(FixedServer.OrganizationId), () => bare.GetAsync(FixedServer.OrganizationId), rounds, calls),
            await CompareAsync("list a page of ten", () => sdk.Organizations.ListAsync(page), () => bare.ListAsync(FixedServer.ParentId, 10), rounds, calls),
        ];
        var text = SdkReport.Render(comparisons, rounds, calls, load, TimeBudget, BytesBudget);
        Console.WriteLine(text);
        await File.WriteAllTextAsync(Path.Combine(arguments.Text("results", "bench/results"), "sdk.md"), text);
        return comparisons.All(one => one.Time <= TimeBudget && one.Bytes <= BytesBudget) ? 0 : 1;
    }

    private static async Task<SdkComparison> CompareAsync(string title, Func<Task> sdk, Func<Task> bare, int rounds, int calls)
    {
        // Until the code is compiled for good.
        for (var i = 0; i < 5; i++)
        {
            await RoundAsync(sdk, calls);
            await RoundAsync(bare, calls);
        }
        var (ofSdk, ofBare) = (new List<SdkRound>(), new List<SdkRound>());
        for (var i = 0; i < rounds; i++)
        {
            // Who comes first takes turns too.
            if (i % 2 == 0) ofSdk.Add(await RoundAsync(sdk, calls));
            ofBare.Add(await RoundAsync(bare, calls));
            if (i % 2 != 0) ofSdk.Add(await RoundAsync(sdk, calls));
        }
        return new(title, ofSdk, ofBare);
    }

    // One caller, so whatever the process allocates is the call's.
    private static async Task<SdkRound> RoundAsync(Func<Task> call, int calls)
    {
        var times = new long[calls];
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < calls; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await call().ConfigureAwait(false);
            times[i] = Stopwatch.GetTimestamp() - start;
        }
        var bytes = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)calls;
        Array.Sort(times);
        return new(times[calls / 2] * 1e6 / Stopwatch.Frequency, bytes);
    }
}
