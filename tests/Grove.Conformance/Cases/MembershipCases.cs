using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>The caller's own memberships of accounts: listing, answering and leaving.</summary>
public class MembershipCases(SharedHosts hosts)
{
    private const HttpStatusCode Bad = HttpStatusCode.BadRequest;

    [Theory, EveryDoor]
    public async Task An_invitation_shows_which_account_it_is_and_accepting_gives_access_at_once(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var account = await owner.CreateAccountAsync("A", root);
        var id = await owner.InviteToAccountAsync(account, guest.Email, AccountRoleId.Administrator);
        var pending = (await guest.GetAsync($"memberships/{id.ToUpperInvariant()}")).Succeeded();
        Assert.Equal(["id", "account", "api_access_enabled", "permissions", "roles", "status", "policies"], pending.Result.EnumerateObject().Select(member => member.Name));
        Assert.Equal(["id", "created_on", "name", "type"], pending.Result.GetProperty("account").EnumerateObject().Select(member => member.Name));
        Assert.Equal((id, "pending", account, "A"), (pending.Id(), pending.Result.Text("status"), pending.Result.GetProperty("account").Text("id"), pending.Result.GetProperty("account").Text("name")));
        Assert.Equal("Administrator", pending.Result.GetProperty("roles")[0].GetString());
        Assert.Equal((true, false), (pending.Result.GetProperty("permissions").GetProperty("dns").GetProperty("write").GetBoolean(),
            pending.Result.GetProperty("permissions").GetProperty("billing").GetProperty("write").GetBoolean()));
        Assert.Equal(0, pending.Result.GetProperty("policies").GetArrayLength());
        (await guest.GetAsync($"accounts/{account}")).Refused(HttpStatusCode.NotFound, 1003);
        Assert.Empty(await guest.WalkAccountsAsync());

        var accepted = (await guest.AnswerMembershipAsync(id, "accepted")).Succeeded();
        Assert.Equal(accepted.Text, (await guest.GetAsync($"memberships/{id}")).Text);
        Assert.NotEqual(pending.Headers["ETag"], accepted.Headers["ETag"]);
        Assert.Equal((await guest.GetAsync($"accounts/{account}")).Succeeded().Result.GetRawText(), accepted.Result.GetProperty("account").GetRawText());
        Assert.False(accepted.Result.GetProperty("account").TryGetProperty("managed_by", out _));
        (await guest.PutAsync($"accounts/{account}", new { name = "B" })).Succeeded();
        (await guest.AnswerMembershipAsync(id, "accepted")).Refused(Bad, 1001);
        (await guest.AnswerMembershipAsync(id, "rejected")).Refused(Bad, 1001);
        (await guest.AnswerMembershipAsync(id, "pending")).Faulty("/status");
        (await guest.PutAsync($"memberships/{id}", "{}")).Faulty("/status");

        await host.GiveRoleAsync(root, guest.Id, Role.ReadOnly);
        var seen = (await guest.GetAsync($"memberships/{id}")).Succeeded().Result;
        Assert.Equal(root, seen.GetProperty("account").GetProperty("managed_by").Text("parent_org_id"));
        Assert.Equal(seen.GetProperty("account").GetRawText(), Assert.Single(await guest.MembershipsAsync()).GetProperty("account").GetRawText());
        Assert.False((await guest.MembershipsAsync())[0].TryGetProperty("policies", out _));
    }

    [Theory, EveryDoor]
    public async Task A_list_has_explicit_memberships_only_and_is_paged_ordered_and_filtered(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        await host.GiveRoleAsync(root, guest.Id, Role.SuperAdministrator);
        await owner.CreateAccountAsync("Inherited", root);
        var ids = new List<string>();
        foreach (var (name, status) in ((string, string)[])[("c", "accepted"), ("B", "pending"), ("ä", "accepted"), ("a", "rejected"), ("b", "pending"), ("d", "accepted")])
        {
            var account = await owner.CreateAccountAsync(name, name == "c" ? root : null);
            ids.Add(await owner.InviteToAccountAsync(account, guest.Email));
            if (status != "pending") (await guest.AnswerMembershipAsync(ids[^1], status)).Succeeded();
        }
        string[] Of(params int[] places) => [.. places.Select(place => ids[place])];
        foreach (var (query, expected) in ((string, string[])[])
        [
            ("", Of(0, 1, 2, 4, 5)), ("&direction=desc", Of(5, 4, 2, 1, 0)), ("&order=id&direction=desc", Of(5, 4, 2, 1, 0)), ("&status=rejected", Of(3)),
            ("&status=accepted", Of(0, 2, 5)), ("&order=account.name", Of(1, 4, 0, 5, 2)), ("&order=status", Of(0, 2, 5, 1, 4)), ("&order=status&direction=desc", Of(1, 4, 0, 2, 5)),
            ("&name=b", Of(4)), ("&account.name=B", Of(1)), ("&account.name=B&name=b", []), ("&name=a", []), ("&name=a&status=rejected", Of(3)), ("&name=Inherited", []),
        ])
        {
            var page = (await guest.GetAsync($"memberships?per_page=50{query}")).Succeeded(query);
            Assert.Equal(expected, page.Ids());
            Assert.Equal((expected.Length, expected.Length), (page.Info.GetProperty("count").GetInt32(), page.Info.GetProperty("total_count").GetInt32()));
        }
        Assert.Equal(Of(0, 1, 2, 4, 5), (await guest.GetAsync("memberships?per_page=1")).Succeeded().Ids());
        Assert.Empty((await guest.GetAsync("memberships?per_page=5&page=2")).Succeeded().Ids());
        foreach (var query in (string[])["status=active", "order=name", "direction=up", "per_page=x"]) (await guest.GetAsync($"memberships?{query}")).Refused(Bad, 1001, query);
        Assert.Equal(6, (await owner.MembershipsAsync("per_page=50")).Count + 1);
    }

