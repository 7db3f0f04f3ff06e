using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>Invitations as their invitees see and answer them.</summary>
public class InviteCases(SharedHosts hosts)
{
    private static readonly string[] Names =
    [
        "id", "organization_id", "organization_name", "invited_member_id", "invited_member_email", "invited_by", "invited_on", "expires_on", "roles",
        "status", "organization_is_enforcing_twofactor",
    ];

    [Theory, EveryDoor]
    public async Task An_accepted_invitation_gives_access_and_a_rejected_one_does_not(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var (root, other) = (await owner.CreateAsync("Root"), await owner.CreateAsync("Other"));
        var child = await owner.CreateAsync("Child", root);
        var (wanted, unwanted) = (await owner.InviteAsync(root, guest.Email, Role.ReadOnly), await owner.InviteAsync(other, guest.Email));
        var list = (await guest.GetAsync("user/invites")).Succeeded();
        Assert.False(list.Json.TryGetProperty("result_info", out _));
        Assert.Equal([wanted, unwanted], list.Result.EnumerateArray().Select(row => row.GetProperty("id").GetString()));
        var invite = list.Result[0];
        Assert.Equal(Names, invite.EnumerateObject().Select(member => member.Name));
        Assert.Equal((root, "Root", guest.Id, guest.Email, owner.Email, "pending"), (
            invite.GetProperty("organization_id").GetString(), invite.GetProperty("organization_name").GetString(), invite.GetProperty("invited_member_id").GetString(),
            invite.GetProperty("invited_member_email").GetString(), invite.GetProperty("invited_by").GetString(), invite.GetProperty("status").GetString()));
        Assert.Equal(TimeSpan.FromDays(7), invite.GetProperty("expires_on").GetDateTimeOffset() - invite.GetProperty("invited_on").GetDateTimeOffset());
        Assert.Equal(invite.GetRawText(), (await guest.GetAsync($"user/invites/{wanted}")).Result.GetRawText());

        (await guest.GetAsync($"organizations/{child}")).Refused(HttpStatusCode.NotFound, 1003);
        var accepted = (await guest.AnswerAsync(wanted, "accepted")).Succeeded();
        Assert.Equal("accepted", accepted.Result.GetProperty("status").GetString());
        Assert.Equal(accepted.Headers["ETag"], (await guest.GetAsync($"user/invites/{wanted}")).Headers["ETag"]);
        (await guest.GetAsync($"organizations/{child}")).Succeeded();
        Assert.Equal("rejected", (await guest.AnswerAsync(unwanted, "rejected")).Succeeded().Result.GetProperty("status").GetString());
        (await guest.GetAsync($"organizations/{other}")).Refused(HttpStatusCode.NotFound, 1003);
        Assert.Equal(["accepted", "rejected"], await guest.InvitesAsync());
        foreach (var (id, status) in ((string, string)[])[(wanted, "accepted"), (wanted, "rejected"), (unwanted, "accepted"), (unwanted, "rejected")])
            (await guest.AnswerAsync(id, status)).Refused(HttpStatusCode.BadRequest, 1001);
        foreach (var body in (string[])["{}", """{"status":"pending"}""", """{"status":null}""", """{"status":1}"""])
            (await guest.SendAsync(HttpMethod.Patch, $"user/invites/{wanted}", body)).Refused(HttpStatusCode.BadRequest, 1001, body);
    }

    [Theory, EveryDoor]
    public async Task An_invitation_is_only_there_for_who_has_the_address(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest, stranger) = (await host.NewUserAsync(), await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var id = await owner.InviteAsync(root, guest.Email.ToUpperInvariant());
        foreach (var actor in (Actor[])[stranger, owner, host.Operator])
        {
            var (hidden, unknown) = (await actor.GetAsync($"user/invites/{id}"), await actor.GetAsync($"user/invites/{Requests.UnknownId()}"));
            Assert.Equal(unknown.Text, hidden.Refused(HttpStatusCode.NotFound, 1003).Text);
            (await actor.AnswerAsync(id, "accepted")).Refused(HttpStatusCode.NotFound, 1003);
            (await actor.SendAsync(HttpMethod.Delete, $"/grove/v1/user/invites/{id}")).Refused(HttpStatusCode.NotFound, 1003);
            Assert.Empty(await actor.InvitesAsync());
        }
        (await guest.AnswerAsync(id, "accepted")).Succeeded();
    }

