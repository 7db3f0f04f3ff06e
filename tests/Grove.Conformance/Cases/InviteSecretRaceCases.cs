using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>What happens to one invitation at the same time as its secret is used: one of them comes first, and the other meets what it left.</summary>
public class InviteSecretRaceCases
{
    private const int Rounds = 6;

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Of_several_answers_by_one_secret_one_counts(string engine)
    {
        await using var sink = new MailSink();
        await using var host = await sink.StartHostAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        for (var round = 0; round < Rounds; round++)
        {
            var address = Invitations.NewAddress();
            var (id, secret) = await InviteAsync(sink, owner, root, address);
            var replies = await Task.WhenAll(host.AcceptAsync(secret), host.RejectAsync(secret), host.AcceptAsync(secret), host.RejectAsync(secret));
            var winner = Assert.Single(replies, reply => reply.Status == HttpStatusCode.OK);
            foreach (var loser in replies.Except([winner])) loser.Refused(HttpStatusCode.NotFound, 1003);
            var accepted = winner.Result.GetProperty("status").GetString() == "accepted";
            Assert.Equal(accepted ? "active" : "rejected", await StatusAsync(owner, root, id));
            Assert.Equal(accepted, winner.Result.TryGetProperty("api_key", out _));
        }
        await Invariants.CheckAsync(host.Database);
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Withdrawing_ends_what_it_meets_and_sending_again_makes_void_or_comes_too_late(string engine)
    {
        await using var sink = new MailSink();
        await using var host = await sink.StartHostAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        for (var round = 0; round < Rounds; round++)
        {
            var (id, secret) = await InviteAsync(sink, owner, root, Invitations.NewAddress());
            var accepting = host.AcceptAsync(secret);
            (await owner.DeleteAsync($"organizations/{root}/members/{id}")).Succeeded();
            if ((await accepting).Status != HttpStatusCode.OK) (await accepting).Refused(HttpStatusCode.NotFound, 1003);
            (await owner.GetAsync($"organizations/{root}/members/{id}")).Refused(HttpStatusCode.NotFound, 1003);

            (id, secret) = await InviteAsync(sink, owner, root, Invitations.NewAddress());
            var (accepted, resent) = (host.AcceptAsync(secret), owner.ResendAsync(root, id));
            if ((await accepted).Status == HttpStatusCode.OK)
            {
                (await resent).Refused(HttpStatusCode.BadRequest, 1001);
                Assert.Equal("active", await StatusAsync(owner, root, id));
                continue;
            }
            (await accepted).Refused(HttpStatusCode.NotFound, 1003);
            (await resent).Succeeded();
            (await host.AcceptAsync((await sink.NextAsync()).Secret)).Succeeded();
        }
        await Invariants.CheckAsync(host.Database);
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Of_two_who_make_the_user_of_an_address_one_does(string engine)
    {
        await using var sink = new MailSink();
        await using var host = await sink.StartHostAsync(engine);
        var owner = await host.NewUserAsync();
        var (root, other) = (await owner.CreateAsync("Root"), await owner.CreateAsync("Other"));
        for (var round = 0; round < Rounds; round++)
        {
            var address = Invitations.NewAddress();
            var (id, secret) = await InviteAsync(sink, owner, root, address);
            var (_, second) = await InviteAsync(sink, owner, other, address.ToUpperInvariant());
            var (accepting, accepted, making) = (host.AcceptAsync(secret), host.AcceptAsync(second), host.Operator.PostAsync("/grove/v1/users", new { email = address }));
            Reply[] replies = [(await accepting).Succeeded(), (await accepted).Succeeded(), await making];
            if (replies[2].Status != HttpStatusCode.OK) replies[2].Refused(HttpStatusCode.BadRequest, 1001);
            // One of the three made the user, whose id is what was shown from the beginning.
            Assert.Single(replies, reply => reply.Status == HttpStatusCode.OK && reply.Result.TryGetProperty("api_key", out _));
            var user = Assert.Single((await host.Operator.GetAsync($"/grove/v1/users?email={address}")).Result.EnumerateArray()).GetProperty("id").GetString();
            Assert.Equal(user, (await owner.GetAsync($"organizations/{root}/members/{id}")).Result.GetProperty("user").GetProperty("id").GetString());
            Assert.Equal(user, replies[1].Result.GetProperty("invited_member_id").GetString());
        }
        await Invariants.CheckAsync(host.Database);
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Who_is_deleted_or_suspended_meanwhile_leaves_nothing_half_done(string engine)
    {
        await using var sink = new MailSink();
        await using var host = await sink.StartHostAsync(engine);
        var (owner, inviter) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        for (var round = 0; round < Rounds; round++)
        {
            var guest = await host.NewUserAsync();
            var (id, secret) = await InviteAsync(sink, owner, root, guest.Email);
            var (accepting, deleting) = (host.AcceptAsync(secret), host.Operator.DeleteAsync($"/grove/v1/users/{guest.Id}"));
            (await deleting).Succeeded();
            if ((await accepting).Status != HttpStatusCode.OK) (await accepting).Refused(HttpStatusCode.NotFound, 1003);
            (await owner.GetAsync($"organizations/{root}/members/{id}")).Refused(HttpStatusCode.NotFound, 1003);
            (await host.AcceptAsync(secret)).Refused(HttpStatusCode.NotFound, 1003);

            await host.GiveRoleAsync(root, inviter.Id, Role.SuperAdministrator);
            (id, secret) = await InviteAsync(sink, inviter, root, Invitations.NewAddress());
            var (accepted, weakened) = (host.AcceptAsync(secret), host.GiveRoleAsync(root, inviter.Id, Role.Administrator));
            await weakened;
            if ((await accepted).Status != HttpStatusCode.OK) (await accepted).Refused(HttpStatusCode.Forbidden, 1002);
            Assert.Equal((await accepted).Status == HttpStatusCode.OK ? "active" : "pending", await StatusAsync(owner, root, id));
        }
        await Invariants.CheckAsync(host.Database);
    }

    private static async Task<(string Id, string Secret)> InviteAsync(MailSink sink, Actor owner, string organization, string address)
    {
        var id = await owner.InviteAsync(organization, address);
        return (id, (await sink.NextAsync()).Secret);
    }

    private static async Task<string?> StatusAsync(Actor owner, string organization, string member) =>
        (await owner.GetAsync($"organizations/{organization}/members/{member}")).Succeeded().Result.GetProperty("status").GetString();
}
