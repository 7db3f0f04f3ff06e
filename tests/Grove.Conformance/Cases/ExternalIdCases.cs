using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>What other systems call users, organizations and accounts.</summary>
public class ExternalIdCases(SharedHosts hosts)
{
    [Theory, EveryDoor]
    public async Task Operators_set_find_and_clear_them_and_the_wire_api_never_shows_them(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var account = await user.CreateAccountAsync("A", root);
        // Any text, compared exactly.
        var external = $" Ünïque {Guid.NewGuid():N} \t'\"&=😀 ";
        foreach (var (list, id, wire) in ((string, string, string[])[])
            [("organizations", root, [$"organizations/{root}", "organizations", "user/organizations", "user/tenants"]), ("accounts", account, [$"accounts/{account}", "accounts"]), ("users", user.Id, ["user"])])
        {
            var path = $"/grove/v1/{list}/{id}";
            var before = (await host.Operator.GetAsync(path)).Succeeded();
            Assert.Null(before.Result.Text("external_id"));
            var set = (await SetAsync(host, list, id, external)).Succeeded();
            var read = await host.Operator.GetAsync(path);
            Assert.Equal(set.Text, read.Text);
            Assert.Equal(set.Headers["ETag"], read.Headers["ETag"]);
            Assert.Equal(external, read.Result.Text("external_id"));
            // It counts as a change, but only once.
            (await host.Operator.SendAsync(HttpMethod.Patch, path, new { external_id = "other" }, ("If-Match", before.Headers["ETag"]))).Refused(HttpStatusCode.PreconditionFailed, 1014);
            Assert.Equal(set.Headers["ETag"], (await SetAsync(host, list, id, external)).Headers["ETag"]);
            Assert.Equal(set.Headers["ETag"], (await host.Operator.SendAsync(HttpMethod.Patch, path, new { })).Headers["ETag"]);

            Assert.Equal([id], (await FindAsync(host, list, external)).Ids());
            foreach (var other in (string[])[external.Trim(), external.ToUpperInvariant(), external + "x"]) Assert.Empty((await FindAsync(host, list, other)).Ids());
            foreach (var place in wire) Assert.DoesNotContain("external", (await user.GetAsync(place)).Succeeded().Text, StringComparison.Ordinal);

            Assert.Null((await SetAsync(host, list, id, null)).Result.Text("external_id"));
            Assert.Contains("external_id", (await host.Operator.GetAsync($"/grove/v1/audit?resource_id={id}&limit=1")).Succeeded().Text, StringComparison.Ordinal);
            Assert.Empty((await FindAsync(host, list, external)).Ids());
            foreach (var bad in (object[])["", new string('x', 256), 5])
                Assert.Equal("/external_id", Assert.Single((await SetAsync(host, list, id, bad)).Refused(HttpStatusCode.BadRequest, 1001).Pointers));
            (await SetAsync(host, list, id, string.Concat(Enumerable.Repeat("😀", 255)))).Succeeded();
            Assert.Equal((HttpStatusCode.Forbidden, 9109), (await user.SendAsync(HttpMethod.Patch, path, new { external_id = "x" })).Told());
            (await SetAsync(host, list, Requests.UnknownId(), "x")).Refused(HttpStatusCode.NotFound, 1003);
        }
        // Its records tell that operators changed something, but not what.
        var records = await user.GetAsync($"organizations/{root}/logs/audit?since=2020-01-01&before=2999-01-01");
        Assert.Contains(account, records.Succeeded().Text, StringComparison.Ordinal);
        Assert.DoesNotContain("external_id", records.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDoor]
    public async Task One_is_unique_among_its_kind_in_its_tree(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var (root, other) = (await user.CreateAsync("Root"), await user.CreateAsync("Other"));
        var below = await user.CreateAsync("Below", root);
        var external = Guid.NewGuid().ToString();
        var (inRoot, inBelow, inOther) = (await user.CreateAccountAsync("A", root), await user.CreateAccountAsync("B", below), await user.CreateAccountAsync("C", other));
        var (free, free2) = (await user.CreateAccountAsync("D"), await user.CreateAccountAsync("E"));
        async Task TakenAsync(string list, string id)
        {
            var refused = (await SetAsync(host, list, id, external)).Refused(HttpStatusCode.BadRequest, 1001);
            Assert.Equal("/external_id", Assert.Single(refused.Pointers));
            Assert.Null((await host.Operator.GetAsync($"/grove/v1/{list}/{id}")).Result.Text("external_id"));
        }
        foreach (var id in (string[])[root, other]) (await SetAsync(host, "organizations", id, external)).Succeeded();
        await TakenAsync("organizations", below);
        foreach (var id in (string[])[inRoot, inOther, free]) (await SetAsync(host, "accounts", id, external)).Succeeded();
        await TakenAsync("accounts", inBelow);
        await TakenAsync("accounts", free2);
        (await SetAsync(host, "users", user.Id, external)).Succeeded();
        var second = await host.NewUserAsync();
        await TakenAsync("users", second.Id);
        var made = await host.Operator.PostAsync("/grove/v1/users", new { email = $"{Guid.NewGuid():N}@example.com", external_id = external });
        Assert.Equal("/external_id", Assert.Single(made.Refused(HttpStatusCode.BadRequest, 1001).Pointers));

        // In the order of creation, over pages.
        var page = await host.Operator.GetAsync($"/grove/v1/accounts?external_id={external}&page_size=2");
        var next = await host.Operator.GetAsync($"/grove/v1/accounts?external_id={external}&page_size=2&page_token={page.Info.Text("next_page_token")}");
        Assert.Equal([inRoot, inOther, free], page.Ids().Concat(next.Ids()));
        Assert.False(next.Info.TryGetProperty("next_page_token", out _));
        Assert.Equal([root, other], (await FindAsync(host, "organizations", external)).Ids());
        (await host.Operator.GetAsync($"/grove/v1/organizations?external_id={external}&page_token={page.Info.Text("next_page_token")}")).Refused(HttpStatusCode.BadRequest, 1001);

        // What is deleted frees its own.
        (await user.DeleteAsync($"accounts/{inRoot}")).Succeeded();
        (await SetAsync(host, "accounts", inBelow, external)).Succeeded();
        (await user.DeleteAsync($"accounts/{inOther}")).Succeeded();
        (await user.DeleteAsync($"organizations/{other}")).Succeeded();
        Assert.Equal([root], (await FindAsync(host, "organizations", external)).Ids());
    }

    [Theory, EveryDoor]
    public async Task They_go_along_with_what_is_moved_and_clashes_stop_it(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var (left, right) = (await user.CreateAsync("Left"), await user.CreateAsync("Right"));
        var branch = await user.CreateAsync("Branch", left);
        var leaf = await user.CreateAsync("Leaf", branch);
        var account = await user.CreateAccountAsync("A", leaf);
        var (one, two) = ($"one {Guid.NewGuid()}", $"two {Guid.NewGuid()}");
        var rightAccount = await user.CreateAccountAsync("B", right);
        foreach (var (list, id, external) in ((string, string, string)[])
            [("organizations", leaf, one), ("organizations", right, one), ("accounts", account, two), ("accounts", rightAccount, two)])
            (await SetAsync(host, list, id, external)).Succeeded();

        foreach (var (clash, list, id) in ((string, string, string)[])[(leaf, "organizations", right), (account, "accounts", rightAccount)])
        {
            var refused = (await MoveAsync(user, branch, right)).Refused(HttpStatusCode.BadRequest, 1001);
            Assert.Equal("/parent/id", Assert.Single(refused.Pointers));
            // The caller is told what they may see: whose it is, not what it is nor who else has it.
            Assert.Contains(clash, refused.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(id, refused.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(one, refused.Text, StringComparison.Ordinal);
            Assert.Equal(left, (await user.GetAsync($"organizations/{branch}")).Result.GetProperty("parent").Text("id"));
            (await SetAsync(host, list, id, null)).Succeeded();
        }
        (await MoveAsync(user, branch, right)).Succeeded();
        // Now they are taken here, and free there.
        (await SetAsync(host, "organizations", right, one)).Refused(HttpStatusCode.BadRequest, 1001);
        (await SetAsync(host, "accounts", rightAccount, two)).Refused(HttpStatusCode.BadRequest, 1001);
        (await SetAsync(host, "organizations", left, one)).Succeeded();
        (await MoveAsync(user, branch, left)).Refused(HttpStatusCode.BadRequest, 1001);

        // A new root is a tree of its own, and so is what comes below it; a move within a tree never clashes.
        (await MoveAsync(user, branch, null)).Succeeded();
        (await SetAsync(host, "organizations", branch, one)).Refused(HttpStatusCode.BadRequest, 1001);
        (await SetAsync(host, "organizations", right, one)).Succeeded();
        (await MoveAsync(user, leaf, null)).Succeeded();
        (await MoveAsync(user, leaf, branch)).Succeeded();
        (await MoveAsync(user, left, branch)).Refused(HttpStatusCode.BadRequest, 1001);
        (await SetAsync(host, "organizations", leaf, null)).Succeeded();
        (await MoveAsync(user, left, branch)).Succeeded();
        (await SetAsync(host, "organizations", leaf, one)).Refused(HttpStatusCode.BadRequest, 1001);
    }

    [Theory, EveryDoor]
    public async Task Accounts_take_theirs_along_all_or_none(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var (left, right, third) = (await user.CreateAsync("Left"), await user.CreateAsync("Right"), await user.CreateAsync("Third"));
        var external = Guid.NewGuid().ToString();
        string[] ids = [await user.CreateAccountAsync("plain", left), await user.CreateAccountAsync("a", left), await user.CreateAccountAsync("b", right), await user.CreateAccountAsync("free")];
        foreach (var id in ids[1..]) (await SetAsync(host, "accounts", id, external)).Succeeded();

        var single = (await user.PostAsync($"accounts/{ids[1]}/move", new { destination_organization_id = right })).Refused(HttpStatusCode.BadRequest, 1001);
        Assert.Equal("/destination_organization_id", Assert.Single(single.Pointers));
        Assert.Contains(ids[1], single.Text, StringComparison.Ordinal);
        // Two that come from different trees clash with each other.
        foreach (var batch in (string[][])[[ids[0], ids[1], ids[2]], [ids[0], ids[3], ids[1]], [ids[0], ids[1], ids[3]]])
        {
            var refused = (await user.PostAsync("/grove/v1/accounts/move", new { account_ids = batch, destination_organization_id = third })).Refused(HttpStatusCode.BadRequest, 1001);
            Assert.Contains(Assert.Single(refused.Pointers), (string[])["/account_ids/1", "/account_ids/2"]);
            Assert.Equal(left, (await user.GetAsync($"accounts/{ids[0]}")).Result.GetProperty("managed_by").Text("parent_org_id"));
        }
        (await user.PostAsync("/grove/v1/accounts/move", new { account_ids = ids[..2], destination_organization_id = third })).Succeeded();
        (await user.PostAsync($"accounts/{ids[3]}/move", new { destination_organization_id = left })).Succeeded();
        // Where it is already is no clash with itself.
        (await user.PostAsync($"accounts/{ids[3]}/move", new { destination_organization_id = left })).Succeeded();
        Assert.Equal([ids[1], ids[2], ids[3]], (await FindAsync(host, "accounts", external)).Ids());
        var late = await user.CreateAccountAsync("late");
        (await SetAsync(host, "accounts", late, external)).Succeeded();
        (await SetAsync(host, "accounts", ids[0], external)).Refused(HttpStatusCode.BadRequest, 1001);
    }

    [Theory, EveryDoor]
    public async Task Of_all_who_want_one_at_once_one_gets_it(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine);
        var user = await host.NewUserAsync();
        for (var round = 0; round < 6; round++)
        {
            var external = $"wanted {round}";
            var (left, right) = (await user.CreateAsync("Left"), await user.CreateAsync("Right"));
            var branch = await user.CreateAsync("Branch", left);
            var account = await user.CreateAccountAsync("A", branch);
            var (leaf, rival) = (await user.CreateAsync("Leaf", branch), await user.CreateAccountAsync("B", right));
            var replies = await Task.WhenAll(
                MoveAsync(user, branch, right), SetAsync(host, "organizations", right, external), SetAsync(host, "organizations", leaf, external), SetAsync(host, "organizations", branch, external),
                SetAsync(host, "accounts", account, external), SetAsync(host, "accounts", rival, external), user.PostAsync($"accounts/{account}/move", new { destination_organization_id = right }),
                MoveAsync(user, left, right));
            Assert.All(replies, reply => Assert.True((int)reply.Status is 200 or 400, reply.Text));
            var tables = await Invariants.CheckAsync(host.Database);
            var rows = tables["external_ids"].Where(row => row["external_id"] == external).ToList();
            Assert.InRange(rows.Count, 2, 4);
            Assert.Equal(rows.Count, rows.DistinctBy(row => (row["kind"], row["root_key"])).Count());
        }
    }

    // SQLite has one writer, so nothing can come between look and move there.
    [Fact]
    public async Task A_move_that_meets_a_rival_in_flight_is_answered_as_if_it_came_after()
    {
        await using var host = await GroveHost.StartAsync(Engine.Postgres);
        var user = await host.NewUserAsync();
        var (left, right) = (await user.CreateAsync("Left"), await user.CreateAsync("Right"));
        var (account, rival) = (await user.CreateAccountAsync("A", left), await user.CreateAccountAsync("B", right));
        (await SetAsync(host, "accounts", account, "wanted")).Succeeded();
        await using var connection = await Tables.OpenAsync(host.Database);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var put = connection.CreateCommand();
        put.CommandText =
            $"""
             insert into external_ids (kind, resource_key, external_id, root_key, organization_key)
             select 2, a.key, 'wanted', a.organization_key, a.organization_key from accounts a where a.id = '{rival}'
             """;
        Assert.Equal(1, await put.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        var move = user.SendAsync(HttpMethod.Post, $"accounts/{account}/move", new { destination_organization_id = right }, ("Idempotency-Key", account));
        // A transaction would see the same activity for ever.
        await using var watch = await Tables.OpenAsync(host.Database);
        await using var waiting = watch.CreateCommand();
        waiting.CommandText = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        while (!move.IsCompleted && (long)(await waiting.ExecuteScalarAsync(TestContext.Current.CancellationToken))! == 0) await Task.Yield();
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        Assert.Contains(account, (await move).Refused(HttpStatusCode.BadRequest, 1001).Text, StringComparison.Ordinal);
    }

    private static Task<Reply> SetAsync(GroveHost host, string list, string id, object? external) =>
        host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/{list}/{id}", new { external_id = external });

    private static Task<Reply> FindAsync(GroveHost host, string list, string external) => host.Operator.GetAsync($"/grove/v1/{list}?external_id={Uri.EscapeDataString(external)}");

    private static async Task<Reply> MoveAsync(Actor user, string organization, string? parent) => parent is null
        ? await user.PutAsync($"organizations/{organization}", new { name = "Moved", parent = (object?)null })
        : await user.PutAsync($"organizations/{organization}", new { name = "Moved", parent = new { id = parent } });
}
