using System.Data.Common;
using System.Text.Json;
using Grove.Bench.Data;
using Grove.Bench.Reads;

namespace Grove.Bench.Load;

/// <summary>What requests touch in the database: buffers on PostgreSQL, pages on SQLite.</summary>
/// <param name="Operations">By the name of the operation, the median of some of its requests.</param>
/// <param name="Lists">For each user what the pages of all that is visible touched.</param>
internal sealed record Touched(IReadOnlyDictionary<string, Reading> Operations, IReadOnlyList<Touched.List> Lists)
{
    private const int MostRequests = 5;
    private const string Path = "/client/v4/organizations";

    public static async Task<Touched> MeasureAsync(Scenario scenario, Targets targets, IEnumerable<Operation> operations)
    {
        await using var meter = await PageMeter.OpenAsync(scenario.Database);
        var readings = new Dictionary<string, Reading>();
        foreach (var operation in operations)
        {
            var paths = operation.Requests.Take(MostRequests).Select(request => request.Split('\t')).Where(request => request[0] == "GET").Select(request => request[1]).ToList();
            if (paths.Count == 0) continue;
            var measured = new List<Reading>();
            foreach (var path in paths) measured.Add((await meter.MeasureAsync(operation.User, path)).Reading);
            readings[operation.Name] = measured.OrderBy(reading => reading.Buffers).ElementAt(measured.Count / 2);
        }
        var lists = new List<List>();
        foreach (var user in (string[])[BenchUsers.Big, BenchUsers.Fifty, BenchUsers.Many, BenchUsers.Roots])
        {
            var memberships = await MembershipsAsync(scenario.Connection, user);
            if (memberships > 0) lists.Add(new(user, memberships, (await meter.MeasureAsync(user, Path)).Reading.Buffers, await LaterAsync(meter, user, targets)));
        }
        return new(readings, lists);
    }

    private static async Task<long> LaterAsync(PageMeter meter, string user, Targets targets)
    {
        var places = new List<string>();
        if (user == BenchUsers.Big) places.AddRange(targets.Middle.Take(MostRequests).Concat(targets.End).Select(place => place.Token));
        // Where no places in the list are known: the second page, and the one after a thousand rows.
        else
        {
            foreach (var size in (int[])[10, 1000])
            {
                if (Next(await meter.GetAsync(user, $"{Path}?page_size={size}")) is { } next) places.Add(next);
            }
        }
        var most = 0L;
        foreach (var place in places) most = Math.Max(most, (await meter.MeasureAsync(user, $"{Path}?page_token={place}")).Reading.Buffers);
        return most;
    }

    private static string? Next(string answer)
    {
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.GetProperty("result_info").TryGetProperty("next_page_token", out var next) ? next.GetString() : null;
    }

    private static async Task<long> MembershipsAsync(DbConnection database, string user) => (await database.QueryAsync(
        $"select count(*) from organization_members m join users u on u.key = m.user_key where u.email = '{user}' and m.status = 1", row => row.GetInt64(0)))[0];

    /// <summary>The list of one user, without a filter.</summary>
    /// <param name="First">Of the first page, which has the total.</param>
    /// <param name="Later">The most of some later pages.</param>
    internal sealed record List(string User, long Memberships, long First, long Later)
    {
        public long Most => Math.Max(First, Later);

        /// <summary>What design allows.</summary>
        public long Bound => 130 + (6 * (Memberships - 1));
    }
}
