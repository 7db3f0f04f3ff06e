using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>POST with an Idempotency-Key happens once.</summary>
public class IdempotencyCases(SharedHosts hosts)
{
    private static Task<Reply> PostAsync(Actor who, string key, string path = "organizations", string body = """{"name":"Once"}""") =>
        who.SendAsync(HttpMethod.Post, path, body, ("Idempotency-Key", key));

    private static async Task<int> CountAsync(Actor who) => (await who.GetAsync("organizations?page_size=1")).Info.GetProperty("total_size").GetInt32();

    [Theory, EveryDoor]
    public async Task A_repeated_request_gets_the_same_bytes_and_does_nothing(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var key = Requests.UnknownId();
        var first = (await PostAsync(user, key)).Succeeded();
        (await user.PutAsync($"organizations/{first.Result.GetProperty("id").GetString()}", new { name = "Renamed since" })).Succeeded();
        var second = (await PostAsync(user, key)).Succeeded();
        Assert.Equal((first.Text, first.Headers["ETag"]), (second.Text, second.Headers["ETag"]));
        Assert.NotEqual(first.Headers["X-Request-Id"], second.Headers["X-Request-Id"]);
        Assert.Equal((false, "true"), (first.Headers.ContainsKey("Idempotent-Replayed"), second.Headers["Idempotent-Replayed"]));
        Assert.Equal(1, await CountAsync(user));

        // The key belongs to user, path and query: elsewhere it is another.
        var other = await host.NewUserAsync();
        Assert.NotEqual(first.Text, (await PostAsync(other, key)).Succeeded().Text);
        Assert.NotEqual(first.Text, (await PostAsync(user, key, "organizations?x=1")).Succeeded().Text);
        Assert.NotEqual(first.Text, (await PostAsync(user, key + "2")).Succeeded().Text);
        Assert.Equal(3, await CountAsync(user));

        // Secrets too are shown again to who has the key, and only to them.
        var path = $"/grove/v1/users/{user.Id}/tokens";
        var token = (await PostAsync(host.Operator, key, path, Surface.Token)).Succeeded();
        Assert.Equal(token.Text, (await PostAsync(host.Operator, key, path, Surface.Token)).Text);
        var made = (await PostAsync(host.Operator, key, "/grove/v1/users", $$"""{"email":"{{key}}@x"}""")).Succeeded();
        Assert.Equal(made.Text, (await PostAsync(host.Operator, key, "/grove/v1/users", $$"""{"email":"{{key}}@x"}""")).Succeeded().Text);
    }

    [Theory, EveryDoor]
    public async Task Another_body_under_the_same_key_is_refused(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var key = Requests.UnknownId();
        (await PostAsync(user, key)).Succeeded();
        foreach (var body in (string[])["""{"name":"Twice"}""", """{ "name":"Once"}""", """{"name":"Once","x":1}"""])
            (await PostAsync(user, key, body: body)).Refused(HttpStatusCode.BadRequest, 1017);
        (await PostAsync(user, key, body: """{"name":1}""")).Refused(HttpStatusCode.BadRequest, 1001);
        Assert.Equal(1, await CountAsync(user));
    }

    [Theory, EveryDoor]
    public async Task A_refused_request_leaves_its_key_free(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var key = Requests.UnknownId();
        (await PostAsync(user, key, body: """{"name":""}""")).Refused(HttpStatusCode.BadRequest, 1001);
        (await PostAsync(user, key, body: $$$"""{"name":"x","parent":{"id":"{{{Requests.UnknownId()}}}"}}""")).Refused(HttpStatusCode.NotFound, 1003);
        var readable = await (await host.NewUserAsync()).CreateAsync("Readable");
        await host.GiveRoleAsync(readable, user.Id, Role.ReadOnly);
        (await PostAsync(user, key, body: $$$"""{"name":"x","parent":{"id":"{{{readable}}}"}}""")).Refused(HttpStatusCode.Forbidden, 9109);
        (await PostAsync(user, key)).Succeeded();
        var email = $"{Requests.UnknownId()}@x";
        (await host.Operator.PostAsync("/grove/v1/users", new { email })).Succeeded();
        (await PostAsync(host.Operator, key, "/grove/v1/users", $$"""{"email":"{{email}}"}""")).Refused(HttpStatusCode.BadRequest, 1001);
        (await PostAsync(host.Operator, key, "/grove/v1/users", $$"""{"email":"2{{email}}"}""")).Succeeded();
    }