    [Theory, EveryDoor]
    public async Task Nobody_reaches_the_membership_of_somebody_else(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var id = await owner.InviteToAccountAsync(await owner.CreateAccountAsync("A"), guest.Email);
        foreach (var who in (Actor[])[owner, await host.NewUserAsync(), await host.NewUserAsync(asOperator: true)])
        {
            foreach (var unknown in (string[])[id, Requests.UnknownId(), "x"])
            {
                var replies = new[] { await who.GetAsync($"memberships/{unknown}"), await who.AnswerMembershipAsync(unknown, "accepted"), await who.DeleteAsync($"memberships/{unknown}") };
                Assert.Single(replies.Select(reply => reply.Refused(HttpStatusCode.NotFound, 1003).Text).Distinct());
            }
        }
        Assert.Equal("pending", (await guest.GetAsync($"memberships/{id}")).Succeeded().Result.Text("status"));
    }

    [Theory, EveryDoor]
    public async Task Leaving_takes_a_membership_out_of_sight_whatever_it_is(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var account = await owner.CreateAccountAsync("A");
        foreach (var (answer, left) in ((string?, string?)[])[("accepted", null), (null, "rejected"), ("rejected", "rejected")])
        {
            var id = await owner.InviteToAccountAsync(account, guest.Email);
            if (answer is not null) (await guest.AnswerMembershipAsync(id, answer)).Succeeded();
            var before = await owner.GetAsync($"accounts/{account}/members/{id}");
            var tag = (await guest.GetAsync($"memberships/{id}")).Headers["ETag"];
            (await guest.SendAsync(HttpMethod.Delete, $"memberships/{id}", null, ("If-Match", "\"99.0\""))).Refused(HttpStatusCode.PreconditionFailed, 1014);
            (await guest.SendAsync(HttpMethod.Delete, $"memberships/{id}", null, ("If-Match", tag))).Succeeded();
            (await guest.DeleteAsync($"memberships/{id}")).Refused(HttpStatusCode.NotFound, 1003);
            (await guest.GetAsync($"memberships/{id}")).Refused(HttpStatusCode.NotFound, 1003);
            Assert.Empty(await guest.MembershipsAsync("status=rejected"));
            var after = await owner.GetAsync($"accounts/{account}/members/{id}");
            if (left is null) after.Refused(HttpStatusCode.NotFound, 1003);
            else Assert.Equal(left, after.Succeeded().Result.Text("status"));
            // Putting away what was rejected is nobody else's business.
            if (answer == "rejected") Assert.Equal((before.Text, before.Headers["ETag"]), (after.Text, after.Headers["ETag"]));
        }
    }

