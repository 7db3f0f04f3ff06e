using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>Invitations whose secret was mailed: it proves the address, so it needs no credentials beside it.</summary>
public class InviteMailCases
{
    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Somebody_who_is_no_user_becomes_one_by_the_secret_that_was_mailed(string engine)
    {
        var logs = new LogCapture();
        await using var sink = new MailSink();
        await using var host = await sink.StartHostAsync(engine, logs: logs);
        var owner = await host.NewUserAsync();
        var (root, other) = (await owner.CreateAsync("Äcme evil.example"), await owner.CreateAsync("Other"));
        var address = Invitations.NewAddress();
        var made = (await owner.AddAsync(root, address, Role.ReadOnly)).Succeeded();
        Assert.Null(made.InviteSecret());
        var mail = await sink.NextAsync();
        Assert.Equal((MailSink.From, address), (mail.From, Assert.Single(mail.To)));
        Assert.Equal((MailSink.From, address, "Invitation to Äcme evil. example"), (mail.Headers["From"], mail.Headers["To"], mail.Headers["Subject"]));
        Assert.StartsWith("text/plain", mail.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Contains($"\r\n{MailSink.Link}#invite_secret={mail.Secret}\r\n", mail.Text, StringComparison.Ordinal);
        Assert.Single(mail.Text.Split("://")[1..]);
        var second = await owner.InviteAsync(other, address);
        var next = await sink.NextAsync();
        Assert.NotEqual(mail.Secret, next.Secret);

        var accepted = (await host.AcceptAsync(mail.Secret)).Succeeded();
        var (id, key) = (made.Result.GetProperty("user").GetProperty("id").GetString()!, accepted.Result.GetProperty("api_key").GetString()!);
        Assert.Equal(("accepted", id, address), (accepted.Result.GetProperty("status").GetString(), accepted.Result.GetProperty("invited_member_id").GetString(),
            accepted.Result.GetProperty("invited_member_email").GetString()));
        var guest = new Actor(host.Http, address, key) { Id = id };
        var self = (await guest.GetAsync("user")).Succeeded().Result;
        Assert.Equal((id, address), (self.GetProperty("id").GetString(), self.GetProperty("email").GetString()));
        Assert.Equal([root], await guest.WalkAsync());
        (await guest.DeleteAsync($"organizations/{root}")).Refused(HttpStatusCode.Forbidden, 9109);
        // What else waits for the address is theirs to answer, and not answered by this.
        Assert.Equal(["accepted", "pending"], await guest.InvitesAsync());
        (await host.AcceptAsync(mail.Secret)).Refused(HttpStatusCode.NotFound, 1003);
        Assert.False((await host.AcceptAsync(next.Secret)).Succeeded().Result.TryGetProperty("api_key", out _));
        Assert.Equal("active", (await owner.GetAsync($"organizations/{other}/members/{second}")).Result.GetProperty("status").GetString());

        var tables = await Invariants.CheckAsync(host.Database);
        foreach (var text in (string[])[tables.Text, logs.Text])
            foreach (var secret in (string[])[mail.Secret, next.Secret, key])
                Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        Assert.DoesNotContain(address, logs.Text, StringComparison.OrdinalIgnoreCase);
        var records = tables["audit_records"].Where(record => record["actor_id"] == id).Select(record => (record["actor_context"], record["action"], record["organization_id"])).ToList();
        Assert.Equal(3, records.Count);
        Assert.All(new[] { ("api", "user.create", null), ("api", "organization.invite.accept", root), ("api", "organization.invite.accept", other) },
            record => Assert.Contains(record, records));
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task A_user_accepts_with_the_mailed_secret_alone_or_with_their_own_credentials(string engine)
    {
        await using var sink = new MailSink();
        await using var host = await sink.StartHostAsync(engine);
        var (owner, guest, stranger) = (await host.NewUserAsync(), await host.NewUserAsync(), await host.NewUserAsync());
        var (root, other) = (await owner.CreateAsync("Root"), await owner.CreateAsync("Other"));
        var alone = await InviteAsync(sink, owner, root, guest.Email.ToUpperInvariant());
        var unknown = (await host.AcceptAsync("x")).Refused(HttpStatusCode.NotFound, 1003);
        foreach (var actor in (Actor[])[stranger, owner, host.Operator])
            Assert.Equal(unknown.Text, (await actor.AcceptAsync(alone)).Refused(HttpStatusCode.NotFound, 1003).Text);
        // Credentials that are wrong are not made good by a secret that is right.
        (await host.AcceptAsync(alone, Requests.Pair(guest.Email, new('x', 40)))).Refused(HttpStatusCode.Forbidden, 9103);
        (await host.AcceptAsync(alone, ("X-Auth-Email", guest.Email))).Refused(HttpStatusCode.Unauthorized, 10000);
        (await host.AcceptAsync(alone, Requests.Bearer("x"))).Refused(HttpStatusCode.Unauthorized, 1000);
        var accepted = (await host.AcceptAsync(alone)).Succeeded();
        Assert.False(accepted.Result.TryGetProperty("api_key", out _));
        Assert.Equal(guest.Id, accepted.Result.GetProperty("invited_member_id").GetString());
        (await guest.GetAsync($"organizations/{root}")).Succeeded();
        (await guest.AcceptAsync(await InviteAsync(sink, owner, other, guest.Email))).Succeeded();
        (await guest.GetAsync($"organizations/{other}")).Succeeded();
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Rejecting_needs_no_user_and_makes_none(string engine)
    {
        await using var sink = new MailSink();
        await using var host = await sink.StartHostAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var address = Invitations.NewAddress();
        var secret = await InviteAsync(sink, owner, root, address);
        Assert.Equal("rejected", (await host.RejectAsync(secret)).Succeeded().Result.GetProperty("status").GetString());
        (await host.AcceptAsync(secret)).Refused(HttpStatusCode.NotFound, 1003);
        Assert.Equal([(address, "rejected")], await owner.MembersAsync(root, "&status=rejected"));
        Assert.Empty((await host.Operator.GetAsync($"/grove/v1/users?email={address}")).Result.EnumerateArray());
        (await host.AcceptAsync(await InviteAsync(sink, owner, root, address))).Succeeded();
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Who_is_suspended_cannot_be_told_from_nobody_and_finds_the_invitation_later(string engine)
    {
        await using var sink = new MailSink();
        await using var host = await sink.StartHostAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var secret = await InviteAsync(sink, owner, await owner.CreateAsync("Root"), guest.Email);
        await SuspendAsync(host, guest, true);
        var unknown = (await host.AcceptAsync("x")).Refused(HttpStatusCode.NotFound, 1003);
        Assert.Equal(unknown.Text, (await host.AcceptAsync(secret)).Refused(HttpStatusCode.NotFound, 1003).Text);
        Assert.Equal(unknown.Text, (await host.RejectAsync(secret)).Refused(HttpStatusCode.NotFound, 1003).Text);
        await SuspendAsync(host, guest, false);
        (await host.AcceptAsync(secret)).Succeeded();
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Two_factor_authentication_keeps_out_who_is_no_user(string engine)
    {
        await using var sink = new MailSink();
        await using var host = await sink.StartHostAsync(engine, options => options with { InviteTwoFactor = true });
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var address = Invitations.NewAddress();
        var secret = await InviteAsync(sink, owner, root, address);
        (await host.AcceptAsync(secret)).Refused(HttpStatusCode.Forbidden, 1002);
        Assert.Empty((await host.Operator.GetAsync($"/grove/v1/users?email={address}")).Result.EnumerateArray());
        var guest = await host.NewUserAsync(address);
        (await host.AcceptAsync(secret)).Refused(HttpStatusCode.Forbidden, 1002);
        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{guest.Id}", new { two_factor_authentication_enabled = true })).Succeeded();
        Assert.True((await host.AcceptAsync(secret)).Succeeded().Result.GetProperty("organization_is_enforcing_twofactor").GetBoolean());
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Sending_again_mails_another_secret_and_makes_the_first_void(string engine)
    {
        await using var sink = new MailSink();
        await using var host = await sink.StartHostAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var id = (await owner.AddAsync(root, Invitations.NewAddress())).Result.GetProperty("id").GetString()!;
        var first = (await sink.NextAsync()).Secret;
        Assert.Null((await owner.ResendAsync(root, id)).Succeeded().InviteSecret());
        (await host.AcceptAsync(first)).Refused(HttpStatusCode.NotFound, 1003);
        var second = (await sink.NextAsync()).Secret;
        (await host.AcceptAsync(first)).Refused(HttpStatusCode.NotFound, 1003);
        (await host.AcceptAsync(second)).Succeeded();
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Accepting_without_credentials_can_be_repeated_with_a_key_and_the_same_secret(string engine)
    {
        await using var sink = new MailSink();
        await using var host = await sink.StartHostAsync(engine);
        var owner = await host.NewUserAsync();
        var (root, other) = (await owner.CreateAsync("Root"), await owner.CreateAsync("Other"));
        var (one, two) = (await InviteAsync(sink, owner, root, Invitations.NewAddress()), await InviteAsync(sink, owner, other, Invitations.NewAddress()));
        // Strangers may choose one key: they neither meet nor learn of each other.
        var first = (await host.AcceptAsync(one, ("Idempotency-Key", "1"))).Succeeded();
        var second = (await host.AcceptAsync(two, ("Idempotency-Key", "1"))).Succeeded();
        Assert.NotEqual(first.Result.GetProperty("api_key").GetString(), second.Result.GetProperty("api_key").GetString());
        Assert.Equal(first.Text, (await host.AcceptAsync(one, ("Idempotency-Key", "1"))).Text);
        (await host.AcceptAsync(one, ("Idempotency-Key", "2"))).Refused(HttpStatusCode.NotFound, 1003);
        (await host.AcceptAsync("x", ("Idempotency-Key", "1"))).Refused(HttpStatusCode.NotFound, 1003);
        Assert.DoesNotContain(first.Result.GetProperty("api_key").GetString()!, (await Tables.DumpAsync(host.Database)).Text, StringComparison.Ordinal);
        // Nothing is shown again to who is gone.
        (await host.Operator.DeleteAsync($"/grove/v1/users/{first.Result.GetProperty("invited_member_id").GetString()}")).Succeeded();
        (await host.AcceptAsync(one, ("Idempotency-Key", "1"))).Refused(HttpStatusCode.NotFound, 1003);
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task A_secret_that_was_shown_proves_no_address(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var unknown = (await host.AcceptAsync("x")).Refused(HttpStatusCode.NotFound, 1003);
        foreach (var address in (string[])[guest.Email, Invitations.NewAddress()])
        {
            var (_, secret) = await owner.InviteForSecretAsync(root, address);
            Assert.Equal(unknown.Text, (await host.AcceptAsync(secret)).Refused(HttpStatusCode.NotFound, 1003).Text);
            Assert.Equal(unknown.Text, (await host.RejectAsync(secret)).Refused(HttpStatusCode.NotFound, 1003).Text);
        }
        Assert.Equal(["pending"], await guest.InvitesAsync());
        Assert.Equal("no-store", unknown.Headers["Cache-Control"]);
        foreach (var body in (string[])["{", "[]", "{}", """{"secret":null}""", """{"secret":"\u0000"}"""])
            (await host.SendAsync("POST", "/grove/v1/invites/accept", body)).Refused(HttpStatusCode.BadRequest, 1001, body);
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Who_lost_the_right_to_invite_brings_nobody_in(string engine)
    {
        await using var sink = new MailSink();
        await using var host = await sink.StartHostAsync(engine);
        var (owner, inviter) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        await host.GiveRoleAsync(root, inviter.Id, Role.SuperAdministrator);
        var address = Invitations.NewAddress();
        var secret = await InviteAsync(sink, inviter, root, address);
        await host.GiveRoleAsync(root, inviter.Id, Role.Administrator);
        (await host.AcceptAsync(secret)).Refused(HttpStatusCode.Forbidden, 1002);
        // Nobody is behind this attempt, whatever its body names: no log of an organization keeps it.
        (await host.SendAsync("POST", "/grove/v1/invites/accept", new { secret, parent = new { id = root } })).Refused(HttpStatusCode.Forbidden, 1002);
        Assert.Empty((await host.Operator.GetAsync($"/grove/v1/users?email={address}")).Result.EnumerateArray());
        await host.GiveRoleAsync(root, inviter.Id, Role.SuperAdministrator);
        (await host.AcceptAsync(secret)).Succeeded();
    }

    private static async Task<string> InviteAsync(MailSink sink, Actor owner, string organization, string address)
    {
        (await owner.AddAsync(organization, address)).Succeeded();
        var mail = await sink.NextAsync();
        Assert.Equal([address], mail.To);
        return mail.Secret;
    }

    private static async Task SuspendAsync(GroveHost host, Actor who, bool suspended) =>
        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{who.Id}", new { suspended })).Succeeded();
}
