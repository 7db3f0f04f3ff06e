using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>Nobody comes to more rights on accounts by their members, by invitations to them, or by what an account and its organization give each other.</summary>
public class AccountEscalationCases(SharedHosts hosts)
{
    private const HttpStatusCode No = HttpStatusCode.Forbidden;
    private const HttpStatusCode Gone = HttpStatusCode.NotFound;
    private static readonly string[] Roles = [AccountRoleId.SuperAdministrator, AccountRoleId.Administrator, AccountRoleId.ReadOnly];

    [Theory, EveryDoor]
    public async Task An_Administrator_neither_raises_nor_adds_themself_whichever_way_they_are_one(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var account = await owner.CreateAccountAsync("A", root);
        var (inside, above) = (await host.NewUserAsync(), await host.NewMemberAsync(root, Role.Administrator));
        var (own, other) = (await owner.JoinAccountAsync(account, inside, AccountRoleId.Administrator), await owner.InviteToAccountAsync(account, Invitations.NewAddress()));
        foreach (var by in (Actor[])[inside, above])
        {
            var second = await host.NewUserAsync();
            foreach (var role in Roles)
            {
                foreach (var member in (string[])[own, other]) (await by.SetAccountRolesAsync(account, member, role)).Refused(No, 9109);
                foreach (var address in (string[])[by.Email, second.Email, Invitations.NewAddress()])
                {
                    (await by.AddToAccountAsync(account, address, role)).Refused(No, 9109);
                    (await by.AddToAccountAsync(account, address, role, "accepted")).Refused(No, 9109);
                }
            }
            (await by.RemoveFromAccountAsync(account, other)).Refused(No, 9109);
            Assert.Empty(await second.MembershipsAsync());
        }
        Assert.Equal(2, (await owner.AccountMembersAsync(account)).Count);
    }

