using System.Net;
using System.Text.Json;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>The log of one organization, the history of one resource, and their pages.</summary>
public class AuditLogCases(SharedHosts hosts)
{
    [Theory, EveryDoor]
    public async Task A_row_has_the_members_of_Cloudflare_and_no_others(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var renamed = await user.SendAsync(HttpMethod.Put, $"organizations/{root}", new { name = "Renamed" }, ("User-Agent", "test/1"));

        var rows = await user.ReadAsync(AuditLog.Of(root));
        Assert.Equal(["Update organization", "Create organization"], rows.Select(row => row.GetProperty("action").Text("description")));
        var row = rows[0];
        Assert.Equal(["id", "action", "actor", "organization", "raw", "resource"], Names(row));
        Assert.Equal(["description", "result", "time", "type"], Names(row.GetProperty("action")));
        Assert.Equal(("success", "update"), (row.GetProperty("action").Text("result"), row.GetProperty("action").Text("type")));
        Assert.Equal(["id", "context", "email", "ip_address", "type"], Names(row.GetProperty("actor")));
        Assert.Equal((user.Id, "api_key", user.Email, "127.0.0.1", "user"), (
            row.GetProperty("actor").Text("id"), row.GetProperty("actor").Text("context"), row.GetProperty("actor").Text("email"), row.GetProperty("actor").Text("ip_address"),
            row.GetProperty("actor").Text("type")));
        Assert.Equal($$"""{"id":"{{root}}"}""", row.GetProperty("organization").GetRawText());
        Assert.Equal(
            $$"""{"cf_ray_id":"{{renamed.Headers["X-Request-Id"]}}","method":"PUT","status_code":200,"uri":"/organizations/{{root}}","user_agent":"test/1"}""",
            row.GetProperty("raw").GetRawText());
        Assert.Equal(
            $$"""{"id":"{{root}}","product":"organizations","request":{"name":"Renamed"},"response":{"name":"Renamed"},"scope":"organizations","type":"organization"}""",
            row.GetProperty("resource").GetRawText());
    }

    [Theory, EveryDoor]
    public async Task Since_and_before_are_asked_for_and_bound_the_window(string engine)
    {
        var clock = new Tests.TestClock();
        await using var host = await GroveHost.StartAsync(engine, clock: clock);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        clock.Advance(TimeSpan.FromDays(1));
        (await user.PutAsync($"organizations/{root}", new { name = "A day later" })).Succeeded();

        async Task<int> CountAsync(string since, string before) =>
            (await user.GetAsync($"{AuditLog.Of(root)}?since={since}&before={before}")).Result.GetArrayLength();
        Assert.Equal(2, await CountAsync("2026-01-31", "2026-02-02"));
        Assert.Equal(1, await CountAsync("2026-01-31", "2026-02-01"));
        Assert.Equal(1, await CountAsync("2026-01-31T09:30:00Z", "2026-02-01T09:30:00Z"));
        Assert.Equal(1, await CountAsync("2026-01-31T09:30:00.000001Z", "2026-02-01T09:30:00.000001Z"));
        Assert.Equal(2, await CountAsync("2026-01-31T10:30:00%2B01:00", "2999-12-31"));
        Assert.Equal(0, await CountAsync("2026-02-02", "2026-01-31"));
        foreach (var query in (string[])
        [
            "", "?since=2026-01-31", "?before=2026-01-31", "?since=x&before=2026-01-31", "?since=2026-01-32&before=2026-02-01", "?since=2026-01-31T09:30:00&before=2026-02-01",
            $"?{AuditLog.Always}&limit=0", $"?{AuditLog.Always}&limit=1001", $"?{AuditLog.Always}&direction=up", $"?{AuditLog.Always}&cursor=x", $"?{AuditLog.Always}&action_result=maybe",
            $"?{AuditLog.Always}&action_type.not=x", $"?{AuditLog.Always}&raw_status_code=x", $"?{AuditLog.Always}&raw_status_code=1234567890", $"?{AuditLog.Always}&actor_type=admin",
        ])
        {
            var reply = await user.GetAsync(AuditLog.Of(root) + query);
            reply.Refused(HttpStatusCode.BadRequest, query.Length == 0 ? [1001, 1001] : [1001], query);
            // Outside of the wire API the window may be open.
            var below = await user.GetAsync(AuditLog.Below(root) + query);
            Assert.Equal(query is "" or "?since=2026-01-31" or "?before=2026-01-31" ? HttpStatusCode.OK : HttpStatusCode.BadRequest, below.Status);
        }
        var both = await user.GetAsync($"{AuditLog.Of(root)}?limit=x&direction=x");
        Assert.Equal(4, both.Codes.Count);
    }

