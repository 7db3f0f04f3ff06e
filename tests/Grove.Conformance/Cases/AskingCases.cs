using System.Net;
using Grove.Conformance.Laws;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>What operators are told of what others see.</summary>
public class AskingCases(SharedHosts hosts)
{
    [Theory, EveryDoor]
    public async Task The_organizations_of_a_user_are_those_that_they_see_themselves(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var world = await Neighbourhood.SettleAsync(host, seed: 1);
        string[] queries =
        [
            "", "&parent.id=null", $"&parent.id={world.Organizations[0]}", $"&containing.organization={world.Organizations[^1]}", $"&containing.account={world.Accounts[0]}",
            "&name.contains=LACE", "&name.startsWith=place%201", "&name=Root", $"&id={world.Organizations[3]},{world.Organizations[5]}",
        ];
        foreach (var person in world.People)
        {
            foreach (var query in queries)
            {
                foreach (var size in (int[])[2, 1000])
                {
                    var (own, ownTotal) = await WalkAsync(person, "organizations", query, size);
                    var (rows, total) = await WalkAsync(host.Operator, $"/grove/v1/users/{person.Id}/organizations", query, size);
                    Assert.Equal(own, rows);
                    Assert.Equal(ownTotal, total);
                }
            }
        }
        Assert.Equal(0, (await host.Operator.GetAsync($"/grove/v1/users/{world.People[^1].Id}/organizations")).Info.GetProperty("total_size").GetInt32());
    }

    [Theory, EveryDoor]
    public async Task The_accounts_of_a_user_are_those_that_they_see_themselves(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var world = await Neighbourhood.SettleAsync(host, seed: 2);
        foreach (var person in world.People)
        {
            foreach (var query in (string[])["", "&name=Account%201", "&name=none"])
            {
                var own = (await WalkNumberedAsync(person, query)).ToList();
                foreach (var size in (int[])[1, 3, 1000])
                {
                    var (rows, total) = await WalkAsync(host.Operator, $"/grove/v1/users/{person.Id}/accounts", query, size);
                    Assert.Equal(own, rows);
                    Assert.Equal(own.Count, total);
                }
            }
        }
    }

    [Theory, EveryDoor]
    public async Task A_walk_goes_on_where_it_was_whatever_happens_meanwhile(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        string[] ids = [await user.CreateAccountAsync("free"), await user.CreateAccountAsync("a", root), await user.CreateAccountAsync("b", root), await user.CreateAccountAsync("c", root)];
        var path = $"/grove/v1/users/{user.Id}/accounts?page_size=2";
        var first = await host.Operator.GetAsync(path);
        Assert.Equal(ids[..2], first.Ids());
        await user.DeleteAsync($"accounts/{ids[1]}");
        await user.CreateAccountAsync("late and free");
        var next = await host.Operator.GetAsync($"{path}&page_token={first.Info.Text("next_page_token")}");
        Assert.Equal(ids[2..], next.Ids());
        Assert.Equal("""{"total_size":4}""", next.Info.GetRawText());
    }

    [Theory, EveryDoor]
    public async Task Only_operators_ask_and_only_about_users_that_exist(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        await user.CreateAsync("Root");
        await user.CreateAsync("Other");
        foreach (var list in (string[])["organizations", "accounts"])
        {
            var path = $"/grove/v1/users/{user.Id}/{list}";
            Assert.Equal((HttpStatusCode.Forbidden, 9109), (await user.GetAsync(path)).Told());
            (await host.Operator.GetAsync($"/grove/v1/users/{Requests.UnknownId()}/{list}")).Refused(HttpStatusCode.NotFound, 1003);
            (await host.Operator.GetAsync($"/grove/v1/users/x/{list}")).Refused(HttpStatusCode.NotFound, 1003);
            (await host.Operator.GetAsync($"/grove/v1/users/{Requests.UnknownId()}/{list}?page_size=x")).Refused(HttpStatusCode.BadRequest, 1001);
        }
        // A token is for the user, the list and the filters it was given for.
        var other = await host.NewUserAsync();
        var token = (await host.Operator.GetAsync($"/grove/v1/users/{user.Id}/organizations?page_size=1")).Info.Text("next_page_token");
        foreach (var path in (string[])[$"users/{other.Id}/organizations", $"users/{user.Id}/accounts"])
            (await host.Operator.GetAsync($"/grove/v1/{path}?page_size=1&page_token={token}")).Refused(HttpStatusCode.BadRequest, 1001);
        (await user.GetAsync($"organizations?page_size=1&page_token={token}")).Refused(HttpStatusCode.BadRequest, 1001);
    }

