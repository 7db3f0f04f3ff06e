using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

public class AccountMoveCases(SharedHosts hosts)
{
    [Theory, EveryDoor]
    public async Task A_free_account_is_brought_in_and_then_moved_within(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var (a, b) = (await user.CreateAsync("A", root), await user.CreateAsync("B", root));
        var id = await user.CreateAccountAsync("Free");
        var before = await user.GetAsync($"accounts/{id}");

        var brought = await MoveAsync(user, id, a);
        Assert.Equal((id, "", a), (brought.Result.Text("account_id"), brought.Result.Text("source_organization_id"), brought.Result.Text("destination_organization_id")));
        var moved = await MoveAsync(user, id, b);
        Assert.Equal((a, b), (moved.Result.Text("source_organization_id"), moved.Result.Text("destination_organization_id")));
        var read = await user.GetAsync($"accounts/{id}");
        Assert.Equal(b, read.Result.GetProperty("managed_by").Text("parent_org_id"));
        (await user.SendAsync(HttpMethod.Put, $"accounts/{id}", new { name = "x" }, ("If-Match", before.Headers["ETag"]))).Refused(HttpStatusCode.PreconditionFailed, 1014);
        Assert.Empty(await user.WalkOrganizationAccountsAsync(a));
        Assert.Equal([id], await user.WalkOrganizationAccountsAsync(b));
        Assert.Equal([root, b], (await user.GetAsync($"accounts/{id}/organizations")).Ids());
        Assert.Equal([root, b], await user.WalkAsync($"&containing.account={id}"));

        var stays = await MoveAsync(user, id, b);
        Assert.Equal((b, b), (stays.Result.Text("source_organization_id"), stays.Result.Text("destination_organization_id")));
        Assert.Equal(read.Headers["ETag"], (await user.GetAsync($"accounts/{id}")).Headers["ETag"]);
    }

    [Theory, EveryDoor]
    public async Task A_move_needs_administration_of_both_ends(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var (a, b) = (await owner.CreateAsync("A"), await owner.CreateAsync("B"));
        var id = await owner.CreateAccountAsync("X", a);

        var leaves = await host.NewMemberAsync(a, Role.Administrator);
        (await MoveAsync(leaves, id, b)).Refused(HttpStatusCode.NotFound, 1003);
        Assert.Equal((await MoveAsync(leaves, id, b)).Text, (await MoveAsync(leaves, id, Requests.UnknownId())).Text);
        await host.GiveRoleAsync(b, leaves.Id, Role.ReadOnly);
        (await MoveAsync(leaves, id, b)).Refused(HttpStatusCode.Forbidden, 9109);

        var enters = await host.NewMemberAsync(b);
        (await MoveAsync(enters, id, b)).Refused(HttpStatusCode.NotFound, 1003);
        await host.GiveRoleAsync(a, enters.Id, Role.ReadOnly);
        (await MoveAsync(enters, id, b)).Refused(HttpStatusCode.Forbidden, 9109);
        // As Administrator of what it leaves and Super Administrator of what it enters, the mover would rise.
        await host.GiveRoleAsync(a, enters.Id, Role.Administrator);
        (await MoveAsync(enters, id, b)).Refused(HttpStatusCode.Forbidden, 9109);
        Assert.Equal(a, (await owner.GetAsync($"accounts/{id}")).Result.GetProperty("managed_by").Text("parent_org_id"));

        await host.GiveRoleAsync(b, leaves.Id, Role.Administrator);
        Assert.Equal(HttpStatusCode.OK, (await MoveAsync(leaves, id, b)).Status);
    }

