using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>Reading the members of accounts, and who may add them.</summary>
public class AccountMemberCases(SharedHosts hosts)
{
    [Theory, EveryDoor]
    public async Task An_added_member_is_pending_and_is_read_back_as_it_was_answered(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        await guest.SendAsync(HttpMethod.Patch, "user", new { first_name = "Ada" });
        var account = await owner.CreateAccountAsync("A");
        var made = (await owner.AddToAccountAsync(account, guest.Email.ToUpperInvariant())).Succeeded();
        var read = await owner.GetAsync($"accounts/{account.ToUpperInvariant()}/members/{made.Id().ToUpperInvariant()}");
        Assert.Equal((made.Text, made.Headers["ETag"]), (read.Text, read.Headers["ETag"]));
        Assert.Equal(["id", "email", "status", "roles", "policies", "user"], made.Result.EnumerateObject().Select(member => member.Name));
        var user = made.Result.GetProperty("user");
        Assert.Equal(("pending", guest.Email.ToUpperInvariant(), guest.Email.ToUpperInvariant()), (made.Result.Text("status"), made.Result.Text("email"), user.Text("email")));
        Assert.Equal((null, null, false), (user.Text("first_name"), user.Text("last_name"), user.GetProperty("two_factor_authentication_enabled").GetBoolean()));
        Assert.Equal((await owner.GetAsync($"accounts/{account}/roles/{AccountRoleId.ReadOnly}")).Result.GetRawText(), made.Result.GetProperty("roles")[0].GetRawText());
        (await guest.GetAsync($"accounts/{account}")).Refused(HttpStatusCode.NotFound, 1003);
        (await guest.AnswerMembershipAsync(made.Id(), "accepted")).Succeeded();
        var accepted = (await owner.GetAsync($"accounts/{account}/members/{made.Id()}")).Succeeded().Result;
        Assert.Equal(("accepted", guest.Email, guest.Id, "Ada"), (accepted.Text("status"), accepted.Text("email"), accepted.GetProperty("user").Text("id"), accepted.GetProperty("user").Text("first_name")));
        Assert.Equal([(owner.Email, "accepted"), (guest.Email, "accepted")], await owner.AccountMembersAsync(account));
    }

    [Theory, EveryDoor]
    public async Task Nothing_in_a_pending_row_tells_whether_the_address_has_a_user(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        await guest.SendAsync(HttpMethod.Patch, "user", new { first_name = "Ada" });
        var (first, second) = (await owner.CreateAccountAsync("First"), await owner.CreateAccountAsync("Second"));
        var root = await owner.CreateAsync("Root");
        var shown = new List<string>();
        foreach (var address in (string[])[guest.Email, $"user-{Guid.NewGuid():N}@example.com"])
        {
            var one = (await owner.AddToAccountAsync(first, address)).Succeeded().Result;
            var two = (await owner.AddToAccountAsync(second, address)).Succeeded().Result;
            var id = one.GetProperty("user").Text("id");
            Assert.Equal(id, two.GetProperty("user").Text("id"));
            Assert.Equal(id, (await owner.AddAsync(root, address)).Succeeded().Result.GetProperty("user").Text("id"));
            // Again after it was withdrawn: another row, the same person.
            (await owner.RemoveFromAccountAsync(second, two.Text("id")!)).Succeeded();
            var again = (await owner.AddToAccountAsync(second, address)).Succeeded().Result;
            Assert.Equal(id, again.GetProperty("user").Text("id"));
            Assert.NotEqual(two.Text("id"), again.Text("id"));
            shown.Add(Regex.Replace(again.GetRawText(), "[0-9a-f]{32}", "#"));
            (await owner.AddToAccountAsync(first, address.ToUpperInvariant())).Refused(HttpStatusCode.BadRequest, 1001);
            (await owner.AddToAccountAsync(first, address, status: "accepted")).Refused(HttpStatusCode.Forbidden, 1002);
        }
        Assert.Equal(shown[0], shown[1]);
    }

