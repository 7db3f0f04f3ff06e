using System.Diagnostics;
using System.Globalization;
using Grove.Bench.Data;

namespace Grove.Bench.Load;

/// <summary>Moves the subtree there and back, and looks at what readers feel meanwhile.</summary>
internal static class Move
{
    private const int Times = 4;

    public static async Task MeasureAsync(ServerProcess grove, Targets targets, Report report)
    {
        using var client = Targets.Client(grove, BenchUsers.Big);
        var moved = new Uri($"{grove.Url}/client/v4/organizations/{targets.MovedId}");
        var (times, slowest) = (new List<double>(), 0.0);
        for (var i = 0; i < Times; i++)
        {
            using var ended = new CancellationTokenSource();
            var reading = ReadAsync(client, moved, ended.Token);
            var watch = Stopwatch.StartNew();
            using var answer = await client.PutAsJsonAsync(moved, new { name = "Moved", parent = new { id = i % 2 == 0 ? targets.DestinationId : targets.BigId } });
            times.Add(watch.Elapsed.TotalMilliseconds);
            answer.EnsureSuccessStatusCode();
            await ended.CancelAsync();
            slowest = Math.Max(slowest, await reading);
        }
        report.Note($"Move of a subtree of a hundredth of all: {string.Join(", ", times.Select(time => time.ToString("F0", CultureInfo.InvariantCulture)))} ms; slowest get of it meanwhile {slowest:F0} ms");
    }

    private static async Task<double> ReadAsync(HttpClient client, Uri moved, CancellationToken ended)
    {
        var slowest = 0.0;
        while (!ended.IsCancellationRequested)
        {
            var watch = Stopwatch.StartNew();
            await client.GetStringAsync(moved, CancellationToken.None);
            slowest = Math.Max(slowest, watch.Elapsed.TotalMilliseconds);
        }
        return slowest;
    }
}
