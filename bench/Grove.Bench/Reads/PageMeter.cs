using Grove.Bench.Data;
using Grove.Server;
using Grove.Server.Storage;

namespace Grove.Bench.Reads;

/// <summary>A server in this process whose statements are watched: what its requests touch in the database.</summary>
internal sealed class PageMeter : IAsyncDisposable
{
    private readonly GroveServer server;
    private readonly WatchedDb watched;
    private readonly ReadMeter meter;
    private readonly HttpClient client;
    private readonly bool postgres;

    private PageMeter(GroveServer server, WatchedDb watched, ReadMeter meter, bool postgres)
    {
        (this.server, this.watched, this.meter, this.postgres) = (server, watched, meter, postgres);
        client = new() { BaseAddress = new Uri(server.Addresses.First()), Timeout = TimeSpan.FromMinutes(5) };
    }

    public static async Task<PageMeter> OpenAsync(string database)
    {
        WatchedDb? watched = null;
        var clock = new StillClock();
        var server = await GroveServer.StartAsync(
            new GroveOptions { Database = database, Urls = "http://127.0.0.1:0" }, clock, new IdSource(clock), TextWriter.Null,
            static (logging, _) => logging.ClearProviders(), db => watched = new WatchedDb(db), CancellationToken.None);
        try
        {
            var url = BenchDatabase.Parse(database);
            return new(server, watched!, await ReadMeter.OpenAsync(url), url is PostgresUrl);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the statements of a request touch, on PostgreSQL by the plan that touches more; and the answer.</summary>
    public async Task<(Reading Reading, string Answer)> MeasureAsync(string user, string path)
    {
        // The first one asks for the credential too.
        await GetAsync(user, path);
        watched.Take();
        var answer = await GetAsync(user, path);
        var asked = watched.Take();
        var generic = await meter.ReadAsync(asked);
        if (!postgres) return (generic, answer);
        var custom = await meter.ReadAsync(asked, PlanKind.Custom);
        return (generic.Buffers > custom.Buffers ? generic : custom, answer);
    }

    public async Task<string> GetAsync(string user, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Add("X-Auth-Email", user);
        request.Headers.Add("X-Auth-Key", BenchUsers.ApiKey);
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await meter.DisposeAsync();
        await server.DisposeAsync();
    }

    /// <summary>Time stands still, so that a credential stays known.</summary>
    private sealed class StillClock : TimeProvider
    {
        private readonly DateTimeOffset now = System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => now;

        public override long GetTimestamp() => 0;
    }
}