    [Theory, EveryDoor]
    public async Task Who_owns_an_account_holds_nothing_of_its_organization_or_of_its_other_accounts(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, chief) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var (account, beside) = (await owner.CreateAccountAsync("A", root), await owner.CreateAccountAsync("B", root));
        await owner.JoinAccountAsync(account, chief, AccountRoleId.SuperAdministrator);
        var theirs = await owner.InviteToAccountAsync(beside, Invitations.NewAddress());
        (await chief.AddAsync(root, chief.Email)).Refused(Gone, 1003);
        (await chief.GetAsync($"organizations/{root}/accounts")).Refused(Gone, 1003);
        (await chief.PostAsync("accounts", new { name = "x", unit = new { id = root } })).Refused(Gone, 1003);
        (await chief.AddToAccountAsync(beside, chief.Email)).Refused(Gone, 1003);
        // The member of another account is none of this one's.
        (await chief.SetAccountRolesAsync(account, theirs, AccountRoleId.SuperAdministrator)).Refused(Gone, 1003);
        (await chief.RemoveFromAccountAsync(account, theirs)).Refused(Gone, 1003);
        Assert.Equal([account], await chief.WalkAccountsAsync());
        Assert.Empty(await chief.WalkAsync());
    }

    [Theory, EveryDoor]
    public async Task Only_a_Super_Administrator_of_a_free_account_gives_it_to_an_organization(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, member) = (await host.NewUserAsync(), await host.NewUserAsync());
        var (account, home) = (await owner.CreateAccountAsync("Free"), await member.CreateAsync("Home"));
        Task<Reply>[] Take() =>
        [
            member.PostAsync($"accounts/{account}/move", new { destination_organization_id = home }),
            member.PostAsync("/grove/v1/accounts/move", new { account_ids = new[] { account }, destination_organization_id = home }),
        ];
        var membership = await owner.InviteToAccountAsync(account, member.Email, AccountRoleId.SuperAdministrator);
        // Offered is not held.
        foreach (var taken in await Task.WhenAll(Take())) taken.Refused(Gone, 1003);
        (await owner.SetAccountRolesAsync(account, membership, AccountRoleId.Administrator)).Succeeded();
        (await member.AnswerMembershipAsync(membership, "accepted")).Succeeded();
        foreach (var role in (string[])[AccountRoleId.Administrator, AccountRoleId.ReadOnly])
        {
            (await owner.SetAccountRolesAsync(account, membership, role)).Succeeded();
            foreach (var taken in await Task.WhenAll(Take())) taken.Refused(No, 9109);
        }
        Assert.Equal([account], await owner.WalkAccountsAsync());
    }

    [Theory, EveryDoor]
    public async Task A_move_never_brings_an_account_below_a_higher_role_than_both_that_the_mover_has_of_it(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, mover) = (await host.NewUserAsync(), await host.NewUserAsync());
        var from = await owner.CreateAsync("From");
        var account = await owner.CreateAccountAsync("A", from);
        var home = await mover.CreateAsync("Home");
        var own = await owner.JoinAccountAsync(account, mover, AccountRoleId.Administrator);
        Task<Reply> Move() => mover.PostAsync($"accounts/{account}/move", new { destination_organization_id = home });
        (await Move()).Refused(No, 9109);
        await host.GiveRoleAsync(from, mover.Id, Role.Administrator);
        (await Move()).Refused(No, 9109);
        (await owner.SetAccountRolesAsync(account, own, AccountRoleId.SuperAdministrator)).Succeeded();
        await host.GiveRoleAsync(from, mover.Id, Role.ReadOnly);
        (await Move()).Refused(No, 9109);
        // With all that they would have there they may.
        await host.GiveRoleAsync(from, mover.Id, Role.Administrator);
        (await Move()).Succeeded();
    }

    [Theory, EveryDoor]
    public async Task An_invitation_to_an_account_gives_what_it_says_when_it_is_accepted_and_only_if_the_inviter_still_may(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, inviter, guest) = (await host.NewUserAsync(), await host.NewUserAsync(), await host.NewUserAsync());
        var (root, other) = (await owner.CreateAsync("Root"), await owner.CreateAsync("Other"));
        var account = await owner.CreateAccountAsync("A", root);
        await owner.JoinAsync(root, inviter);
        var moved = await inviter.InviteToAccountAsync(account, guest.Email, AccountRoleId.SuperAdministrator);
        (await guest.GetAsync($"accounts/{account}")).Refused(Gone, 1003);
        (await owner.PostAsync($"accounts/{account}/move", new { destination_organization_id = other })).Succeeded();
        (await guest.AnswerMembershipAsync(moved, "accepted")).Refused(No, 1002);
        (await guest.GetAsync($"accounts/{account}")).Refused(Gone, 1003);
        (await owner.RemoveFromAccountAsync(account, moved)).Succeeded();

        var id = await owner.InviteToAccountAsync(account, guest.Email, AccountRoleId.ReadOnly);
        (await guest.PutAsync($"memberships/{id}", new { status = "accepted", roles = new[] { AccountRoleId.SuperAdministrator }, account = new { id = Requests.UnknownId() } })).Succeeded();
        (await guest.PutAsync($"accounts/{account}", new { name = "x" })).Refused(No, 9109);
        (await guest.SetAccountRolesAsync(account, id, AccountRoleId.SuperAdministrator)).Refused(No, 9109);
        Assert.Equal([AccountRoleId.ReadOnly], (await owner.GetAsync($"accounts/{account}/members/{id}")).Succeeded().Result.RoleIds());
    }

    [Theory, EveryDoor]
    public async Task A_stored_answer_about_members_is_not_told_to_who_does_not_see_the_account_any_more(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, member) = (await host.NewUserAsync(), await host.NewUserAsync());
        var account = await owner.CreateAccountAsync("A", await owner.CreateAsync("Root"));
        var own = await owner.JoinAccountAsync(account, member, AccountRoleId.SuperAdministrator);
        var (body, key) = (AccountMemberships.Body(Invitations.NewAddress()), ("Idempotency-Key", Requests.UnknownId()));
        Task<Reply> Add(Actor by) => by.SendAsync(HttpMethod.Post, $"accounts/{account}/members", body, key);
        var made = (await Add(member)).Succeeded();
        Assert.Equal(made.Text, (await Add(member)).Succeeded().Text);
        var elsewhere = await host.ByTokenAsync(member, Policy.Allow("Account Settings Write", $"com.cloudflare.api.account.{Requests.UnknownId()}"));
        (await Add(elsewhere)).Refused(Gone, 1003);
        (await owner.RemoveFromAccountAsync(account, own)).Succeeded();
        (await Add(member)).Refused(Gone, 1003);
    }
}
