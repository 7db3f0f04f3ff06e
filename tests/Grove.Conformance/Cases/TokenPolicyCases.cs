using System.Net;
using System.Text.Json;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>What the policies of an API token permit.</summary>
public class TokenPolicyCases(SharedHosts hosts)
{
    private const HttpStatusCode No = HttpStatusCode.Forbidden;

    [Theory, EveryDoor]
    public async Task Each_permission_group_opens_its_endpoints_and_no_other(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (user, second) = (await host.NewUserAsync(), await host.NewUserAsync(asOperator: true));
        foreach (var who in (Actor[])[user, second])
        {
            foreach (var group in Policy.Groups.Keys)
            {
                var token = await host.ByTokenAsync(who, Policy.Allow(group, Policy.Everything(who.Id)));
                foreach (var operation in Surface.Operations)
                {
                    // Unknown ids: what is permitted changes nothing.
                    var reply = await token.SendAsync(new(operation.Method), operation.At(Requests.UnknownId(), Requests.UnknownId()) + operation.Query, operation.Body?.Replace("made@", Requests.UnknownId() + "@", StringComparison.Ordinal));
                    var right = operation.OperatorsOnly
                        ? group == "Grove Operator"
                        : group == operation.Area + " Write" || (!operation.Write && group == operation.Area + " Read");
                    var about = $"{group}, {operation}: {(int)reply.Status} {reply.Text}";
                    if (!right) Assert.Contains("The API token does not permit this.", reply.Refused(No, 9109, about).Text, StringComparison.Ordinal);
                    else if (operation.OperatorsOnly && who == user) Assert.Contains("Only operators", reply.Refused(No, 9109, about).Text, StringComparison.Ordinal);
                    // A token of one group cannot make one of another.
                    else if (operation.Path.EndsWith("/tokens", StringComparison.Ordinal)) reply.Refused(HttpStatusCode.NotFound, 1003, about);
                    else Assert.True((int)reply.Status is 200 or 204 or 404, about);
                }
            }
        }
    }

    [Theory, EveryDoor]
    public async Task A_token_for_a_subtree_acts_in_it_and_nowhere_else(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var (inside, outside) = (await user.CreateAsync("Inside", root), await user.CreateAsync("Outside", root));
        var below = await user.CreateAsync("Below", inside);
        var token = await host.ByTokenAsync(user, Policy.Allow("User Details Write", Policy.Subtree(inside)));
        Assert.Equal([inside, below], await token.WalkAsync("", 1));
        Assert.Equal(2, (await token.GetAsync("organizations")).Info.GetProperty("total_size").GetInt32());
        Assert.Empty(await token.WalkAsync("&parent.id=null"));
        Assert.Equal([inside], await token.WalkAsync($"&containing.organization={below}"));
        var shown = (await token.GetAsync($"organizations/{inside}")).Succeeded();
        Assert.False(shown.Result.TryGetProperty("parent", out _));
        Assert.Equal([inside], shown.Result.GetProperty("meta").GetProperty("hierarchy_tags").EnumerateArray().Select(tag => tag.GetString()));

        var made = await token.CreateAsync("Made", below);
        (await token.PutAsync($"organizations/{made}", new { name = "Renamed", parent = new { id = inside } })).Succeeded();
        (await token.PutAsync($"organizations/{made}", new { name = "x", parent = new { id = outside } })).Refused(HttpStatusCode.NotFound, 1003);
        (await token.PutAsync($"organizations/{made}", """{"name":"x","parent":null}""")).Refused(No, 9109);
        (await token.PutAsync($"organizations/{inside}", new { name = "x", parent = new { id = below } })).Refused(No, 9109);
        (await token.PostAsync("organizations", new { name = "New root" })).Refused(No, 9109);
        (await token.DeleteAsync($"organizations/{made}")).Succeeded();
        // Its own person is not in that subtree.
        (await token.GetAsync("user")).Refused(No, 9109);
        (await token.SendAsync(HttpMethod.Patch, "user", """{"first_name":"x"}""")).Refused(No, 9109);
        (await token.DeleteAsync($"user/organizations/{root}")).Refused(HttpStatusCode.NotFound, 1003);
        Assert.Empty((await token.GetAsync("user/organizations")).Succeeded().Result.EnumerateArray());

        // The subtree is the present one, and the owner's rights are those of now.
        (await user.PutAsync($"organizations/{outside}", new { name = "Outside", parent = new { id = inside } })).Succeeded();
        Assert.Equal([inside, outside, below], await token.WalkAsync());
        (await host.Operator.PutAsync($"/grove/v1/organizations/{root}/users/{(await host.NewUserAsync()).Id}", "{}")).Succeeded();
        (await user.DeleteAsync($"user/organizations/{root}")).Succeeded();
        Assert.Empty(await token.WalkAsync());
        (await token.GetAsync($"organizations/{inside}")).Refused(HttpStatusCode.NotFound, 1003);
    }

