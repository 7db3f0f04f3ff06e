using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>Removing members, changing their roles, and the Super Administrator that every root keeps.</summary>
public class MemberChangeCases(SharedHosts hosts)
{
    [Theory, EveryDoor]
    public async Task A_removed_member_is_hidden_but_can_be_listed_and_added_again_as_another(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var first = await owner.JoinAsync(root, guest);
        await guest.SendAsync(HttpMethod.Patch, "user", new { first_name = "Ada", last_name = "Lovelace" });
        var active = (await owner.GetAsync($"organizations/{root}/members/{first}")).Result.GetProperty("user");
        Assert.Equal(("Ada Lovelace", guest.Id), (active.GetProperty("name").GetString(), active.GetProperty("id").GetString()));
        var removed = await owner.SendAsync(HttpMethod.Delete, $"organizations/{root}/members/{first}", new { });
        Assert.Equal((HttpStatusCode.NoContent, ""), (removed.Status, removed.Text));
        (await guest.GetAsync($"organizations/{root}")).Refused(HttpStatusCode.NotFound, 1003);
        (await owner.GetAsync($"organizations/{root}/members/{first}")).Refused(HttpStatusCode.NotFound, 1003);
        (await owner.DeleteAsync($"organizations/{root}/members/{first}")).Refused(HttpStatusCode.NotFound, 1003);
        (await owner.SetRolesAsync(root, first, Role.ReadOnly)).Refused(HttpStatusCode.NotFound, 1003);
        Assert.Equal([(owner.Email, "active")], await owner.MembersAsync(root));
        var tombstone = (await owner.GetAsync($"organizations/{root}/members?status=canceled")).Result[0];
        Assert.Equal((first, "canceled", ""), (tombstone.GetProperty("id").GetString(), tombstone.GetProperty("status").GetString(), tombstone.GetProperty("user").GetProperty("name").GetString()));

        var second = await owner.InviteAsync(root, guest.Email);
        Assert.NotEqual(first, second);
        (await guest.AnswerAsync(second, "rejected")).Succeeded();
        Assert.Equal("rejected", (await owner.GetAsync($"organizations/{root}/members/{second}")).Succeeded().Result.GetProperty("status").GetString());
        (await owner.SetRolesAsync(root, second, Role.ReadOnly)).Refused(HttpStatusCode.BadRequest, 1001);
        Assert.NotEqual(second, await owner.InviteAsync(root, guest.Email));
        Assert.Equal(3, (await owner.MembersAsync(root, $"&user.email={guest.Email}&status=pending,rejected,canceled")).Count);
    }

    [Theory, EveryDoor]
    public async Task Roles_are_changed_for_active_members_and_for_invitations(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var member = await owner.InviteAsync(root, guest.Email);
        var changed = (await owner.SetRolesAsync(root, member, Role.ReadOnly)).Succeeded();
        Assert.Equal("Organization Read Only", (await guest.GetAsync($"user/invites/{member}")).Result.GetProperty("roles")[0].GetString());
        var same = (await owner.SetRolesAsync(root, member, Role.ReadOnly)).Succeeded();
        Assert.Equal(changed.Headers["ETag"], same.Headers["ETag"]);
        (await guest.AnswerAsync(member, "accepted")).Succeeded();
        (await guest.AddAsync(root, Invitations.NewAddress(), Role.ReadOnly)).Refused(HttpStatusCode.Forbidden, 9109);
        (await owner.SetRolesAsync(root, member, Role.SuperAdministrator)).Succeeded();
        (await guest.AddAsync(root, Invitations.NewAddress(), Role.ReadOnly)).Succeeded();
        foreach (var body in (string[])["{}", """{"roles":[]}""", """{"roles":null}""", """{"roles":["x"]}"""])
            (await owner.SendAsync(HttpMethod.Patch, $"/grove/v1/organizations/{root}/members/{member}", body)).Refused(HttpStatusCode.BadRequest, 1001, body);
    }