    [Theory, EveryDoor]
    public async Task An_invitation_waits_for_a_user_who_then_has_the_id_that_was_shown(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var (root, other) = (await owner.CreateAsync("Root"), await owner.CreateAsync("Other"));
        var address = Invitations.NewAddress();
        var pending = (await owner.AddAsync(root, address, Role.ReadOnly)).Succeeded();
        var withdrawn = await owner.InviteAsync(other, address);
        (await owner.DeleteAsync($"organizations/{other}/members/{withdrawn}")).Succeeded();
        var alone = await owner.GetAsync($"organizations/{root}/members/{pending.Result.GetProperty("id").GetString()}");
        var guest = await host.NewUserAsync(address.ToLowerInvariant());
        Assert.Equal(pending.Result.GetProperty("user").GetProperty("id").GetString(), guest.Id);
        // Its row does not tell that somebody is there now.
        var member = pending.Result.GetProperty("id").GetString()!;
        var read = await owner.GetAsync($"organizations/{root}/members/{member}");
        Assert.Equal((alone.Text, alone.Headers["ETag"]), (read.Text, read.Headers["ETag"]));
        Assert.Equal(["pending"], await guest.InvitesAsync());
        (await guest.AnswerAsync(member, "accepted")).Succeeded();
        (await guest.GetAsync($"organizations/{root}")).Succeeded();
        var active = (await owner.GetAsync($"organizations/{root}/members/{member}")).Result.GetProperty("user");
        Assert.Equal((guest.Id, guest.Email), (active.GetProperty("id").GetString(), active.GetProperty("email").GetString()));
    }

    [Theory, EveryDoor]
    public async Task Leaving_an_organization_that_only_invited_is_rejecting(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var id = await owner.InviteAsync(root, guest.Email);
        (await guest.DeleteAsync($"user/organizations/{root}")).Succeeded();
        Assert.Equal(["rejected"], await guest.InvitesAsync());
        Assert.Equal("rejected", (await owner.GetAsync($"organizations/{root}/members/{id}")).Result.GetProperty("status").GetString());
    }

