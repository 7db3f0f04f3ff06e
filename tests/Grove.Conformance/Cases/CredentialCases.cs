using System.Net;
using Grove.Tests;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>Who is let in. Each test has a server of its own: failures and the clock count for everybody on it.</summary>
public class CredentialCases
{
    private const HttpStatusCode Bad = HttpStatusCode.BadRequest;
    private const HttpStatusCode Nobody = HttpStatusCode.Unauthorized;
    private const HttpStatusCode No = HttpStatusCode.Forbidden;
    private static readonly string WrongKey = new('k', 40);

    [Theory, EveryDoor]
    public async Task The_higher_credential_decides_and_a_malformed_one_is_no_fall_through(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine);
        var user = await host.NewUserAsync();
        var (_, token) = await host.NewTokenAsync(user.Id, Policy.Allow("User Details Read", Policy.Everything(user.Id)));
        var (email, key, bearer, service) = (("X-Auth-Email", user.Email), ("X-Auth-Key", user.Key), ("Authorization", "Bearer " + token), ("X-Auth-User-Service-Key", "v1.0-x"));
        var wrong = ("Authorization", "Bearer " + WrongKey);
        ((string, string)[] Headers, HttpStatusCode Status, int Code, int Chain)[] cases =
        [
            ([email, key], HttpStatusCode.OK, 0, 0), ([bearer], HttpStatusCode.OK, 0, 0), ([("authorization", "bearer " + token)], HttpStatusCode.OK, 0, 0),
            ([bearer, email, key, service], HttpStatusCode.OK, 0, 0), ([email, key, service], HttpStatusCode.OK, 0, 0),
            ([bearer, email], HttpStatusCode.OK, 0, 0), ([bearer, ("X-Auth-Key", "x")], HttpStatusCode.OK, 0, 0),
            ([("X-Auth-Email", user.Email.ToUpperInvariant()), key], HttpStatusCode.OK, 0, 0),
            ([], Nobody, 10000, 0), ([email], Nobody, 10000, 0), ([key], Nobody, 10000, 0), ([email, service], Nobody, 10000, 0), ([key, service], Nobody, 10000, 0),
            ([service], No, 10000, 0),
            ([wrong], Nobody, 1000, 0), ([wrong, email, key], Nobody, 1000, 0),
            ([email, ("X-Auth-Key", WrongKey)], No, 9103, 0), ([("X-Auth-Email", "nobody@example.com"), key], No, 9103, 0), ([("X-Auth-Email", GroveHost.OperatorEmail), key], No, 9103, 0),
            ([email, ("X-Auth-Key", token)], No, 9103, 0),
            ([("Authorization", "Basic " + token), email, key], Bad, 6003, 6111), ([("Authorization", token)], Bad, 6003, 6111), ([("Authorization", "Bearer"), email, key], Bad, 6003, 6111),
            ([("Authorization", "Bearer ")], Bad, 6003, 6111), ([("Authorization", "Bearer a b")], Bad, 6003, 6111), ([("Authorization", "Bearer " + token + ",x")], Bad, 6003, 6111),
            ([("Authorization", "Bearer " + new string('t', 201))], Bad, 6003, 6111), ([bearer, bearer], Bad, 6003, 6111), ([("Authorization", "")], Bad, 6003, 6111),
            ([("X-Auth-Email", "x"), key], Bad, 6003, 6102), ([("X-Auth-Email", "")], Bad, 6003, 6102), ([email, email, key], Bad, 6003, 6102), ([("X-Auth-Email", "a@b@c"), ("X-Auth-Key", "")], Bad, 6003, 6102),
            ([email, ("X-Auth-Key", "Bearer " + token)], Bad, 6003, 6103), ([email, ("X-Auth-Key", "short")], Bad, 6003, 6103), ([("X-Auth-Key", "x")], Bad, 6003, 6103),
            ([email, key, key], Bad, 6003, 6103), ([email, ("X-Auth-Key", new string('k', 61))], Bad, 6003, 6103), ([("X-Auth-Key", ""), service], Bad, 6003, 6103),
        ];
        foreach (var (headers, status, code, chain) in cases)
        {
            var about = string.Join("; ", headers);
            var reply = await host.SendAsync("GET", "user", null, headers);
            if (code == 0)
            {
                Assert.True(reply.Status == status, $"{about}: {reply.Text}");
                continue;
            }
            reply.Refused(status, code, about);
            var error = reply.Json.GetProperty("errors")[0];
            Assert.Equal(chain != 0, error.TryGetProperty("error_chain", out var below));
            if (chain != 0) Assert.Equal(chain, below[0].GetProperty("code").GetInt32());
            Assert.DoesNotContain(WrongKey, reply.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(token, reply.Text, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Each_request_of_one_connection_is_known_by_its_own_credential(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine);
        var (one, other) = (await host.NewUserAsync(), await host.NewUserAsync());
        var (id, token) = await host.NewTokenAsync(one.Id, Policy.Allow("User Details Read", Policy.Everything(one.Id)));
        await using var connection = await RawConnection.OpenAsync(host.Http.BaseAddress!);
        string Pair(string email, string key) => $"X-Auth-Email: {email}\r\nX-Auth-Key: {key}";
        async Task<Reply> AskAsync(string headers)
        {
            await connection.SendAsync($"GET {host.Http.BaseAddress!.AbsolutePath}user HTTP/1.1\r\nHost: grove\r\n{headers}\r\n\r\n");
            return (await connection.ReadAsync())!;
        }

        for (var again = 0; again < 2; again++)
        {
            foreach (var (headers, user) in new[] { (Pair(one.Email, one.Key), one), (Pair(other.Email, other.Key), other), ("Authorization: Bearer " + token, one) })
            {
                for (var twice = 0; twice < 2; twice++) Assert.Equal(user.Id, (await AskAsync(headers)).Result.GetProperty("id").GetString());
                // What is remembered of the request before lets nobody in who shows but a part of it.
                (await AskAsync(Pair(one.Email, other.Key))).Refused(No, 9103);
                (await AskAsync(Pair(other.Email, one.Key))).Refused(No, 9103);
                (await AskAsync("Authorization: Bearer " + one.Key)).Refused(Nobody, 1000);
            }
        }
        Assert.Equal(one.Id, (await AskAsync("Authorization: Bearer " + token)).Result.GetProperty("id").GetString());
        (await one.DeleteAsync($"user/tokens/{id}")).Succeeded();
        (await AskAsync("Authorization: Bearer " + token)).Refused(Nobody, 1000);
    }

    [Theory, EveryDoor]
    public async Task An_unknown_address_a_wrong_key_and_a_suspended_user_answer_alike(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine);
        var user = await host.NewUserAsync();
        var (_, token) = await host.NewTokenAsync(user.Id, Policy.Allow("User Details Read", Policy.Everything(user.Id)));
        (await user.GetAsync("user")).Succeeded();
        (await host.SendAsync("GET", "user", null, Requests.Bearer(token))).Succeeded();
        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{user.Id}", new { suspended = true })).Succeeded();
        var suspended = (await user.GetAsync("user")).Refused(No, 9103);
        var wrong = (await host.SendAsync("GET", "user", null, Requests.Pair(GroveHost.OperatorEmail, WrongKey))).Refused(No, 9103);
        var unknown = (await host.SendAsync("GET", "user", null, Requests.Pair("nobody@example.com", WrongKey))).Refused(No, 9103);
        Assert.Equal((suspended.Text, suspended.Text), (wrong.Text, unknown.Text));
        Assert.Equal(suspended.Text, (await host.SendAsync("GET", "user", null, Requests.Pair(user.Email, WrongKey))).Text);
        var byToken = (await host.SendAsync("GET", "user", null, Requests.Bearer(token))).Refused(Nobody, 1000);
        Assert.Equal(byToken.Text, (await host.SendAsync("GET", "user", null, Requests.Bearer(WrongKey))).Text);
        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{user.Id}", new { suspended = false })).Succeeded();
        (await user.GetAsync("user")).Succeeded();
    }

    [Theory, EveryDoor]
    public async Task A_token_is_good_only_in_its_time_and_from_its_addresses(string engine)
    {
        var clock = new TestClock();
        await using var host = await GroveHost.StartAsync(engine, options => options with { TrustedProxies = [IPNetwork.Parse("127.0.0.0/8")] }, clock);
        var user = await host.NewUserAsync();
        var policy = Policy.Allow("User Details Read", Policy.Everything(user.Id));
        string In(int seconds) => clock.GetUtcNow().AddSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        async Task<string> TokenAsync(params (string, object)[] more) => (await host.NewTokenAsync(user.Id, more.ToDictionary(m => m.Item1, m => m.Item2), policy)).Value;
        Task<Reply> Send(string token, params (string, string)[] headers) => host.SendAsync("GET", "user", null, [.. Requests.Bearer(token), .. headers]);

        var timed = await TokenAsync(("not_before", In(60)), ("expires_on", In(120)));
        (await Send(timed)).Refused(Nobody, 1000);
        clock.Advance(TimeSpan.FromSeconds(60));
        (await Send(timed)).Succeeded();
        clock.Advance(TimeSpan.FromSeconds(59));
        (await Send(timed)).Succeeded();
        // At once, although the credential is still remembered.
        clock.Advance(TimeSpan.FromSeconds(1));
        (await Send(timed)).Refused(Nobody, 1000);
        (await host.Operator.PostAsync($"/grove/v1/users/{user.Id}/tokens", new { name = "late", policies = new[] { policy }, expires_on = In(0) })).Refused(Bad, 1001);

        var near = await TokenAsync(("condition", Policy.From("192.0.2.0/24 2001:db8::/32", "192.0.2.66")));
        foreach (var (address, right) in ((string, bool)[])[("192.0.2.1", true), ("192.0.2.66", false), ("192.0.3.1", false), ("2001:db8::1", true), ("2001:db9::1", false), ("::ffff:192.0.2.1", true),
            ("192.0.2.1, 198.51.100.1", false), ("198.51.100.1, 192.0.2.1", true), ("192.0.2.1, junk", false), ("", false)])
        {
            var reply = await Send(near, ("X-Forwarded-For", address));
            if (right) reply.Succeeded(address);
            else reply.Refused(No, 9109, address);
        }
        (await Send(near)).Refused(No, 9109);

        var disabled = await TokenAsync();
        (await Send(disabled)).Succeeded();
        await Tables.ExecuteAsync(host.Database, "update api_tokens set enabled = 0");
        clock.Advance(TimeSpan.FromSeconds(5));
        (await Send(disabled)).Refused(Nobody, 1000);
    }

    [Theory, EveryDoor]
    public async Task A_forwarded_address_of_a_stranger_is_not_believed(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine);
        var user = await host.NewUserAsync();
        var condition = new Dictionary<string, object> { ["condition"] = Policy.From("192.0.2.1") };
        var (_, token) = await host.NewTokenAsync(user.Id, condition, Policy.Allow("User Details Read", Policy.Everything(user.Id)));
        foreach (var name in (string[])["X-Forwarded-For", "X-Real-IP", "Forwarded", "CF-Connecting-IP", "True-Client-IP"])
            (await host.SendAsync("GET", "user", null, [.. Requests.Bearer(token), (name, name == "Forwarded" ? "for=192.0.2.1" : "192.0.2.1")])).Refused(No, 9109, name);
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task A_revoked_credential_stops_at_once_here_and_within_five_seconds_on_other_nodes(string engine)
    {
        var clock = new TestClock();
        await using var host = await GroveHost.StartAsync(engine, clock: clock);
        await using var other = engine == Engine.Postgres ? await GroveHost.OpenAsync(host.Database, clock: clock) : null;
        foreach (var revoke in (string[])["roll", "suspend", "delete"])
        {
            var user = await host.NewUserAsync();
            var (_, token) = await host.NewTokenAsync(user.Id, Policy.Allow("User Details Write", Policy.Everything(user.Id)));
            async Task<HttpStatusCode> OnAsync(GroveHost node) => (await node.SendAsync("GET", "user", null, Requests.Pair(user.Email, user.Key))).Status;
            Assert.Equal(HttpStatusCode.OK, await OnAsync(host));
            (await host.SendAsync("GET", "user", null, Requests.Bearer(token))).Succeeded();
            if (other is not null) Assert.Equal(HttpStatusCode.OK, await OnAsync(other));

            (revoke switch
            {
                "roll" => await host.Operator.SendAsync(HttpMethod.Post, $"/grove/v1/users/{user.Id}/api_key"),
                "suspend" => await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{user.Id}", new { suspended = true }),
                _ => await host.Operator.DeleteAsync($"/grove/v1/users/{user.Id}"),
            }).Succeeded();
            Assert.Equal(No, await OnAsync(host));
            if (revoke != "roll") (await host.SendAsync("GET", "user", null, Requests.Bearer(token))).Refused(Nobody, 1000);
            if (other is null) continue;
            // Whoever is still remembered there can no longer leave anything behind that nobody owns.
            if (revoke == "delete") await other.SendAsync("POST", "organizations", """{"name":"Orphan"}""", Requests.Pair(user.Email, user.Key));
            clock.Advance(TimeSpan.FromSeconds(5));
            Assert.Equal(No, await OnAsync(other));
        }
        await Invariants.CheckAsync(host.Database);
    }

    [Theory, EveryDoor]
    public async Task After_three_hundred_failures_an_address_waits_but_valid_credentials_pass(string engine)
    {
        var clock = new TestClock();
        await using var host = await GroveHost.StartAsync(engine, options => options with { TrustedProxies = [IPNetwork.Parse("127.0.0.0/8")] }, clock);
        Task<Reply> Fail(string address) => host.SendAsync("GET", "user", null, [.. Requests.Pair("nobody@example.com", WrongKey), ("X-Forwarded-For", address)]);
        for (var i = 0; i < 300; i++) Assert.Equal(No, (await Fail("192.0.2.1")).Status);
        clock.Advance(TimeSpan.FromSeconds(10));
        var limited = (await Fail("192.0.2.1")).Refused(HttpStatusCode.TooManyRequests, 971);
        Assert.Equal("290", limited.Headers["Retry-After"]);
        (await host.SendAsync("GET", "user", null, ("X-Forwarded-For", "192.0.2.1"))).Refused(HttpStatusCode.TooManyRequests, 971);
        (await host.SendAsync("GET", "user", null, [.. Requests.Pair(GroveHost.OperatorEmail, GroveHost.OperatorKey), ("X-Forwarded-For", "192.0.2.1")])).Succeeded();
        Assert.Equal(No, (await Fail("192.0.2.2")).Status);
        clock.Advance(TimeSpan.FromSeconds(290));
        Assert.Equal(No, (await Fail("192.0.2.1")).Status);
    }

    [Theory, EveryDoor]
    public async Task A_limit_for_each_user_is_told_on_every_answer(string engine)
    {
        var clock = new TestClock();
        await using var host = await GroveHost.StartAsync(engine, options => options with { RateLimit = new(4, 60) }, clock);
        var user = await host.NewUserAsync();
        foreach (var (path, left) in ((string, int)[])[("user", 3), ("organizations/x", 2), ("organizations?page_size=x", 1), ("/grove/v1/users", 0)])
        {
            var reply = await user.GetAsync(path);
            Assert.Equal(($"\"default\";r={left};t=60", "\"default\";q=4;w=60"), (reply.Headers["Ratelimit"], reply.Headers["Ratelimit-Policy"]));
            Assert.False(reply.Headers.ContainsKey("Retry-After"));
        }
        clock.Advance(TimeSpan.FromSeconds(20.5));
        var over = (await user.GetAsync("user")).Refused(HttpStatusCode.TooManyRequests, 971);
        Assert.Equal(("40", "\"default\";r=0;t=40"), (over.Headers["Retry-After"], over.Headers["Ratelimit"]));
        clock.Advance(TimeSpan.FromSeconds(39.5));
        Assert.Equal("\"default\";r=3;t=60", (await user.GetAsync("user")).Succeeded().Headers["Ratelimit"]);
    }
}
