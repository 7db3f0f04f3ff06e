using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>Nobody comes to more rights by members, roles, invitations and the ids of people who are not there yet.</summary>
public class MemberEscalationCases(SharedHosts hosts)
{
    private const HttpStatusCode No = HttpStatusCode.Forbidden;

    [Theory, EveryDoor]
    public async Task Who_may_not_manage_members_neither_raises_nor_invites_themself(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var child = await owner.CreateAsync("Child", root);
        foreach (var role in (string[])[Role.Administrator, Role.ReadOnly])
        {
            var (member, second) = (await host.NewUserAsync(), await host.NewUserAsync());
            var own = await owner.JoinAsync(root, member, role);
            var others = (await owner.GetAsync($"organizations/{root}/members?user.email={owner.Email}")).Result[0].Text("id")!;
            foreach (var wanted in (string[])[Role.SuperAdministrator, Role.Administrator, Role.ReadOnly])
            {
                foreach (var row in (string[])[own, others]) (await member.SetRolesAsync(root, row, wanted)).Refused(No, 9109);
                foreach (var address in (string[])[second.Email, Invitations.NewAddress(), member.Email, member.Email.ToUpperInvariant()])
                {
                    foreach (var place in (string[])[root, child])
                    {
                        (await member.AddAsync(place, address, wanted)).Refused(No, 9109);
                        (await member.AddAsync(place, address, wanted, "active")).Refused(No, 9109);
                    }
                }
            }
            (await member.DeleteAsync($"organizations/{root}/members/{others}")).Refused(No, 9109);
            Assert.Empty(await second.InvitesAsync());
        }
        Assert.Equal(3, (await owner.MembersAsync(root)).Count);
    }

