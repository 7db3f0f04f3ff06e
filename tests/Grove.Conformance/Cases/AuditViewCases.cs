using System.Net;
using System.Text.Json;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>Who sees which records, and what of them is left out.</summary>
public class AuditViewCases(SharedHosts hosts)
{
    [Theory, EveryDoor]
    public async Task The_log_of_a_subtree_has_what_was_below_at_that_moment(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var a = await owner.CreateAsync("A", root);
        var leaf = await owner.CreateAsync("Leaf", a);
        var gone = await owner.CreateAsync("Gone", a);
        var account = await owner.CreateAccountAsync("Account", leaf);
        (await owner.DeleteAsync($"organizations/{gone}")).Succeeded();

        string[] below = [$"Create organization {leaf}", $"Create organization {gone}", $"Create account {account}", $"Delete organization {gone}"];
        string[] By(string[] lines) => [.. lines.Select(line => $"{line} by {owner.Id}")];
        Assert.Equal(By([$"Create organization {root}", $"Create organization {a}", .. below]), await owner.TellAsync(AuditLog.Below(root)));
        Assert.Equal(By([$"Create organization {a}", .. below]), await owner.TellAsync(AuditLog.Below(a)));
        Assert.Equal(By([below[0], below[2]]), await owner.TellAsync(AuditLog.Below(leaf)));
        // The deletion is filed where somebody is left to read it.
        Assert.Equal(By([$"Create organization {a}", below[3]]), await owner.TellAsync(AuditLog.Of(a)));
        (await owner.GetAsync($"{AuditLog.Of(gone)}?{AuditLog.Always}")).Refused(HttpStatusCode.NotFound, 1003);

        var rows = await owner.ReadAsync(AuditLog.Below(a), "&direction=asc");
        Assert.Equal([a, leaf, gone, leaf, gone], rows.Select(row => row.GetProperty("organization").Text("id")));
        Assert.Equal($$$"""{"name":"Gone","parent":{"id":"{{{a}}}"}}""", rows[4].GetProperty("before").GetRawText());
        Assert.False(rows[4].TryGetProperty("after", out _) || rows[4].GetProperty("resource").TryGetProperty("response", out _));
        Assert.Equal((1, $$$"""{"name":"Leaf","parent":{"id":"{{{a}}}"}}"""), (rows[1].GetProperty("attempts").GetInt32(), rows[1].GetProperty("after").GetRawText()));
    }

    [Theory, EveryDoor]
    public async Task Who_reads_of_one_place_of_a_move_is_told_nothing_of_the_other_when_they_come_to_see_it(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var (left, entered) = (await owner.CreateAsync("Left"), await owner.CreateAsync("Entered"));
        var account = await owner.CreateAccountAsync("Account", left);
        var reader = await host.NewMemberAsync(entered);
        (await owner.PostAsync($"accounts/{account}/move", new { destination_organization_id = entered })).Succeeded();
        // Now the place that was left is below a place of theirs.
        (await owner.PutAsync($"organizations/{left}", new { name = "Left", parent = new { id = entered } })).Succeeded();

        async Task<int> Moves(Actor who, string log) => (await who.ReadAsync(log)).Count(row => row.GetProperty("action").Text("description") == "Move account");
        foreach (var log in (string[])[AuditLog.Of(left), AuditLog.Below(left)]) Assert.Equal((1, 0), (await Moves(owner, log), await Moves(reader, log)));
        foreach (var log in (string[])[AuditLog.Of(entered), AuditLog.Below(entered)]) Assert.Equal((1, 1), (await Moves(owner, log), await Moves(reader, log)));
        var record = (await reader.ReadAsync(AuditLog.Of(entered), $"&resource_id={account}&resource_type=account")).Single(row => row.GetProperty("action").Text("description") == "Move account");
        var history = $"logs/audit/{record.RecordId()}/history?{AuditLog.Always}&action_time=2026-01-01T00:00:00Z";
        (await reader.GetAsync($"organizations/{entered}/{history}")).Succeeded();
        (await reader.GetAsync($"organizations/{left}/{history}")).Refused(HttpStatusCode.NotFound, 1003);
    }

