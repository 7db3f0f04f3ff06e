using System.Net;
using Grove.Server;
using Grove.Server.Auth;
using Grove.Tests;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>The limit of requests of each user, by one node and by several.</summary>
public sealed class RateLimitCases
{
    private static readonly RateLimit Limit = new(20, 60);

    [Theory, EveryDoor]
    public async Task Every_credential_of_a_user_counts_and_nobody_elses(string engine)
    {
        await using var host = await StartAsync(engine, new TestClock());
        var (user, other) = (await host.NewUserAsync(), await host.NewUserAsync());
        var (_, token) = await host.NewTokenAsync(user.Id, Policy.Allow("User Details Read", Policy.Everything(user.Id)));
        for (var i = 0; i < Limit.Requests; i++)
        {
            var reply = i % 2 == 0 ? await user.GetAsync("user") : await host.SendAsync("GET", "user", null, Requests.Bearer(token));
            Assert.Equal($"\"default\";r={Limit.Requests - 1 - i};t=60", reply.Succeeded().Headers["Ratelimit"]);
        }
        (await user.GetAsync("user")).Refused(HttpStatusCode.TooManyRequests, 971);
        (await host.SendAsync("GET", "user", null, Requests.Bearer(token))).Refused(HttpStatusCode.TooManyRequests, 971);
        (await other.GetAsync("user")).Succeeded();
    }

    [Fact]
    public async Task What_is_not_shared_is_not_told()
    {
        await using var sqlite = await StartAsync(Engine.Sqlite, new TestClock());
        Assert.Null(sqlite.Background<RateSharing>());
        await using var postgres = await GroveHost.StartAsync(Engine.Postgres);
        Assert.Null(postgres.Background<RateSharing>());
        Assert.False((await postgres.Operator.GetAsync("user")).Headers.ContainsKey("Ratelimit"));
    }

    [Fact]
    public async Task Two_nodes_share_the_window_of_a_user()
    {
        var clock = new TestClock();
        await using var one = await StartAsync(Engine.Postgres, clock);
        await using var two = await OpenAsync(one, clock);
        var user = await one.NewUserAsync();
        for (var i = 1; i <= 8; i++) Told(await user.GetAsync("user"), 20 - i, 60);
        await ShareAsync(one);

        // The other node learns of them once it has something to tell: also when the window began.
        clock.Advance(TimeSpan.FromSeconds(10));
        Told(await OnAsync(two, user), 19, 60);
        await ShareAsync(two);
        for (var left = 10; left >= 0; left--) Told(await OnAsync(two, user), left, 50);
        Refused(await OnAsync(two, user), 50);
        await ShareAsync(two);

        // The first does not know yet; of what it lets through now it is told, and that is all.
        Told(await user.GetAsync("user"), 11, 50);
        await ShareAsync(one);
        Refused(await user.GetAsync("user"), 50);
        Refused(await OnAsync(two, user), 50);

        // The next window is another one, on both.
        clock.Advance(TimeSpan.FromSeconds(50));
        Told(await OnAsync(two, user), 19, 60);
        await ShareAsync(two);
        Told(await user.GetAsync("user"), 19, 60);
        await ShareAsync(one);
        Told(await user.GetAsync("user"), 17, 60);
    }

    [Fact]
    public async Task No_more_gets_through_than_the_limit_and_what_reaches_each_node_between_two_exchanges()
    {
        const int Between = 7;
        var clock = new TestClock();
        var random = new Random(3);
        await using var one = await StartAsync(Engine.Postgres, clock);
        await using var two = await OpenAsync(one, clock);
        for (var window = 0; window < 12; window++)
        {
            var user = await one.NewUserAsync();
            var through = 0;
            for (var exchange = 0; exchange < 8; exchange++)
            {
                for (var i = 0; i < Between; i++)
                {
                    var reply = await OnAsync(random.Next(3) == 0 ? one : two, user);
                    if (reply.Status == HttpStatusCode.OK) through++;
                    else reply.Refused(HttpStatusCode.TooManyRequests, 971);
                }
                foreach (var node in (GroveHost[])[one, two, one]) await ShareAsync(node);
                clock.Advance(TimeSpan.FromSeconds(random.Next(4)));
            }
            Assert.InRange(through, Limit.Requests, Limit.Requests + (2 * Between));
        }
        var rows = (await Tables.DumpAsync(one.Database))["rate_windows"];
        Assert.True(rows.Count >= 12);
        clock.Advance(TimeSpan.FromSeconds(60));
        await one.Background<RateSharing>()!.SweepAsync(TestContext.Current.CancellationToken);
        Assert.Empty((await Tables.DumpAsync(one.Database))["rate_windows"]);
    }

    [Fact]
    public async Task While_nodes_cannot_tell_each_other_each_limits_alone()
    {
        var clock = new TestClock();
        await using var one = await StartAsync(Engine.Postgres, clock);
        await using var two = await OpenAsync(one, clock);
        var user = await one.NewUserAsync();
        await Tables.ExecuteAsync(one.Database, "alter table rate_windows rename to gone");
        for (var i = 0; i < 15; i++)
        {
            (await user.GetAsync("user")).Succeeded();
            (await OnAsync(two, user)).Succeeded();
        }
        foreach (var node in (GroveHost[])[one, two]) await Assert.ThrowsAnyAsync<Exception>(() => ShareAsync(node));
        for (var i = 0; i < 5; i++) (await user.GetAsync("user")).Succeeded();
        Refused(await user.GetAsync("user"), 60);
        await Tables.ExecuteAsync(one.Database, "alter table gone rename to rate_windows");

        // Nothing of it was forgotten.
        await ShareAsync(one);
        await OnAsync(two, user);
        await ShareAsync(two);
        Refused(await OnAsync(two, user), 60);
    }

    private static Task<GroveHost> StartAsync(string engine, TestClock clock) =>
        GroveHost.StartAsync(engine, options => options with { RateLimit = Limit }, clock);

    private static Task<GroveHost> OpenAsync(GroveHost first, TestClock clock) =>
        GroveHost.OpenAsync(first.Database, configure: options => options with { RateLimit = Limit }, clock: clock);

    private static Task ShareAsync(GroveHost node) => node.Background<RateSharing>()!.ShareAsync(TestContext.Current.CancellationToken);

    private static Task<Reply> OnAsync(GroveHost node, Actor user) => node.SendAsync("GET", "user", null, Requests.Pair(user.Email, user.Key));

    private static void Told(Reply reply, int left, int reset)
    {
        Assert.Equal($"\"default\";r={left};t={reset}", reply.Succeeded().Headers["Ratelimit"]);
        Assert.Equal("\"default\";q=20;w=60", reply.Headers["Ratelimit-Policy"]);
        Assert.False(reply.Headers.ContainsKey("Retry-After"));
    }

    private static void Refused(Reply reply, int reset)
    {
        reply.Refused(HttpStatusCode.TooManyRequests, 971);
        Assert.Equal(($"\"default\";r=0;t={reset}", $"{reset}"), (reply.Headers["Ratelimit"], reply.Headers["Retry-After"]));
    }
}