    [Theory, EveryDoor]
    public async Task A_list_is_paged_ordered_and_filtered(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var account = await owner.CreateAccountAsync("A");
        async Task<Actor> NewAsync(string email, string first, string last, bool joins)
        {
            var user = await host.NewUserAsync(email + "-" + Guid.NewGuid().ToString("N") + "@x");
            await user.SendAsync(HttpMethod.Patch, "user", new { first_name = first, last_name = last });
            if (joins) await owner.JoinAccountAsync(account, user);
            else await owner.InviteToAccountAsync(account, user.Email);
            return user;
        }
        var (a, b, c) = (await NewAsync("c", "A", "Z", true), await NewAsync("B", "B", "Y", true), await NewAsync("a", "C", "X", false));
        var (d, e) = (await NewAsync("e", "D", "W", false), await NewAsync("d", "E", "V", true));
        var rejected = await host.NewUserAsync();
        (await rejected.AnswerMembershipAsync(await owner.InviteToAccountAsync(account, rejected.Email), "rejected")).Succeeded();
        Actor[] all = [owner, a, b, c, d, e];

        foreach (var (query, expected) in ((string, Actor[])[])
        [
            ("", all), ("&direction=desc", [.. all.Reverse()]), ("&status=accepted", [owner, a, b, e]), ("&status=pending", [c, d]), ("&status=rejected", [rejected]),
            ("&order=user.email", [c, b, a, e, d, owner]), ("&order=status", [owner, a, b, e, c, d]), ("&order=status&direction=desc", [c, d, owner, a, b, e]),
            // Who has not accepted has no name here, and no place by it.
            ("&order=user.first_name", [owner, c, d, a, b, e]), ("&order=user.last_name&direction=desc", [a, b, e, owner, c, d]),
            ("&order=user.last_name&status=pending", [c, d]),
        ])
        {
            var page = (await owner.GetAsync($"accounts/{account}/members?per_page=50{query}")).Succeeded(query);
            Assert.Equal(expected.Select(user => user.Email), page.Result.EnumerateArray().Select(member => member.Text("email")));
            Assert.Equal((expected.Length, expected.Length), (page.Info.GetProperty("count").GetInt32(), page.Info.GetProperty("total_count").GetInt32()));
        }
        var (first, second) = (await owner.GetAsync($"accounts/{account}/members?per_page=1"), await owner.GetAsync($"accounts/{account}/members?per_page=5&page=2"));
        Assert.Equal(all.Select(user => user.Email), first.Result.EnumerateArray().Concat(second.Result.EnumerateArray()).Select(member => member.Text("email")));
        Assert.Equal((5, 6, 2), (first.Info.GetProperty("per_page").GetInt32(), second.Info.GetProperty("total_count").GetInt32(), second.Info.GetProperty("total_pages").GetInt32()));
        Assert.Empty((await owner.GetAsync($"accounts/{account}/members?page=3&per_page=5")).Succeeded().Ids());
        foreach (var query in (string[])["status=active", "order=email", "direction=up", "page=x"])
            (await owner.GetAsync($"accounts/{account}/members?{query}")).Refused(HttpStatusCode.BadRequest, 1001, query);
    }

    [Theory, EveryDoor]
    public async Task Who_sees_an_account_sees_its_members_and_only_Super_Administrators_manage_them(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var account = await owner.CreateAccountAsync("A", await owner.CreateAsync("Place", root));
        var invited = await owner.InviteToAccountAsync(account, Invitations.NewAddress());
        foreach (var (own, above, may) in ((string?, string?, bool)[])
        [
            (AccountRoleId.ReadOnly, null, false), (AccountRoleId.Administrator, null, false), (null, Role.ReadOnly, false), (null, Role.Administrator, false),
            (AccountRoleId.Administrator, Role.Administrator, false), (AccountRoleId.SuperAdministrator, Role.ReadOnly, true),
            (AccountRoleId.SuperAdministrator, null, true), (null, Role.SuperAdministrator, true),
        ])
        {
            var user = await host.NewUserAsync();
            if (above is not null) await host.GiveRoleAsync(root, user.Id, above);
            if (own is not null) await owner.JoinAccountAsync(account, user, own);
            Assert.Contains(invited, (await user.GetAsync($"accounts/{account}/members")).Succeeded().Ids());
            (await user.GetAsync($"accounts/{account}/members/{invited}")).Succeeded();
            foreach (var reply in await ManageAsync(user, account, invited))
            {
                if (may) reply.Succeeded($"{own} {above}");
                else reply.Refused(HttpStatusCode.Forbidden, 9109, $"{own} {above}");
            }
            if (may) invited = await owner.InviteToAccountAsync(account, Invitations.NewAddress());
        }
    }

