using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>ETag and If-Match.</summary>
public class ConditionCases(SharedHosts hosts)
{
    private const HttpStatusCode Changed = HttpStatusCode.PreconditionFailed;

    private static string Version(string tag) => tag.Trim('"').Split('.')[0];

    private static string Stale(string tag) => $"\"{Version(tag)}9.0000000000000000\"";

    [Theory, EveryDoor]
    public async Task A_tag_is_on_every_single_resource_and_on_no_list(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var made = await user.PostAsync("organizations", new { name = "Root" });
        var id = made.Result.GetProperty("id").GetString();
        (await user.PutAsync($"organizations/{id}/profile", Surface.Profile)).Succeeded();
        foreach (var reply in new[]
        {
            made, await user.GetAsync($"organizations/{id}"), await user.PutAsync($"organizations/{id}", new { name = "Root" }),
            await user.GetAsync($"organizations/{id}/profile"), await user.GetAsync("user"), await user.SendAsync(HttpMethod.Patch, "user", "{}"),
            await user.GetAsync($"user/organizations/{id}"), await host.Operator.GetAsync($"/grove/v1/users/{user.Id}"),
            await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{user.Id}", "{}"),
            await host.Operator.PutAsync($"/grove/v1/organizations/{id}/users/{user.Id}", "{}"),
        })
        {
            Assert.Equal(HttpStatusCode.OK, reply.Status);
            Assert.Matches("^\"[0-9]+\\.[0-9a-f]{16}\"$", reply.Headers["ETag"]);
        }
        foreach (var reply in new[]
        {
            await user.GetAsync("organizations"), await user.GetAsync("user/organizations"), await host.Operator.GetAsync("/grove/v1/users"),
            await user.PutAsync($"organizations/{id}/profile", Surface.Profile), await user.GetAsync("/healthz"),
        })
            Assert.False(reply.Succeeded().Headers.ContainsKey("ETag"));
    }

    [Theory, EveryDoor]
    public async Task A_tag_changes_with_the_bytes_and_its_version_only_with_the_row(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var child = await user.CreateAsync("Child", root);
        var before = (await user.GetAsync($"organizations/{child}")).Headers["ETag"];
        Assert.Equal(before, (await user.GetAsync($"organizations/{child}")).Headers["ETag"]);

        // Writing what is there already changes neither.
        Assert.Equal(before, (await user.PutAsync($"organizations/{child}", new { name = "Child" })).Headers["ETag"]);

        // An ancestor's name is in the bytes, and no lost update.
        (await user.PutAsync($"organizations/{root}", new { name = "Renamed" })).Succeeded();
        var renamed = (await user.GetAsync($"organizations/{child}")).Headers["ETag"];
        Assert.NotEqual(before, renamed);
        Assert.Equal(Version(before), Version(renamed));
        var put = await user.SendAsync(HttpMethod.Put, $"organizations/{child}", """{"name":"Child 2"}""", ("If-Match", before));
        Assert.Equal(HttpStatusCode.OK, put.Status);
        Assert.NotEqual(Version(before), Version(put.Headers["ETag"]));
        Assert.Equal(put.Headers["ETag"], (await user.GetAsync($"organizations/{child}")).Headers["ETag"]);

        // So is a moved ancestor.
        var top = await user.CreateAsync("Top");
        (await user.PutAsync($"organizations/{root}", new { name = "Renamed", parent = new { id = top } })).Succeeded();
        var moved = (await user.GetAsync($"organizations/{child}")).Headers["ETag"];
        Assert.NotEqual(put.Headers["ETag"], moved);
        Assert.Equal(Version(put.Headers["ETag"]), Version(moved));
        (await user.SendAsync(HttpMethod.Put, $"organizations/{child}", """{"name":"Child 3"}""", ("If-Match", put.Headers["ETag"]))).Succeeded();

        // A move of its own is a change of the row.
        var own = await user.PutAsync($"organizations/{child}", new { name = "Child 3", parent = new { id = top } });
        Assert.NotEqual(Version(moved), Version(own.Headers["ETag"]));
    }

    [Theory, EveryDoor]
    public async Task The_two_who_see_an_organization_differently_get_different_tags_of_one_version(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (above, below) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await above.CreateAsync("Root");
        var child = await above.CreateAsync("Child", root);
        (await host.Operator.PutAsync($"/grove/v1/organizations/{child}/users/{below.Id}", "{}")).Succeeded();
        var (one, other) = (await above.GetAsync($"organizations/{child}"), await below.GetAsync($"organizations/{child}"));
        Assert.NotEqual(one.Headers["ETag"], other.Headers["ETag"]);
        Assert.Equal(Version(one.Headers["ETag"]), Version(other.Headers["ETag"]));
        Assert.Equal([child], other.Result.GetProperty("meta").GetProperty("hierarchy_tags").EnumerateArray().Select(tag => tag.GetString()));
        (await below.SendAsync(HttpMethod.Put, $"organizations/{child}", """{"name":"X"}""", ("If-Match", one.Headers["ETag"]))).Succeeded();
        (await above.SendAsync(HttpMethod.Put, $"organizations/{child}", """{"name":"Y"}""", ("If-Match", other.Headers["ETag"]))).Refused(Changed, 1014);
    }