    [Theory, EveryDoor]
    public async Task A_Super_Administrator_of_a_part_reaches_nobody_above_or_beside_it(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, chief) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var (child, beside) = (await owner.CreateAsync("Child", root), await owner.CreateAsync("Beside", root));
        await owner.JoinAsync(child, chief);
        var (above, aside) = (await owner.InviteAsync(root, Invitations.NewAddress(), Role.ReadOnly), await owner.InviteAsync(beside, Invitations.NewAddress(), Role.ReadOnly));
        foreach (var (place, member) in ((string, string)[])[(root, above), (beside, aside)])
        {
            (await chief.AddAsync(place, Invitations.NewAddress())).Refused(HttpStatusCode.NotFound, 1003);
            // Neither in its own organization nor by way of theirs.
            foreach (var through in (string[])[place, child])
            {
                (await chief.SetRolesAsync(through, member, Role.SuperAdministrator)).Refused(HttpStatusCode.NotFound, 1003);
                (await chief.ResendAsync(through, member)).Refused(HttpStatusCode.NotFound, 1003);
                (await chief.DeleteAsync($"organizations/{through}/members/{member}")).Refused(HttpStatusCode.NotFound, 1003);
            }
        }
    }

    [Theory, EveryDoor]
    public async Task An_invitation_gives_the_role_that_it_has_when_it_is_accepted_and_no_other(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest, other) = (await host.NewUserAsync(), await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var id = await owner.InviteAsync(root, guest.Email);
        // Somebody who is only invited changes nothing about it.
        (await guest.SetRolesAsync(root, id, Role.SuperAdministrator)).Refused(HttpStatusCode.NotFound, 1003);
        (await guest.ResendAsync(root, id)).Refused(HttpStatusCode.NotFound, 1003);
        (await owner.SetRolesAsync(root, id, Role.ReadOnly)).Succeeded();
        (await guest.SendAsync(HttpMethod.Patch, $"user/invites/{id}", new
        {
            status = "accepted",
            roles = new[] { Role.SuperAdministrator },
            organization_id = Requests.UnknownId(),
            invited_member_id = other.Id,
            invited_member_email = other.Email,
        })).Succeeded();
        Assert.Equal(Role.ReadOnly, (await owner.GetAsync($"organizations/{root}/members/{id}")).Result.GetProperty("meta").GetProperty("roles")[0].Text("id"));
        (await guest.PutAsync($"organizations/{root}", new { name = "x" })).Refused(No, 9109);
        (await guest.AddAsync(root, other.Email, Role.ReadOnly)).Refused(No, 9109);
        (await other.GetAsync($"organizations/{root}")).Refused(HttpStatusCode.NotFound, 1003);
    }

    [Theory, EveryDoor]
    public async Task An_invitation_to_what_has_moved_away_from_its_inviter_is_void(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, inviter, guest) = (await host.NewUserAsync(), await host.NewUserAsync(), await host.NewUserAsync());
        var (root, other) = (await owner.CreateAsync("Root"), await owner.CreateAsync("Other"));
        var child = await owner.CreateAsync("Child", root);
        await owner.JoinAsync(root, inviter);
        var id = await inviter.InviteAsync(child, guest.Email);
        (await owner.PutAsync($"organizations/{child}", new { name = "Child", parent = new { id = other } })).Succeeded();
        (await guest.AnswerAsync(id, "accepted")).Refused(No, 1002);
        (await inviter.ResendAsync(child, id)).Refused(HttpStatusCode.NotFound, 1003);
        (await guest.GetAsync($"organizations/{child}")).Refused(HttpStatusCode.NotFound, 1003);
        // It is for those to decide whose it is now.
        (await owner.ResendAsync(child, id)).Succeeded();
        (await guest.AnswerAsync(id, "accepted")).Succeeded();
    }

    [Theory, EveryDoor]
    public async Task The_id_of_somebody_who_is_not_there_yet_opens_nothing(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var address = Invitations.NewAddress();
        var made = (await owner.AddAsync(root, address)).Succeeded();
        var read = await owner.GetAsync($"organizations/{root}/members/{made.Id()}");
        var id = made.Result.GetProperty("user").Text("id");
        foreach (var by in (Actor[])[owner, host.Operator])
        {
            var expected = by == owner ? (No, 9109) : (HttpStatusCode.NotFound, 1003);
            foreach (var reply in (Reply[])[
                await by.GetAsync($"/grove/v1/users/{id}"), await by.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{id}", new { first_name = "x" }),
                await by.SendAsync(HttpMethod.Post, $"/grove/v1/users/{id}/api_key"), await by.PostAsync($"/grove/v1/users/{id}/tokens", Surface.Token),
                await by.PutAsync($"/grove/v1/organizations/{root}/users/{id}", new { }), await by.DeleteAsync($"/grove/v1/users/{id}")])
                reply.Refused(expected.Item1, expected.Item2);
        }
        (await owner.AddAsync(root, address.ToUpperInvariant(), status: "active")).Refused(No, 1002);
        // A policy in the name of that id is no policy of one's own.
        (await owner.PostAsync("user/tokens", new { name = "x", policies = new[] { Policy.Allow("Memberships Write", Policy.Everything(id!)) } })).Refused(HttpStatusCode.BadRequest, 1001);
        Assert.Equal(read.Text, (await owner.GetAsync($"organizations/{root}/members/{made.Id()}")).Text);
    }

    [Theory, EveryDoor]
    public async Task Managing_a_user_lets_an_organization_add_them_to_itself_and_to_nothing_else(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, thief, managed) = (await host.NewUserAsync(), await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var (manager, beside) = (await owner.CreateAsync("Manager", root), await owner.CreateAsync("Beside", root));
        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{managed.Id}", new { managing_organization_id = manager })).Succeeded();
        var foreign = await thief.CreateAsync("Foreign");
        foreach (var (by, place) in ((Actor, string)[])[(owner, root), (owner, beside), (thief, foreign)])
            (await by.AddAsync(place, managed.Email, status: "active")).Refused(No, 1002);
        (await owner.AddAsync(manager, managed.Email, Role.ReadOnly, "active")).Succeeded();
        // Whoever else is in the batch needs the same.
        var batch = new { members = new[] { Invitations.Entry(Invitations.NewAddress()), Invitations.Entry(thief.Email, Role.ReadOnly, "active") } };
        (await owner.PostAsync($"organizations/{manager}/members:batchCreate", batch)).Refused(No, 1002);
        Assert.Single(await owner.MembersAsync(manager));
    }
}