    [Theory, EveryDoor]
    public async Task A_deny_outranks_every_allow(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var (denied, other) = (await user.CreateAsync("Denied", root), await user.CreateAsync("Other", root));
        var below = await user.CreateAsync("Below", denied);
        var all = Policy.Allow("User Details Write", Policy.Everything(user.Id));
        var token = await host.ByTokenAsync(user, Policy.Deny("User Details Write", Policy.Subtree(denied)), all, Policy.Allow("User Details Write", Policy.Subtree(below)));
        Assert.Equal([root, other], await token.WalkAsync("", 1));
        Assert.Equal(2, (await token.GetAsync("organizations")).Info.GetProperty("total_size").GetInt32());
        Assert.Equal([other], await token.WalkAsync($"&parent.id={root}"));
        foreach (var id in (string[])[denied, below]) (await token.GetAsync($"organizations/{id}")).Refused(HttpStatusCode.NotFound, 1003);
        (await token.PutAsync($"organizations/{other}", new { name = "x", parent = new { id = denied } })).Refused(HttpStatusCode.NotFound, 1003);
        foreach (var resource in (string[])[Policy.AllAccounts, Policy.Everything(user.Id)])
        {
            var nothing = await host.ByTokenAsync(user, all, Policy.Deny("User Details Write", resource));
            foreach (var path in (string[])["organizations", "user", "user/organizations"]) (await nothing.GetAsync(path)).Refused(No, 9109, path);
            // About another area it says nothing.
            var elsewhere = await host.ByTokenAsync(user, all, Policy.Deny("Memberships Write", resource));
            (await elsewhere.GetAsync("organizations")).Succeeded();
        }
    }

    [Theory, EveryDoor]
    public async Task A_token_for_one_account_reaches_no_organization(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var token = await host.ByTokenAsync(user, Policy.Allow("User Details Write", "com.cloudflare.api.account." + Requests.UnknownId()));
        Assert.Empty(await token.WalkAsync());
        (await token.GetAsync($"organizations/{root}")).Refused(HttpStatusCode.NotFound, 1003);
        (await token.PostAsync("organizations", new { name = "x" })).Refused(No, 9109);
        (await token.GetAsync("user")).Refused(No, 9109);
    }

    [Theory, EveryDoor]
    public async Task What_cannot_be_enforced_is_refused_with_a_pointer(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var other = await host.NewUserAsync();
        var group = Policy.Groups["User Details Read"];
        string With(string policy) => $$"""{"name":"t","policies":[{{policy}}]}""";
        string Parts(string effect, string groups, string resources, string more = "") => With($$"""{"effect":{{effect}},"permission_groups":{{groups}},"resources":{{resources}}{{more}}}""");
        string Resource(string name, string value = "\"*\"") => Parts("\"allow\"", $$"""[{"id":"{{group}}"}]""", "{" + JsonSerializer.Serialize(name) + ":" + value + "}");
        string More(string more) => Surface.Token[..^1] + "," + more + "}";
        var any = $$"""[{"id":"{{group}}"}]""";
        const string all = """{"com.cloudflare.api.account.*":"*"}""";
        (string Body, string Pointer)[] cases =
        [
            ("""{"name":"t"}""", "/policies"), ("""{"name":"t","policies":[]}""", "/policies"), ("""{"name":"t","policies":{}}""", "/policies"), ("""{"name":"t","policies":[1]}""", "/policies/0"),
            (Parts("\"permit\"", any, all), "/policies/0/effect"), (Parts("1", any, all), "/policies/0/effect"), (Parts("null", any, all), "/policies/0/effect"),
            (Parts("\"allow\"", "[]", all), "/policies/0/permission_groups"), (Parts("\"allow\"", "{}", all), "/policies/0/permission_groups"),
            (Parts("\"allow\"", """[{"id":"00000000000000000000000000000000"}]""", all), "/policies/0/permission_groups/0/id"),
            (Parts("\"allow\"", $$"""[{"id":"{{group}}"},{"name":"User Details Read"}]""", all), "/policies/0/permission_groups/1/id"),
            (Parts("\"allow\"", any, "{}"), "/policies/0/resources"), (Parts("\"allow\"", any, "[]"), "/policies/0/resources"), (Parts("\"allow\"", any, all, ",\"if/then\":1"), "/policies/0/if~1then"),
            (Resource("*"), "/policies/0/resources/*"), (Resource(Policy.Everything(other.Id)), "/policies/0/resources/" + Policy.Everything(other.Id)), (Resource("com.cloudflare.api.user.*"), "/policies/0/resources/com.cloudflare.api.user.*"),
            (Resource("com.cloudflare.api.organization.*"), "/policies/0/resources/com.cloudflare.api.organization.*"), (Resource("com.cloudflare.api.account.zone.*"), "/policies/0/resources/com.cloudflare.api.account.zone.*"),
            (Resource(Policy.AllAccounts, "\"read\""), "/policies/0/resources/" + Policy.AllAccounts), (Resource(Policy.AllAccounts, """{"com.cloudflare.api.account.zone.*":"*"}"""), "/policies/0/resources/" + Policy.AllAccounts),
            (More("\"condition\":1"), "/condition"), (More("\"condition\":{\"request_ip\":1}"), "/condition/request_ip"), (More("\"condition\":{\"time\":{}}"), "/condition/time"),
            (More("\"condition\":{\"request_ip\":{\"in\":\"10.0.0.0/8\"}}"), "/condition/request_ip/in"), (More("\"condition\":{\"request_ip\":{\"in\":[\"10.0.0.0/33\"]}}"), "/condition/request_ip/in"),
            (More("\"condition\":{\"request_ip\":{\"not_in\":[\"x\"]}}"), "/condition/request_ip/not_in"), (More("\"condition\":{\"request_ip\":{\"from\":[]}}"), "/condition/request_ip/from"),
            (More("\"expires_on\":\"2001-01-01T00:00:00Z\""), "/expires_on"), (More("\"expires_on\":\"tomorrow\""), "/expires_on"), (More("\"expires_on\":1"), "/expires_on"), (More("\"not_before\":\"2001-01-01\""), "/not_before"),
            (More("\"not_before\":\"2998-01-01T00:00:00Z\",\"expires_on\":\"2997-01-01T00:00:00Z\""), "/expires_on"), (More("\"status\":\"disabled\""), "/status"), (More("\"a/b\":1"), "/a~1b"),
            (Surface.Token.Replace("\"t\"", "\"\"", StringComparison.Ordinal), "/name"), (Surface.Token.Replace("\"t\"", "1", StringComparison.Ordinal), "/name"),
        ];
        foreach (var (body, pointer) in cases)
        {
            var reply = (await host.Operator.PostAsync($"/grove/v1/users/{user.Id}/tokens", body)).Refused(HttpStatusCode.BadRequest, 1001, body);
            Assert.Equal([pointer], reply.Pointers);
        }
    }

