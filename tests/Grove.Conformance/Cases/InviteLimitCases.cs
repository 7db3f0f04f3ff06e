using System.Net;
using Grove.Server;
using Grove.Tests;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>How many invitations are mailed a day.</summary>
public class InviteLimitCases
{
    private const HttpStatusCode No = HttpStatusCode.Forbidden;

    [Theory, EveryDoor]
    public async Task An_organization_mails_so_many_a_day_and_no_more(string engine)
    {
        var clock = new TestClock();
        await using var sink = new MailSink();
        await using var host = await StartAsync(sink, engine, 3, 0, clock);
        var owner = await host.NewUserAsync();
        var (root, other) = (await owner.CreateAsync("Root"), await owner.CreateAsync("Other"));
        var first = await owner.InviteAsync(root, Invitations.NewAddress());
        // All or none: three more would be one too many, two are not.
        (await BatchAsync(owner, root, 3)).Refused(No, 1012);
        (await BatchAsync(owner, root, 2)).Succeeded();
        var before = await owner.GetAsync($"organizations/{root}/members/{first}");
        (await owner.AddAsync(root, Invitations.NewAddress())).Refused(No, 1012);
        (await owner.ResendAsync(root, first)).Refused(No, 1012);
        Assert.Equal(before.Text, (await owner.GetAsync($"organizations/{root}/members/{first}")).Text);
        Assert.Equal(4, (await owner.MembersAsync(root)).Count);
        // Withdrawing gives nothing back, and what others do does not count.
        (await owner.DeleteAsync($"organizations/{root}/members/{first}")).Succeeded();
        (await owner.AddAsync(root, Invitations.NewAddress())).Refused(No, 1012);
        (await owner.AddAsync(other, Invitations.NewAddress())).Succeeded();
        // What is wrong otherwise is said first.
        (await owner.AddAsync(root, "x")).Refused(HttpStatusCode.BadRequest, 1001);
        clock.Advance(TimeSpan.FromDays(1) - clock.GetUtcNow().TimeOfDay - TimeSpan.FromMilliseconds(1));
        (await owner.AddAsync(root, Invitations.NewAddress())).Refused(No, 1012);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        (await owner.AddAsync(root, Invitations.NewAddress())).Succeeded();
    }

    [Theory, EveryDoor]
    public async Task An_address_gets_so_many_a_day_whoever_invites_it(string engine)
    {
        await using var sink = new MailSink();
        await using var host = await StartAsync(sink, engine, 0, 2);
        var (owner, neighbour) = (await host.NewUserAsync(), await host.NewUserAsync());
        var (one, two, three) = (await owner.CreateAsync("One"), await neighbour.CreateAsync("Two"), await owner.CreateAsync("Three"));
        var address = Invitations.NewAddress();
        var id = await owner.InviteAsync(one, address);
        (await neighbour.AddAsync(two, address.ToUpperInvariant())).Succeeded();
        Assert.Equal(["/member/user/email"], (await owner.AddAsync(three, address)).Refused(No, 1012).Pointers);
        (await owner.ResendAsync(one, id)).Refused(No, 1012);
        Assert.Equal(["/members/1/user/email"], (await owner.PostAsync($"organizations/{three}/members:batchCreate",
            new { members = new[] { Invitations.Entry(Invitations.NewAddress()), Invitations.Entry(address) } })).Refused(No, 1012).Pointers);
        Assert.Single(await owner.MembersAsync(three));
        (await owner.AddAsync(three, Invitations.NewAddress())).Succeeded();
    }

    [Theory, EveryDoor]
    public async Task Who_becomes_active_at_once_and_who_is_shown_the_secret_is_not_counted(string engine)
    {
        await using var sink = new MailSink();
        await using var host = await StartAsync(sink, engine, 1, 1);
        var (owner, guest) = (await host.NewUserAsync(asOperator: true), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        (await owner.AddAsync(root, guest.Email, status: "active")).Succeeded();
        (await owner.AddAsync(root, Invitations.NewAddress())).Succeeded();
        (await owner.AddAsync(root, (await host.NewUserAsync()).Email, status: "active")).Succeeded();
        await using var without = await GroveHost.StartAsync(engine, options => options with { InviteMails = new MailLimits(1, 1) });
        var other = await without.NewUserAsync();
        var place = await other.CreateAsync("Root");
        for (var i = 0; i < 3; i++) (await other.AddAsync(place, Invitations.NewAddress())).Succeeded();
    }

    [Theory, EveryDoor]
    public async Task At_the_edge_as_many_win_as_there_is_room_for(string engine)
    {
        await using var sink = new MailSink();
        await using var host = await StartAsync(sink, engine, 5, 3);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => owner.AddAsync(root, Invitations.NewAddress())));
        Assert.Equal(5, replies.Count(reply => reply.Status == HttpStatusCode.OK));
        foreach (var reply in replies.Where(reply => reply.Status != HttpStatusCode.OK)) reply.Refused(No, 1012);
        var address = Invitations.NewAddress();
        var roots = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => owner.CreateAsync($"Root {i}")));
        var others = await Task.WhenAll(roots.Select(place => owner.AddAsync(place, address)));
        Assert.Equal(3, others.Count(reply => reply.Status == HttpStatusCode.OK));
        foreach (var reply in others.Where(reply => reply.Status != HttpStatusCode.OK)) reply.Refused(No, 1012);
        await Invariants.CheckAsync(host.Database);
    }

    private static Task<GroveHost> StartAsync(MailSink sink, string engine, int organization, int address, TimeProvider? clock = null) =>
        sink.StartHostAsync(engine, options => options with { InviteMails = new MailLimits(organization, address) }, clock);

    private static Task<Reply> BatchAsync(Actor owner, string organization, int members) => owner.PostAsync(
        $"organizations/{organization}/members:batchCreate", new { members = Enumerable.Range(0, members).Select(_ => Invitations.Entry(Invitations.NewAddress())) });
}
