using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace Grove.Conformance.Cases;

public partial class OpenApiCases(SharedHosts hosts)
{
    // The last use of a token is written down once a minute.
    private static readonly string[] NeverSeen = ["CreatedToken.last_used_on", "Token.last_used_on"];

    private static readonly object Profile = new { business_address = "1 Grove Street", business_email = "", business_name = "Ä", business_phone = "", external_metadata = "{}" };

    private static readonly string[] ReadOnly = ["4d1fcf3f8f6b4cb69b2e0c7b5e1aa303"];

    private static readonly JsonElement Token = JsonDocument.Parse(
        """
        {
          "name": "all", "not_before": "2026-01-01T00:00:00Z", "expires_on": "2999-01-01T00:00:00Z",
          "policies": [{
            "effect": "allow", "permission_groups": [{ "id": "8acbe5bb0d54464ab867149d7f7cf8ac" }], "resources": { "com.cloudflare.api.account.*": "*" }
          }],
          "condition": { "request_ip": { "in": ["127.0.0.0/8"], "not_in": ["127.0.0.9"] } }
        }
        """).RootElement;

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task The_document_has_every_route_and_no_other(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var document = await ApiDocument.ReadAsync(host);
        var described = ApiDocument.Operations(document).Select(operation => $"{operation.Method} {operation.Path}").Order(StringComparer.Ordinal);
        // Paths of Cloudflare's that are not built answer every method alike, and are not described.
        var mapped = host.RouteEndpoints
            .Where(route => route.Metadata.GetMetadata<IHttpMethodMetadata>() is not null)
            .SelectMany(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {route.RoutePattern.RawText}"));
        Assert.Equal(mapped.Order(StringComparer.Ordinal), described);
    }

    [Theory, EveryDoor]
    public async Task Every_answer_has_exactly_the_members_that_are_declared(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var document = await ApiDocument.ReadAsync(host);
        var drive = new Drive(host.Http, document);
        var user = await host.NewUserAsync();
        var @operator = host.Operator;

        var root = await drive.IdAsync("create-organization", user, new { name = "Root", profile = Profile });
        var child = await drive.IdAsync("create-organization", user, new { name = "Child", parent = new { id = root } });
        await drive.AsAsync("create-organization", user, new { name = "" }, 400);
        await drive.AsAsync("list-organizations", user, "?page_size=1");
        await drive.AsAsync("list-organizations", user, "?page_size=x", 400);
        await drive.AsAsync("get-organization", user, root);
        await drive.AsAsync("get-organization", user, new string('0', 32), 404);
        await drive.AsAsync("update-organization", user, root, new { name = "Renamed" });
        await drive.AsAsync("update-organization", user, root, new { name = "Root", parent = new { id = child } }, 400);
        await drive.AsAsync("update-organization-profile", user, child, Profile);
        await drive.AsAsync("get-organization-profile", user, child);
        await drive.AsAsync("administer-organization", @operator, root, new { flags = new { sub_org_creation = "enabled" }, managed_by = "partner" });

        var account = await drive.IdAsync("create-account", user, new { name = "Account", type = "enterprise", unit = new { id = child }, settings = new { enforce_twofactor = true } });
        await drive.AsAsync("create-account", user, new { name = "x", standalone = false }, 400);
        await drive.AsAsync("list-accounts", user);
        await drive.AsAsync("get-account", user, account);
        await drive.AsAsync("update-account", user, account, new { name = "Renamed", settings = new { abuse_contact_email = (string?)null } });
        await drive.AsAsync("update-account-profile", user, account, Profile);
        await drive.AsAsync("get-account-profile", user, account);
        await drive.AsAsync("list-account-organizations", user, account);
        await drive.AsAsync("list-organization-accounts", user, child);
        await drive.AsAsync("move-account", user, account, new { destination_organization_id = root });
        await drive.AsAsync("move-accounts", user, new { account_ids = new[] { account }, destination_organization_id = child });
        await DriveAccountMembersAsync(drive, host, user, account);
        await DriveAskingAsync(drive, @operator, user, child, account);
        await drive.AsAsync("delete-account", user, account);
        await drive.AsAsync("delete-account", user, account, 404);

        await drive.AsAsync("delete-organization", user, root, 400);
        await drive.AsAsync("delete-organization", user, child);

        await drive.AsAsync("edit-user", user, new { first_name = "Ada", last_name = (string?)null });
        await drive.AsAsync("user-details", user);
        await drive.AsAsync("list-user-organizations", user);
        await drive.AsAsync("get-user-organization", user, root);

        var made = await drive.AsAsync("create-user", @operator, new { email = $"{Guid.NewGuid():N}@example.com", first_name = "Bo", managing_organization_id = root });
        var other = made.Result.GetProperty("id").GetString()!;
        await drive.AsAsync("create-user", user, new { email = "x@example.com" }, 403);
        await drive.AsAsync("list-users", @operator, "?page_size=1");
        await drive.AsAsync("get-user", @operator, other);
        await drive.AsAsync("update-user", @operator, other, new { country = "PT", managing_organization_id = (string?)null });
        await drive.AsAsync("roll-user-api-key", @operator, other);
        await drive.AsAsync("create-user-token", @operator, user.Id, Token);
        await drive.TokensAsync(user);
        await drive.AsAsync("list-roles", user);
        await drive.AsAsync("put-organization-user", @operator, [root, other], new { });
        await DriveMembersAsync(drive, host, user, root);
        await DriveAuditAsync(drive, host, user, root);
        await drive.AsAsync("leave-organization", user, root);
        await drive.AsAsync("leave-organization", user, root, 404);
        await drive.AsAsync("put-organization-user", @operator, [root, user.Id], new { roles = ReadOnly });
        await drive.AsAsync("delete-organization-user", @operator, [root, user.Id]);
        await drive.AsAsync("delete-user", @operator, other, 400);
        await drive.AsAsync("delete-user", @operator, user.Id);

        await drive.AsAsync("user-details", new Actor(host.Http, "no-such-token-0123456789012345678901234567890") { Id = "" }, 401);
        await drive.AsAsync("user-details", new Actor(host.Http, "nobody@example.com", "no-such-key-01234567890123456789012345") { Id = "" }, 403);
        await drive.AsAsync("user-details", new Actor(host.Http, "bad,address@example.com", "short") { Id = "" }, 400);
        await drive.AsAsync("health", user);
        await drive.AsAsync("ready", user);
        await drive.AsAsync("metrics", @operator);
        await drive.AsAsync("openapi", user);

        await DriveMailedInviteAsync(drive, engine);
        Assert.Empty(drive.Faults);
        Assert.Empty(ApiDocument.Operations(document).Select(operation => operation.Id).Except(drive.Done));
        Assert.Equal(NeverSeen, Declared(document, drive).Except(drive.Checker.Seen).Order(StringComparer.Ordinal));
    }

    private static async Task DriveAccountMembersAsync(Drive drive, GroveHost host, Actor user, string account)
    {
        var guest = await host.NewUserAsync();
        var member = await drive.IdAsync("create-account-member", user, [account], AccountMemberships.Body(guest.Email));
        await drive.AsAsync("list-account-members", user, [account]);
        await drive.AsAsync("get-account-member", user, [account, member]);
        await drive.AsAsync("update-account-member", user, [account, member], new { roles = new[] { new { id = AccountRoleId.Administrator } } });
        await drive.AsAsync("list-memberships", guest);
        await drive.AsAsync("answer-membership", guest, member, new { status = "accepted" });
        await host.GiveRoleAsync((await user.GetAsync($"accounts/{account}")).Result.GetProperty("managed_by").Text("parent_org_id")!, guest.Id, Role.ReadOnly);
        await drive.AsAsync("get-membership", guest, member);
        await drive.AsAsync("leave-account", guest, member);
        await drive.AsAsync("leave-account", guest, member, 404);
        await drive.AsAsync("delete-account-member", user, [account, await user.InviteToAccountAsync(account, guest.Email)]);
        (await host.Operator.DeleteAsync($"/grove/v1/users/{guest.Id}")).Succeeded();
        await drive.AsAsync("list-account-roles", user, [account]);
        await drive.AsAsync("get-account-role", user, [account, AccountRoleId.ReadOnly]);
        await drive.AsAsync("list-account-permission-groups", user, [account]);
        await drive.AsAsync("get-account-permission-group", user, [account, AccountRoleId.ReadOnly]);
    }

    private static async Task DriveMembersAsync(Drive drive, GroveHost host, Actor user, string root)
    {
        var guest = await host.NewUserAsync();
        object Invited(string email) => new { user = new { email }, roles = ReadOnly };
        var member = await drive.IdAsync("create-organization-member", user, [root], new { member = Invited(guest.Email) });
        await drive.AsAsync("batch-create-organization-members", user, root, new { members = new[] { Invited("a@example.com"), Invited("b@example.com") } });
        await drive.AsAsync("list-organization-members", user, [root]);
        await drive.AsAsync("get-organization-member", user, [root, member]);
        await drive.AsAsync("update-organization-member", user, [root, member], new { roles = ReadOnly });
        await drive.AsAsync("resend-organization-invite", user, [root, member]);
        await drive.AsAsync("list-invites", guest);
        await drive.AsAsync("get-invite", guest, member);
        await drive.AsAsync("answer-invite", guest, member, new { status = "accepted" });
        await drive.AsAsync("dismiss-invite", guest, member);
        await drive.AsAsync("delete-organization-member", user, [root, member]);
        foreach (var invited in (await user.GetAsync($"organizations/{root}/members?status=pending")).Result.EnumerateArray())
            await drive.AsAsync("delete-organization-member", user, [root, invited.GetProperty("id").GetString()!]);
        var made = await user.InviteForSecretAsync(root, guest.Email);
        await drive.AsAsync("accept-invite", guest, new { secret = made.Secret });
        await drive.AsAsync("accept-invite", guest, new { secret = made.Secret }, 404);
        await drive.AsAsync("delete-organization-member", user, [root, made.Id]);
        await drive.AsAsync("reject-invite", guest, new { secret = (await user.InviteForSecretAsync(root, guest.Email)).Secret });
    }

    private static async Task DriveAuditAsync(Drive drive, GroveHost host, Actor user, string root)
    {
        const string window = "?since=2026-01-01&before=2999-01-01";
        // By a token, so that there is one to show.
        var token = await host.ByTokenAsync(user, Policy.Allow("User Details Write", Policy.Everything(user.Id)));
        (await token.SendAsync(HttpMethod.Put, $"organizations/{root}", new { name = "By token" }, ("User-Agent", "test/1"))).Succeeded();
        var page = await drive.AsAsync("list-organization-audit-logs", user, [root], window + "&limit=1");
        var record = page.Result[0];
        var history = $"{window}&limit=1&action_time={record.GetProperty("action").GetProperty("time").GetString()}";
        await drive.AsAsync("list-organization-audit-history", user, [root, record.GetProperty("id").GetString()!], history);
        await drive.AsAsync("list-subtree-audit-logs", user, [root], "");
        await drive.AsAsync("list-audit-logs", host.Operator, "?limit=1000");
    }

    /// <summary>What only a server answers that sends mails.</summary>
    private static async Task DriveMailedInviteAsync(Drive drive, string engine)
    {
        await using var sink = new MailSink();
        await using var host = await sink.StartHostAsync(engine);
        var owner = await host.NewUserAsync();
        (await owner.AddAsync(await owner.CreateAsync("Root"), "new@example.com")).Succeeded();
        await drive.AsAsync("accept-invite", new Actor(host.Http), new { secret = (await sink.NextAsync()).Secret });
    }

    [Fact]
    public async Task Every_example_fits_its_schema()
    {
        var document = await ApiDocument.ReadAsync(await hosts.GetAsync(Engine.Sqlite));
        var checker = new SchemaChecker(document);
        var examples = 0;
        foreach (var schema in document.GetProperty("components").GetProperty("schemas").EnumerateObject())
        {
            if (!schema.Value.TryGetProperty("examples", out var list)) continue;
            foreach (var example in list.EnumerateArray())
            {
                Assert.Empty(checker.Faults(schema.Value, example));
                examples++;
            }
        }
        Assert.True(examples > 10);
    }

    [Fact]
    public async Task Operations_declare_who_may_call_them()
    {
        var document = await ApiDocument.ReadAsync(await hosts.GetAsync(Engine.Sqlite));
        string[] Groups(string id) => [.. ApiDocument.Operations(document).Single(operation => operation.Id == id).Node.GetProperty("x-permission-groups").EnumerateArray().Select(name => name.GetString()!)];
        Assert.Equal(["User Details Read", "User Details Write"], Groups("list-organizations"));
        Assert.Equal(["User Details Write"], Groups("create-organization"));
        Assert.Equal(["Grove Operator"], Groups("create-user"));
        foreach (var operation in ApiDocument.Operations(document))
        {
            var open = operation.Node.GetProperty("security").GetArrayLength() == 0;
            Assert.Equal(operation.Id is "health" or "ready" or "openapi", open);
            Assert.Equal(operation.Id is "accept-invite" or "reject-invite",
                operation.Node.GetProperty("security").EnumerateArray().Any(way => !way.EnumerateObject().Any()));
            Assert.Equal(open, !operation.Node.TryGetProperty("x-permission-groups", out _));
        }
    }

    [Fact]
    public async Task The_document_follows_the_configuration()
    {
        await using var host = await GroveHost.StartAsync(Engine.Sqlite, options => options with { PathBase = "/cf/api", MetricsOpen = true });
        var operations = ApiDocument.Operations(await ApiDocument.ReadAsync(host)).ToList();
        Assert.Contains(operations, operation => operation.Path == "/cf/api/organizations");
        Assert.DoesNotContain(operations, operation => operation.Path.StartsWith("/client/v4", StringComparison.Ordinal));
        Assert.Equal(0, operations.Single(operation => operation.Id == "metrics").Node.GetProperty("security").GetArrayLength());
    }

    /// <summary>The members, as <c>schema.member</c>, of the schemas that the answers which were driven can have.</summary>
    private static IEnumerable<string> Declared(JsonElement document, Drive drive)
    {
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var reached = new HashSet<string>();
        void Reach(JsonElement node)
        {
            if (node.ValueKind == JsonValueKind.Array) foreach (var item in node.EnumerateArray()) Reach(item);
            if (node.ValueKind != JsonValueKind.Object) return;
            foreach (var member in node.EnumerateObject())
            {
                if (member.Name != "$ref") Reach(member.Value);
                else if (member.Value.GetString()!.Split('/')[^1] is var name && reached.Add(name)) Reach(schemas.GetProperty(name));
            }
        }
        foreach (var schema in drive.Schemas) Reach(schema);
        // A note beside an answer exists in the envelope only.
        reached.Remove("Message");
        return reached.SelectMany(name => Members(name, schemas.GetProperty(name)));
    }

    private static IEnumerable<string> Members(string name, JsonElement schema) => schema.TryGetProperty("properties", out var properties)
        ? properties.EnumerateObject().SelectMany(member => Members($"{name}.{member.Name}", member.Value).Prepend($"{name}.{member.Name}"))
        : [];

    /// <summary>Calls operations by their id and compares each answer with what the document says of it.</summary>
    private sealed class Drive(HttpClient http, JsonElement document)
    {
        private readonly Dictionary<string, ApiOperation> operations = ApiDocument.Operations(document).ToDictionary(operation => operation.Id);

        public SchemaChecker Checker { get; } = new(document);

        public HashSet<string> Done { get; } = [];

        public List<string> Faults { get; } = [];

        /// <summary>The schemas of the answers so far.</summary>
        public List<JsonElement> Schemas { get; } = [];

        public async Task<string> IdAsync(string id, Actor actor, object body) => (await AsAsync(id, actor, body)).Result.GetProperty("id").GetString()!;

        public async Task<string> IdAsync(string id, Actor actor, string[] targets, object body) =>
            (await AsAsync(id, actor, targets, body)).Result.GetProperty("id").GetString()!;

        public Task<Reply> AsAsync(string id, Actor actor, int status = 200) => SendAsync(id, actor, [], "", null, status);

        public Task<Reply> AsAsync(string id, Actor actor, object body, int status = 200) => SendAsync(id, actor, [], "", body, status);

        /// <summary>A text that starts with a question mark is the query; another is the id in the path.</summary>
        public Task<Reply> AsAsync(string id, Actor actor, string target, int status = 200) =>
            target.StartsWith('?') ? SendAsync(id, actor, [], target, null, status) : SendAsync(id, actor, [target], "", null, status);

        public Task<Reply> AsAsync(string id, Actor actor, string target, object body, int status = 200) => SendAsync(id, actor, [target], "", body, status);

        public Task<Reply> AsAsync(string id, Actor actor, string[] targets, object? body = null) => SendAsync(id, actor, targets, "", body, 200);

        public Task<Reply> AsAsync(string id, Actor actor, string[] targets, string query) => SendAsync(id, actor, targets, query, null, 200);

        public async Task TokensAsync(Actor user)
        {
            var made = await AsAsync("create-token", user, Token);
            var id = made.Result.GetProperty("id").GetString()!;
            await AsAsync("verify-token", new Actor(http, made.Result.GetProperty("value").GetString()!) { Id = user.Id });
            await AsAsync("verify-token", user, 401);
            await AsAsync("list-tokens", user, "?per_page=5");
            await AsAsync("list-permission-groups", user);
            await AsAsync("get-token", user, id);
            await AsAsync("update-token", user, id, Token);
            await AsAsync("roll-token", user, id);
            await AsAsync("delete-token", user, id);
            await AsAsync("delete-token", user, id, 404);
        }

        private async Task<Reply> SendAsync(string id, Actor actor, string[] targets, string query, object? body, int status)
        {
            var operation = operations[id];
            var next = 0;
            var path = string.Join('/', operation.Path.Split('/').Select(segment => segment.StartsWith('{') ? targets[next++] : segment));
            Assert.Equal(body is not null, operation.Node.TryGetProperty("requestBody", out var request));
            if (status == 200 && body is not null)
                Note(id, Checker.Faults(request.GetProperty("content").GetProperty("application/json").GetProperty("schema"), JsonSerializer.SerializeToElement(body)));
            var reply = await actor.SendAsync(new HttpMethod(operation.Method), path + query, body);
            var expected = status == 200 && operation.Node.GetProperty("responses").TryGetProperty("204", out _) ? 204 : status;
            Assert.True((int)reply.Status == expected, $"{id}: {(int)reply.Status} {reply.Text}");
            var response = operation.Node.GetProperty("responses").GetProperty(expected.ToString(CultureInfo.InvariantCulture));
            if (response.TryGetProperty("$ref", out var reference)) response = Checker.Resolve(reference.GetString()!);
            if (status == 200) Done.Add(id);
            Assert.True(reply.Headers.ContainsKey("X-Request-Id"));
            Assert.True(response.GetProperty("headers").TryGetProperty("ETag", out _) == reply.Headers.ContainsKey("ETag"), $"{id}: ETag");
            if (!response.TryGetProperty("content", out var content))
            {
                Assert.Equal("", reply.Text);
                return reply;
            }
            if (!content.TryGetProperty("application/json", out var json)) return reply;
            Schemas.Add(json.GetProperty("schema"));
            Note(id, Checker.Faults(json.GetProperty("schema"), reply.Json));
            return reply;
        }

        private void Note(string id, List<string> faults) => Faults.AddRange(faults.Select(fault => $"{id}: {fault}"));
    }
}