    [Theory, EveryDoor]
    public async Task A_suspended_user_is_answered_for_by_their_memberships(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        await user.CreateAccountAsync("A", await user.CreateAsync("Root"));
        foreach (var list in (string[])["organizations", "accounts"])
        {
            var before = await host.Operator.GetAsync($"/grove/v1/users/{user.Id}/{list}");
            Assert.Equal(1, before.Result.GetArrayLength());
            await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{user.Id}", new { suspended = true });
            Assert.Equal(before.Text, (await host.Operator.GetAsync($"/grove/v1/users/{user.Id}/{list}")).Text);
        }
    }

    [Theory, EveryDoor]
    public async Task Tenants_are_all_organizations_at_once_and_say_when_they_are_not(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var world = await Neighbourhood.SettleAsync(host, seed: 3, organizations: 12);
        foreach (var person in world.People)
        {
            var tenants = await person.GetAsync("user/tenants");
            Assert.Equal((await person.GetAsync("organizations?page_size=1000")).Result.GetRawText(), tenants.Result.GetRawText());
            Assert.False(tenants.Json.TryGetProperty("result_info", out _));
            Assert.Equal(0, tenants.Json.GetProperty("messages").GetArrayLength());
        }
    }

    [Theory, EveryDoor]
    public async Task More_tenants_than_one_answer_holds_are_counted_in_a_message(string engine)
    {
        var plantation = new Plantation();
        var root = plantation.Add("Root");
        for (var i = 0; i < 1000; i++) plantation.Add($"Place {i}", root);
        await using var database = await ScratchDatabase.CreateAsync(engine);
        await database.OpenAsync(plantation.PlantAsync);
        await using var host = await database.ServeAsync();
        var member = await host.NewMemberAsync(plantation.Organizations[root].Id, Role.ReadOnly);
        var tenants = await member.GetAsync("user/tenants");
        Assert.Equal(plantation.Organizations.Take(1000).Select(planted => planted.Id), tenants.Ids());
        var message = Assert.Single(tenants.Json.GetProperty("messages").EnumerateArray());
        Assert.Equal((10001, "These are the first 1000 of 1001: GET /organizations has them all, in pages."), (message.GetProperty("code").GetInt32(), message.Text("message")));
    }

    /// <summary>All rows of a list by page tokens, as they are, and the total, which every page tells alike.</summary>
    private static async Task<(List<string> Rows, int Total)> WalkAsync(Actor actor, string list, string query, int size)
    {
        var rows = new List<string>();
        var totals = new HashSet<int>();
        string? token = null;
        do
        {
            var page = await actor.GetAsync($"{list}?page_size={size}{query}{(token is null ? "" : "&page_token=" + token)}");
            Assert.True(page.Status == HttpStatusCode.OK, page.Text);
            rows.AddRange(page.Result.EnumerateArray().Select(row => row.GetRawText()));
            totals.Add(page.Info.GetProperty("total_size").GetInt32());
            token = page.Info.TryGetProperty("next_page_token", out var next) ? next.GetString() : null;
        }
        while (token is not null);
        return (rows, Assert.Single(totals));
    }

    private static async Task<IEnumerable<string>> WalkNumberedAsync(Actor actor, string query)
    {
        var reply = await actor.GetAsync($"accounts?per_page=50{query}");
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.True(reply.Info.GetProperty("total_pages").GetInt32() <= 1);
        return reply.Result.EnumerateArray().Select(row => row.GetRawText());
    }
}