    [Theory, EveryDoor]
    public async Task Permission_and_visibility_are_checked_before_a_replay(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, member) = (await host.NewUserAsync(), await host.NewUserAsync());
        var (root, key) = (await owner.CreateAsync("Root"), Requests.UnknownId());
        await host.GiveRoleAsync(root, member.Id, Role.Administrator);
        var body = $$$"""{"name":"Below","parent":{"id":"{{{root}}}"}}""";
        var made = (await PostAsync(member, key, body: body)).Succeeded();
        Assert.Equal(made.Text, (await PostAsync(member, key, body: body)).Succeeded().Text);

        // By a token that reaches elsewhere only, or one that may only read.
        var elsewhere = await host.ByTokenAsync(member, Policy.Allow("User Details Write", Policy.Subtree(Requests.UnknownId())));
        (await PostAsync(elsewhere, key, body: body)).Refused(HttpStatusCode.NotFound, 1003);
        var reading = await host.ByTokenAsync(member, Policy.Allow("User Details Read", Policy.Everything(member.Id)));
        (await PostAsync(reading, key, body: body)).Refused(HttpStatusCode.Forbidden, 9109);
        var rootKey = Requests.UnknownId();
        (await PostAsync(member, rootKey)).Succeeded();
        (await PostAsync(elsewhere, rootKey)).Refused(HttpStatusCode.Forbidden, 9109);

