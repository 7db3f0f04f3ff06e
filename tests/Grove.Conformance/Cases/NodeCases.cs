using System.Net;
using Grove.Tests;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>Two servers over one PostgreSQL answer as one, and neither goes on believing what the other has taken back.</summary>
public sealed class NodeCases
{
    private static readonly string[] OfOneAnswer = ["X-Request-Id", "Date"];

    [Fact]
    public async Task Every_answer_is_the_same_on_both_and_a_walk_may_change_the_node_at_every_page()
    {
        var clock = new TestClock();
        await using var one = await GroveHost.StartAsync(Engine.Postgres, clock: clock);
        await using var two = await GroveHost.OpenAsync(one.Database, clock: clock);
        var user = await one.NewUserAsync();
        var there = user.Through(two.Http);
        var ids = new List<string> { await user.CreateAsync("Root") };
        for (var i = 1; i < 25; i++) ids.Add(await (i % 2 == 0 ? user : there).CreateAsync($"Node {i}", ids[(i - 1) / 3]));
        (await user.PutAsync($"organizations/{ids[2]}", new { name = "Moved", parent = new { id = ids[1] } })).Succeeded();

        string[] paths =
        [
            .. ids.Select(id => $"organizations/{id}"), "organizations?page_size=100", "organizations?name.contains=ode&page_size=100", $"organizations?parent.id={ids[1]}",
            "organizations?parent.id=null", "user", "user/organizations", $"organizations/{ids[0]}/members", $"organizations/{Requests.UnknownId()}", "organizations?page_size=x",
        ];
        foreach (var path in paths)
        {
            var (here, elsewhere) = (await user.GetAsync(path), await there.GetAsync(path));
            Assert.Equal((here.Status, here.Text), (elsewhere.Status, elsewhere.Text));
            Assert.Equal(Headers(here), Headers(elsewhere));
        }

        var (walked, token) = (new List<string>(), default(string));
        for (var at = user; ; at = at == user ? there : user)
        {
            var page = (await at.GetAsync("organizations?page_size=4" + (token is null ? "" : "&page_token=" + token))).Succeeded();
            Assert.Equal(ids.Count, page.Info.GetProperty("total_size").GetInt32());
            walked.AddRange(page.Result.EnumerateArray().Select(row => row.GetProperty("id").GetString()!));
            if (!page.Info.TryGetProperty("next_page_token", out var next)) break;
            token = next.GetString();
        }
        Assert.Equal(ids, walked);
    }

    [Fact]
    public async Task A_membership_that_ends_on_one_node_gives_nothing_on_the_other()
    {
        var clock = new TestClock();
        await using var one = await GroveHost.StartAsync(Engine.Postgres, clock: clock);
        await using var two = await GroveHost.OpenAsync(one.Database, clock: clock);
        var (owner, guest) = (await one.NewUserAsync(), await one.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var below = await owner.CreateAsync("Below", root);
        await one.GiveRoleAsync(root, guest.Id, Role.ReadOnly);
        var there = guest.Through(two.Http);
        (await there.GetAsync($"organizations/{below}")).Succeeded();

        (await one.Operator.DeleteAsync($"/grove/v1/organizations/{root}/users/{guest.Id}")).Succeeded();
        // No clock has moved: who is a member is asked each time.
        Assert.Equal(HttpStatusCode.NotFound, (await there.GetAsync($"organizations/{below}")).Status);
        Assert.Empty(await there.WalkAsync());
    }

    [Fact]
    public async Task A_token_that_one_node_deletes_or_disables_ends_within_five_seconds_on_the_other()
    {
        var clock = new TestClock();
        await using var one = await GroveHost.StartAsync(Engine.Postgres, clock: clock);
        await using var two = await GroveHost.OpenAsync(one.Database, clock: clock);
        var user = await one.NewUserAsync();
        foreach (var deleted in (bool[])[true, false])
        {
            var policy = Policy.Allow("User Details Read", Policy.Everything(user.Id));
            var (id, value) = await one.NewTokenAsync(user.Id, policy);
            Task<Reply> Ask(GroveHost node) => node.SendAsync("GET", "user", null, Requests.Bearer(value));
            (await Ask(one)).Succeeded();
            (await Ask(two)).Succeeded();

            (deleted ? await user.DeleteAsync($"user/tokens/{id}")
                : await user.PutAsync($"user/tokens/{id}", new { name = "token", policies = new[] { policy }, status = "disabled" })).Succeeded();
            (await Ask(one)).Refused(HttpStatusCode.Unauthorized, 1000);
            // It may be remembered there, whatever is asked meanwhile, but asking does not make that longer.
            clock.Advance(TimeSpan.FromSeconds(3));
            await Ask(two);
            clock.Advance(TimeSpan.FromSeconds(2));
            (await Ask(two)).Refused(HttpStatusCode.Unauthorized, 1000);
        }
    }

    private static List<string> Headers(Reply reply) =>
        [.. reply.Headers.Where(header => !OfOneAnswer.Contains(header.Key, StringComparer.OrdinalIgnoreCase)).Select(header => $"{header.Key}: {header.Value}").Order()];
}