    [Theory, EveryDoor]
    public async Task Who_invited_must_still_be_allowed_to_when_it_is_accepted(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var account = await owner.CreateAccountAsync("A", root);
        async Task InviteAndLoseAsync(Actor inviter, Func<Task<Reply>> lose, Func<Task<Reply>>? regain = null)
        {
            var guest = await host.NewUserAsync();
            var id = await inviter.InviteToAccountAsync(account, guest.Email, AccountRoleId.SuperAdministrator);
            (await lose()).Succeeded();
            (await guest.AnswerMembershipAsync(id, "accepted")).Refused(HttpStatusCode.Forbidden, 1002);
            Assert.Equal("pending", (await guest.GetAsync($"memberships/{id}")).Result.Text("status"));
            if (regain is null)
            {
                (await guest.AnswerMembershipAsync(id, "rejected")).Succeeded();
                return;
            }
            (await regain()).Succeeded();
            (await guest.AnswerMembershipAsync(id, "accepted")).Succeeded();
        }
        var own = await host.NewUserAsync();
        var membership = await owner.JoinAccountAsync(account, own, AccountRoleId.SuperAdministrator);
        await InviteAndLoseAsync(own, () => owner.SetAccountRolesAsync(account, membership, AccountRoleId.Administrator), () => owner.SetAccountRolesAsync(account, membership, AccountRoleId.SuperAdministrator));
        await InviteAndLoseAsync(own, () => host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{own.Id}", new { suspended = true }),
            () => host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{own.Id}", new { suspended = false }));
        await InviteAndLoseAsync(own, () => host.Operator.DeleteAsync($"/grove/v1/users/{own.Id}"));
        var above = await host.NewMemberAsync(root);
        await InviteAndLoseAsync(above, () => host.Operator.PutAsync($"/grove/v1/organizations/{root}/users/{above.Id}", new { roles = new[] { Role.Administrator } }));
    }

    [Theory, EveryDoor]
    public async Task A_user_made_later_has_the_invitations_to_their_address(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var (address, account) = (Invitations.NewAddress(), await owner.CreateAccountAsync("A"));
        var made = (await owner.AddToAccountAsync(account, address)).Succeeded();
        var withdrawn = await owner.InviteToAccountAsync(await owner.CreateAccountAsync("B"), address);
        (await owner.RemoveFromAccountAsync((await owner.MembershipsAsync("name=B"))[0].GetProperty("account").Text("id")!, withdrawn)).Succeeded();
        var guest = await host.NewUserAsync(address.ToUpperInvariant());
        Assert.Equal(guest.Id, made.Result.GetProperty("user").Text("id"));
        // The account learns nothing of it.
        var after = await owner.GetAsync($"accounts/{account}/members/{made.Id()}");
        Assert.Equal((made.Text, made.Headers["ETag"]), (after.Text, after.Headers["ETag"]));
        Assert.Equal(made.Id(), Assert.Single(await guest.MembershipsAsync()).Text("id"));
        (await guest.AnswerMembershipAsync(made.Id(), "accepted")).Succeeded();
        (await guest.GetAsync($"accounts/{account}")).Succeeded();

        // Who gets the address after them is somebody else.
        await owner.InviteToAccountAsync(await owner.CreateAccountAsync("C"), address);
        (await host.Operator.DeleteAsync($"/grove/v1/users/{guest.Id}")).Succeeded();
        Assert.Equal([(owner.Email, "accepted")], await owner.AccountMembersAsync(account));
        var next = await host.NewUserAsync(address);
        Assert.NotEqual(guest.Id, next.Id);
        Assert.Empty(await next.MembershipsAsync());
    }

    [Theory, EveryDoor]
    public async Task A_token_sees_the_memberships_of_the_accounts_that_it_covers(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var (inside, free, other) = (await owner.CreateAccountAsync("In", root), await owner.CreateAccountAsync("Free"), await owner.CreateAccountAsync("Other"));
        var ids = new[] { await owner.JoinAccountAsync(inside, guest), await owner.JoinAccountAsync(free, guest), await owner.InviteToAccountAsync(other, guest.Email) };
        const string group = "Memberships Write";
        foreach (var (policies, places) in ((object[], int[])[])
        [
            ([Policy.Allow(group, Policy.Everything(guest.Id))], [0, 1, 2]), ([Policy.Allow(group, Policy.Subtree(root))], [0]),
            ([Policy.Allow(group, $"com.cloudflare.api.account.{other}")], [2]),
            ([Policy.Allow(group, Policy.Everything(guest.Id)), Policy.Deny(group, $"com.cloudflare.api.account.{free}")], [0, 2]),
            ([Policy.Allow(group, Policy.Everything(guest.Id)), Policy.Deny(group, Policy.Subtree(root))], [1, 2]),
        ])
        {
            var token = await host.ByTokenAsync(guest, policies);
            var list = (await token.GetAsync("memberships")).Succeeded();
            Assert.Equal(places.Select(place => ids[place]), list.Ids());
            Assert.Equal(places.Length, list.Info.GetProperty("total_count").GetInt32());
            for (var i = 0; i < ids.Length; i++)
            {
                var one = await token.GetAsync($"memberships/{ids[i]}");
                if (places.Contains(i)) one.Succeeded();
                else one.Refused(HttpStatusCode.NotFound, 1003);
                if (!places.Contains(i)) (await token.DeleteAsync($"memberships/{ids[i]}")).Refused(HttpStatusCode.NotFound, 1003);
            }
        }
        var reader = await host.ByTokenAsync(guest, Policy.Allow("Memberships Read", Policy.Everything(guest.Id)));
        (await reader.AnswerMembershipAsync(ids[2], "accepted")).Refused(HttpStatusCode.Forbidden, 9109);
        (await (await host.ByTokenAsync(guest, Policy.Allow("Account Settings Write", Policy.Everything(guest.Id)))).GetAsync("memberships")).Refused(HttpStatusCode.Forbidden, 9109);
    }
}
