using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>What was given to somebody once is no key: neither an Idempotency-Key, nor a page token, nor an ETag lets anybody see more than they do now.</summary>
public class ReplayEscalationCases(SharedHosts hosts)
{
    private const HttpStatusCode No = HttpStatusCode.Forbidden;
    private const HttpStatusCode Gone = HttpStatusCode.NotFound;

    [Theory, EveryDoor]
    public async Task A_stored_answer_is_not_told_to_who_lost_sight_of_what_it_is_about(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, member) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var child = await owner.CreateAsync("Child", root);
        await host.GiveRoleAsync(root, member.Id, Role.SuperAdministrator);
        var account = await owner.CreateAccountAsync("A", root);
        var invited = await owner.InviteAsync(root, Invitations.NewAddress());
        (string Path, object Body)[] posts =
        [
            ("organizations", new { name = "Below", parent = new { id = root } }), ("accounts", new { name = "In", unit = new { id = root } }),
            ($"organizations/{root}/members", Invitations.Body(Invitations.NewAddress())),
            ($"organizations/{root}/members:batchCreate", new { members = new[] { Invitations.Entry(Invitations.NewAddress()) } }),
            ($"/grove/v1/organizations/{root}/members/{invited}/resend", ""), ($"accounts/{account}/move", new { destination_organization_id = child }),
            ("/grove/v1/accounts/move", new { account_ids = new[] { account }, destination_organization_id = root }),
        ];
        var key = ("Idempotency-Key", Requests.UnknownId());
        foreach (var (path, body) in posts)
        {
            var first = (await member.SendAsync(HttpMethod.Post, path, body, key)).Succeeded(path);
            Assert.Equal(first.Text, (await member.SendAsync(HttpMethod.Post, path, body, key)).Succeeded(path).Text);
        }
        (await host.Operator.DeleteAsync($"/grove/v1/organizations/{root}/users/{member.Id}")).Succeeded();
        foreach (var (path, body) in posts) (await member.SendAsync(HttpMethod.Post, path, body, key)).Refused(Gone, 1003, path);
        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{member.Id}", new { suspended = true })).Succeeded();
        foreach (var (path, body) in posts) (await member.SendAsync(HttpMethod.Post, path, body, key)).Refused(No, 9103, path);
    }

    [Theory, EveryDoor]
    public async Task A_weaker_token_is_not_told_what_its_owner_did(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var key = ("Idempotency-Key", Requests.UnknownId());
        (string Path, object Body, string Group)[] posts =
        [
            ("accounts", new { name = "Free" }, "Account Settings Write"), ("organizations", new { name = "New" }, "User Details Write"),
            ("user/tokens", Surface.Token, "API Tokens Write"),
        ];
        foreach (var (path, body, group) in posts)
        {
            (await user.SendAsync(HttpMethod.Post, path, body, key)).Succeeded(path);
            foreach (var resource in (string[])[Policy.Subtree(root), $"com.cloudflare.api.account.{Requests.UnknownId()}"])
            {
                var narrow = await host.ByTokenAsync(user, Policy.Allow(group, resource));
                (await narrow.SendAsync(HttpMethod.Post, path, body, key)).Refused(No, 9109, path);
            }
            var reading = await host.ByTokenAsync(user, Policy.Allow(group.Replace("Write", "Read", StringComparison.Ordinal), Policy.Everything(user.Id)));
            (await reading.SendAsync(HttpMethod.Post, path, body, key)).Refused(No, 9109, path);
        }
        // One that may make tokens, but none like that.
        var minter = await host.ByTokenAsync(user, Policy.Allow("API Tokens Write", Policy.Everything(user.Id)));
        (await minter.SendAsync(HttpMethod.Post, "user/tokens", Surface.Token, key)).Refused(No, 9109);
    }

    [Theory, EveryDoor]
    public async Task Who_is_no_operator_any_more_is_told_no_secret_again(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (user, second) = (await host.NewUserAsync(), await host.NewUserAsync(asOperator: true));
        var key = ("Idempotency-Key", Requests.UnknownId());
        (string Path, object Body)[] posts =
        [
            ("/grove/v1/users", new { email = Invitations.NewAddress() }), ($"/grove/v1/users/{user.Id}/api_key", ""), ($"/grove/v1/users/{user.Id}/tokens", Surface.Token),
        ];
        foreach (var (path, body) in posts) (await second.SendAsync(HttpMethod.Post, path, body, key)).Succeeded(path);
        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{second.Id}", new { @operator = false })).Succeeded();
        foreach (var (path, body) in posts) (await second.SendAsync(HttpMethod.Post, path, body, key)).Refused(No, 9109, path);
    }

    [Theory, EveryDoor]
    public async Task A_page_token_of_any_list_is_good_only_for_whom_and_what_it_was_given(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (user, other) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await user.CreateAsync("Root");
        var second = await user.CreateAsync("Second");
        await host.GiveRoleAsync(root, other.Id, Role.SuperAdministrator);
        for (var i = 0; i < 3; i++)
        {
            foreach (var place in (string[])[root, second]) await user.CreateAccountAsync($"{i}", place);
            await user.InviteAsync(root, Invitations.NewAddress());
            await user.CreateAsync($"Below {i}", root);
        }
        string[] groups = ["User Details Read", "Account Settings Read", "Memberships Read"];
        var byToken = await host.ByTokenAsync(user, groups, ("allow", Policy.Everything(user.Id)));
        var byOther = await host.ByTokenAsync(user, groups, ("allow", Policy.Everything(user.Id)));
        string[] lists = ["organizations?page_size=1", $"organizations/{root}/accounts?page_size=1", $"organizations/{root}/members?page_size=1"];
        static string Next(Reply page) => page.Succeeded().Info.Text("next_page_token")!;
        foreach (var list in lists)
        {
            foreach (var by in (Actor[])[user, byToken])
            {
                var token = Next(await by.GetAsync(list));
                (await by.GetAsync($"{list}&page_token={token}")).Succeeded(list);
                foreach (var not in ((Actor[])[user, other, byToken, byOther]).Where(not => not != by)) (await not.GetAsync($"{list}&page_token={token}")).Refused(HttpStatusCode.BadRequest, 1001, list);
                foreach (var elsewhere in lists.Where(elsewhere => elsewhere != list)) (await by.GetAsync($"{elsewhere}&page_token={token}")).Refused(HttpStatusCode.BadRequest, 1001, elsewhere);
                (await by.GetAsync($"{list.Replace(root, second, StringComparison.Ordinal)}&name.contains=e&user.email.contains=e&page_token={token}")).Refused(HttpStatusCode.BadRequest, 1001, list);
            }
        }
        // And it grants nothing: what is gone out of sight in the middle of a walk is not shown.
        var walks = new List<(string List, string Token)>();
        foreach (var list in lists) walks.Add((list, Next(await other.GetAsync(list))));
        (await host.Operator.DeleteAsync($"/grove/v1/organizations/{root}/users/{other.Id}")).Succeeded();
        Assert.Empty((await other.GetAsync($"{walks[0].List}&page_token={walks[0].Token}")).Succeeded().Result.EnumerateArray());
        foreach (var (list, token) in walks[1..]) (await other.GetAsync($"{list}&page_token={token}")).Refused(Gone, 1003, list);
    }

    [Theory, EveryDoor]
    public async Task If_Match_tells_nothing_about_what_is_out_of_sight(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, stranger, guest) = (await host.NewUserAsync(), await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var (account, invite) = (await owner.CreateAccountAsync("A", root), await owner.InviteAsync(root, guest.Email));
        var token = await host.NewTokenAsync(owner.Id, Policy.Allow("User Details Read", Policy.Everything(owner.Id)));
        var own = await stranger.CreateAsync("Own");
        (string Method, string Path, string Id, object? Body, string Read)[] changes =
        [
            ("PUT", "accounts/{0}", account, new { name = "x" }, "accounts/{0}"), ("DELETE", "accounts/{0}", account, null, "accounts/{0}"),
            ("PUT", "accounts/{0}/profile", account, Surface.Profile, "accounts/{0}"),
            ("DELETE", "organizations/{1}/members/{0}", invite, null, "organizations/{1}/members/{0}"),
            ("PATCH", "/grove/v1/organizations/{1}/members/{0}", invite, new { roles = new[] { Role.ReadOnly } }, "organizations/{1}/members/{0}"),
            ("PUT", "user/tokens/{0}", token.Id, Surface.Token, "user/tokens/{0}"), ("PUT", "user/tokens/{0}/value", token.Id, null, "user/tokens/{0}"),
            ("DELETE", "user/tokens/{0}", token.Id, null, "user/tokens/{0}"),
        ];
        static string At(string path, string id, string organization) => path.Replace("{0}", id, StringComparison.Ordinal).Replace("{1}", organization, StringComparison.Ordinal);
        foreach (var (method, path, id, body, read) in changes)
        {
            var tag = (await owner.GetAsync(At(read, id, root))).Succeeded(read).Headers["ETag"];
            foreach (var condition in (string[])[tag, "*", "\"99.0000000000000000\"", "W/" + tag, "x"])
            {
                foreach (var place in (string[])[root, own])
                {
                    Task<Reply> Send(string named, string organization) => stranger.SendAsync(new(method), At(path, named, organization), body, ("If-Match", condition));
                    var reply = (await Send(id, place)).Refused(Gone, 1003, path);
                    Assert.Equal((await Send(Requests.UnknownId(), place == root ? Requests.UnknownId() : own)).Text, reply.Text);
                }
            }
        }
        var given = (await guest.GetAsync($"user/invites/{invite}")).Succeeded().Headers["ETag"];
        foreach (var condition in (string[])[given, "*", "\"99.0000000000000000\""])
        {
            foreach (var by in (Actor[])[stranger, owner])
            {
                (await by.SendAsync(HttpMethod.Patch, $"user/invites/{invite}", new { status = "accepted" }, ("If-Match", condition))).Refused(Gone, 1003);
                (await by.SendAsync(HttpMethod.Delete, $"/grove/v1/user/invites/{invite}", null, ("If-Match", condition))).Refused(Gone, 1003);
            }
        }
    }
}