    [Theory, EveryDoor]
    public async Task Who_has_an_owned_account_only_as_its_member_does_not_move_it(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, mover) = (await host.NewUserAsync(), await host.NewUserAsync());
        var id = await mover.CreateAccountAsync("Mine");
        var a = await owner.CreateAsync("A");
        await host.GiveRoleAsync(a, mover.Id, Role.SuperAdministrator);
        Assert.Equal(HttpStatusCode.OK, (await MoveAsync(mover, id, a)).Status);
        await mover.DeleteAsync($"user/organizations/{a}");
        var home = await mover.CreateAsync("Home");
        var seen = await mover.GetAsync($"accounts/{id}");
        Assert.Equal(HttpStatusCode.OK, seen.Status);
        Assert.False(seen.Result.TryGetProperty("managed_by", out _));
        Assert.Empty((await mover.GetAsync($"accounts/{id}/organizations")).Result.EnumerateArray());
        (await MoveAsync(mover, id, home)).Refused(HttpStatusCode.Forbidden, 9109);
        Assert.Equal(HttpStatusCode.OK, (await mover.PutAsync($"accounts/{id}", new { name = "Still mine" })).Status);
    }

    [Theory, EveryDoor]
    public async Task Flags_of_both_ends_decide(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var (a, b) = (await user.CreateAsync("A"), await user.CreateAsync("B"));
        var (free, owned) = (await user.CreateAccountAsync("Free"), await user.CreateAccountAsync("Owned", a));
        await host.SetFlagAsync(b, "account_migration", false);
        (await MoveAsync(user, free, b)).Refused(HttpStatusCode.Forbidden, 1002);
        await host.SetFlagAsync(b, "account_mobility", false);
        (await MoveAsync(user, owned, b)).Refused(HttpStatusCode.Forbidden, 1002);
        await host.SetFlagAsync(b, "account_mobility", true);
        await host.SetFlagAsync(a, "account_mobility", false);
        (await MoveAsync(user, owned, b)).Refused(HttpStatusCode.Forbidden, 1002);
        await host.SetFlagAsync(a, "account_mobility", true);
        Assert.Equal(HttpStatusCode.OK, (await MoveAsync(user, owned, b)).Status);
        Assert.Equal(HttpStatusCode.OK, (await MoveAsync(user, free, a)).Status);
    }

    [Theory, EveryDoor]
    public async Task A_batch_moves_all_or_none(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine, options => options with { MaxAccounts = 3 });
        var (user, other) = (await host.NewUserAsync(), await host.NewUserAsync());
        var (a, b) = (await user.CreateAsync("A"), await user.CreateAsync("B"));
        string[] three = [await user.CreateAccountAsync("1", a), await user.CreateAccountAsync("2", a), await user.CreateAccountAsync("3")];
        var foreign = await other.CreateAccountAsync("Foreign");

        var unseen = await MoveAllAsync(user, b, [three[0], foreign, three[1]]);
        unseen.Refused(HttpStatusCode.NotFound, 1003);
        Assert.Equal(["/account_ids/1"], unseen.Pointers);
        Assert.Equal(unseen.Text, (await MoveAllAsync(user, b, [three[0], Requests.UnknownId(), three[1]])).Text);
        Assert.Equal(unseen.Text, (await MoveAllAsync(user, b, [three[0], "x", three[1]])).Text);
        foreach (var ids in (string[][])[[], [three[0], three[0].ToUpperInvariant()], [.. Enumerable.Range(0, 101).Select(_ => Requests.UnknownId())]])
            (await MoveAllAsync(user, b, ids)).Refused(HttpStatusCode.BadRequest, 1001);
        await user.CreateAccountAsync("4", b);
        (await MoveAllAsync(user, b, three)).Refused(HttpStatusCode.Forbidden, 1012);
        Assert.Single(await user.WalkOrganizationAccountsAsync(b));

        var moved = await MoveAllAsync(user, b, [three[2], three[0]]);
        Assert.Equal(HttpStatusCode.OK, moved.Status);
        Assert.Equal([(three[2], "", b), (three[0], a, b)], moved.Result.EnumerateArray().Select(row => (row.Text("account_id")!, row.Text("source_organization_id")!, row.Text("destination_organization_id")!)));
        Assert.Equal([three[1]], await user.WalkOrganizationAccountsAsync(a));
        Assert.Equal(3, (await user.WalkOrganizationAccountsAsync(b)).Count);
    }

    [Theory, EveryDoor]
    public async Task Moves_that_cross_leave_every_account_in_one_place(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        string[] places = [await user.CreateAsync("A", root), await user.CreateAsync("B", root), await user.CreateAsync("C", root)];
        var accounts = new List<string>();
        for (var i = 0; i < 4; i++) accounts.Add(await user.CreateAccountAsync($"{i}", places[0]));
        var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => MoveAllAsync(user, places[i % 3], i % 2 == 0 ? accounts : accounts.AsEnumerable().Reverse())));
        Assert.All(replies, reply => Assert.Equal(HttpStatusCode.OK, reply.Status));
        var found = new List<string>();
        foreach (var place in places) found.AddRange(await user.WalkOrganizationAccountsAsync(place));
        Assert.Equal(accounts.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    private static Task<Reply> MoveAsync(Actor actor, string account, string organization) =>
        actor.PostAsync($"accounts/{account}/move", new { destination_organization_id = organization });

    private static Task<Reply> MoveAllAsync(Actor actor, string organization, IEnumerable<string> accounts) =>
        actor.PostAsync("/grove/v1/accounts/move", new { account_ids = accounts.ToArray(), destination_organization_id = organization });
}
