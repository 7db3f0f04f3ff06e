using System.Net;
using Grove.Conformance.Laws;
using Grove.Server;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>Operators who act as somebody else, by the header <c>Grove-As-User</c>.</summary>
public class ActingCases(SharedHosts hosts)
{
    private const string Header = "Grove-As-User";

    [Theory, EveryDoor]
    public async Task An_operator_reads_what_the_user_would_read(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var world = await Neighbourhood.SettleAsync(host, seed: 21, organizations: 8);
        string[] paths =
        [
            "organizations", "user", "user/organizations", "user/invites", "user/tenants", "accounts", .. world.Organizations.SelectMany(id => (string[])[$"organizations/{id}", $"organizations/{id}/members", $"user/organizations/{id}"]),
            .. world.Accounts.SelectMany(id => (string[])[$"accounts/{id}", $"accounts/{id}/organizations"]),
        ];
        foreach (var person in world.People)
        {
            foreach (var path in paths)
            {
                var own = await person.GetAsync(path);
                var acting = await AsAsync(host.Operator, person.Id, HttpMethod.Get, path);
                Assert.Equal((own.Status, Steady(own)), (acting.Status, Steady(acting)));
                Assert.Equal(own.Headers.GetValueOrDefault("ETag"), acting.Headers.GetValueOrDefault("ETag"));
            }
        }
    }