    [Theory, EveryDoor]
    public async Task A_walk_gives_each_record_once_in_order_at_every_page_size_while_writes_go_on(string engine)
    {
        // All at one moment, so that the key has to order them.
        await using var host = await GroveHost.StartAsync(engine, clock: new Tests.TestClock());
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var child = await user.CreateAsync("Child", root);
        for (var i = 0; i < 9; i++) (await user.PutAsync($"organizations/{(i % 2 == 0 ? root : child)}", new { name = $"Name {i}" })).Succeeded();
        foreach (var log in (string[])[AuditLog.Of(root), AuditLog.Below(root)])
        {
            var reader = user;
            var expected = (await reader.ReadAsync(log, "&direction=asc")).ConvertAll(row => row.RecordId());
            foreach (var limit in (int[])[1, 2, 3, 5, 11, 1000])
            {
                var n = 0;
                async Task WriteAsync() => (await user.PutAsync($"organizations/{root}", new { name = $"Meanwhile {n++}" })).Succeeded();
                Assert.Equal(expected, (await reader.ReadAsync(log, "&direction=asc", limit)).ConvertAll(row => row.RecordId()));
                Assert.Equal(expected.AsEnumerable().Reverse(), (await reader.ReadAsync(log, "", limit)).ConvertAll(row => row.RecordId()));
                // What is written behind the place of a walk is not in it, and nothing is twice.
                Assert.Equal(expected.AsEnumerable().Reverse(), (await reader.ReadAsync(log, "", limit, WriteAsync)).ConvertAll(row => row.RecordId()));
                var before = (await reader.ReadAsync(log, "&direction=asc")).ConvertAll(row => row.RecordId());
                expected = before;
            }
        }
    }

    [Fact]
    public async Task A_record_that_is_committed_after_later_ones_is_in_a_walk_once_or_not_at_all()
    {
        await using var host = await GroveHost.StartAsync(Engine.Postgres);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        for (var i = 0; i < 4; i++) (await user.PutAsync($"organizations/{root}", new { name = $"Name {i}" })).Succeeded();
        foreach (var direction in (string[])["&direction=asc", ""])
        {
            var there = (await user.ReadAsync(AuditLog.Of(root), direction)).ConvertAll(row => row.RecordId());
            var late = new List<string>();
            var walk = (await user.ReadAsync(AuditLog.Of(root), direction, limit: 2, between: async () =>
            {
                // As if written before all others, and after them, and seen only now.
                foreach (var time in (string[])["min(time) - 1", "max(time) + 1"])
                {
                    late.Add(Requests.UnknownId());
                    await Tables.ExecuteAsync(host.Database,
                        $"""
                         insert into audit_records (id, time, organization_id, lineage, actor_context, action_type, action, resource_type, resource_id)
                         select '{late[^1]}', {time}, '{root}', '{root}', 'api_key', 'update', 'organization.update', 'organization', '{root}'
                         from audit_records where organization_id = '{root}'
                         """);
                }
            })).ConvertAll(row => row.RecordId());
            Assert.Equal(there, walk.Except(late));
            Assert.Equal(walk.Count, walk.Distinct().Count());
            Assert.True(late.Count > 2);
        }
    }