    [Theory, EveryDoor]
    public async Task A_move_shows_no_earlier_history_to_those_above_the_new_place(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var (from, to) = (await owner.CreateAsync("From"), await owner.CreateAsync("To"));
        var x = await owner.CreateAsync("X", from);
        var below = await owner.CreateAsync("Below", x);
        var (left, entered, own) = (await host.NewMemberAsync(from), await host.NewMemberAsync(to), await host.NewMemberAsync(x));
        (await owner.PutAsync($"organizations/{x}", new { name = "Moved", parent = new { id = to } })).Succeeded();
        (await owner.PutAsync($"organizations/{below}", new { name = "Later" })).Succeeded();

        string Line(string what, string id) => $"{what} organization {id} by {owner.Id}";
        var earlier = new[] { Line("Create", x), Line("Create", below) };
        var move = Line("Move", x);
        var later = Line("Update", below);
        static bool Organizational(string line) => line.Contains("organization ", StringComparison.Ordinal) && !line.Contains("member", StringComparison.Ordinal);
        async Task<List<string>> Lines(Actor reader, string log) => [.. (await reader.TellAsync(log)).Where(Organizational)];

        Assert.Equal([Line("Create", from), .. earlier, move], await Lines(left, AuditLog.Below(from)));
        Assert.Equal([Line("Create", to), move, later], await Lines(entered, AuditLog.Below(to)));
        // Those who see it through the new place alone.
        Assert.Equal([move], await Lines(entered, AuditLog.Of(x)));
        Assert.Equal([move, later], await Lines(entered, AuditLog.Below(x)));
        Assert.Equal([later], await Lines(entered, AuditLog.Of(below)));
        // A member of its own keeps all of it, without the places above; who was a member of both sees both.
        Assert.Equal([earlier[0].Replace(owner.Id, "system", StringComparison.Ordinal), move.Replace(owner.Id, "system", StringComparison.Ordinal)], await Lines(own, AuditLog.Of(x)));
        Assert.Equal([.. earlier, move, later], await Lines(owner, AuditLog.Below(x)));
        (await left.GetAsync($"{AuditLog.Of(x)}?{AuditLog.Always}")).Refused(HttpStatusCode.NotFound, 1003);

        async Task<(string?, string?)> Parents(Actor reader, string log)
        {
            var row = (await reader.ReadAsync(log)).Single(row => row.GetProperty("action").Text("description") == "Move organization");
            string? Parent(string state) => row.GetProperty(state).TryGetProperty("parent", out var parent) ? parent.Text("id") : null;
            return (Parent("before"), Parent("after"));
        }
        Assert.Equal((from, null), await Parents(left, AuditLog.Below(from)));
        Assert.Equal((null, to), await Parents(entered, AuditLog.Below(to)));
        Assert.Equal((null, null), await Parents(own, AuditLog.Below(x)));
        Assert.Equal((from, to), await Parents(owner, AuditLog.Below(x)));
    }

    [Theory, EveryDoor]
    public async Task An_account_that_moves_is_recorded_once_and_each_side_reads_its_own_place(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var (a, b) = (await owner.CreateAsync("A", root), await owner.CreateAsync("B", root));
        var account = await owner.CreateAccountAsync("Account", a);
        var (left, entered) = (await host.NewMemberAsync(a), await host.NewMemberAsync(b));
        (await owner.PostAsync($"accounts/{account}/move", new { destination_organization_id = b })).Succeeded();

        async Task<(string?, string?, string?)> Sides(Actor reader, string log)
        {
            var row = Assert.Single(await reader.ReadAsync(log), row => row.GetProperty("action").Text("description") == "Move account");
            string? Side(string state) => row.GetProperty(state).TryGetProperty("organization_id", out var id) ? id.GetString() : null;
            return (row.GetProperty("organization").Text("id"), Side("before"), Side("after"));
        }
        Assert.Equal((a, a, null), await Sides(left, AuditLog.Below(a)));
        Assert.Equal((b, null, b), await Sides(entered, AuditLog.Below(b)));
        Assert.Equal((b, a, b), await Sides(owner, AuditLog.Below(root)));
        Assert.Single(await owner.ReadAsync(AuditLog.Of(a), $"&resource_id={account}&action_type=update"));
        Assert.Single(await owner.ReadAsync(AuditLog.Of(b), $"&resource_id={account}&action_type=update"));
        Assert.Single(await host.Operator.ReadAsync(AuditLog.Everything, $"&resource_id={account}&action_type=update"));
    }