    [Theory, EveryDoor]
    public async Task A_token_makes_only_tokens_that_may_no_more_than_itself(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var second = await host.NewUserAsync(asOperator: true);
        var (everything, hidden) = (Policy.Everything(second.Id), Policy.Subtree(Requests.UnknownId()));
        object Operator(string resource) => Policy.Allow("Grove Operator", resource);
        var (reading, denial) = (Policy.Allow("User Details Read", everything), Policy.Deny("User Details Write", hidden));
        var plain = await host.ByTokenAsync(second, Operator(everything), reading);
        var (soon, later) = ("2998-01-01T00:00:00Z", "2999-01-01T00:00:00Z");
        var timed = new Actor(host.Http, (await host.NewTokenAsync(second.Id, new() { ["expires_on"] = soon, ["condition"] = Policy.From("127.0.0.0/8 ::1") }, Operator(everything), reading)).Value) { Id = second.Id };
        var denying = await host.ByTokenAsync(second, Operator(everything), Policy.Allow("User Details Write", everything), denial);
        Task<Reply> Make(Actor by, object[] policies, params (string Name, object Value)[] more) => by.PostAsync($"/grove/v1/users/{second.Id}/tokens",
            new Dictionary<string, object>(more.ToDictionary(m => m.Name, m => m.Value)) { ["name"] = "made", ["policies"] = policies });

        (await Make(plain, [reading])).Succeeded();
        (await Make(plain, [Operator(everything), reading, denial])).Succeeded();
        (await Make(plain, [Policy.Allow("User Details Read", hidden)])).Succeeded();
        foreach (var more in (string[])["User Details Write", "Memberships Read", "API Tokens Read", "API Tokens Write", "Audit Logs Read"])
            (await Make(plain, [reading, Policy.Allow(more, everything)])).Refused(No, 9109, more);
        (await Make(denying, [Policy.Allow("User Details Read", everything)])).Refused(No, 9109);
        (await Make(denying, [Policy.Allow("User Details Read", everything), Policy.Deny("User Details Read", hidden)])).Refused(No, 9109);
        (await Make(denying, [Policy.Allow("User Details Write", everything), denial])).Succeeded();
        (await Make(timed, [reading])).Refused(No, 9109);
        (await Make(timed, [reading], ("expires_on", soon))).Refused(No, 9109);
        (await Make(timed, [reading], ("condition", Policy.From("127.0.0.0/8 ::1")))).Refused(No, 9109);
        (await Make(timed, [reading], ("expires_on", later), ("condition", Policy.From("127.0.0.0/8 ::1")))).Refused(No, 9109);
        (await Make(timed, [reading], ("expires_on", soon), ("condition", Policy.From("0.0.0.0/0")))).Refused(No, 9109);
        (await Make(timed, [reading], ("expires_on", soon), ("condition", Policy.From("127.0.0.0/8 ::1")))).Succeeded();
        // A token that reaches only some organizations is no operator's at all.
        var narrow = await host.ByTokenAsync(second, Operator(hidden), Policy.Allow("User Details Write", everything));
        (await Make(narrow, [Policy.Allow("User Details Write", everything)])).Refused(No, 9109);
    }
}