    [Theory, EveryDoor]
    public async Task Whoever_lost_the_right_to_invite_vouches_for_nobody(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var child = await owner.CreateAsync("Child", root);
        foreach (var end in (string[])["weaker", "left", "suspended", "deleted"])
        {
            var (inviter, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
            await host.GiveRoleAsync(root, inviter.Id, Role.SuperAdministrator);
            var id = await inviter.InviteAsync(child, guest.Email, Role.ReadOnly);
            switch (end)
            {
                case "weaker": await host.GiveRoleAsync(root, inviter.Id, Role.Administrator); break;
                case "left": (await inviter.DeleteAsync($"user/organizations/{root}")).Succeeded(); break;
                case "suspended": (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{inviter.Id}", new { suspended = true })).Succeeded(); break;
                default: (await host.Operator.DeleteAsync($"/grove/v1/users/{inviter.Id}")).Succeeded(); break;
            }
            (await guest.AnswerAsync(id, "accepted")).Refused(HttpStatusCode.Forbidden, 1002, end);
            (await guest.GetAsync($"organizations/{child}")).Refused(HttpStatusCode.NotFound, 1003);
            // Somebody who may can take it over.
            (await owner.ResendAsync(child, id)).Succeeded();
            Assert.Equal(owner.Email, (await guest.AnswerAsync(id, "accepted")).Succeeded().Result.GetProperty("invited_by").GetString());
            (await guest.GetAsync($"organizations/{child}")).Succeeded();
        }
    }

    [Theory, EveryDoor]
    public async Task Deleting_a_user_cancels_the_invitations_to_their_address(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var id = await owner.InviteAsync(root, guest.Email);
        (await host.Operator.DeleteAsync($"/grove/v1/users/{guest.Id}")).Succeeded();
        (await owner.GetAsync($"organizations/{root}/members/{id}")).Refused(HttpStatusCode.NotFound, 1003);
        var tombstone = (await owner.GetAsync($"organizations/{root}/members?status=canceled")).Result[0];
        Assert.Equal((id, guest.Id), (tombstone.GetProperty("id").GetString(), tombstone.GetProperty("user").GetProperty("id").GetString()));
        // The next person with the address is another one, and finds nothing.
        var next = await host.NewUserAsync(guest.Email);
        Assert.NotEqual(guest.Id, next.Id);
        Assert.Empty(await next.InvitesAsync());
        var again = await owner.InviteAsync(root, guest.Email);
        (await next.AnswerAsync(again, "accepted")).Succeeded();
    }

    [Theory, EveryDoor]
    public async Task A_withdrawn_invitation_is_gone_and_an_answered_one_can_be_put_away(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var (root, other) = (await owner.CreateAsync("Root"), await owner.CreateAsync("Other"));
        var withdrawn = await owner.InviteAsync(root, guest.Email);
        (await owner.DeleteAsync($"organizations/{root}/members/{withdrawn}")).Succeeded();
        (await guest.AnswerAsync(withdrawn, "accepted")).Refused(HttpStatusCode.NotFound, 1003);
        var id = await owner.InviteAsync(other, guest.Email);
        var path = $"/grove/v1/user/invites/{id}";
        (await guest.DeleteAsync(path)).Refused(HttpStatusCode.BadRequest, 1001);
        (await guest.AnswerAsync(id, "rejected")).Succeeded();
        (await owner.ResendAsync(other, id)).Refused(HttpStatusCode.BadRequest, 1001);
        Assert.Equal(id, (await guest.DeleteAsync(path)).Succeeded().Result.GetProperty("id").GetString());
        (await guest.GetAsync($"user/invites/{id}")).Refused(HttpStatusCode.NotFound, 1003);
        (await guest.DeleteAsync(path)).Refused(HttpStatusCode.NotFound, 1003);
        Assert.Empty(await guest.InvitesAsync());
        Assert.Equal("rejected", (await owner.GetAsync($"organizations/{other}/members/{id}")).Result.GetProperty("status").GetString());
    }

    [Theory, EveryDoor]
    public async Task A_token_sees_and_answers_the_invitations_that_its_policies_cover(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var (root, other) = (await owner.CreateAsync("Root"), await owner.CreateAsync("Other"));
        var child = await owner.CreateAsync("Child", root);
        var (below, elsewhere) = (await owner.InviteAsync(child, guest.Email), await owner.InviteAsync(other, guest.Email));
        var foreign = await host.ByTokenAsync(guest, Policy.Allow("User Details Write", Policy.Everything(guest.Id)));
        (await foreign.GetAsync("user/invites")).Refused(HttpStatusCode.Forbidden, 9109);
        var reader = await host.ByTokenAsync(guest, Policy.Allow("Memberships Read", Policy.Everything(guest.Id)));
        Assert.Equal(2, (await reader.InvitesAsync()).Count);
        (await reader.AnswerAsync(below, "accepted")).Refused(HttpStatusCode.Forbidden, 9109);
        var narrow = await host.ByTokenAsync(guest, Policy.Allow("Memberships Write", Policy.Subtree(root)));
        Assert.Single(await narrow.InvitesAsync());
        (await narrow.AnswerAsync(elsewhere, "accepted")).Refused(HttpStatusCode.NotFound, 1003);
        (await narrow.AnswerAsync(below, "accepted")).Succeeded();
    }
}