    [Theory, EveryDoor]
    public async Task An_actor_from_above_what_the_reader_sees_is_the_system_and_is_not_found_by_filters(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var above = await host.NewUserAsync();
        var root = await above.CreateAsync("Root");
        var x = await above.CreateAsync("X", root);
        var below = await above.CreateAsync("Below", x);
        var (reader, beside) = (await host.NewMemberAsync(x, Role.ReadOnly), await host.NewMemberAsync(x));
        (await above.SendAsync(HttpMethod.Put, $"organizations/{x}", new { name = "From above" }, ("User-Agent", "above/1"))).Succeeded();
        (await beside.PutAsync($"organizations/{x}", new { name = "From beside" })).Succeeded();
        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/organizations/{x}", new { managed_by = "x" })).Succeeded();

        foreach (var log in (string[])[AuditLog.Of(x), AuditLog.Below(x)])
        {
            var rows = await reader.ReadAsync(log, "&resource_type=organization");
            var hidden = rows.Single(row => row.GetProperty("resource").TryGetProperty("response", out var state) && state.TryGetProperty("name", out var name) && name.GetString() == "From above");
            Assert.Equal("""{"type":"system"}""", hidden.GetProperty("actor").GetRawText());
            Assert.False(hidden.GetProperty("raw").TryGetProperty("user_agent", out _));
            Assert.All(rows, row => Assert.DoesNotContain(above.Id, row.GetRawText(), StringComparison.Ordinal));
            Assert.All(rows, row => Assert.DoesNotContain(root, row.GetRawText(), StringComparison.Ordinal));
            Assert.Contains(rows, row => row.GetProperty("actor").TryGetProperty("id", out var id) && id.GetString() == beside.Id);
            var @operator = rows.Single(row => row.GetProperty("actor").Text("type") == "cloudflare_admin").GetProperty("actor");
            Assert.Equal(GroveHost.OperatorEmail, @operator.Text("email"));
            Assert.True(@operator.TryGetProperty("id", out _));

            var system = rows.Where(row => row.GetProperty("actor").Text("type") == "system").Select(row => row.RecordId()).ToList();
            async Task<List<string>> FoundAsync(string query) => (await reader.ReadAsync(log, "&resource_type=organization" + query)).ConvertAll(row => row.RecordId());
            foreach (var query in (string[])[$"&actor_id={above.Id}", $"&actor_email={above.Email}", "&actor_type=user&actor_context=api_key&actor_id.not=" + beside.Id, "&actor_ip_address=127.0.0.1&actor_type=system"])
                Assert.Empty(await FoundAsync(query));
            Assert.Equal(system, await FoundAsync("&actor_type=system"));
            Assert.Equal(system, await FoundAsync("&actor_context.not=api_key"));
            Assert.Equal(rows.Select(row => row.RecordId()), await FoundAsync($"&actor_id.not={above.Id}"));
            Assert.Equal(rows.Select(row => row.RecordId()).Except(system), await FoundAsync("&actor_type.not=system"));
        }
        // For who sees the top it is all there, also through a lower place.
        Assert.Contains($"Update organization {x} by {above.Id}", await above.TellAsync(AuditLog.Of(x)));
        Assert.Contains($"Create organization {below} by system", await reader.TellAsync(AuditLog.Of(below)));
    }

