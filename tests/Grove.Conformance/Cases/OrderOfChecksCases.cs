using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>A request that is wrong in several ways is refused for the first: credential, token permission, syntax, visibility, right, If-Match, state.</summary>
public class OrderOfChecksCases(SharedHosts hosts)
{
    private const string Stale = "\"99.0000000000000000\"";

    [Theory, EveryDoor]
    public async Task Each_check_comes_before_those_after_it(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, reader) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var child = await owner.CreateAsync("Child", root);
        await host.GiveRoleAsync(root, reader.Id, Role.ReadOnly);
        var token = await host.NewTokenAsync(reader.Id, Policy.Allow("Memberships Write", Policy.Everything(reader.Id)));
        var full = await host.NewTokenAsync(reader.Id, Policy.Allow("User Details Write", Policy.Everything(reader.Id)));
        var (hidden, unknown) = (await (await host.NewUserAsync()).CreateAsync("Hidden"), Requests.UnknownId());

        // In each: wrong from here on, everything after it too.
        Task<Reply> Put(string path, string body, params (string, string)[] headers) => host.SendAsync("PUT", $"organizations/{path}", body, [.. headers, ("If-Match", Stale)]);
        const string malformed = """{"name":1,"parent":{"id":1}}""";
        var cycle = $$$"""{"name":"x","parent":{"id":"{{{child}}}"}}""";

        (await Put(hidden, malformed, ("X-Auth-Email", "nobody@example.com"))).Refused(HttpStatusCode.Unauthorized, 10000);
        (await Put(hidden, malformed, Requests.Bearer(token.Value))).Refused(HttpStatusCode.Forbidden, 9109);
        (await Put(hidden, "{", Requests.Bearer(token.Value))).Refused(HttpStatusCode.Forbidden, 9109);
        var syntax = (await Put(hidden, malformed, Requests.Bearer(full.Value))).Refused(HttpStatusCode.BadRequest, [1001, 1001]);
        Assert.Equal(["/name", "/parent/id"], syntax.Pointers);
        foreach (var id in (string[])[hidden, unknown, "nothing"])
            (await Put(id, cycle, Requests.Bearer(full.Value))).Refused(HttpStatusCode.NotFound, 1003);
        foreach (var parent in (string[])[hidden, unknown, "nothing", ""])
        {
            (await Put(root, $$$"""{"name":"x","parent":{"id":"{{{parent}}}"}}""", Requests.Bearer(full.Value))).Refused(HttpStatusCode.NotFound, 1003, parent);
            (await host.SendAsync("POST", "organizations", $$$"""{"name":"x","parent":{"id":"{{{parent}}}"}}""", Requests.Bearer(full.Value))).Refused(HttpStatusCode.NotFound, 1003, parent);
        }
        (await Put(root, cycle, Requests.Bearer(full.Value))).Refused(HttpStatusCode.Forbidden, 9109);
        (await owner.SendAsync(HttpMethod.Put, $"organizations/{root}", cycle, ("If-Match", Stale))).Refused(HttpStatusCode.PreconditionFailed, 1014);
        (await owner.SendAsync(HttpMethod.Put, $"organizations/{root}", cycle, ("If-Match", "*"))).Refused(HttpStatusCode.BadRequest, 1011);

        (await reader.SendAsync(HttpMethod.Delete, $"organizations/{root}", null, ("If-Match", Stale))).Refused(HttpStatusCode.Forbidden, 9109);
        (await owner.SendAsync(HttpMethod.Delete, $"organizations/{root}", null, ("If-Match", Stale))).Refused(HttpStatusCode.PreconditionFailed, 1014);
        (await owner.SendAsync(HttpMethod.Delete, $"organizations/{root}", null, ("If-Match", "*"))).Refused(HttpStatusCode.BadRequest, 1010);
        (await reader.SendAsync(HttpMethod.Put, $"organizations/{root}/profile", "{}", ("If-Match", Stale))).Refused(HttpStatusCode.BadRequest, [1001, 1001, 1001, 1001, 1001]);
        (await reader.SendAsync(HttpMethod.Put, $"organizations/{root}/profile", Surface.Profile, ("If-Match", Stale))).Refused(HttpStatusCode.Forbidden, 9109);
        (await owner.SendAsync(HttpMethod.Delete, $"user/organizations/{root}", null, ("If-Match", Stale))).Refused(HttpStatusCode.PreconditionFailed, 1014);
        (await owner.SendAsync(HttpMethod.Delete, $"user/organizations/{root}")).Refused(HttpStatusCode.BadRequest, 1013);
        Assert.Equal("Root", (await owner.GetAsync($"organizations/{root}")).Result.GetProperty("name").GetString());
    }

    [Theory, EveryDoor]
    public async Task Operators_only_is_said_before_anything_is_read(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        foreach (var operation in Surface.Operations.Where(operation => operation.OperatorsOnly))
        {
            foreach (var id in (string[])[user.Id, Requests.UnknownId(), "x"])
                (await user.SendAsync(new(operation.Method), operation.At(id, id) + "?page_size=x", operation.Body is null ? null : "{", ("Idempotency-Key", "a b")))
                    .Refused(HttpStatusCode.Forbidden, 9109, operation.ToString());
        }
        var (root, unknown) = (await user.CreateAsync("Root"), Requests.UnknownId());
        (await host.Operator.PutAsync($"/grove/v1/organizations/{unknown}/users/{unknown}", """{"roles":["x"]}""")).Refused(HttpStatusCode.BadRequest, 1001);
        (await host.Operator.SendAsync(HttpMethod.Put, $"/grove/v1/organizations/{root}/users/{unknown}", "{}", ("If-Match", Stale))).Refused(HttpStatusCode.NotFound, 1003);
        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{user.Id}", $$"""{"managing_organization_id":"{{unknown}}"}""", ("If-Match", Stale))).Refused(HttpStatusCode.NotFound, 1003);
        (await host.Operator.SendAsync(HttpMethod.Delete, $"/grove/v1/organizations/{root}/users/{user.Id}", null, ("If-Match", Stale))).Refused(HttpStatusCode.PreconditionFailed, 1014);
        (await host.Operator.DeleteAsync($"/grove/v1/organizations/{root}/users/{user.Id}")).Refused(HttpStatusCode.BadRequest, 1013);
        (await host.Operator.SendAsync(HttpMethod.Delete, $"/grove/v1/users/{user.Id}", null, ("If-Match", Stale))).Refused(HttpStatusCode.PreconditionFailed, 1014);
        (await host.Operator.DeleteAsync($"/grove/v1/users/{user.Id}")).Refused(HttpStatusCode.BadRequest, 1013);
    }
}
