using System.Net;
using Grove.Tests;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>Invitations and the clock.</summary>
public class InviteExpiryCases
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [Theory, EveryDoor]
    public async Task An_invitation_expires_after_seven_days_and_never_blocks_a_new_one(string engine)
    {
        var clock = new TestClock();
        await using var host = await GroveHost.StartAsync(engine, clock: clock);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        foreach (var address in (string[])[guest.Email, Invitations.NewAddress()])
        {
            var first = await owner.InviteAsync(root, address);
            clock.Advance(TimeSpan.FromDays(7) - Moment);
            (await owner.AddAsync(root, address)).Refused(HttpStatusCode.BadRequest, 1001);
            clock.Advance(Moment);
            if (address == guest.Email)
            {
                Assert.Equal(["expired"], await guest.InvitesAsync());
                foreach (var status in (string[])["accepted", "rejected"]) (await guest.AnswerAsync(first, status)).Refused(HttpStatusCode.BadRequest, 1001);
                Assert.Empty((await guest.GetAsync("user/organizations")).Result.EnumerateArray());
                (await guest.DeleteAsync($"user/organizations/{root}")).Refused(HttpStatusCode.NotFound, 1003);
            }
            var second = await owner.InviteAsync(root, address);
            Assert.NotEqual(first, second);
            (await owner.GetAsync($"organizations/{root}/members/{first}")).Refused(HttpStatusCode.NotFound, 1003);
            Assert.Equal([(address, "pending"), (address, "canceled")],
                (await owner.MembersAsync(root, $"&status=pending,canceled&user.email={address}")).OrderByDescending(member => member.Status));
        }
        Assert.Equal(["expired", "expired"], await guest.InvitesAsync());
    }

    [Theory, EveryDoor]
    public async Task An_expired_invitation_can_begin_anew_even_when_it_was_put_away(string engine)
    {
        var clock = new TestClock();
        await using var host = await GroveHost.StartAsync(engine, options => options with { InviteDays = 2 }, clock);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var made = await owner.AddAsync(root, guest.Email);
        var id = made.Result.GetProperty("id").GetString()!;
        clock.Advance(TimeSpan.FromDays(3));
        var before = await owner.GetAsync($"organizations/{root}/members/{id}");
        (await guest.DeleteAsync($"/grove/v1/user/invites/{id}")).Succeeded();
        Assert.Empty(await guest.InvitesAsync());
        // Putting it away tells the organization nothing.
        var after = await owner.GetAsync($"organizations/{root}/members/{id}");
        Assert.Equal((before.Text, before.Headers["ETag"]), (after.Text, after.Headers["ETag"]));
        var renewed = (await owner.ResendAsync(root, id)).Succeeded();
        Assert.NotEqual(made.Headers["ETag"], renewed.Headers["ETag"]);
        Assert.Equal(clock.GetUtcNow() + TimeSpan.FromDays(2), renewed.Result.GetProperty("meta").GetProperty("expires_on").GetDateTimeOffset());
        Assert.Equal(["pending"], await guest.InvitesAsync());
        (await guest.AnswerAsync(id, "accepted")).Succeeded();
        // What was accepted in time stays.
        clock.Advance(TimeSpan.FromDays(30));
        (await guest.GetAsync($"organizations/{root}")).Succeeded();
        Assert.Equal(["accepted"], await guest.InvitesAsync());
    }
}
