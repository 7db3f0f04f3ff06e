using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

using Row = IReadOnlyDictionary<string, string?>;

/// <summary>What was refused to somebody who sees the organization or account is recorded there, equal attempts together.</summary>
public class AuditRefusalCases
{
    [Theory, EveryDoor]
    public async Task Refused_changes_of_what_is_visible_are_recorded_and_equal_ones_counted(string engine)
    {
        await using var world = await World.MakeAsync(engine);
        var (host, owner, reader, root) = (world.Host, world.Owner, world.Reader, world.Root);
        var account = await owner.CreateAccountAsync("Account", root);
        await host.SetFlagAsync(root, "sub_org_creation", false);
        for (var i = 0; i < 3; i++) (await reader.DeleteAsync($"organizations/{root}")).Refused(HttpStatusCode.Forbidden, 9109);
        (await reader.SendAsync(HttpMethod.Put, $"organizations/{root}?x=secret", new { name = "Mine" }, ("User-Agent", "test/1"))).Refused(HttpStatusCode.Forbidden, 9109);
        (await owner.PostAsync("organizations", new { name = "Below", parent = new { id = root } })).Refused(HttpStatusCode.Forbidden, 1002);
        (await reader.PostAsync("accounts", new { name = "Below", unit = new { id = root } })).Refused(HttpStatusCode.Forbidden, 9109);
        (await reader.PutAsync($"accounts/{account}", new { name = "Mine" })).Refused(HttpStatusCode.Forbidden, 9109);
        (await owner.SendAsync(HttpMethod.Patch, $"/grove/v1/organizations/{root}", new { managed_by = "me" })).Refused(HttpStatusCode.Forbidden, 9109);
        var token = await host.ByTokenAsync(owner, Policy.Allow("User Details Read", Policy.Everything(owner.Id)));
        (await token.PutAsync($"organizations/{root}/profile", Surface.Profile)).Refused(HttpStatusCode.Forbidden, 9109);

        var records = await world.FailuresAsync();
        Assert.Equal(
        [
            ("administer-organization", "update", "organization", root, owner.Id, "1", "api_key"), ("create-account", "create", "organization", root, reader.Id, "1", "api_key"),
            ("create-organization", "create", "organization", root, owner.Id, "1", "api_key"), ("delete-organization", "delete", "organization", root, reader.Id, "3", "api_key"),
            ("update-account", "update", "account", account, reader.Id, "1", "api_key"), ("update-organization", "update", "organization", root, reader.Id, "1", "api_key"),
            ("update-organization-profile", "update", "organization", root, owner.Id, "1", "api_token"),
        ], records.Select(row => (row["action"], row["action_type"], row["resource_type"], row["resource_id"], row["actor_id"], row["attempts"], row["actor_context"])));
        Assert.All(records, row => Assert.Equal(("failure", "403", root, root, null, null), (row["action_result"], row["status_code"], row["organization_id"], row["lineage"], row["before"], row["after"])));
        var update = records.Single(row => row["action"] == "update-organization");
        Assert.Equal(("PUT", $"/organizations/{root}", "test/1", "user"), (update["method"], update["path"], update["user_agent"], update["actor_type"]));
    }

    [Theory, EveryDoor]
    public async Task Nothing_is_recorded_of_what_is_invisible_unknown_read_or_wrong(string engine)
    {
        await using var world = await World.MakeAsync(engine);
        var (host, owner, reader, root) = (world.Host, world.Owner, world.Reader, world.Root);
        var stranger = await host.NewUserAsync();
        (await stranger.DeleteAsync($"organizations/{root}")).Refused(HttpStatusCode.NotFound, 1003);
        (await stranger.PostAsync("organizations", new { name = "Below", parent = new { id = root } })).Refused(HttpStatusCode.NotFound, 1003);
        (await stranger.SendAsync(HttpMethod.Patch, $"/grove/v1/organizations/{root}", new { managed_by = "me" })).Refused(HttpStatusCode.Forbidden, 9109);
        (await reader.DeleteAsync($"organizations/{Requests.UnknownId()}")).Refused(HttpStatusCode.NotFound, 1003);
        (await reader.PutAsync($"organizations/{root}", new { name = "" })).Refused(HttpStatusCode.BadRequest, 1001);
        (await owner.DeleteAsync($"organizations/{root}")).Refused(HttpStatusCode.BadRequest, 1010);
        (await reader.GetAsync("/grove/v1/audit")).Refused(HttpStatusCode.Forbidden, 9109);
        (await reader.SendAsync(HttpMethod.Post, "/grove/v1/users", new { email = "x@example.com" })).Refused(HttpStatusCode.Forbidden, 9109);
        Assert.Empty(await world.FailuresAsync());
    }

