using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>Which paths and methods there are, and what everything else answers.</summary>
public class RouteCases(SharedHosts hosts)
{
    private static readonly string Id = new('0', 32);

    [Theory, EveryDoor]
    public async Task A_method_that_a_path_lacks_is_refused_with_those_it_has(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var paths = Surface.Operations.GroupBy(operation => operation.Path).Select(path => (path.Key, Has: path.Select(operation => operation.Method).ToList()))
            .Concat(Surface.Open.Select(path => (path, Has: new List<string> { "GET" })));
        foreach (var (path, has) in paths)
        {
            foreach (var method in Surface.Methods.Except(has))
            {
                var reply = await host.SendAsync(method, path.Replace("{org}", Id, StringComparison.Ordinal).Replace("{user}", Id, StringComparison.Ordinal));
                Assert.Equal(HttpStatusCode.MethodNotAllowed, reply.Status);
                Assert.Equal(has.Order(), reply.Headers["Allow"].Split(", ").Order());
                if (method != "HEAD") reply.Refused(HttpStatusCode.MethodNotAllowed, 10405, $"{method} {path}");
            }
        }
    }

    [Theory, EveryDoor]
    public async Task A_trailing_slash_or_an_empty_segment_is_an_unknown_route_for_every_method(string engine)
    {
        var host = await hosts.GetAsync(engine);
        string[] paths =
        [
            "organizations/", "organizations//", "organizations//profile", $"organizations/{Id}/", $"organizations/{Id}//profile", $"organizations/{Id}/profile/",
            "/organizations", "user/", "user//organizations", "user/organizations/", "user/organizations//", "accounts/", "memberships/", "user/tokens/",
            "/grove/v1/users/", "/grove/v1//users", $"/grove/v1/users/{Id}/", "/grove/v1/users//tokens", "/grove/v1/users//api_key",
            $"/grove/v1/organizations//users/{Id}", $"/grove/v1/organizations/{Id}/users/", "/healthz/", "/metrics/", "/", "//", "/client", "/client/v4", "/client/v4/",
            "/grove", "/grove/v1", "/grove/v2/users", "organization", $"organizations/{Id}/members:batchDelete", $"organizations/{Id}/x", "zones", "graphql",
            $"user/organizations/{Id}/x", "organizations/a/b/c", "/favicon.ico", "/index.html", "organizations%2F", "organizations%2f" + Id,
        ];
        foreach (var path in paths)
        {
            foreach (var method in Surface.Methods)
            {
                var reply = await host.SendAsync(method, path);
                Assert.True(reply.Status == HttpStatusCode.NotFound, $"{method} {path}: {(int)reply.Status}");
                Assert.False(reply.Headers.ContainsKey("Grove-Not-Built"));
                if (method != "HEAD") reply.Refused(HttpStatusCode.NotFound, [7003, 7000], $"{method} {path}");
            }
        }
    }

    [Theory, EveryDoor]
    public async Task A_path_of_Cloudflare_that_is_not_built_says_so_for_every_method(string engine)
    {
        var host = await hosts.GetAsync(engine);
        foreach (var path in Surface.Unbuilt)
        {
            foreach (var method in Surface.Methods)
            {
                var reply = await host.SendAsync(method, path.Replace("{org}", Id, StringComparison.Ordinal).Replace("{user}", Id, StringComparison.Ordinal));
                Assert.Equal("true", reply.Headers["Grove-Not-Built"]);
                if (method != "HEAD") reply.Refused(HttpStatusCode.NotFound, [7003, 7000], $"{method} {path}");
            }
        }
    }

    [Theory, EveryDoor]
    public async Task Every_operation_asks_for_credentials_first(string engine)
    {
        // A host of its own: so many failures would shut everybody else out.
        await using var host = await GroveHost.StartAsync(engine);
        foreach (var operation in Surface.Operations.Where(operation => !operation.CredentialsOptional))
        {
            // What is wrong further on does not show.
            foreach (var path in (string[])[operation.At(Id, Id), operation.At("not-an-id", "%01"), operation.At(Id, Id) + "?page_size=x&a=%ff"])
            {
                var reply = await host.SendAsync(operation.Method, path, operation.Write ? "{" : null, ("If-Match", "\"0.0\""), ("Idempotency-Key", "a b"));
                reply.Refused(HttpStatusCode.Unauthorized, 10000, $"{operation}");
                Assert.Equal("no-store", reply.Headers["Cache-Control"]);
            }
        }
    }

    [Theory, EveryDoor]
    public async Task Every_answer_names_its_request_and_a_credentialed_one_is_not_stored(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var id = await user.CreateAsync("Root");
        var seen = new HashSet<string>();
        foreach (var reply in new[]
        {
            await user.GetAsync("organizations"), await user.GetAsync($"organizations/{id}"), await user.GetAsync("user"),
            await user.PutAsync($"organizations/{id}/profile", Surface.Profile), await user.GetAsync("organizations/x"),
            await user.PutAsync($"organizations/{id}", "{"), await user.GetAsync("/grove/v1/users"), await user.DeleteAsync($"user/organizations/{id}"),
            await host.Operator.GetAsync("/metrics"),
        })
        {
            Assert.Matches("^[0-9a-f]{32}$", reply.Headers["X-Request-Id"]);
            Assert.True(seen.Add(reply.Headers["X-Request-Id"]));
            Assert.Equal("no-store", reply.Headers["Cache-Control"]);
            Assert.False(reply.Headers.ContainsKey("Set-Cookie") || reply.Headers.ContainsKey("Server") || reply.Headers.Keys.Any(name => name.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase)));
        }
        // Nobody but the server names a request.
        var own = await user.SendAsync(HttpMethod.Get, "user", null, ("X-Request-Id", "mine"));
        Assert.NotEqual("mine", own.Headers["X-Request-Id"]);
    }

    [Theory, EveryDoor]
    public async Task Headers_that_official_clients_add_change_nothing(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var plain = await user.GetAsync("user");
        foreach (var (name, value) in ((string, string)[])[("Accept", "*/*"), ("Accept", "text/html"), ("api-version", "2026-01-01"), ("X-Stainless-Lang", "js"), ("If-None-Match", "*"), ("Range", "bytes=0-1")])
        {
            var reply = await user.SendAsync(HttpMethod.Get, "user?unknown=1", null, (name, value));
            Assert.Equal((HttpStatusCode.OK, plain.Text), (reply.Status, reply.Text));
        }
        // A read is never conditional.
        var conditional = await user.SendAsync(HttpMethod.Get, "user", null, ("If-Match", "\"99.0\""));
        Assert.Equal((HttpStatusCode.OK, plain.Text), (conditional.Status, conditional.Text));
    }
}