    [Theory, EveryDoor]
    public async Task What_cannot_be_seen_is_answered_like_what_is_not_there(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, stranger, invitee) = (await host.NewUserAsync(), await host.NewUserAsync(), await host.NewUserAsync());
        var (account, other) = (await owner.CreateAccountAsync("A"), await owner.CreateAccountAsync("B"));
        var member = await owner.InviteToAccountAsync(account, invitee.Email);
        foreach (var who in (Actor[])[stranger, invitee, await host.NewUserAsync(asOperator: true)])
        {
            foreach (var (a, b) in (await EverythingAsync(who, account, member)).Zip(await EverythingAsync(who, Requests.UnknownId(), Requests.UnknownId())))
            {
                a.Refused(HttpStatusCode.NotFound, 1003);
                Assert.Equal(b.Text, a.Text);
            }
        }
        foreach (var id in (string[])[Requests.UnknownId(), "not-an-id"]) (await owner.GetAsync($"accounts/{account}/members/{id}")).Refused(HttpStatusCode.NotFound, 1003);
        (await owner.GetAsync($"accounts/{other}/members/{member}")).Refused(HttpStatusCode.NotFound, 1003);
        (await owner.RemoveFromAccountAsync(other, member)).Refused(HttpStatusCode.NotFound, 1003);
    }

    [Theory, EveryDoor]
    public async Task Only_operators_and_who_manages_the_user_add_members_without_asking(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var (inside, free) = (await owner.CreateAccountAsync("In", await owner.CreateAsync("Place", root)), await owner.CreateAccountAsync("Free"));
        foreach (var address in (string[])[guest.Email, Invitations.NewAddress(), owner.Email])
            foreach (var account in (string[])[inside, free]) (await owner.AddToAccountAsync(account, address, status: "accepted")).Refused(HttpStatusCode.Forbidden, 1002);

        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{guest.Id}", new { managing_organization_id = root })).Succeeded();
        var added = (await owner.AddToAccountAsync(inside, guest.Email.ToUpperInvariant(), status: "accepted")).Succeeded().Result;
        Assert.Equal(("accepted", guest.Email, guest.Id), (added.Text("status"), added.Text("email"), added.GetProperty("user").Text("id")));
        (await guest.GetAsync($"accounts/{inside}")).Succeeded();
        Assert.Equal("accepted", Assert.Single(await guest.MembershipsAsync()).Text("status"));
        // No organization holds it, so none manages anybody for it.
        (await owner.AddToAccountAsync(free, guest.Email, status: "accepted")).Refused(HttpStatusCode.Forbidden, 1002);

        var @operator = await host.NewUserAsync(asOperator: true);
        await owner.JoinAccountAsync(free, @operator, AccountRoleId.SuperAdministrator);
        (await @operator.AddToAccountAsync(free, guest.Email, status: "accepted")).Succeeded();
        (await @operator.AddToAccountAsync(free, guest.Email, status: "accepted")).Faulty("/email");
        (await @operator.AddToAccountAsync(free, Invitations.NewAddress(), status: "accepted")).Faulty("/email");
        // A token speaks for an operator as one only when it says so.
        var token = await host.ByTokenAsync(@operator, Policy.Allow("Account Settings Write", Policy.Everything(@operator.Id)));
        (await token.AddToAccountAsync(free, Invitations.NewAddress(), status: "accepted")).Refused(HttpStatusCode.Forbidden, 1002);
        (await token.AddToAccountAsync(free, Invitations.NewAddress())).Succeeded();
    }

    [Theory, EveryDoor]
    public async Task Any_user_becomes_a_member_where_the_configuration_says_so(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine, options => options with { DirectMembersAny = true });
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var account = await owner.CreateAccountAsync("A");
        (await owner.AddToAccountAsync(account, guest.Email, status: "accepted")).Succeeded();
        (await owner.AddToAccountAsync(account, Invitations.NewAddress(), status: "accepted")).Faulty("/email");
        (await guest.GetAsync($"accounts/{account}")).Succeeded();
    }

    [Theory, EveryDoor]
    public async Task Bodies_are_refused_with_all_their_faults(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var path = $"accounts/{await owner.CreateAccountAsync("A")}/members";
        async Task Faults(string body, params string[] pointers) => (await owner.PostAsync(path, body)).Faulty(pointers);
        await Faults("{}", "/email", "/roles");
        await Faults("""{"email":"no address","status":"active","roles":["x"]}""", "/email", "/status", "/roles");
        await Faults($$"""{"email":"a@b","roles":["{{Role.ReadOnly}}"]}""", "/roles");
        await Faults("""{"email":"a@b","roles":[]}""", "/roles");
        await Faults("""{"email":"a@b","roles":[1]}""", "/roles/0");
        await Faults("""{"email":"a@b","roles":[{"name":"Administrator"}]}""", "/roles/0");
        await Faults($$"""{"email":"a@b","roles":["{{AccountRoleId.ReadOnly}}"],"policies":[{"access":"allow"}]}""", "/policies");
        await Faults("""{"email":"a@b","policies":[{"access":"allow"}]}""", "/policies");
        await Faults("""{"email":"a@b","policies":[]}""", "/roles");
        var one = (await owner.PostAsync(path, $$"""{"email":"a@b","roles":["{{AccountRoleId.ReadOnly.ToUpperInvariant()}}"],"policies":[],"id":"ignored","user":1}""")).Succeeded().Id();
        foreach (var (body, pointers) in ((string, string[])[])
            [("{}", ["/roles"]), ("""{"roles":"x"}""", ["/roles"]), ("""{"roles":[{"id":"x"}]}""", ["/roles"]), ("""{"policies":[{}]}""", ["/policies"])])
            (await owner.PutAsync($"{path}/{one}", body)).Faulty(pointers);
    }

    /// <summary>Every change that only who manages an account makes, on one that has this invitation.</summary>
    private static async Task<Reply[]> ManageAsync(Actor actor, string account, string invited) =>
    [
        await actor.AddToAccountAsync(account, Invitations.NewAddress()),
        await actor.SetAccountRolesAsync(account, invited, AccountRoleId.Administrator),
        await actor.RemoveFromAccountAsync(account, invited),
    ];

    private static async Task<Reply[]> EverythingAsync(Actor actor, string account, string member) =>
        [await actor.GetAsync($"accounts/{account}/members"), await actor.GetAsync($"accounts/{account}/members/{member}"), .. await ManageAsync(actor, account, member)];
}