    [Theory, EveryDoor]
    public async Task A_minute_later_and_for_another_actor_it_is_another_record(string engine)
    {
        await using var world = await World.MakeAsync(engine);
        var other = await world.Host.NewMemberAsync(world.Root, Role.ReadOnly);
        foreach (var actor in (Actor[])[world.Reader, other, world.Reader]) (await actor.DeleteAsync($"organizations/{world.Root}")).Refused(HttpStatusCode.Forbidden, 9109);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        (await world.Reader.DeleteAsync($"organizations/{world.Root}")).Refused(HttpStatusCode.Forbidden, 9109);
        Assert.Equal(
            new[] { (world.Reader.Id, "2"), (other.Id, "1"), (world.Reader.Id, "1") }.Order(),
            (await world.FailuresAsync()).Select(row => (row["actor_id"]!, row["attempts"]!)).Order());
    }

    [Theory, EveryDoor]
    public async Task One_actor_fills_no_more_than_a_page_in_a_minute(string engine)
    {
        await using var world = await World.MakeAsync(engine);
        var accounts = new List<string>();
        for (var i = 0; i < 70; i++) accounts.Add(await world.Owner.CreateAccountAsync($"Account {i}", world.Root));
        foreach (var account in accounts)
            for (var i = 0; i < 2; i++) (await world.Reader.DeleteAsync($"accounts/{account}")).Refused(HttpStatusCode.Forbidden, 9109);
        var records = await world.FailuresAsync();
        Assert.Equal(61, records.Count);
        var rest = records.Single(row => row["resource_type"] == "user");
        Assert.Equal(("other-attempts", world.Reader.Id, "20", null), (rest["action"], rest["resource_id"], rest["attempts"], rest["organization_id"]));
        Assert.All(records.Where(row => row != rest), row => Assert.Equal("2", row["attempts"]));
    }

    [Fact]
    public async Task Two_nodes_count_into_one_record()
    {
        var clock = new Tests.TestClock();
        await using var one = await GroveHost.StartAsync(Engine.Postgres, clock: clock);
        var owner = await one.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var reader = await one.NewMemberAsync(root, Role.ReadOnly);
        await using (var two = await GroveHost.OpenAsync(one.Database, clock: clock))
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
                (await reader.Through(i % 2 == 0 ? one.Http : two.Http).DeleteAsync($"organizations/{root}")).Refused(HttpStatusCode.Forbidden, 9109)));
        }
        // What the other node gathered was written at its stop.
        await EventuallyAsync(async () =>
            (await Tables.DumpAsync(one.Database))["audit_records"].Where(row => row["action_result"] == "failure").Select(row => row["attempts"]).SequenceEqual(["20"]));
    }

    [Theory, EveryDoor]
    public async Task A_reader_finds_them_in_the_log(string engine)
    {
        await using var world = await World.MakeAsync(engine);
        for (var i = 0; i < 2; i++) (await world.Reader.DeleteAsync($"organizations/{world.Root}")).Refused(HttpStatusCode.Forbidden, 9109);
        var log = AuditLog.Of(world.Root);
        await EventuallyAsync(async () => (await world.Owner.ReadAsync(log, "&action_result=failure")).Exists(row => row.GetProperty("action").Text("description") == "Delete organization (refused 2 times)"));
        var row = Assert.Single(await world.Owner.ReadAsync(log, "&action_result=failure"));
        Assert.Equal(("failure", "delete", world.Reader.Id), (row.GetProperty("action").Text("result"), row.GetProperty("action").Text("type"), row.GetProperty("actor").Text("id")));
        Assert.False(row.GetProperty("resource").TryGetProperty("request", out _));
        Assert.Empty(await world.Owner.ReadAsync(log, "&raw_status_code=403&action_result.not=failure"));
        Assert.Equal(2, Assert.Single(await world.Owner.ReadAsync(AuditLog.Below(world.Root), "&raw_status_code=403")).GetProperty("attempts").GetInt32());
    }

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (!await condition()) Assert.True(patience.Elapsed < TimeSpan.FromSeconds(30), "it never happened");
    }

    /// <summary>An organization with its owner and one who may only read, on a server of its own, at one moment.</summary>
    private sealed record World(GroveHost Host, Tests.TestClock Clock, Actor Owner, Actor Reader, string Root) : IAsyncDisposable
    {
        public static async Task<World> MakeAsync(string engine)
        {
            var clock = new Tests.TestClock();
            var host = await GroveHost.StartAsync(engine, clock: clock);
            var owner = await host.NewUserAsync();
            var root = await owner.CreateAsync("Root");
            return new(host, clock, owner, await host.NewMemberAsync(root, Role.ReadOnly), root);
        }

        /// <summary>All that was refused. Another attempt, which comes last, tells that everything before it is written.</summary>
        public async Task<List<Row>> FailuresAsync()
        {
            var last = await Host.NewMemberAsync(Root, Role.ReadOnly);
            (await last.PutAsync($"organizations/{Root}", new { name = "Last" })).Refused(HttpStatusCode.Forbidden, 9109);
            List<Row> failures = [];
            await EventuallyAsync(async () =>
            {
                failures = [.. (await Invariants.CheckAsync(Host.Database))["audit_records"].Where(row => row["action_result"] == "failure").OrderBy(row => row["action"], StringComparer.Ordinal)];
                return failures.RemoveAll(row => row["actor_id"] == last.Id) > 0;
            });
            return failures;
        }

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
