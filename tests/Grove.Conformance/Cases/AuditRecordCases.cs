using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

using Row = IReadOnlyDictionary<string, string?>;

/// <summary>What one record keeps of who did it and how, and under what organizations it is filed.</summary>
public class AuditRecordCases
{
    [Theory, EveryDoor]
    public async Task A_record_tells_by_what_request_and_credential(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine);
        var user = await host.NewUserAsync();
        var agent = new string('a', 300);
        var made = await user.SendAsync(HttpMethod.Post, "organizations?name=secret", new { name = "Root" }, ("User-Agent", agent));
        var root = made.Id();
        var (tokenId, value) = await host.NewTokenAsync(user.Id, Policy.Allow("User Details Write", Policy.Everything(user.Id)));
        var profile = await new Actor(host.Http, value) { Id = user.Id }.SendAsync(HttpMethod.Put, $"organizations/{root}/profile", Surface.Profile, ("User-Agent", "curl/8"));
        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/organizations/{root}", new { managed_by = "x" })).Succeeded();

        var records = await RecordsAsync(host);
        var created = records.Single(row => row["action"] == "organization.create");
        Assert.Equal(
            ("success", "1", "user", "api_key", user.Id, user.Email, null, null, "POST", "/organizations", "200", agent[..256], made.Headers["X-Request-Id"], "organizations"),
            (created["action_result"], created["attempts"], created["actor_type"], created["actor_context"], created["actor_id"], created["actor_email"], created["actor_token_id"],
                created["actor_token_name"], created["method"], created["path"], created["status_code"], created["user_agent"], created["request_id"], created["resource_product"]));
        var profiled = records.Single(row => row["action"] == "organization.profile.update");
        Assert.Equal(
            ("user", "api_token", tokenId, "token", "PUT", $"/organizations/{root}/profile", "204", "curl/8", profile.Headers["X-Request-Id"]),
            (profiled["actor_type"], profiled["actor_context"], profiled["actor_token_id"], profiled["actor_token_name"], profiled["method"], profiled["path"], profiled["status_code"],
                profiled["user_agent"], profiled["request_id"]));
        var administered = records.Single(row => row["action"] == "organization.capabilities.update");
        Assert.Equal(("cloudflare_admin", $"/grove/v1/organizations/{root}", "PATCH"), (administered["actor_type"], administered["path"], administered["method"]));
        Assert.Contains(records, row => row["action"] == "user.create" && row["actor_type"] == "system" && row["actor_context"] == "system" && row["method"] is null);
    }

    [Theory, EveryDoor]
    public async Task A_record_knows_how_low_the_membership_was_that_gave_the_right(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var middle = await owner.CreateAsync("Middle", root);
        var leaf = await owner.CreateAsync("Leaf", middle);
        var inner = await host.NewMemberAsync(middle);
        await inner.CreateAsync("Below", leaf);
        (await inner.PutAsync($"organizations/{leaf}", new { name = "Renamed" })).Succeeded();
        (await owner.PutAsync($"organizations/{leaf}", new { name = "Again" })).Succeeded();
        var account = await owner.CreateAccountAsync("Free");
        (await owner.PutAsync($"accounts/{account}", new { name = "Still free" })).Succeeded();
        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/organizations/{root}/members/{await MemberIdAsync(owner, middle, inner)}", new { roles = new[] { Role.ReadOnly } }))
            .Refused(HttpStatusCode.NotFound, 1003);
        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/organizations/{middle}/members/{await MemberIdAsync(owner, middle, inner)}", new { roles = new[] { Role.ReadOnly } })).Succeeded();
        (await inner.DeleteAsync($"user/organizations/{middle}")).Succeeded();

        var records = await RecordsAsync(host);
        (string?, string?)[] Levels(string action, Actor actor) =>
            [.. records.Where(row => row["action"] == action && row["actor_id"] == actor.Id).Select(row => (row["actor_level"], row["actor_type"]))];
        Assert.Equal([("0", "user"), ("0", "user"), ("0", "user")], Levels("organization.create", owner));
        Assert.Equal([("1", "user")], Levels("organization.create", inner));
        Assert.Equal([("1", "user")], Levels("organization.update", inner));
        Assert.Equal([("0", "user")], Levels("organization.update", owner));
        Assert.Equal([(null, "user")], Levels("account.update", owner));
        Assert.Equal([("1", "user")], Levels("organization.member.leave", inner));
        Assert.Equal((null, "cloudflare_admin"), records.Where(row => row["action"] == "organization.member.update").Select(row => (row["actor_level"], row["actor_type"])).Single());
    }

    [Theory, EveryDoor]
    public async Task A_change_that_concerns_two_organizations_is_one_record_under_both(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var (a, b) = (await owner.CreateAsync("A", root), await owner.CreateAsync("B", root));
        var (x, y) = (await owner.CreateAsync("X", a), await owner.CreateAsync("Y", a));
        (await owner.PutAsync($"organizations/{x}", new { name = "X", parent = new { id = b } })).Succeeded();
        (await owner.DeleteAsync($"organizations/{y}")).Succeeded();
        var other = await owner.CreateAsync("Other");
        (await owner.DeleteAsync($"organizations/{other}")).Succeeded();

        var tables = await Invariants.CheckAsync(host.Database);
        var moved = Assert.Single(tables["audit_records"], row => row["action"] == "organization.move");
        Assert.Equal((x, root + b + x, x, root + a + x), (moved["organization_id"], moved["lineage"], moved["other_organization_id"], moved["other_lineage"]));
        var deleted = Assert.Single(tables["audit_records"], row => row["action"] == "organization.delete" && row["resource_id"] == y);
        Assert.Equal((y, root + a + y, a, root + a), (deleted["organization_id"], deleted["lineage"], deleted["other_organization_id"], deleted["other_lineage"]));
        var gone = Assert.Single(tables["audit_records"], row => row["action"] == "organization.delete" && row["resource_id"] == other);
        Assert.Equal((other, null), (gone["organization_id"], gone["other_organization_id"]));
    }

    private static async Task<List<Row>> RecordsAsync(GroveHost host) => [.. (await Invariants.CheckAsync(host.Database))["audit_records"].OrderBy(row => row["id"], StringComparer.Ordinal)];

    private static async Task<string> MemberIdAsync(Actor reader, string organization, Actor member) =>
        (await reader.GetAsync($"organizations/{organization}/members?user.email={member.Email}")).Result[0].GetProperty("id").GetString()!;
}
