using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>What happens to one invitation, or one address, at the same time.</summary>
public class InviteRaceCases(SharedHosts hosts)
{
    private const int Rounds = 8;

    [Theory, EveryDoor]
    public async Task Of_several_answers_one_counts(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        for (var round = 0; round < Rounds; round++)
        {
            var guest = await host.NewUserAsync();
            var id = await owner.InviteAsync(root, guest.Email);
            var replies = await Task.WhenAll(
                guest.AnswerAsync(id, "accepted"), guest.AnswerAsync(id, "rejected"), guest.AnswerAsync(id, "accepted"), guest.AnswerAsync(id, "rejected"));
            var winner = Assert.Single(replies, reply => reply.Status == HttpStatusCode.OK);
            foreach (var loser in replies.Except([winner])) loser.Refused(HttpStatusCode.BadRequest, 1001);
            var accepted = winner.Result.GetProperty("status").GetString() == "accepted";
            Assert.Equal(accepted ? "active" : "rejected", (await owner.GetAsync($"organizations/{root}/members/{id}")).Result.GetProperty("status").GetString());
            Assert.Equal(accepted ? HttpStatusCode.OK : HttpStatusCode.NotFound, (await guest.GetAsync($"organizations/{root}")).Status);
        }
    }

    [Theory, EveryDoor]
    public async Task A_withdrawal_always_ends_what_it_meets(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        for (var round = 0; round < Rounds; round++)
        {
            var guest = await host.NewUserAsync();
            var id = await owner.InviteAsync(root, guest.Email);
            var accepting = guest.AnswerAsync(id, "accepted");
            var resending = owner.ResendAsync(root, id);
            (await owner.DeleteAsync($"organizations/{root}/members/{id}")).Succeeded();
            var accepted = await accepting;
            if (accepted.Status != HttpStatusCode.OK) accepted.Refused(HttpStatusCode.NotFound, 1003);
            Assert.True((int)(await resending).Status is 200 or 400 or 404);
            (await guest.GetAsync($"organizations/{root}")).Refused(HttpStatusCode.NotFound, 1003);
            Assert.Equal([(guest.Email, "canceled")], await owner.MembersAsync(root, $"&user.email={guest.Email}&status=active,pending,rejected,canceled"));
        }
    }

    [Theory, EveryDoor]
    public async Task Somebody_who_is_made_while_they_are_invited_gets_the_invitation(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var roots = new[] { await owner.CreateAsync("One"), await owner.CreateAsync("Two") };
        for (var round = 0; round < Rounds; round++)
        {
            var address = Invitations.NewAddress();
            var creating = host.NewUserAsync(address);
            var invited = await Task.WhenAll(roots.Select(root => owner.AddAsync(root, address)));
            var guest = await creating;
            Assert.All(invited, reply => Assert.Equal(guest.Id, reply.Succeeded().Result.GetProperty("user").GetProperty("id").GetString()));
            Assert.Equal(["pending", "pending"], await guest.InvitesAsync());
        }
    }

    [Theory, EveryDoor]
    public async Task Somebody_who_is_deleted_while_they_are_invited_or_accept_leaves_nothing_open(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var (root, other) = (await owner.CreateAsync("Root"), await owner.CreateAsync("Other"));
        for (var round = 0; round < Rounds; round++)
        {
            var guest = await host.NewUserAsync();
            var id = await owner.InviteAsync(root, guest.Email);
            var deleting = host.Operator.DeleteAsync($"/grove/v1/users/{guest.Id}");
            var accepting = guest.AnswerAsync(id, "accepted");
            var inviting = owner.AddAsync(other, guest.Email);
            (await deleting).Succeeded();
            Assert.True((int)(await accepting).Status is 200 or 403 or 404, (await accepting).Text);
            (await inviting).Succeeded();
            Assert.DoesNotContain(await owner.MembersAsync(root), member => member.Email == guest.Email);
            // The invitation came before the deletion and was canceled, or after it and waits for whoever gets the address.
            var next = await host.NewUserAsync(guest.Email);
            var open = (await owner.MembersAsync(other)).Count(member => member.Email == guest.Email);
            Assert.Equal(open, (await next.InvitesAsync()).Count);
        }
    }

    [Theory, EveryDoor]
    public async Task Of_several_invitations_to_one_address_one_is_made(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        foreach (var address in (string[])[guest.Email, Invitations.NewAddress()])
        {
            var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => owner.AddAsync(root, i % 2 == 0 ? address : address.ToUpperInvariant())));
            var winner = Assert.Single(replies, reply => reply.Status == HttpStatusCode.OK);
            foreach (var loser in replies.Except([winner])) loser.Refused(HttpStatusCode.BadRequest, 1001);
        }
    }
}