    [Theory, EveryDoor]
    public async Task An_operator_may_what_the_user_may_and_no_more(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, stranger) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = (await AsAsync(host.Operator, owner.Id, HttpMethod.Post, "organizations", new { name = "Root" })).Succeeded().Id();
        Assert.Equal("Root", (await owner.GetAsync($"organizations/{root}")).Result.Text("name"));
        var reader = await host.NewMemberAsync(root, Role.ReadOnly);
        var told = async (string user) => (await AsAsync(host.Operator, user, HttpMethod.Put, $"organizations/{root}", new { name = "Renamed" })).Told();
        Assert.Equal((HttpStatusCode.OK, 0), await told(owner.Id));
        Assert.Equal((HttpStatusCode.Forbidden, 9109), await told(reader.Id));
        Assert.Equal((HttpStatusCode.NotFound, 1003), await told(stranger.Id));
        // Their own memberships are no help, nor is the right of operators.
        var other = await host.NewUserAsync(asOperator: true);
        await host.GiveRoleAsync(root, other.Id, Role.SuperAdministrator);
        Assert.Equal((HttpStatusCode.NotFound, 1003), (await AsAsync(other, stranger.Id, HttpMethod.Get, $"organizations/{root}")).Told());
        Assert.Equal((HttpStatusCode.OK, 0), (await AsAsync(host.Operator, other.Id.ToUpperInvariant(), HttpMethod.Delete, $"user/organizations/{root}")).Told());
    }

    [Theory, EveryDoor]
    public async Task Nobody_else_learns_whether_there_is_such_a_user(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (user, other, @operator) = (await host.NewUserAsync(), await host.NewUserAsync(), await host.NewUserAsync(asOperator: true));
        var root = await @operator.CreateAsync("Root");
        var narrow = await host.ByTokenAsync(@operator, Policy.Allow("Grove Operator", Policy.Subtree(root)), Policy.Allow("User Details Write", Policy.Everything(@operator.Id)));
        foreach (var caller in (Actor[])[user, narrow, await host.ByTokenAsync(user, Policy.Allow("User Details Read", Policy.Everything(user.Id)))])
        {
            var texts = new HashSet<string>();
            foreach (var id in (string[])[other.Id, user.Id, Requests.UnknownId(), "x", ""])
            {
                foreach (var path in (string[])["organizations", "user/tokens"])
                    texts.Add((await AsAsync(caller, id, HttpMethod.Get, path)).Refused(HttpStatusCode.Forbidden, 9109).Text);
            }
            Assert.Single(texts);
        }
        // The permission group of operators is enough, whatever else the token may.
        var token = await host.ByTokenAsync(@operator, Policy.Allow("Grove Operator", Policy.Everything(@operator.Id)));
        Assert.Equal((await user.GetAsync("user")).Text, (await AsAsync(token, user.Id, HttpMethod.Get, "user")).Text);
        Assert.Equal((HttpStatusCode.Forbidden, 9109), (await token.GetAsync("user")).Told());
        foreach (var id in (string[])[Requests.UnknownId(), "x", "", $"{user.Id},{user.Id}"])
            (await AsAsync(@operator, id, HttpMethod.Get, "user")).Refused(HttpStatusCode.NotFound, 1003);
        await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{user.Id}", new { suspended = true });
        (await AsAsync(@operator, user.Id, HttpMethod.Get, "user")).Refused(HttpStatusCode.Forbidden, 1002);
    }

    [Theory, EveryDoor]
    public async Task Tokens_keys_and_what_operators_do_are_for_who_holds_the_credential(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (user, id) = (await host.NewUserAsync(), Requests.UnknownId());
        var refused = 0;
        foreach (var operation in ApiDocument.Operations(await ApiDocument.ReadAsync(host)).Where(operation => operation.Groups is not null))
        {
            var own = operation.Path.StartsWith("/grove/v1/", StringComparison.Ordinal) || operation.Path.Contains("/user/tokens", StringComparison.Ordinal) || operation.Path == "/metrics";
            var takes = operation.Node.TryGetProperty("parameters", out var parameters) && parameters.EnumerateArray().Any(parameter => parameter.Text("name") == Header);
            if (own) Assert.False(takes, operation.Id);
            if (takes) continue;
            var path = string.Join('/', operation.Path.Split('/').Select(segment => segment.StartsWith('{') ? id + segment[(segment.IndexOf('}', StringComparison.Ordinal) + 1)..] : segment));
            var reply = await AsAsync(host.Operator, user.Id, new HttpMethod(operation.Method), path, operation.Method == "GET" ? null : new { });
            reply.Refused(HttpStatusCode.Forbidden, 1002, operation.Id);
            refused++;
        }
        Assert.True(refused > 20);
    }

    [Theory, EveryDoor]
    public async Task An_operator_invites_as_somebody_where_the_secret_is_mailed(string engine)
    {
        static GroveOptions Mailing(GroveOptions options) => options with { Smtp = new("127.0.0.1", 9, null, null, false), MailFrom = "grove@example.com", PublicUrl = "https://example.com/" };
        var body = new { member = new { user = new { email = Invitations.NewAddress() } } };
        foreach (var mailing in (bool[])[true, false])
        {
            await using var host = await GroveHost.StartAsync(engine, mailing ? Mailing : null);
            var user = await host.NewUserAsync();
            var root = await user.CreateAsync("Root");
            var reply = await AsAsync(host.Operator, user.Id, HttpMethod.Post, $"organizations/{root}/members", body);
            Assert.Equal(mailing ? (HttpStatusCode.OK, 0) : (HttpStatusCode.Forbidden, 1002), reply.Told());
            Assert.DoesNotContain("secret", reply.Text, StringComparison.Ordinal);
        }
    }

    [Theory, EveryDoor]
    public async Task An_idempotency_key_is_the_operators_for_that_user(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (first, second) = (await host.NewUserAsync(), await host.NewUserAsync());
        var key = Guid.NewGuid().ToString();
        var ids = new List<string>();
        foreach (var send in (Func<Task<Reply>>[])
            [() => AsAsync(host.Operator, first.Id, HttpMethod.Post, "organizations", new { name = "A" }, ("Idempotency-Key", key)), () => AsAsync(host.Operator, second.Id, HttpMethod.Post, "organizations", new { name = "A" }, ("Idempotency-Key", key)),
                () => first.SendAsync(HttpMethod.Post, "organizations", new { name = "A" }, ("Idempotency-Key", key)), () => host.Operator.SendAsync(HttpMethod.Post, "organizations", new { name = "A" }, ("Idempotency-Key", key))])
        {
            var made = (await send()).Succeeded();
            Assert.Equal(made.Text, (await send()).Text);
            ids.Add(made.Id());
        }
        Assert.Equal(4, ids.Distinct().Count());
    }

    [Theory, EveryDoor]
    public async Task The_rate_limit_is_the_operators(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine, options => options with { RateLimit = new(6, 3600) });
        var user = await host.NewUserAsync();
        while ((await AsAsync(host.Operator, user.Id, HttpMethod.Get, "user")).Status == HttpStatusCode.OK) { }
        Assert.Equal(HttpStatusCode.TooManyRequests, (await host.Operator.GetAsync("user")).Status);
        Assert.Equal(HttpStatusCode.OK, (await user.GetAsync("user")).Status);
    }

    [Theory, EveryDoor]
    public async Task The_audit_record_names_both(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (user, @operator) = (await host.NewUserAsync(), await host.NewUserAsync(asOperator: true));
        var root = (await AsAsync(@operator, user.Id, HttpMethod.Post, "organizations", new { name = "Root" })).Succeeded().Id();
        var below = (await AsAsync(@operator, user.Id, HttpMethod.Post, "organizations", new { name = "Below", parent = new { id = root } })).Succeeded().Id();
        (await AsAsync(@operator, user.Id, HttpMethod.Put, $"organizations/{below}", new { name = "Renamed" })).Succeeded();
        (await user.PutAsync($"organizations/{root}", new { name = "Own" })).Succeeded();
        var records = (await Tables.DumpAsync(host.Database))["audit_records"].Where(row => row["organization_id"] == root || row["organization_id"] == below).ToList();
        Assert.Equal(4, records.Count);
        foreach (var row in records)
        {
            Assert.Equal((user.Id, user.Email, "api_key", null), (row["actor_id"], row["actor_email"], row["actor_context"], row["actor_token_id"]));
            var acted = row["action"] != "organization.update" || row["resource_id"] != root;
            Assert.Equal(acted ? (@operator.Id, @operator.Email) : (null, null), (row["operator_id"], row["operator_email"]));
        }
        // The wire API tells of the user alone.
        var wire = (await user.GetAsync($"organizations/{below}/logs/audit?since=2020-01-01&before=2999-01-01")).Succeeded();
        Assert.All(wire.Result.EnumerateArray(), row => Assert.Equal(user.Id, row.GetProperty("actor").Text("id")));
        foreach (var secret in (string[])["operator", @operator.Id, @operator.Email]) Assert.DoesNotContain(secret, wire.Text, StringComparison.Ordinal);
        var whole = (await user.GetAsync($"/grove/v1/organizations/{root}/logs/audit")).Succeeded().Result.EnumerateArray().ToList();
        Assert.Equal(3, whole.Count(row => row.GetProperty("actor").TryGetProperty("operator", out var by) && (by.Text("id"), by.Text("email")) == (@operator.Id, @operator.Email)));
        Assert.Equal(4, whole.Count);
    }

    private static Task<Reply> AsAsync(Actor actor, string userId, HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers) =>
        actor.SendAsync(method, path, body, [(Header, userId), .. headers]);

    /// <summary>Without what differs from page to page.</summary>
    private static string Steady(Reply reply) => System.Text.RegularExpressions.Regex.Replace(reply.Text, "\"next_page_token\":\"[^\"]*\"", "");
}
