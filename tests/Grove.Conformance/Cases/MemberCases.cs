using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>Reading members, and who may add them.</summary>
public class MemberCases(SharedHosts hosts)
{
    [Theory, EveryDoor]
    public async Task An_added_member_is_pending_and_is_read_back_as_it_was_answered(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var made = (await owner.AddAsync(root, guest.Email.ToUpperInvariant(), Role.ReadOnly)).Succeeded();
        var read = await owner.GetAsync($"organizations/{root}/members/{made.Result.GetProperty("id").GetString()}");
        // Only the secret is not shown again; the version is the same.
        Assert.Equal(made.Text.Replace($",\"invite_secret\":\"{made.InviteSecret()}\"", "", StringComparison.Ordinal), read.Text);
        Assert.Equal(made.Headers["ETag"].Split('.')[0], read.Headers["ETag"].Split('.')[0]);
        var user = made.Result.GetProperty("user");
        Assert.Equal(("pending", guest.Email.ToUpperInvariant(), "", false), (made.Result.GetProperty("status").GetString(), user.GetProperty("email").GetString(),
            user.GetProperty("name").GetString(), user.GetProperty("two_factor_authentication_enabled").GetBoolean()));
        Assert.Equal(Role.ReadOnly, made.Result.GetProperty("meta").GetProperty("roles")[0].GetProperty("id").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await guest.GetAsync($"organizations/{root}")).Status);
        var row = (await guest.GetAsync("user/organizations")).Result[0];
        Assert.Equal((root, "invited"), (row.GetProperty("id").GetString(), row.GetProperty("status").GetString()));
    }

    [Theory, EveryDoor]
    public async Task Nothing_in_a_pending_row_tells_whether_the_address_has_a_user(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        await guest.SendAsync(HttpMethod.Patch, "user", new { first_name = "Ada" });
        var nobody = "user-" + Guid.NewGuid().ToString("N") + "@example.com";
        var (first, second) = (await owner.CreateAsync("First"), await owner.CreateAsync("Second"));
        var shown = new List<string>();
        foreach (var address in (string[])[guest.Email, nobody])
        {
            var one = (await owner.AddAsync(first, address)).Succeeded().Result;
            var two = (await owner.AddAsync(second, address)).Succeeded().Result;
            var id = one.GetProperty("user").GetProperty("id").GetString()!;
            Assert.Matches("^[0-9a-f]{32}$", id);
            Assert.Equal(id, two.GetProperty("user").GetProperty("id").GetString());
            // Again after it was withdrawn: another row, the same person.
            (await owner.DeleteAsync($"organizations/{second}/members/{two.GetProperty("id").GetString()}")).Succeeded();
            var again = (await owner.AddAsync(second, address)).Succeeded().Result;
            Assert.Equal(id, again.GetProperty("user").GetProperty("id").GetString());
            Assert.NotEqual(two.GetProperty("id").GetString(), again.GetProperty("id").GetString());
            shown.Add(Masked(again.GetRawText()));
            shown.Add(Masked((await owner.GetAsync($"organizations/{second}/members?status=canceled&user.email={address}")).Result.GetRawText()));
            (await owner.AddAsync(first, address.ToUpperInvariant())).Refused(HttpStatusCode.BadRequest, 1001);
            (await owner.AddAsync(first, address, status: "active")).Refused(HttpStatusCode.Forbidden, 1002);
        }
        Assert.Equal(shown[..2], shown[2..]);
    }

    [Theory, EveryDoor]
    public async Task A_walk_over_members_returns_each_once_and_in_order_at_any_page_size(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var expected = new List<string> { owner.Email };
        for (var i = 0; i < 7; i++)
        {
            expected.Add($"{(i % 2 == 0 ? "Even" : "odd")}-{i}@Example.com");
            await owner.InviteAsync(root, expected[^1]);
        }
        foreach (var size in (int[])[1, 3, 8, 1000]) Assert.Equal(expected, await WalkAsync(owner, root, "", size));
        Assert.Equal(8, (await owner.GetAsync($"organizations/{root}/members?page_size=1")).Info.GetProperty("total_size").GetInt32());
        foreach (var (query, count) in ((string, int)[])
            [("user.email.startsWith=EVEN", 4), ("user.email.endsWith=@example.COM", 8), ("user.email.contains=dd-", 3), ("user.email=ODD-1@example.com", 1),
             ("user.email.contains=_", 0), ("status=pending", 7), ("status=active,rejected", 1), ("status=active&status=pending", 8), ("status=canceled", 0)])
        {
            var page = await owner.GetAsync($"organizations/{root}/members?page_size=2&{query}");
            Assert.Equal(count, page.Info.GetProperty("total_size").GetInt32());
            Assert.Equal(count, (await WalkAsync(owner, root, "&" + query, 2)).Count);
        }
        var token = (await owner.GetAsync($"organizations/{root}/members?page_size=1")).Info.GetProperty("next_page_token").GetString();
        (await owner.GetAsync($"organizations/{root}/members?page_token={token}&status=pending")).Refused(HttpStatusCode.BadRequest, 1001);
        (await owner.GetAsync($"organizations/{root}/members?status=invited")).Refused(HttpStatusCode.BadRequest, 1001);
        var other = await owner.CreateAsync("Other");
        (await owner.GetAsync($"organizations/{other}/members?page_token={token}")).Refused(HttpStatusCode.BadRequest, 1001);
    }

    [Theory, EveryDoor]
    public async Task Who_sees_an_organization_sees_its_members_and_only_Super_Administrators_manage_them(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var child = await owner.CreateAsync("Child", root);
        var invited = await owner.InviteAsync(child, guest.Email);
        foreach (var role in (string[])[Role.ReadOnly, Role.Administrator])
        {
            var weaker = await host.NewUserAsync();
            await host.GiveRoleAsync(root, weaker.Id, role);
            Assert.Single((await weaker.GetAsync($"organizations/{child}/members")).Succeeded().Result.EnumerateArray());
            foreach (var refused in await ManageAsync(weaker, child, invited)) refused.Refused(HttpStatusCode.Forbidden, 9109, role);
        }
        var heir = await host.NewUserAsync();
        await host.GiveRoleAsync(root, heir.Id, Role.SuperAdministrator);
        foreach (var done in await ManageAsync(heir, child, invited)) done.Succeeded();
    }

    [Theory, EveryDoor]
    public async Task What_cannot_be_seen_is_answered_like_what_is_not_there(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, stranger) = (await host.NewUserAsync(), await host.NewUserAsync());
        var (root, other) = (await owner.CreateAsync("Root"), await owner.CreateAsync("Other"));
        var member = await owner.InviteAsync(root, Invitations.NewAddress());
        var (hidden, unknown) = (await EverythingAsync(stranger, root, member), await EverythingAsync(stranger, Requests.UnknownId(), Requests.UnknownId()));
        foreach (var (a, b) in hidden.Zip(unknown))
        {
            a.Refused(HttpStatusCode.NotFound, 1003);
            Assert.Equal(b.Text, a.Text);
        }
        foreach (var id in (string[])[Requests.UnknownId(), "not-an-id"])
            (await owner.GetAsync($"organizations/{root}/members/{id}")).Refused(HttpStatusCode.NotFound, 1003);
        (await owner.GetAsync($"organizations/{other}/members/{member}")).Refused(HttpStatusCode.NotFound, 1003);
        (await owner.DeleteAsync($"organizations/{other}/members/{member}")).Refused(HttpStatusCode.NotFound, 1003);
    }

    [Theory, EveryDoor]
    public async Task Only_operators_and_who_manages_the_user_add_active_members(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var child = await owner.CreateAsync("Child", root);
        foreach (var address in (string[])[guest.Email, Invitations.NewAddress(), owner.Email])
            (await owner.AddAsync(child, address, status: "active")).Refused(HttpStatusCode.Forbidden, 1002);

        await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{guest.Id}", new { managing_organization_id = root });
        var added = (await owner.AddAsync(child, guest.Email, Role.ReadOnly, "active")).Succeeded().Result;
        Assert.Equal(("active", guest.Id), (added.GetProperty("status").GetString(), added.GetProperty("user").GetProperty("id").GetString()));
        (await guest.GetAsync($"organizations/{child}")).Succeeded();
        Assert.Empty(await guest.InvitesAsync());

        var @operator = await host.NewUserAsync(asOperator: true);
        var another = await host.NewUserAsync();
        await host.GiveRoleAsync(root, @operator.Id, Role.SuperAdministrator);
        (await @operator.AddAsync(root, another.Email, Role.ReadOnly, "active")).Succeeded();
        (await @operator.AddAsync(root, Invitations.NewAddress(), status: "active")).Refused(HttpStatusCode.BadRequest, 1001);
        // A token speaks for an operator as one only when it says so.
        var token = await host.ByTokenAsync(@operator, Policy.Allow("Memberships Write", Policy.Everything(@operator.Id)));
        (await token.AddAsync(child, another.Email, status: "active")).Refused(HttpStatusCode.Forbidden, 1002);
    }

    [Theory, EveryDoor]
    public async Task Any_user_becomes_active_where_the_configuration_says_so(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine, options => options with { DirectMembersAny = true });
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        (await owner.AddAsync(root, guest.Email, status: "active")).Succeeded();
        (await owner.AddAsync(root, guest.Email, status: "active")).Refused(HttpStatusCode.BadRequest, 1001);
        (await guest.GetAsync($"organizations/{root}")).Succeeded();
    }

    [Theory, EveryDoor]
    public async Task Bodies_are_refused_with_all_their_faults(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var path = $"organizations/{await owner.CreateAsync("Root")}/members";
        async Task Faults(string body, params string[] pointers)
        {
            var reply = (await owner.PostAsync(path, body)).Refused(HttpStatusCode.BadRequest, [.. pointers.Select(_ => 1001)], body);
            Assert.Equal(pointers, reply.Pointers);
        }
        await Faults("{}", "/member");
        await Faults("""{"member":[]}""", "/member");
        await Faults("""{"member":{}}""", "/member/user");
        await Faults("""{"member":{"user":{}}}""", "/member/user/email");
        await Faults("""{"member":{"user":{"email":"no address"},"status":"canceled","roles":["x"]}}""", "/member/user/email", "/member/status", "/member/roles");
        await Faults("""{"member":{"user":{"email":"a@b.c"},"roles":[]}}""", "/member/roles");
        await Faults("""{"member":{"user":{"email":"a@b.c"},"roles":"x"}}""", "/member/roles");
        (await owner.PostAsync(path, """{"member":{"user":{"email":"a@b.c","id":"x","name":"ignored"},"status":"pending","id":"ignored"}}""")).Succeeded();
    }

    /// <summary>Every change that only who manages an organization makes, on one that has this invitation.</summary>
    private static async Task<Reply[]> ManageAsync(Actor actor, string organization, string invited) =>
    [
        await actor.AddAsync(organization, Invitations.NewAddress(), Role.ReadOnly),
        await actor.PostAsync($"organizations/{organization}/members:batchCreate", new { members = new[] { Invitations.Entry(Invitations.NewAddress(), Role.ReadOnly) } }),
        await actor.SetRolesAsync(organization, invited, Role.ReadOnly),
        await actor.ResendAsync(organization, invited),
        await actor.DeleteAsync($"organizations/{organization}/members/{invited}"),
    ];

    private static async Task<Reply[]> EverythingAsync(Actor actor, string organization, string member) =>
        [await actor.GetAsync($"organizations/{organization}/members"), await actor.GetAsync($"organizations/{organization}/members/{member}"), .. await ManageAsync(actor, organization, member)];

    private static async Task<List<string>> WalkAsync(Actor actor, string organization, string query, int size)
    {
        var addresses = new List<string>();
        string? token = null;
        do
        {
            var page = (await actor.GetAsync($"organizations/{organization}/members?page_size={size}{query}{(token is null ? "" : "&page_token=" + token)}")).Succeeded();
            addresses.AddRange(page.Result.EnumerateArray().Select(row => row.GetProperty("user").GetProperty("email").GetString()!));
            token = page.Info.TryGetProperty("next_page_token", out var next) ? next.GetString() : null;
        }
        while (token is not null);
        return addresses;
    }

    /// <summary>The text with what differs from row to row by nature made equal: ids, times, and the address.</summary>
    private static string Masked(string json) => System.Text.RegularExpressions.Regex.Replace(
        System.Text.RegularExpressions.Regex.Replace(json, "grvi_[0-9A-Za-z]{48}|[0-9a-f]{32}", "#"), "[0-9-]{10}T[0-9:.]{12}Z", "@");
}