    [Theory, EveryDoor]
    public async Task A_token_sees_the_log_of_what_it_is_for(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var x = await owner.CreateAsync("X", root);
        var (y, z) = (await owner.CreateAsync("Y", x), await owner.CreateAsync("Z", x));
        Task<Actor> Token(params object[] policies) => host.ByTokenAsync(owner, policies);
        const string group = "Audit Logs Read";

        var whole = await Token(Policy.Allow(group, Policy.Everything(owner.Id)));
        Assert.Equal(await owner.TellAsync(AuditLog.Below(root)), await whole.TellAsync(AuditLog.Below(root)));
        var narrow = await Token(Policy.Allow(group, Policy.Subtree(x)));
        (await narrow.GetAsync($"{AuditLog.Of(root)}?{AuditLog.Always}")).Refused(HttpStatusCode.NotFound, 1003);
        // The token begins at X, so who acts from above it is hidden, its owner too.
        Assert.Equal([$"Create organization {x} by system", $"Create organization {y} by system", $"Create organization {z} by system"], await narrow.TellAsync(AuditLog.Below(x)));
        Assert.All(await narrow.ReadAsync(AuditLog.Below(x)), row => Assert.DoesNotContain(root, row.GetRawText(), StringComparison.Ordinal));
        var without = await Token(Policy.Allow(group, Policy.Everything(owner.Id)), Policy.Deny(group, Policy.Subtree(y)));
        Assert.Equal([$"Create organization {x} by {owner.Id}", $"Create organization {z} by {owner.Id}"], await without.TellAsync(AuditLog.Below(x)));
        (await without.GetAsync($"{AuditLog.Of(y)}?{AuditLog.Always}")).Refused(HttpStatusCode.NotFound, 1003);
        var both = await Token(Policy.Allow(group, Policy.Subtree(x)), Policy.Deny(group, Policy.Subtree(z)));
        Assert.Equal([$"Create organization {x} by system", $"Create organization {y} by system"], await both.TellAsync(AuditLog.Below(x)));
        (await (await Token(Policy.Allow("User Details Write", Policy.Everything(owner.Id)))).GetAsync($"{AuditLog.Of(x)}?{AuditLog.Always}")).Refused(HttpStatusCode.Forbidden, 9109);
    }

    [Theory, EveryDoor]
    public async Task Operators_read_everything_and_nobody_else_does(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var (token, _) = await host.NewTokenAsync(user.Id, Policy.Allow("User Details Read", Policy.Everything(user.Id)));
        (await user.SendAsync(HttpMethod.Patch, "user", new { first_name = "Ada" })).Succeeded();
        (await user.DeleteAsync($"organizations/{root}")).Succeeded();
        (await user.GetAsync(AuditLog.Everything)).Refused(HttpStatusCode.Forbidden, 9109);

        var rows = await host.Operator.ReadAsync(AuditLog.Everything, "&direction=asc", limit: 2);
        Assert.Equal((await Tables.DumpAsync(host.Database))["audit_records"].Select(row => row["id"]).Order(StringComparer.Ordinal), rows.Select(row => row.RecordId()));
        Assert.Equal(
        [
            "Create user system", "Create user cloudflare_admin", "Create organization user", "Create user token cloudflare_admin", "Update user user", "Delete organization user",
        ], rows.Select(row => $"{row.GetProperty("action").Text("description")} {row.GetProperty("actor").Text("type")}"));
        Assert.Equal(["user", "user", "organizations", "user", "user", "organizations"], rows.Select(row => row.GetProperty("resource").Text("scope")));
        Assert.Equal("{}", rows[0].GetProperty("raw").GetRawText());
        Assert.Equal(token, rows[3].GetProperty("resource").Text("id"));
        Assert.Equal("""{"first_name":"Ada"}""", rows[4].GetProperty("resource").GetProperty("request").GetRawText());
        Assert.Equal(JsonValueKind.Null, rows[4].GetProperty("before").GetProperty("first_name").ValueKind);
        Assert.Equal(4, (await host.Operator.ReadAsync(AuditLog.Everything, "&resource_scope=user")).Count);
        Assert.Equal(["Create user"], (await host.Operator.ReadAsync(AuditLog.Everything, "&actor_type=system")).Select(row => row.GetProperty("action").Text("description")));
        Assert.Equal(2, (await host.Operator.ReadAsync(AuditLog.Everything, "&actor_type=cloudflare_admin&actor_context.not=api_token")).Count);
        Assert.Equal(6, (await host.Operator.GetAsync(AuditLog.Everything)).Result.GetArrayLength());
    }
}