    [Theory, EveryDoor]
    public async Task Operators_change_roles_in_every_organization(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, @operator) = (await host.NewUserAsync(), await host.NewUserAsync(asOperator: true));
        var root = await owner.CreateAsync("Root");
        var member = await owner.InviteAsync(root, Invitations.NewAddress());
        (await @operator.SetRolesAsync(root, member, Role.ReadOnly)).Succeeded();
        var own = (await owner.GetAsync($"organizations/{root}/members")).Result[0].GetProperty("id").GetString()!;
        (await @operator.SetRolesAsync(root, own, Role.ReadOnly)).Refused(HttpStatusCode.BadRequest, 1013);
        (await @operator.SetRolesAsync(Requests.UnknownId(), own, Role.ReadOnly)).Refused(HttpStatusCode.NotFound, 1003);
        (await @operator.ResendAsync(root, member)).Refused(HttpStatusCode.NotFound, 1003);
        var token = await host.ByTokenAsync(@operator, Policy.Allow("Memberships Write", Policy.Everything(@operator.Id)));
        (await token.SetRolesAsync(root, member, Role.Administrator)).Refused(HttpStatusCode.NotFound, 1003);
    }

    [Theory, EveryDoor]
    public async Task A_change_may_ask_for_the_version_it_was_made_for(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var made = await owner.AddAsync(root, Invitations.NewAddress(), Role.ReadOnly);
        var id = made.Result.GetProperty("id").GetString();
        var path = $"/grove/v1/organizations/{root}/members/{id}";
        var stale = ("If-Match", made.Headers["ETag"]);
        (await owner.SendAsync(HttpMethod.Patch, path, new { roles = new[] { Role.Administrator } }, stale)).Succeeded();
        (await owner.SendAsync(HttpMethod.Patch, path, new { roles = new[] { Role.ReadOnly } }, stale)).Refused(HttpStatusCode.PreconditionFailed, 1014);
        (await owner.SendAsync(HttpMethod.Delete, $"organizations/{root}/members/{id}", null, stale)).Refused(HttpStatusCode.PreconditionFailed, 1014);
        (await owner.SendAsync(HttpMethod.Delete, $"organizations/{root}/members/{id}", null, ("If-Match", "*"))).Succeeded();
    }

    [Theory, EveryDoor]
    public async Task The_last_Super_Administrator_of_a_root_stays_one(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, weaker, guest) = (await host.NewUserAsync(), await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        await owner.JoinAsync(root, weaker, Role.Administrator);
        // Somebody who is only invited does not count.
        await owner.InviteAsync(root, guest.Email);
        var own = (await owner.GetAsync($"organizations/{root}/members")).Result[0].GetProperty("id").GetString()!;
        (await owner.DeleteAsync($"organizations/{root}/members/{own}")).Refused(HttpStatusCode.BadRequest, 1013);
        (await owner.SetRolesAsync(root, own, Role.Administrator)).Refused(HttpStatusCode.BadRequest, 1013);
        (await owner.DeleteAsync($"user/organizations/{root}")).Refused(HttpStatusCode.BadRequest, 1013);
        (await host.Operator.DeleteAsync($"/grove/v1/organizations/{root}/users/{owner.Id}")).Refused(HttpStatusCode.BadRequest, 1013);
        (await owner.SetRolesAsync(root, own, Role.SuperAdministrator)).Succeeded();

        var child = await owner.CreateAsync("Child", root);
        var only = await owner.JoinAsync(child, guest);
        (await owner.DeleteAsync($"organizations/{child}/members/{only}")).Succeeded();
    }

    [Theory, EveryDoor]
    public async Task Two_last_Super_Administrators_who_remove_each_other_leave_one(string engine)
    {
        var host = await hosts.GetAsync(engine);
        for (var round = 0; round < 6; round++)
        {
            var (one, two) = (await host.NewUserAsync(), await host.NewUserAsync());
            var root = await one.CreateAsync("Root");
            var second = await one.JoinAsync(root, two);
            var first = (await one.GetAsync($"organizations/{root}/members")).Result[0].GetProperty("id").GetString()!;
            var replies = await Task.WhenAll(
                one.DeleteAsync($"organizations/{root}/members/{second}"),
                round % 2 == 0 ? two.DeleteAsync($"organizations/{root}/members/{first}") : two.SetRolesAsync(root, first, Role.ReadOnly),
                two.DeleteAsync($"user/organizations/{root}"),
                host.Operator.DeleteAsync($"/grove/v1/organizations/{root}/users/{one.Id}"));
            Assert.All(replies, reply => Assert.True((int)reply.Status < 500 && reply.Status != HttpStatusCode.Conflict, reply.Text));
            var left = (await host.Operator.GetAsync($"/grove/v1/users/{one.Id}")).Succeeded();
            var survivor = (await one.GetAsync($"organizations/{root}")).Status == HttpStatusCode.OK ? one : two;
            var members = (await survivor.GetAsync($"organizations/{root}/members?status=active")).Succeeded(left.Text).Result;
            Assert.Contains(members.EnumerateArray(), member => member.GetProperty("meta").GetProperty("roles")[0].GetProperty("id").GetString() == Role.SuperAdministrator);
        }
    }

    [Theory, EveryDoor]
    public async Task Without_the_capability_nobody_manages_members(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var member = await owner.InviteAsync(root, Invitations.NewAddress());
        await Tables.ExecuteAsync(host.Database, "update organizations set flags = flags - 128");
        (await owner.AddAsync(root, Invitations.NewAddress())).Refused(HttpStatusCode.Forbidden, 1002);
        (await owner.SetRolesAsync(root, member, Role.ReadOnly)).Refused(HttpStatusCode.Forbidden, 1002);
        (await owner.ResendAsync(root, member)).Refused(HttpStatusCode.Forbidden, 1002);
        (await owner.DeleteAsync($"organizations/{root}/members/{member}")).Refused(HttpStatusCode.Forbidden, 1002);
        Assert.Equal(2, (await owner.MembersAsync(root)).Count);
    }

    [Theory, EveryDoor]
    public async Task A_token_reaches_the_members_that_its_policies_cover(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var (root, other) = (await owner.CreateAsync("Root"), await owner.CreateAsync("Other"));
        var child = await owner.CreateAsync("Child", root);
        var member = await owner.InviteAsync(child, Invitations.NewAddress());
        var foreign = await host.ByTokenAsync(owner, Policy.Allow("User Details Write", Policy.Everything(owner.Id)));
        (await foreign.GetAsync($"organizations/{root}/members")).Refused(HttpStatusCode.Forbidden, 9109);
        var reader = await host.ByTokenAsync(owner, Policy.Allow("Memberships Read", Policy.Everything(owner.Id)));
        (await reader.GetAsync($"organizations/{child}/members/{member}")).Succeeded();
        (await reader.DeleteAsync($"organizations/{child}/members/{member}")).Refused(HttpStatusCode.Forbidden, 9109);
        (await reader.ResendAsync(child, member)).Refused(HttpStatusCode.Forbidden, 9109);
        var narrow = await host.ByTokenAsync(owner, Policy.Allow("Memberships Write", Policy.Subtree(child)));
        (await narrow.GetAsync($"organizations/{root}/members")).Refused(HttpStatusCode.NotFound, 1003);
        (await narrow.GetAsync($"organizations/{other}/members")).Refused(HttpStatusCode.NotFound, 1003);
        (await narrow.AddAsync(child, Invitations.NewAddress())).Succeeded();
        var denied = await host.ByTokenAsync(owner,
            Policy.Allow("Memberships Write", Policy.Everything(owner.Id)), Policy.Deny("Memberships Write", Policy.Subtree(child)));
        (await denied.GetAsync($"organizations/{root}/members")).Succeeded();
        (await denied.AddAsync(child, Invitations.NewAddress())).Refused(HttpStatusCode.NotFound, 1003);
        (await narrow.DeleteAsync($"organizations/{child}/members/{member}")).Succeeded();
    }

    [Theory, EveryDoor]
    public async Task Every_change_is_one_audit_record_of_the_organization(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var member = await owner.InviteAsync(root, guest.Email);
        (await owner.AddAsync(root, guest.Email)).Refused(HttpStatusCode.BadRequest, 1001);
        await owner.ResendAsync(root, member);
        await guest.AnswerAsync(member, "accepted");
        (await guest.AnswerAsync(member, "accepted")).Refused(HttpStatusCode.BadRequest, 1001);
        await owner.SetRolesAsync(root, member, Role.ReadOnly);
        await guest.SendAsync(HttpMethod.Delete, $"/grove/v1/user/invites/{member}");
        await owner.DeleteAsync($"organizations/{root}/members/{member}");
        var records = (await Tables.DumpAsync(host.Database))["audit_records"];
        Assert.Equal(
            ["organization.member.create", "organization.member.resend", "organization.invite.accept", "organization.member.update", "organization.member.delete"],
            records.Where(record => record["organization_id"] == root && record["resource_type"] == "organization_member").Select(record => record["action"]));
        Assert.Single(records, record => record["action"] == "user.invite.dismiss" && record["organization_id"] is null);
        Assert.All(records.Where(record => record["resource_type"] == "organization_member"), record => Assert.Contains(guest.Email, record["after"]));
    }
}