    [Theory, EveryDoor]
    public async Task A_cursor_is_good_for_its_reader_log_and_filters_only(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var other = await host.NewMemberAsync(root);
        (await user.PutAsync($"organizations/{root}", new { name = "Renamed" })).Succeeded();
        var log = $"{AuditLog.Of(root)}?{AuditLog.Always}";
        var cursor = (await user.GetAsync(log + "&limit=1")).Info.Text("cursor");
        (await user.GetAsync($"{log}&limit=5&cursor={cursor}")).Succeeded();
        var record = (await user.GetAsync(log)).Result[0].RecordId();
        foreach (var path in (string[])
        [
            $"{log}&direction=asc", $"{log}&actor_id={user.Id}", $"{log}&actor_id.not={user.Id}", $"{AuditLog.Of(root)}?since=2020-01-02&before=2999-01-01",
            $"{AuditLog.Below(root)}?{AuditLog.Always}", $"{AuditLog.Of(root)}/{record}/history?{AuditLog.Always}&action_time=2026-01-01T00:00:00Z", $"organizations?page_size=1",
        ])
            if (path.StartsWith("organizations?", StringComparison.Ordinal)) (await user.GetAsync($"{path}&page_token={cursor}")).Refused(HttpStatusCode.BadRequest, 1001, path);
            else (await user.GetAsync($"{path}&cursor={cursor}")).Refused(HttpStatusCode.BadRequest, 1001, path);
        (await other.GetAsync($"{log}&cursor={cursor}")).Refused(HttpStatusCode.BadRequest, 1001);
    }

    [Theory, EveryDoor]
    public async Task Every_filter_and_its_opposite_part_the_log_in_two(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var member = await host.NewMemberAsync(root);
        var (token, value) = await host.NewTokenAsync(user.Id, Policy.Allow("User Details Write", Policy.Everything(user.Id)));
        (await new Actor(host.Http, value) { Id = user.Id }.PutAsync($"organizations/{root}", new { name = "By token" })).Succeeded();
        (await member.PutAsync($"organizations/{root}/profile", Surface.Profile)).Succeeded();
        var account = await member.CreateAccountAsync("Account", root);
        (await user.DeleteAsync($"accounts/{account}")).Succeeded();
        var all = await user.ReadAsync(AuditLog.Of(root));
        Assert.Equal(6, all.Count);

        (string Name, Func<JsonElement, string?> Of, string[] Values)[] filters =
        [
            ("id", row => row.Text("id"), [all[0].RecordId(), all[3].RecordId()]),
            ("action_result", row => row.GetProperty("action").Text("result"), ["success", "failure"]),
            ("action_type", row => row.GetProperty("action").Text("type"), ["create", "delete", "update", "view"]),
            ("actor_context", row => Maybe(row, "actor", "context"), ["api_key", "api_token", "dash"]),
            ("actor_email", row => Maybe(row, "actor", "email"), [user.Email, member.Email, "nobody@example.com"]),
            ("actor_id", row => Maybe(row, "actor", "id"), [user.Id, member.Id, Requests.UnknownId()]),
            ("actor_ip_address", row => Maybe(row, "actor", "ip_address"), ["127.0.0.1", "192.0.2.1"]),
            ("actor_token_id", row => Maybe(row, "actor", "token_id"), [token]),
            ("actor_token_name", row => Maybe(row, "actor", "token_name"), ["token", "x"]),
            ("actor_type", row => Maybe(row, "actor", "type"), ["user", "cloudflare_admin", "system"]),
            ("raw_cf_ray_id", row => Maybe(row, "raw", "cf_ray_id"), [Maybe(all[1], "raw", "cf_ray_id")!]),
            ("raw_method", row => Maybe(row, "raw", "method"), ["PUT", "POST", "DELETE"]),
            ("raw_status_code", row => row.GetProperty("raw").GetProperty("status_code").GetRawText(), ["200", "204", "403"]),
            ("raw_uri", row => Maybe(row, "raw", "uri"), ["/organizations", "/accounts", $"/accounts/{account}"]),
            ("resource_id", row => Maybe(row, "resource", "id"), [root, account]),
            ("resource_product", row => Maybe(row, "resource", "product"), ["organizations", "accounts", "members"]),
            ("resource_scope", row => Maybe(row, "resource", "scope"), ["organizations"]),
            ("resource_type", row => Maybe(row, "resource", "type"), ["organization", "account", "organization_member"]),
        ];
        foreach (var log in (string[])[AuditLog.Of(root), AuditLog.Below(root)])
        {
            foreach (var (name, of, values) in filters)
            {
                string[][] given = [.. values.Select(one => (string[])[one]), values, [values[0], values[0]]];
                foreach (var wanted in given)
                {
                    string Query(string suffix) => string.Concat(wanted.Select(one => $"&{name}{suffix}={Uri.EscapeDataString(one)}"));
                    var fits = all.Where(row => wanted.Contains(of(row))).Select(row => row.RecordId()).ToList();
                    var rest = all.Where(row => !wanted.Contains(of(row))).Select(row => row.RecordId()).ToList();
                    Assert.Equal(fits, (await user.ReadAsync(log, Query(""))).ConvertAll(row => row.RecordId()));
                    Assert.Equal(rest, (await user.ReadAsync(log, Query(".not"))).ConvertAll(row => row.RecordId()));
                    Assert.Empty(await user.ReadAsync(log, Query("") + Query(".not")));
                }
            }
        }
        var mixed = await user.ReadAsync(AuditLog.Of(root), $"&actor_id={member.Id.ToUpperInvariant()}&resource_type.not=account&actor_email={member.Email.ToUpperInvariant()}");
        Assert.Equal(["Update organization profile"], mixed.Select(row => row.GetProperty("action").Text("description")));
    }

