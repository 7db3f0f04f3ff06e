using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>Nobody comes to more rights by changing the place of organizations and accounts; and where one attempt fails, nothing has moved.</summary>
public class MoveEscalationCases(SharedHosts hosts)
{
    private const HttpStatusCode No = HttpStatusCode.Forbidden;

    [Theory, EveryDoor]
    public async Task A_move_never_brings_an_organization_below_a_higher_role_of_the_movers(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, mover) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var (wanted, fort) = (await owner.CreateAsync("Wanted", root), await owner.CreateAsync("Fort", root));
        var elsewhere = await mover.CreateAsync("Elsewhere");
        await host.GiveRoleAsync(root, mover.Id, Role.Administrator);
        await host.GiveRoleAsync(fort, mover.Id, Role.SuperAdministrator);
        var before = (await owner.GetAsync($"organizations/{wanted}")).Text;

        // As Super Administrator of a part of the same tree, and of a root of their own.
        foreach (var place in (string[])[fort, elsewhere]) (await MoveAsync(mover, wanted, place)).Refused(No, 9109);
        (await MakeRootAsync(mover, wanted)).Refused(No, 9109);
        (await mover.PutAsync($"organizations/{fort}", new { name = "Fort", parent = new { id = wanted } })).Succeeded();
        // By way of a place where the role is the same, the way on is barred all the same.
        (await MoveAsync(mover, wanted, elsewhere)).Refused(No, 9109);
        Assert.Equal(before, (await owner.GetAsync($"organizations/{wanted}")).Text);
        Assert.Equal([elsewhere], await mover.WalkAsync("&parent.id=null&id=" + elsewhere));
    }

    [Theory, EveryDoor]
    public async Task Who_holds_an_organization_itself_takes_it_out_of_nothing(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, member) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var child = await owner.CreateAsync("Child", root);
        var home = await member.CreateAsync("Home");
        await host.GiveRoleAsync(child, member.Id, Role.SuperAdministrator);
        (await MoveAsync(member, child, home)).Refused(No, 9109);
        (await MakeRootAsync(member, child)).Refused(No, 9109);
        // Where it is cannot be found out by asking for the place that it has already.
        var unknown = (await MoveAsync(member, child, Requests.UnknownId())).Refused(HttpStatusCode.NotFound, 1003);
        Assert.Equal(unknown.Text, (await MoveAsync(member, child, root)).Text);
        // Nor does a membership above help that may only read, or one that was only offered.
        await host.GiveRoleAsync(root, member.Id, Role.ReadOnly);
        (await MoveAsync(member, child, home)).Refused(No, 9109);
        (await host.Operator.DeleteAsync($"/grove/v1/organizations/{root}/users/{member.Id}")).Succeeded();
        await owner.InviteAsync(root, member.Email);
        (await MoveAsync(member, child, home)).Refused(No, 9109);
        (await MakeRootAsync(member, child)).Refused(No, 9109);
        Assert.Equal(root, (await owner.GetAsync($"organizations/{child}")).Result.GetProperty("parent").Text("id"));
    }

    [Theory, EveryDoor]
    public async Task An_Administrator_makes_no_root_and_becomes_nobodys_Super_Administrator(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, member) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        await host.GiveRoleAsync(root, member.Id, Role.Administrator);
        var made = await member.CreateAsync("Made", root);
        await owner.InviteAsync(made, member.Email);
        (await MakeRootAsync(member, made)).Refused(No, 9109);
        (await MakeRootAsync(member, root)).Succeeded();
        Assert.Single((await owner.MembersAsync(made)), row => row == (member.Email, "pending"));
        (await member.AddAsync(root, Invitations.NewAddress(), Role.ReadOnly)).Refused(No, 9109);
    }

    [Theory, EveryDoor]
    public async Task Where_operators_create_roots_nobody_else_makes_one_by_moving(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine, options => options with { RootCreationByOperators = true });
        var user = await host.NewUserAsync();
        var root = await host.Operator.CreateAsync("Root");
        await host.GiveRoleAsync(root, user.Id, Role.SuperAdministrator);
        var child = await user.CreateAsync("Child", root);
        (await user.PostAsync("organizations", new { name = "x" })).Refused(No, 1002);
        (await MakeRootAsync(user, child)).Refused(No, 1002);
        Assert.Equal(root, (await user.GetAsync($"organizations/{child}")).Result.GetProperty("parent").Text("id"));
    }

    [Theory, EveryDoor]
    public async Task A_token_moves_nothing_out_of_what_it_covers(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var (inside, outside) = (await user.CreateAsync("Inside", root), await user.CreateAsync("Outside", root));
        var below = await user.CreateAsync("Below", inside);
        var account = await user.CreateAccountAsync("A", below);
        string[] groups = ["User Details Write", "Account Settings Write"];
        var token = await host.ByTokenAsync(user, groups, ("allow", Policy.Subtree(inside)));
        var denied = await host.ByTokenAsync(user, groups, ("allow", Policy.Everything(user.Id)), ("deny", Policy.Subtree(outside)));
        foreach (var by in (Actor[])[token, denied])
        {
            (await MoveAsync(by, below, outside)).Refused(HttpStatusCode.NotFound, 1003);
            (await MakeRootAsync(by, below)).Refused(No, 9109);
            (await by.PostAsync($"accounts/{account}/move", new { destination_organization_id = outside })).Refused(HttpStatusCode.NotFound, 1003);
        }
        // Nor does it take in, and so cover from then on, what it does not cover.
        (await MoveAsync(token, outside, inside)).Refused(HttpStatusCode.NotFound, 1003);
        var free = await user.CreateAccountAsync("Free");
        (await token.PostAsync($"accounts/{free}/move", new { destination_organization_id = inside })).Refused(HttpStatusCode.NotFound, 1003);
        Assert.Equal([inside, below], await token.WalkAsync());
    }

    [Theory, EveryDoor]
    public async Task One_account_that_may_not_be_moved_holds_back_the_whole_batch(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, mover) = (await host.NewUserAsync(), await host.NewUserAsync());
        var (from, readable, higher) = (await owner.CreateAsync("From"), await owner.CreateAsync("Readable"), await owner.CreateAsync("Higher"));
        await host.GiveRoleAsync(from, mover.Id, Role.Administrator);
        await host.GiveRoleAsync(readable, mover.Id, Role.ReadOnly);
        await host.GiveRoleAsync(higher, mover.Id, Role.SuperAdministrator);
        var own = await mover.CreateAsync("Own");
        var (movable, read, mine) = (await owner.CreateAccountAsync("1", from), await owner.CreateAccountAsync("2", readable), await mover.CreateAccountAsync("3"));
        var foreign = await owner.CreateAccountAsync("4");
        async Task FailsAsync(string destination, HttpStatusCode status, int code, params string[] accounts)
        {
            (await MoveAllAsync(mover, destination, accounts)).Refused(status, code);
            (await MoveAllAsync(mover, destination, [.. accounts.Reverse()])).Refused(status, code);
        }
        // Readable only; or to where the mover holds more than before.
        await FailsAsync(from, No, 9109, movable, read, mine);
        foreach (var place in (string[])[higher, own])
        {
            await FailsAsync(place, No, 9109, movable, mine);
            await FailsAsync(place, No, 9109, movable);
            (await mover.PostAsync($"accounts/{movable}/move", new { destination_organization_id = place })).Refused(No, 9109);
        }
        await FailsAsync(readable, No, 9109, mine);
        await FailsAsync(from, HttpStatusCode.NotFound, 1003, mine, foreign);
        Assert.Equal((from, readable, null, null), (await PlaceAsync(owner, movable), await PlaceAsync(owner, read), await PlaceAsync(mover, mine), await PlaceAsync(owner, foreign)));
        // Who brought an account in takes it out again only as an administrator of where it is now.
        (await MoveAllAsync(mover, from, [mine])).Succeeded();
        await host.GiveRoleAsync(from, mover.Id, Role.ReadOnly);
        await FailsAsync(own, No, 9109, mine);
    }

    [Theory, EveryDoor]
    public async Task Only_who_owns_a_free_account_brings_it_in_and_only_where_they_administer(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, user, guest) = (await host.NewUserAsync(), await host.NewUserAsync(), await host.NewUserAsync());
        var (free, root) = (await user.CreateAccountAsync("Free"), await owner.CreateAsync("Root"));
        Task<Reply> Bring(Actor by) => by.PostAsync($"accounts/{free}/move", new { destination_organization_id = root });
        // The organization's own Super Administrator does not see it; its owner does not see the organization, invited or not.
        (await Bring(owner)).Refused(HttpStatusCode.NotFound, 1003);
        (await Bring(host.Operator)).Refused(HttpStatusCode.NotFound, 1003);
        (await Bring(user)).Refused(HttpStatusCode.NotFound, 1003);
        await owner.InviteAsync(root, user.Email);
        (await Bring(user)).Refused(HttpStatusCode.NotFound, 1003);
        await host.GiveRoleAsync(root, user.Id, Role.ReadOnly);
        (await Bring(user)).Refused(No, 9109);
        await host.GiveRoleAsync(root, guest.Id, Role.Administrator);
        (await Bring(guest)).Refused(HttpStatusCode.NotFound, 1003);
        Assert.Empty(await owner.WalkOrganizationAccountsAsync(root));
    }

    private static Task<Reply> MoveAsync(Actor actor, string organization, string parent) =>
        actor.PutAsync($"organizations/{organization}", new { name = "Taken", parent = new { id = parent } });

    private static Task<Reply> MakeRootAsync(Actor actor, string organization) => actor.PutAsync($"organizations/{organization}", """{"name":"Taken","parent":null}""");

    private static Task<Reply> MoveAllAsync(Actor actor, string organization, string[] accounts) =>
        actor.PostAsync("/grove/v1/accounts/move", new { account_ids = accounts, destination_organization_id = organization });

    private static async Task<string?> PlaceAsync(Actor actor, string account) =>
        (await actor.GetAsync($"accounts/{account}")).Succeeded().Result.TryGetProperty("managed_by", out var place) ? place.Text("parent_org_id") : null;
}
