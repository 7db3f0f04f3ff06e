using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>Invitations where only users with two-factor authentication accept.</summary>
public class InviteTwoFactorCases(SharedHosts hosts)
{
    [Theory, EveryDoor]
    public async Task Who_has_no_second_factor_accepts_only_when_they_have_one(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine, options => options with { InviteTwoFactor = true });
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var (root, other) = (await owner.CreateAsync("Root"), await owner.CreateAsync("Other"));
        var (wanted, unwanted) = (await owner.InviteAsync(root, guest.Email), await owner.InviteAsync(other, guest.Email));
        Assert.True((await guest.GetAsync($"user/invites/{wanted}")).Result.GetProperty("organization_is_enforcing_twofactor").GetBoolean());
        Assert.Contains("two-factor", (await guest.AnswerAsync(wanted, "accepted")).Refused(HttpStatusCode.Forbidden, 1002).Text, StringComparison.Ordinal);
        Assert.Equal(["pending", "pending"], await guest.InvitesAsync());
        (await guest.AnswerAsync(unwanted, "rejected")).Succeeded();
        await SetAsync(host, guest, true);
        (await guest.AnswerAsync(wanted, "accepted")).Succeeded();
        // The rule is about accepting: who is a member stays one.
        await SetAsync(host, guest, false);
        (await guest.GetAsync($"organizations/{root}")).Succeeded();
    }

    [Theory, EveryDoor]
    public async Task Operators_say_who_has_a_second_factor(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var guest = await host.NewUserAsync();
        Assert.False(await HasAsync(guest));
        await SetAsync(host, guest, true);
        Assert.True(await HasAsync(guest));
        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{guest.Id}", new { first_name = "Ada" })).Succeeded();
        Assert.True(await HasAsync(guest));
        // Nobody says so of themselves.
        await SetAsync(host, guest, false);
        (await guest.SendAsync(HttpMethod.Patch, "user", new { two_factor_authentication_enabled = true })).Succeeded();
        Assert.False(await HasAsync(guest));
        var made = await host.Operator.PostAsync("/grove/v1/users", new { email = Invitations.NewAddress(), two_factor_authentication_enabled = true });
        Assert.True(made.Succeeded().Result.GetProperty("two_factor_authentication_enabled").GetBoolean());
        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{guest.Id}", new { two_factor_authentication_enabled = "yes" })).Refused(HttpStatusCode.BadRequest, 1001);
        // Not told of an invitee: nothing shows whether the address has a user.
        var owner = await host.NewUserAsync();
        var pending = await owner.AddAsync(await owner.CreateAsync("Root"), made.Result.GetProperty("email").GetString()!);
        Assert.False(pending.Result.GetProperty("user").GetProperty("two_factor_authentication_enabled").GetBoolean());
    }

    private static async Task SetAsync(GroveHost host, Actor who, bool on) =>
        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{who.Id}", new { two_factor_authentication_enabled = on })).Succeeded();

    private static async Task<bool> HasAsync(Actor who) => (await who.GetAsync("user")).Result.GetProperty("two_factor_authentication_enabled").GetBoolean();
}