    [Theory, EveryDoor]
    public async Task A_history_has_the_records_of_the_same_resource(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var account = await user.CreateAccountAsync("Account", root);
        (await user.PutAsync($"accounts/{account}", new { name = "Renamed" })).Succeeded();
        (await user.PutAsync($"organizations/{root}", new { name = "Renamed" })).Succeeded();
        (await user.PutAsync($"accounts/{account}", new { name = "Again" })).Succeeded();

        var source = (await user.ReadAsync(AuditLog.Of(root), $"&resource_id={account}&direction=asc"))[1];
        var path = $"{AuditLog.Of(root)}/{source.RecordId()}/history";
        var query = $"?{AuditLog.Always}&action_time={source.GetProperty("action").Text("time")}";
        var history = await user.GetAsync(path + query);
        Assert.Equal(["Update account", "Update account", "Create account"], history.Result.EnumerateArray().Select(row => row.GetProperty("action").Text("description")));
        Assert.Equal("""{"count":"3","history_status":"exact"}""", history.Info.GetRawText());
        var first = await user.GetAsync($"{path}{query}&direction=asc&limit=2");
        var rest = await user.GetAsync($"{path}{query}&direction=asc&limit=2&cursor={first.Info.Text("cursor")}");
        Assert.Equal(history.Result.EnumerateArray().Reverse().Select(row => row.RecordId()), first.Result.EnumerateArray().Concat(rest.Result.EnumerateArray()).Select(row => row.RecordId()));
        (await user.GetAsync($"{path}?{AuditLog.Always}")).Refused(HttpStatusCode.BadRequest, 1001);
        (await user.GetAsync($"{path}?{AuditLog.Always}&action_time=2026-01-01")).Refused(HttpStatusCode.BadRequest, 1001);
        (await user.GetAsync($"{path}?action_time=2026-01-01T00:00:00Z")).Refused(HttpStatusCode.BadRequest, [1001, 1001]);

        // Where it is not filed, and for who does not see it, it is not there.
        var other = await user.CreateAsync("Other");
        (await user.GetAsync($"{AuditLog.Of(other)}/{source.RecordId()}/history{query}")).Refused(HttpStatusCode.NotFound, 1003);
        (await user.GetAsync($"{AuditLog.Of(root)}/{Requests.UnknownId()}/history{query}")).Refused(HttpStatusCode.NotFound, 1003);
        (await user.GetAsync($"{AuditLog.Of(root)}/x/history{query}")).Refused(HttpStatusCode.NotFound, 1003);
        (await (await host.NewUserAsync()).GetAsync(path + query)).Refused(HttpStatusCode.NotFound, 1003);
    }

    private static IEnumerable<string> Names(JsonElement row) => row.EnumerateObject().Select(member => member.Name);

    private static string? Maybe(JsonElement row, string part, string name) => row.GetProperty(part).TryGetProperty(name, out var value) ? value.GetString() : null;
}
