using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>What happens to members of one account at the same moment.</summary>
public class AccountMemberRaceCases(SharedHosts hosts)
{
    private const int Rounds = 8;

    [Theory, EveryDoor]
    public async Task Of_several_answers_one_counts(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var account = await owner.CreateAccountAsync("A");
        for (var round = 0; round < Rounds; round++)
        {
            var guest = await host.NewUserAsync();
            var id = await owner.InviteToAccountAsync(account, guest.Email);
            var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => guest.AnswerMembershipAsync(id, i % 2 == 0 ? "accepted" : "rejected")));
            var winner = Assert.Single(replies, reply => reply.Status == HttpStatusCode.OK);
            foreach (var loser in replies.Except([winner])) loser.Refused(HttpStatusCode.BadRequest, 1001);
            Assert.Equal(winner.Result.Text("status"), (await owner.GetAsync($"accounts/{account}/members/{id}")).Result.Text("status"));
        }
    }

    [Theory, EveryDoor]
    public async Task A_removal_always_ends_what_it_meets(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var account = await owner.CreateAccountAsync("A");
        for (var round = 0; round < Rounds; round++)
        {
            var guest = await host.NewUserAsync();
            var id = await owner.InviteToAccountAsync(account, guest.Email);
            var accepting = guest.AnswerMembershipAsync(id, "accepted");
            var changing = owner.SetAccountRolesAsync(account, id, AccountRoleId.Administrator);
            (await owner.RemoveFromAccountAsync(account, id)).Succeeded();
            if ((await accepting).Status != HttpStatusCode.OK) (await accepting).Refused(HttpStatusCode.NotFound, 1003);
            if ((await changing).Status != HttpStatusCode.OK) (await changing).Refused(HttpStatusCode.NotFound, 1003);
            (await guest.GetAsync($"accounts/{account}")).Refused(HttpStatusCode.NotFound, 1003);
            Assert.Empty(await guest.MembershipsAsync());
        }
    }

    [Theory, EveryDoor]
    public async Task Of_the_last_two_Super_Administrators_of_a_free_account_one_stays(string engine)
    {
        var host = await hosts.GetAsync(engine);
        for (var round = 0; round < 2 * Rounds; round++)
        {
            var (one, two) = (await host.NewUserAsync(), await host.NewUserAsync());
            var account = await one.CreateAccountAsync("A");
            var (first, second) = (await one.MembershipOfAsync(account), await one.JoinAccountAsync(account, two, AccountRoleId.SuperAdministrator));
            // Both end their own, or both the other's.
            var (way, otherWay) = (round % 4, (round % 2) + (2 * (round / 4 % 2)));
            var replies = await Task.WhenAll(EndAsync(one, first, second, way), EndAsync(two, second, first, otherWay));
            Assert.True(replies.Count(reply => reply.Status == HttpStatusCode.OK) == 1, string.Join('\n', replies.Select(reply => reply.Text)));
            // Who comes second is the last one, or has no say or no sight any more.
            Assert.Contains(replies.Single(reply => reply.Status != HttpStatusCode.OK).Codes[0], (int[])[1013, 1003, 9109]);
            Task<Reply> EndAsync(Actor actor, string own, string theirs, int way) => way switch
            {
                0 => actor.DeleteAsync($"memberships/{own}"),
                1 => actor.RemoveFromAccountAsync(account, theirs),
                2 => host.Operator.DeleteAsync($"/grove/v1/users/{actor.Id}"),
                _ => actor.SetAccountRolesAsync(account, theirs, AccountRoleId.ReadOnly),
            };
        }
        await Invariants.CheckAsync(host.Database);
    }

    [Theory, EveryDoor]
    public async Task Of_several_invitations_to_one_address_one_is_made(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var account = await owner.CreateAccountAsync("A");
        foreach (var address in (string[])[guest.Email, Invitations.NewAddress()])
        {
            var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => owner.AddToAccountAsync(account, i % 2 == 0 ? address : address.ToUpperInvariant())));
            var winner = Assert.Single(replies, reply => reply.Status == HttpStatusCode.OK);
            foreach (var loser in replies.Except([winner])) loser.Refused(HttpStatusCode.BadRequest, 1001);
        }
    }

    [Theory, EveryDoor]
    public async Task Somebody_who_is_made_while_they_are_invited_gets_the_invitations(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var accounts = new[] { await owner.CreateAccountAsync("A"), await owner.CreateAccountAsync("B") };
        for (var round = 0; round < Rounds; round++)
        {
            var address = Invitations.NewAddress();
            var creating = host.NewUserAsync(address);
            var invited = await Task.WhenAll(accounts.Select(account => owner.AddToAccountAsync(account, address)));
            var guest = await creating;
            Assert.All(invited, reply => Assert.Equal(guest.Id, reply.Succeeded().Result.GetProperty("user").Text("id")));
            Assert.Equal(2, (await guest.MembershipsAsync("status=pending")).Count);
        }
    }

    [Theory, EveryDoor]
    public async Task Somebody_who_is_deleted_while_they_are_invited_or_accept_leaves_nothing_open(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var (account, other) = (await owner.CreateAccountAsync("A"), await owner.CreateAccountAsync("B"));
        for (var round = 0; round < Rounds; round++)
        {
            var guest = await host.NewUserAsync();
            var id = await owner.InviteToAccountAsync(account, guest.Email, AccountRoleId.SuperAdministrator);
            var deleting = host.Operator.DeleteAsync($"/grove/v1/users/{guest.Id}");
            var accepting = guest.AnswerMembershipAsync(id, "accepted");
            var inviting = owner.AddToAccountAsync(other, guest.Email);
            var creating = guest.PostAsync("accounts", new { name = "Last" });
            var deleted = await deleting;
            var made = await creating;
            if (made.Status == HttpStatusCode.OK) deleted.Refused(HttpStatusCode.BadRequest, 1013);
            else deleted.Succeeded(made.Text);
            Assert.True((int)(await accepting).Status is 200 or 403 or 404, (await accepting).Text);
            (await inviting).Succeeded();
            if (deleted.Status != HttpStatusCode.OK) continue;
            Assert.DoesNotContain(await owner.AccountMembersAsync(account), member => member.Email == guest.Email);
            // The invitation came before the deletion and was canceled, or after it and waits for whoever gets the address.
            var next = await host.NewUserAsync(guest.Email);
            var open = (await owner.AccountMembersAsync(other, "&status=pending&order=user.email")).Count(member => member.Email == guest.Email);
            Assert.Equal(open, (await next.MembershipsAsync()).Count);
        }
        await Invariants.CheckAsync(host.Database);
    }

    [Theory, EveryDoor]
    public async Task An_account_that_goes_away_or_enters_an_organization_is_met_before_or_after(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        for (var round = 0; round < Rounds; round++)
        {
            var guest = await host.NewUserAsync();
            var account = await owner.CreateAccountAsync("A");
            var (own, id) = (await owner.MembershipOfAsync(account), await owner.InviteToAccountAsync(account, guest.Email));
            var ending = round % 2 == 0 ? owner.DeleteAsync($"accounts/{account}") : owner.PostAsync($"accounts/{account}/move", new { destination_organization_id = root });
            var accepting = guest.AnswerMembershipAsync(id, "accepted");
            var adding = owner.AddToAccountAsync(account, Invitations.NewAddress());
            var leaving = owner.DeleteAsync($"memberships/{own}");
            foreach (var reply in await Task.WhenAll(ending, accepting, adding, leaving))
                Assert.True((int)reply.Status is 200 or 403 or 404 || (reply.Status == HttpStatusCode.BadRequest && reply.Codes[0] == 1013), reply.Text);
        }
        await Invariants.CheckAsync(host.Database);
    }
}
