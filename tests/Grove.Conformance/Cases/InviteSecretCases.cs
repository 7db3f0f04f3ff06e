using System.Net;
using System.Text.Json;
using Grove.Tests;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>Secrets of invitations that the inviter passes on: without e-mail they count only together with the invitee's own credentials.</summary>
public class InviteSecretCases(SharedHosts hosts)
{
    [Theory, EveryDoor]
    public async Task A_secret_is_shown_once_to_who_invites_and_kept_nowhere(string engine)
    {
        var logs = new LogCapture();
        await using var host = await GroveHost.StartAsync(engine, logs: logs);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var made = (await owner.SendAsync(HttpMethod.Post, $"organizations/{root}/members", Invitations.Body(guest.Email), ("Idempotency-Key", "one"))).Succeeded();
        var batch = (await owner.PostAsync($"organizations/{root}/members:batchCreate", new { members = new[] { Invitations.Entry("a@example.com"), Invitations.Entry("b@example.com") } })).Succeeded();
        var id = made.Result.GetProperty("id").GetString()!;
        var again = (await owner.ResendAsync(root, id)).Succeeded();
        string[] secrets =
        [
            made.InviteSecret()!, again.InviteSecret()!,
            .. batch.Result.EnumerateArray().Select(row => row.GetProperty("meta").GetProperty("invite_secret").GetString()!),
        ];
        Assert.Equal(4, secrets.Distinct().Count());
        Assert.All(secrets, secret => Assert.Matches("^grvi_[0-9A-Za-z]{40}[0-9a-f]{8}$", secret));
        // An equal request gets the stored answer, though that secret is void by now.
        Assert.Equal(made.Text, (await owner.SendAsync(HttpMethod.Post, $"organizations/{root}/members", Invitations.Body(guest.Email), ("Idempotency-Key", "one"))).Text);

        (await guest.AcceptAsync(secrets[1])).Succeeded();
        (await guest.AcceptAsync(secrets[0])).Refused(HttpStatusCode.NotFound, 1003);
        foreach (var path in (string[])[$"organizations/{root}/members", $"organizations/{root}/members/{id}", "user/invites"])
            foreach (var actor in (Actor[])[owner, guest])
                Assert.DoesNotContain("grvi_", (await actor.GetAsync(path)).Text, StringComparison.Ordinal);
        Assert.Null((await owner.SetRolesAsync(root, id, Role.ReadOnly)).InviteSecret());
        var tables = (await Tables.DumpAsync(host.Database)).Text;
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, tables, StringComparison.Ordinal));
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, logs.Text, StringComparison.Ordinal));
    }

    [Theory, EveryDoor]
    public async Task A_secret_opens_its_own_invitation_for_its_invitee_and_nothing_else(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest, stranger) = (await host.NewUserAsync(), await host.NewUserAsync(), await host.NewUserAsync());
        var (root, other, third) = (await owner.CreateAsync("Root"), await owner.CreateAsync("Other"), await owner.CreateAsync("Third"));
        var (wanted, unwanted) = (await owner.InviteForSecretAsync(root, guest.Email.ToUpperInvariant(), Role.ReadOnly), await owner.InviteForSecretAsync(other, guest.Email));
        await owner.InviteAsync(third, guest.Email);
        var unknown = (await stranger.AcceptAsync("grvi_" + Requests.UnknownId())).Refused(HttpStatusCode.NotFound, 1003);
        foreach (var actor in (Actor[])[stranger, owner, host.Operator])
        {
            Assert.Equal(unknown.Text, (await actor.AcceptAsync(wanted.Secret)).Refused(HttpStatusCode.NotFound, 1003).Text);
            Assert.Equal(unknown.Text, (await actor.RejectAsync(wanted.Secret)).Refused(HttpStatusCode.NotFound, 1003).Text);
        }
        var accepted = (await guest.AcceptAsync(wanted.Secret)).Succeeded();
        Assert.Equal((wanted.Id, "accepted"), (accepted.Result.GetProperty("id").GetString(), accepted.Result.GetProperty("status").GetString()));
        Assert.Equal(accepted.Text, (await guest.GetAsync($"user/invites/{wanted.Id}")).Text);
        Assert.Equal(["accepted", "pending", "pending"], await guest.InvitesAsync());
        (await guest.GetAsync($"organizations/{root}")).Succeeded();
        (await guest.GetAsync($"organizations/{other}")).Refused(HttpStatusCode.NotFound, 1003);
        Assert.Equal("rejected", (await guest.RejectAsync(unwanted.Secret)).Succeeded().Result.GetProperty("status").GetString());
        Assert.Equal(["accepted", "rejected", "pending"], await guest.InvitesAsync());
        foreach (var secret in (string[])[wanted.Secret, unwanted.Secret, "", "x", "\u212a", new('x', 5000)])
        {
            Assert.Equal(unknown.Text, (await guest.AcceptAsync(secret)).Refused(HttpStatusCode.NotFound, 1003).Text);
            Assert.Equal(unknown.Text, (await guest.RejectAsync(secret)).Refused(HttpStatusCode.NotFound, 1003).Text);
        }
        foreach (var body in (string[])["{}", """{"secret":null}""", """{"secret":1}"""])
            Assert.Equal(["/secret"], (await guest.SendAsync(HttpMethod.Post, "/grove/v1/invites/accept", body)).Refused(HttpStatusCode.BadRequest, 1001).Pointers);
    }

    [Theory, EveryDoor]
    public async Task A_secret_is_void_when_its_invitation_is_over(string engine)
    {
        var clock = new TestClock();
        await using var host = await GroveHost.StartAsync(engine, clock: clock);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var unknown = (await guest.AcceptAsync("x")).Refused(HttpStatusCode.NotFound, 1003);
        foreach (var end in (string[])["withdrawn", "expired", "answered", "sent again", "made active"])
        {
            var root = await owner.CreateAsync(end);
            var (id, secret) = await owner.InviteForSecretAsync(root, guest.Email);
            switch (end)
            {
                case "withdrawn": (await owner.DeleteAsync($"organizations/{root}/members/{id}")).Succeeded(); break;
                case "expired": clock.Advance(TimeSpan.FromDays(7)); break;
                case "answered": (await guest.AnswerAsync(id, "rejected")).Succeeded(); break;
                case "sent again": (await owner.ResendAsync(root, id)).Succeeded(); break;
                default: await host.GiveRoleAsync(root, guest.Id, Role.ReadOnly); break;
            }
            Assert.Equal(unknown.Text, (await guest.AcceptAsync(secret)).Refused(HttpStatusCode.NotFound, 1003, end).Text);
            Assert.Equal(unknown.Text, (await guest.RejectAsync(secret)).Refused(HttpStatusCode.NotFound, 1003, end).Text);
        }
        // A moment earlier it still counts.
        var last = await owner.CreateAsync("Last");
        var made = await owner.InviteForSecretAsync(last, guest.Email);
        clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMilliseconds(1));
        (await guest.AcceptAsync(made.Secret)).Succeeded();
    }

    [Theory, EveryDoor]
    public async Task Who_lost_the_right_to_invite_vouches_for_no_secret_either(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, inviter, guest) = (await host.NewUserAsync(), await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        await host.GiveRoleAsync(root, inviter.Id, Role.SuperAdministrator);
        var (id, secret) = await inviter.InviteForSecretAsync(root, guest.Email);
        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{inviter.Id}", new { suspended = true })).Succeeded();
        (await guest.AcceptAsync(secret)).Refused(HttpStatusCode.Forbidden, 1002);
        (await guest.GetAsync($"organizations/{root}")).Refused(HttpStatusCode.NotFound, 1003);
        var renewed = (await owner.ResendAsync(root, id)).Succeeded().InviteSecret()!;
        (await guest.AcceptAsync(secret)).Refused(HttpStatusCode.NotFound, 1003);
        (await guest.AcceptAsync(renewed)).Succeeded();
    }

    [Theory, EveryDoor]
    public async Task Secrets_wait_for_the_user_whom_an_operator_makes(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var address = Invitations.NewAddress();
        var made = (await owner.AddAsync(root, address)).Succeeded();
        var waiting = await owner.InviteForSecretAsync(await owner.CreateAsync("Waiting"), address);
        var guest = await host.NewUserAsync(address);
        Assert.Equal(made.Result.GetProperty("user").GetProperty("id").GetString(), guest.Id);
        (await guest.AcceptAsync(made.InviteSecret()!)).Succeeded();
        (await guest.GetAsync($"organizations/{root}")).Succeeded();
        // Who is gone took the invitation along: the next person with the address is another one.
        var second = await owner.InviteForSecretAsync(await owner.CreateAsync("Second"), address);
        (await host.Operator.DeleteAsync($"/grove/v1/users/{guest.Id}")).Succeeded();
        var next = await host.NewUserAsync(address);
        foreach (var secret in (string[])[waiting.Secret, second.Secret]) (await next.AcceptAsync(secret)).Refused(HttpStatusCode.NotFound, 1003);
    }

    [Theory, EveryDoor]
    public async Task A_token_answers_what_its_policies_cover(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var (root, other) = (await owner.CreateAsync("Root"), await owner.CreateAsync("Other"));
        var (inside, outside) = (await owner.InviteForSecretAsync(root, guest.Email), await owner.InviteForSecretAsync(other, guest.Email));
        var reader = await host.ByTokenAsync(guest, Policy.Allow("Memberships Read", Policy.Everything(guest.Id)));
        (await reader.AcceptAsync(inside.Secret)).Refused(HttpStatusCode.Forbidden, 9109);
        var narrow = await host.ByTokenAsync(guest, Policy.Allow("Memberships Write", Policy.Subtree(root)));
        (await narrow.AcceptAsync(outside.Secret)).Refused(HttpStatusCode.NotFound, 1003);
        (await narrow.AcceptAsync(inside.Secret)).Succeeded();
    }

    [Theory, EveryDoor]
    public async Task Accepting_can_be_repeated_with_a_key_as_long_as_the_membership_is_there(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var (id, secret) = await owner.InviteForSecretAsync(root, guest.Email);
        var first = (await guest.AcceptAsync(secret, ("Idempotency-Key", "k"))).Succeeded();
        Assert.Equal(first.Text, (await guest.AcceptAsync(secret, ("Idempotency-Key", "k"))).Text);
        (await guest.AcceptAsync("other", ("Idempotency-Key", "k"))).Refused(HttpStatusCode.NotFound, 1003);
        (await guest.AcceptAsync(secret)).Refused(HttpStatusCode.NotFound, 1003);
        (await owner.DeleteAsync($"organizations/{root}/members/{id}")).Succeeded();
        (await guest.AcceptAsync(secret, ("Idempotency-Key", "k"))).Refused(HttpStatusCode.NotFound, 1003);
    }

    [Theory, EveryDoor]
    public async Task Wrong_secrets_count_as_failed_authentication_and_right_ones_still_pass(string engine)
    {
        var clock = new TestClock();
        await using var host = await GroveHost.StartAsync(engine, clock: clock);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var (_, secret) = await owner.InviteForSecretAsync(await owner.CreateAsync("Root"), guest.Email);
        for (var i = 0; i < 300; i++)
            Assert.Equal(HttpStatusCode.NotFound, (await guest.SendAsync(HttpMethod.Post, i % 2 == 0 ? "/grove/v1/invites/accept" : "/grove/v1/invites/reject", new { secret = $"x{i}" })).Status);
        Assert.Equal("300", (await guest.AcceptAsync("x")).Refused((HttpStatusCode)429, 971).Headers["Retry-After"]);
        (await guest.AcceptAsync(secret)).Succeeded();
        clock.Advance(TimeSpan.FromMinutes(5));
        (await guest.AcceptAsync("x")).Refused(HttpStatusCode.NotFound, 1003);
    }

    [Theory, EveryDoor]
    public async Task Who_becomes_active_at_once_has_no_secret(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(asOperator: true), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        Assert.Null((await owner.AddAsync(root, guest.Email, status: "active")).Succeeded().InviteSecret());
        var both = (await owner.PostAsync($"organizations/{root}/members:batchCreate",
            new { members = new[] { Invitations.Entry((await host.NewUserAsync()).Email, status: "active"), Invitations.Entry(Invitations.NewAddress()) } })).Succeeded();
        Assert.Equal([false, true], both.Result.EnumerateArray().Select(HasSecret));
    }

    private static bool HasSecret(JsonElement member) => member.GetProperty("meta").TryGetProperty("invite_secret", out _);
}