    [Theory, EveryDoor]
    public async Task Every_change_obeys_If_Match(string engine)
    {
        var host = await hosts.GetAsync(engine);
        foreach (var path in (string[])["PUT organizations/{org}", "PUT organizations/{org}/profile", "PATCH user", "DELETE user/organizations/{org}",
            "PATCH /grove/v1/users/{user}", "PUT /grove/v1/organizations/{org}/users/{user}", "DELETE /grove/v1/organizations/{org}/users/{user}",
            "DELETE /grove/v1/users/{user}", "DELETE organizations/{org}"])
        {
            var user = await host.NewUserAsync();
            var id = await user.CreateAsync("Root");
            (await user.PutAsync($"organizations/{id}/profile", Surface.Profile)).Succeeded();
            // Another Super Administrator, so that leaving and ending are allowed at last.
            if (path.Contains("user", StringComparison.Ordinal)) (await host.Operator.PutAsync($"/grove/v1/organizations/{id}/users/{(await host.NewUserAsync()).Id}", "{}")).Succeeded();
            var operation = Surface.Operations.Single(operation => operation.ToString() == path);
            var who = operation.OperatorsOnly ? host.Operator : user;
            Task<Reply> Send(params (string, string)[] headers) =>
                who.SendAsync(new HttpMethod(operation.Method), operation.At(id, user.Id), operation.Body, headers);

            var tag = path switch
            {
                "PATCH user" => (await user.GetAsync("user")).Headers["ETag"],
                "DELETE user/organizations/{org}" or "DELETE /grove/v1/organizations/{org}/users/{user}" or "PUT /grove/v1/organizations/{org}/users/{user}" =>
                    (await user.GetAsync($"user/organizations/{id}")).Headers["ETag"],
                _ when path.Contains("grove", StringComparison.Ordinal) => (await host.Operator.GetAsync($"/grove/v1/users/{user.Id}")).Headers["ETag"],
                _ => (await user.GetAsync($"organizations/{id}")).Headers["ETag"],
            };
            var stale = Stale(tag);
            foreach (var wrong in (string[])[stale, "W/" + tag, tag.Trim('"'), "\"\"", "\"x\"", "\"*\"", "**", "*, " + stale, $"{stale}, W/{tag}", tag + " x", "\"" + Version(tag), ",", "\"9999999999999999999999.0\"", $"\"-{Version(tag)}.0\"", $"\" {Version(tag)}.0\""])
                (await Send(("If-Match", wrong))).Refused(Changed, 1014, $"{path} {wrong}");
            Func<string, string>[] right = [_ => "*", now => $"{Stale(now)}, {now}", now => $"{Stale(now)} ,\t{now},", now => $"\"{Version(now)}.other-digest\"", now => now];
            // What is gone cannot be deleted again.
            foreach (var condition in operation.Method == "DELETE" ? right[^1..] : right)
            {
                (await Send(("If-Match", condition(tag)))).Succeeded($"{path} {condition(tag)}");
                if (operation.Method != "DELETE") tag = await CurrentAsync(host, user, path, id, tag);
            }
        }
    }

    private static async Task<string> CurrentAsync(GroveHost host, Actor user, string path, string id, string tag) => path switch
    {
        "PATCH user" => (await user.GetAsync("user")).Headers["ETag"],
        "PATCH /grove/v1/users/{user}" => (await host.Operator.GetAsync($"/grove/v1/users/{user.Id}")).Headers["ETag"],
        _ when path.StartsWith("PUT organizations", StringComparison.Ordinal) => (await user.GetAsync($"organizations/{id}")).Headers["ETag"],
        _ => tag,
    };

    [Theory, EveryDoor]
    public async Task Several_If_Match_lines_are_one_list(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var id = await user.CreateAsync("Root");
        var tag = (await user.GetAsync($"organizations/{id}")).Headers["ETag"];
        (await user.SendAsync(HttpMethod.Put, $"organizations/{id}", """{"name":"A"}""", ("If-Match", "\"7.x\""), ("If-Match", tag))).Succeeded();
        (await user.SendAsync(HttpMethod.Put, $"organizations/{id}", """{"name":"A"}""", ("If-Match", "\"7.x\""), ("If-Match", "*"))).Refused(Changed, 1014);
    }

    [Theory, EveryDoor]
    public async Task A_condition_on_a_membership_that_is_not_there_is_not_met(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, other) = (await host.NewUserAsync(), await host.NewUserAsync());
        var id = await owner.CreateAsync("Root");
        foreach (var condition in (string[])["*", "\"0.0000000000000000\"", "\"1.0000000000000000\""])
            (await host.Operator.SendAsync(HttpMethod.Put, $"/grove/v1/organizations/{id}/users/{other.Id}", "{}", ("If-Match", condition))).Refused(Changed, 1014, condition);
        (await other.GetAsync($"organizations/{id}")).Refused(HttpStatusCode.NotFound, 1003);
    }

    [Theory, EveryDoor]
    public async Task Of_concurrent_changes_with_one_tag_exactly_one_passes(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var id = await user.CreateAsync("Root");
        var tag = (await user.GetAsync($"organizations/{id}")).Headers["ETag"];
        var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            user.SendAsync(HttpMethod.Put, $"organizations/{id}", $$"""{"name":"Name {{i}}"}""", ("If-Match", tag))));
        Assert.Single(replies, reply => reply.Status == HttpStatusCode.OK);
        Assert.Equal(11, replies.Count(reply => reply.Status == Changed));
    }
}
