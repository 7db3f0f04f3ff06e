using System.Diagnostics;
using System.Text.Json;
using Grove.Bench.Data;

namespace Grove.Bench.Load;

/// <summary>
/// The largest deletion that Grove knows: only an empty organization can be deleted, but a user goes with all memberships.
/// </summary>
internal static class Departures
{
    private const string Users = "/grove/v1/users";
    private const string ReadOnly = "4d1fcf3f8f6b4cb69b2e0c7b5e1aa303";

    public static async Task MeasureAsync(Scenario scenario, ServerProcess grove, Targets targets, int times, Func<Task<MovesVerb.Window>> readAsync)
    {
        using var client = Targets.Client(grove, BenchUsers.Operator);
        var organizations = targets.Ids.Take(5000).ToList();
        var users = new List<string>();
        for (var i = 0; i < times; i++)
        {
            using var made = await client.PostAsJsonAsync(new Uri(grove.Url + Users), new { email = $"departing-{Guid.NewGuid():N}@bench.example" });
            made.EnsureSuccessStatusCode();
            using var body = JsonDocument.Parse(await made.Content.ReadAsStringAsync());
            users.Add(body.RootElement.GetProperty("result").GetProperty("id").GetString()!);
        }
        var roles = new { roles = (string[])[ReadOnly] };
        foreach (var user in users)
            await Parallel.ForEachAsync(organizations, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (organization, aborted) =>
            {
                using var given = await client.PutAsJsonAsync(new Uri($"{grove.Url}/grove/v1/organizations/{organization}/users/{user}"), roles, aborted);
                given.EnsureSuccessStatusCode();
            });
        await grove.SettleAsync();

        using var prober = new Prober(grove, BenchUsers.Big, 4, 200, i => (HttpMethod.Get, $"/client/v4/organizations/{targets.Ids[i % targets.Ids.Count]}", null));
        var reading = readAsync();
        await Task.Delay(TimeSpan.FromSeconds(1));
        var gone = new List<Span>();
        foreach (var user in users)
        {
            var from = Stopwatch.GetTimestamp();
            using var answer = await client.DeleteAsync(new Uri($"{grove.Url}{Users}/{user}"));
            answer.EnsureSuccessStatusCode();
            gone.Add(new(from, Stopwatch.GetTimestamp()));
            await Task.Delay(TimeSpan.FromMilliseconds(300));
        }
        var window = await reading;
        var probes = prober.Stop().Where(probe => probe.From > window.Whole.From && probe.To < window.Whole.To).ToList();
        var during = probes.Where(probe => gone.Exists(probe.Overlaps)).Select(probe => probe.Latency).ToList();
        var without = probes.Where(probe => !gone.Exists(probe.Overlaps)).Select(probe => probe.Latency).ToList();
        scenario.Line($"");
        scenario.Line($"Only an empty organization can be deleted, so the largest deletion is that of a user: {times} users with {organizations.Count:N0} memberships each go, one after the other, during the same read load, each in {gone.Select(span => span.Duration).ToList().Spread("F0")} ms. Timed reads meanwhile ({during.Count}): p50 {during.Median():F2}, p99 {during.Percentile(99):F1}, longest {during.Max():F1} ms; between the deletions ({without.Count}): p50 {without.Median():F2}, p99 {without.Percentile(99):F1}, longest {without.Max():F1} ms. Failed: {probes.Count(probe => probe.Failed) + window.Gets.Failed + window.Pages.Failed}.");
    }
}