        // The parent lost, then gone.
        (await host.Operator.DeleteAsync($"/grove/v1/organizations/{root}/users/{member.Id}")).Succeeded();
        (await PostAsync(member, key, body: body)).Refused(HttpStatusCode.NotFound, 1003);
        (await PostAsync(member, key, body: body.Replace("Below", "Other", StringComparison.Ordinal))).Refused(HttpStatusCode.NotFound, 1003);
        await host.GiveRoleAsync(root, member.Id, Role.ReadOnly);
        Assert.Equal(made.Text, (await PostAsync(member, key, body: body)).Succeeded().Text);
    }

    [Theory, EveryDoor]
    public async Task What_an_operator_made_is_not_told_again_once_it_is_gone_or_out_of_reach(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (user, key) = (await host.NewUserAsync(), Requests.UnknownId());
        var second = await host.NewUserAsync(asOperator: true);
        foreach (var (path, body) in ((string, string)[])[($"/grove/v1/users/{user.Id}/tokens", Surface.Token), ($"/grove/v1/users/{user.Id}/api_key", "")])
        {
            var made = (await PostAsync(second, key, path, body)).Succeeded();
            Assert.Equal(made.Text, (await PostAsync(second, key, path, body)).Succeeded().Text);
        }
        // A weaker token of the same operator learns nothing that it could not have made.
        var weak = await host.ByTokenAsync(second, Policy.Allow("Grove Operator", Policy.Everything(second.Id)));
        (await PostAsync(weak, key, $"/grove/v1/users/{user.Id}/tokens", Surface.Token)).Refused(HttpStatusCode.Forbidden, 9109);
        (await host.Operator.DeleteAsync($"/grove/v1/users/{user.Id}")).Succeeded();
        (await PostAsync(second, key, $"/grove/v1/users/{user.Id}/tokens", Surface.Token)).Refused(HttpStatusCode.NotFound, 1003);
        (await PostAsync(second, key, $"/grove/v1/users/{user.Id}/api_key", "")).Refused(HttpStatusCode.NotFound, 1003);
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task A_malformed_key_is_refused_and_other_methods_ignore_it(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        foreach (var bad in (string[])["", "a b", new string('k', 256), "k\u0001", "ké", "k\t"])
        {
            var reply = await RawConnection.OneAsync(host.Http.BaseAddress!,
                $"POST /client/v4/organizations HTTP/1.1\r\nHost: x\r\nX-Auth-Email: {user.Email}\r\nX-Auth-Key: {user.Key}\r\nIdempotency-Key: a\r\nIdempotency-Key: {bad}\r\nContent-Length: 12\r\n\r\n{{\"name\":\"x\"}}");
            // Control characters do not get past the HTTP server.
            if (reply!.Headers.ContainsKey("X-Request-Id")) reply.Refused(HttpStatusCode.BadRequest, 1001, bad);
            else Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
            if (bad.Trim().Length > 0 && bad.All(c => c is >= ' ' and <= '~')) (await PostAsync(user, bad)).Refused(HttpStatusCode.BadRequest, 1001, bad);
        }
        (await PostAsync(user, new string('k', 255))).Succeeded();
        (await PostAsync(user, "~!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}")).Succeeded();
        Assert.Equal(2, await CountAsync(user));
        var id = await user.CreateAsync("x");
        (await user.SendAsync(HttpMethod.Put, $"organizations/{id}", """{"name":"y"}""", ("Idempotency-Key", "a b"))).Succeeded();
        (await user.SendAsync(HttpMethod.Get, "user", null, ("Idempotency-Key", "a b"))).Succeeded();
    }

    [Theory, EveryDoor]
    public async Task Equal_requests_at_once_happen_once(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (user, key) = (await host.NewUserAsync(), Requests.UnknownId());
        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => PostAsync(user, key)));
        Assert.All(replies, reply => Assert.Equal(replies[0].Text, reply.Succeeded().Text));
        Assert.Equal(1, await CountAsync(user));
        // Of two bodies under one key one wins, and the other is told.
        var races = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => PostAsync(user, key + "r", body: $$"""{"name":"Body {{i % 2}}"}""")));
        Assert.Equal(8, races.Count(reply => reply.Status == HttpStatusCode.OK));
        Assert.Equal(8, races.Count(reply => reply.Status == HttpStatusCode.BadRequest && reply.Codes[0] == 1017));
        Assert.Equal(2, await CountAsync(user));
    }

    [Theory, EveryDoor]
    public async Task After_a_day_a_key_is_new_again(string engine)
    {
        var clock = new Tests.TestClock();
        await using var host = await GroveHost.StartAsync(engine, clock: clock);
        var key = Requests.UnknownId();
        var first = (await PostAsync(host.Operator, key)).Succeeded();
        clock.Advance(TimeSpan.FromHours(23.9));
        Assert.Equal(first.Text, (await PostAsync(host.Operator, key)).Succeeded().Text);
        clock.Advance(TimeSpan.FromHours(0.2));
        var second = (await PostAsync(host.Operator, key)).Succeeded();
        Assert.NotEqual(first.Text, second.Text);
        Assert.Equal(second.Text, (await PostAsync(host.Operator, key)).Succeeded().Text);
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task A_replay_works_on_another_node_and_nothing_stored_shows_a_secret(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine);
        var key = "idempotency-" + Requests.UnknownId();
        var made = (await PostAsync(host.Operator, key, "/grove/v1/users", """{"email":"new@example.com"}""")).Succeeded();
        var secret = made.Result.GetProperty("api_key").GetString()!;
        var dump = await Tables.DumpAsync(host.Database);
        Assert.DoesNotContain(secret, dump.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(key, dump.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(GroveHost.OperatorKey, dump.Text, StringComparison.Ordinal);
        if (engine == Engine.Sqlite) return;
        await using var other = await GroveHost.OpenAsync(host.Database);
        Assert.Equal(made.Text, (await PostAsync(other.Operator, key, "/grove/v1/users", """{"email":"new@example.com"}""")).Succeeded().Text);
    }
}
