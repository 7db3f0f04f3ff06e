using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>The last operator and the last Super Administrator stay; what is not empty stays; /user and leaving.</summary>
public class LastOneCases(SharedHosts hosts)
{
    private const HttpStatusCode Bad = HttpStatusCode.BadRequest;

    [Theory, EveryDoor]
    public async Task The_last_active_operator_stays_one(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine);
        var first = (await host.Operator.GetAsync("user")).Result.GetProperty("id").GetString();
        Task<Reply> Change(string id, object body) => host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{id}", body);
        foreach (var body in (object[])[new { @operator = false }, new { suspended = true }, new { @operator = false, suspended = true }]) (await Change(first!, body)).Refused(Bad, 1018);
        (await host.Operator.DeleteAsync($"/grove/v1/users/{first}")).Refused(Bad, 1018);
        // One who is suspended does not count.
        var second = await host.NewUserAsync(asOperator: true);
        (await Change(second.Id, new { suspended = true })).Succeeded();
        (await Change(first!, new { @operator = false })).Refused(Bad, 1018);
        (await Change(second.Id, new { suspended = false })).Succeeded();
        // Two who remove each other at once: one of them stays.
        var replies = await Task.WhenAll(
            host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{second.Id}", new { @operator = false }), second.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{first}", new { @operator = false }));
        Assert.Single(replies, reply => reply.Status == HttpStatusCode.OK);
        await Invariants.CheckAsync(host.Database);
    }

    [Theory, EveryDoor]
    public async Task A_root_keeps_a_Super_Administrator_of_its_own(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (user, other) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await user.CreateAsync("Root");
        var below = await user.CreateAsync("Below", root);
        string Member(Actor who, string organization) => $"/grove/v1/organizations/{organization}/users/{who.Id}";
        async Task RefusedAsync()
        {
            (await user.DeleteAsync($"user/organizations/{root}")).Refused(Bad, 1013);
            (await host.Operator.DeleteAsync(Member(user, root))).Refused(Bad, 1013);
            (await host.Operator.PutAsync(Member(user, root), new { roles = new[] { Role.Administrator, Role.ReadOnly } })).Refused(Bad, 1013);
            var delete = (await host.Operator.DeleteAsync($"/grove/v1/users/{user.Id}")).Refused(Bad, 1013);
            Assert.Contains(root, delete.Text, StringComparison.Ordinal);
        }
        await RefusedAsync();
        // Neither a weaker one nor one further down takes their place.
        await host.GiveRoleAsync(root, other.Id, Role.Administrator);
        await host.GiveRoleAsync(below, other.Id, Role.SuperAdministrator);
        await RefusedAsync();
        (await host.Operator.DeleteAsync(Member(other, below))).Succeeded();
        await host.GiveRoleAsync(root, other.Id, Role.SuperAdministrator);
        // One who is suspended still counts, and suspending is never refused.
        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{other.Id}", new { suspended = true })).Succeeded();
        var left = (await user.DeleteAsync($"user/organizations/{root}")).Succeeded();
        Assert.Equal($$"""{"id":"{{root}}"}""", left.Text);
        (await user.DeleteAsync($"user/organizations/{root}")).Refused(HttpStatusCode.NotFound, 1003);
        (await host.Operator.DeleteAsync(Member(other, root))).Refused(Bad, 1013);
        (await host.Operator.DeleteAsync($"/grove/v1/users/{user.Id}")).Succeeded();
    }

    [Theory, EveryDoor]
    public async Task A_new_root_belongs_to_its_own_Super_Administrators_or_to_who_made_it(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (user, other) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await user.CreateAsync("Root");
        var (theirs, nobodys) = (await user.CreateAsync("Theirs", root), await user.CreateAsync("Nobody's", root));
        await host.GiveRoleAsync(theirs, other.Id, Role.SuperAdministrator);
        await host.GiveRoleAsync(nobodys, other.Id, Role.Administrator);
        // The answer is the last that the caller sees of it.
        var made = (await user.PutAsync($"organizations/{theirs}", $$"""{"name":"Free","parent":null,"profile":{{Surface.Profile}}}""")).Succeeded();
        (await user.GetAsync($"organizations/{theirs}")).Refused(HttpStatusCode.NotFound, 1003);
        var seen = (await other.GetAsync($"organizations/{theirs}")).Succeeded();
        Assert.Equal((made.Text, made.Headers["ETag"]), (seen.Text, seen.Headers["ETag"]));
        var own = (await user.PutAsync($"organizations/{nobodys}", """{"name":"Mine","parent":null}""")).Succeeded();
        Assert.Equal(own.Text, (await user.GetAsync($"organizations/{nobodys}")).Text);
        await Invariants.CheckAsync(host.Database);
    }

    [Theory, EveryDoor]
    public async Task A_deletion_names_at_most_ten_roots_and_their_number(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var roots = new List<string>();
        for (var i = 0; i < 12; i++) roots.Add(await user.CreateAsync($"Root {i}"));
        var text = (await host.Operator.DeleteAsync($"/grove/v1/users/{user.Id}")).Refused(Bad, 1013).Text;
        Assert.Equal(roots.Take(10), Regex.Matches(text, "[0-9a-f]{32}").Select(match => match.Value));
        Assert.Contains("12", text, StringComparison.Ordinal);
        foreach (var root in roots) (await user.DeleteAsync($"organizations/{root}")).Succeeded();
        (await host.Operator.DeleteAsync($"/grove/v1/users/{user.Id}")).Succeeded();
        (await host.Operator.DeleteAsync($"/grove/v1/users/{user.Id}")).Refused(HttpStatusCode.NotFound, 1003);
    }

    [Theory, EveryDoor]
    public async Task Two_who_leave_at_once_do_not_leave_a_root_to_nobody(string engine)
    {
        var host = await hosts.GetAsync(engine);
        for (var round = 0; round < 5; round++)
        {
            var (user, other) = (await host.NewUserAsync(), await host.NewUserAsync());
            var root = await user.CreateAsync("Root");
            await host.GiveRoleAsync(root, other.Id, Role.SuperAdministrator);
            var replies = await Task.WhenAll(user.DeleteAsync($"user/organizations/{root}"), round % 2 == 0
                ? other.DeleteAsync($"user/organizations/{root}")
                : host.Operator.DeleteAsync($"/grove/v1/users/{other.Id}"));
            Assert.Single(replies, reply => reply.Status == HttpStatusCode.OK);
            Assert.Single(replies, reply => reply.Status == Bad && reply.Codes[0] == 1013);
        }
    }

    [Theory, EveryDoor]
    public async Task What_is_not_empty_says_what_it_holds_and_how_many(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        async Task<string> HoldsAsync() => (await user.DeleteAsync($"organizations/{root}")).Refused(Bad, 1010).Json.GetProperty("errors")[0].GetProperty("message").GetString()!;
        var child = await user.CreateAsync("One", root);
        Assert.EndsWith("holds 1 sub-organization.", await HoldsAsync());
        var second = await user.CreateAsync("Two", root);
        await user.CreateAsync("Three", second);
        Assert.EndsWith("holds 2 sub-organizations.", await HoldsAsync());
        var managed = await host.NewUserAsync();
        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{managed.Id}", new { managing_organization_id = root })).Succeeded();
        await host.GiveRoleAsync(root, managed.Id, Role.ReadOnly);
        Assert.EndsWith("holds 2 sub-organizations, 1 managed user, 1 other member.", await HoldsAsync());
        (await user.DeleteAsync($"organizations/{second}")).Refused(Bad, 1010);
        (await managed.DeleteAsync($"user/organizations/{root}")).Succeeded();
        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{managed.Id}", """{"managing_organization_id":null}""")).Succeeded();
        foreach (var id in (await user.WalkAsync($"&parent.id={second}")).Concat([second, child, root]))
        {
            var gone = (await user.DeleteAsync($"organizations/{id}")).Succeeded();
            Assert.Equal($$$"""{"success":true,"errors":[],"messages":[],"result":{"id":"{{{id}}}"}}""", gone.Text);
            (await user.DeleteAsync($"organizations/{id}")).Refused(HttpStatusCode.NotFound, 1003);
        }
    }

    [Theory, EveryDoor]
    public async Task A_profile_is_embedded_when_it_was_last_written_through_the_organization(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var made = await user.PostAsync("organizations", $$"""{"name":"Root","profile":{{Surface.Profile}}}""");
        var root = made.Result.GetProperty("id").GetString()!;
        async Task EmbeddedAsync(Reply reply, bool embedded)
        {
            Assert.Equal(embedded, reply.Succeeded().Result.TryGetProperty("profile", out var profile));
            if (embedded) Assert.Equal(Surface.Profile, profile.GetRawText());
            Assert.Equal(reply.Result.GetRawText(), (await user.GetAsync($"organizations/{root}")).Result.GetRawText());
            Assert.Equal(reply.Result.GetRawText(), (await user.GetAsync("organizations")).Result[0].GetRawText());
            Assert.Equal(Surface.Profile, (await user.GetAsync($"organizations/{root}/profile")).Succeeded().Result.GetRawText());
        }
        await EmbeddedAsync(made, true);
        await EmbeddedAsync(await user.PutAsync($"organizations/{root}", """{"name":"Root"}"""), true);
        await EmbeddedAsync(await user.PutAsync($"organizations/{root}", """{"name":"Root","profile":null}"""), false);
        await EmbeddedAsync(await user.PutAsync($"organizations/{root}", """{"name":"Again"}"""), false);
        await EmbeddedAsync(await user.PutAsync($"organizations/{root}", $$"""{"name":"Root","profile":{{Surface.Profile}}}"""), true);
        var put = await user.PutAsync($"organizations/{root}/profile", Surface.Profile);
        Assert.Equal((HttpStatusCode.NoContent, "", false), (put.Status, put.Text, put.Headers.ContainsKey("Content-Type")));
        await EmbeddedAsync(await user.GetAsync($"organizations/{root}"), false);
        (await user.GetAsync($"organizations/{await user.CreateAsync("None", root)}/profile")).Refused(HttpStatusCode.NotFound, 1003);
    }

    [Theory, EveryDoor]
    public async Task The_users_own_organizations_are_those_of_memberships_alone(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (user, owner) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("b root");
        var below = await owner.CreateAsync("Below", root);
        await host.GiveRoleAsync(root, user.Id, Role.ReadOnly);
        var own = await user.CreateAsync("A own");
        async Task<List<string>> IdsAsync(string query = "") => [.. (await user.GetAsync("user/organizations?" + query)).Succeeded(query).Result.EnumerateArray().Select(row => row.GetProperty("id").GetString()!)];
        Assert.Equal([root, own], await IdsAsync());
        Assert.Equal([own, root], await IdsAsync("order=name"));
        Assert.Equal([root, own], await IdsAsync("order=name&direction=desc"));
        Assert.Equal([own, root], await IdsAsync("direction=desc"));
        Assert.Equal([own], await IdsAsync("name=A%20own"));
        Assert.Empty(await IdsAsync("name=a%20own"));
        Assert.Empty(await IdsAsync("status=invited"));
        Assert.Equal([root, own], await IdsAsync("status=member&name=nothing&match=any"));
        var row = (await user.GetAsync($"user/organizations/{root}")).Succeeded().Result;
        Assert.Equal(["id", "name", "permissions", "roles", "status"], row.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("member", "Organization Read Only"), (row.GetProperty("status").GetString(), row.GetProperty("roles")[0].GetString()));
        Assert.DoesNotContain(row.GetProperty("permissions").EnumerateArray(), permission => permission.GetString()!.EndsWith(":edit", StringComparison.Ordinal));
        // What is below is visible, but no membership.
        (await user.GetAsync($"organizations/{below}")).Succeeded();
        (await user.GetAsync($"user/organizations/{below}")).Refused(HttpStatusCode.NotFound, 1003);
        (await user.DeleteAsync($"user/organizations/{below}")).Refused(HttpStatusCode.NotFound, 1003);
        Assert.Equal([root, own], (await user.GetAsync("user")).Result.GetProperty("organizations").EnumerateArray().Select(item => item.GetProperty("id").GetString()));
    }
}
