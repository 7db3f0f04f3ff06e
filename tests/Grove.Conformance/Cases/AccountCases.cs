using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

public class AccountCases(SharedHosts hosts)
{
    [Theory, EveryDoor]
    public async Task An_account_in_an_organization_is_read_back_as_it_was_answered(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root <&>");
        var made = await user.PostAsync("accounts", new { name = "Näme <&> 漢字", type = "enterprise", unit = new { id = root }, managed_by = new { parent_org_id = "x" } });
        Assert.Equal(HttpStatusCode.OK, made.Status);
        Assert.Equal("enterprise", made.Result.Text("type"));
        Assert.Equal((root, "Root <&>"), (made.Result.GetProperty("managed_by").Text("parent_org_id"), made.Result.GetProperty("managed_by").Text("parent_org_name")));
        Assert.Equal("""{"abuse_contact_email":null,"enforce_twofactor":false}""", made.Result.GetProperty("settings").GetRawText());
        Assert.EndsWith("Z", made.Result.Text("created_on"), StringComparison.Ordinal);
        var read = await user.GetAsync($"accounts/{made.Id()}");
        Assert.Equal((made.Text, made.Headers["ETag"]), (read.Text, read.Headers["ETag"]));
        Assert.Equal(made.Text, (await user.GetAsync($"accounts/{made.Id().ToUpperInvariant()}")).Text);
    }

    [Theory, EveryDoor]
    public async Task A_free_account_belongs_to_who_created_it(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (user, other) = (await host.NewUserAsync(), await host.NewUserAsync());
        var made = await user.PostAsync("accounts", """{"name":"Free","standalone":true,"unit":null,"type":null}""");
        Assert.Equal("standard", made.Result.Text("type"));
        Assert.False(made.Result.TryGetProperty("managed_by", out _));
        Assert.Equal(HttpStatusCode.OK, (await user.GetAsync($"accounts/{made.Id()}")).Status);
        await AssertLikeUnknownAsync(other, made.Id());
        Assert.Empty((await user.GetAsync($"accounts/{made.Id()}/organizations")).Result.EnumerateArray());
        Assert.Equal(made.Id(), (await user.DeleteAsync($"accounts/{made.Id()}")).Id());
        (await user.DeleteAsync($"accounts/{made.Id()}")).Refused(HttpStatusCode.NotFound, 1003);
        (await user.GetAsync($"accounts/{made.Id()}")).Refused(HttpStatusCode.NotFound, 1003);
    }

    [Theory, EveryDoor]
    public async Task A_body_is_refused_with_all_of_its_faults(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var bad = await user.PostAsync("accounts", new { name = " x", type = "pro", unit = new { }, standalone = false });
        Assert.Equal(HttpStatusCode.BadRequest, bad.Status);
        Assert.Equal(["/name", "/standalone", "/type", "/unit/id"], bad.Pointers.Distinct().Order(StringComparer.Ordinal));
        foreach (var body in (object[])[new { }, new { name = new string('x', 101) }, new { name = "x", unit = new { id = root }, standalone = true }, new { name = "x", unit = "y" }])
            (await user.PostAsync("accounts", body)).Refused(HttpStatusCode.BadRequest, 1001);
        foreach (var settings in (object[])[new { abuse_contact_email = "no" }, new { abuse_contact_email = 1 }, new { enforce_twofactor = "yes" }])
            (await user.PostAsync("accounts", new { name = "x", settings })).Refused(HttpStatusCode.BadRequest, 1001);
        Assert.Empty(await user.WalkAccountsAsync());
    }

    [Theory, EveryDoor]
    public async Task A_put_changes_name_and_settings_but_never_the_type(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var id = await user.CreateAccountAsync("One", root);
        var path = $"accounts/{id}";
        var first = await user.GetAsync(path);

        var full = await user.PutAsync(path, new { id, name = "Two", type = "standard", settings = new { abuse_contact_email = "abuse@example.com", enforce_twofactor = true }, managed_by = new { parent_org_id = "x" } });
        Assert.Equal("""{"abuse_contact_email":"abuse@example.com","enforce_twofactor":true}""", full.Result.GetProperty("settings").GetRawText());
        Assert.Equal(root, full.Result.GetProperty("managed_by").Text("parent_org_id"));
        Assert.Equal((full.Text, full.Headers["ETag"]), await ReadAsync(user, path));
        var named = await user.PutAsync(path, """{"name":"Three","settings":null}""");
        Assert.Equal(("Three", true), (named.Result.Text("name"), named.Result.GetProperty("settings").GetProperty("enforce_twofactor").GetBoolean()));
        var cleared = await user.PutAsync(path, """{"name":"Three","settings":{"abuse_contact_email":null}}""");
        Assert.Equal("""{"abuse_contact_email":null,"enforce_twofactor":true}""", cleared.Result.GetProperty("settings").GetRawText());

        (await user.PutAsync(path, new { name = "Four", type = "enterprise" })).Refused(HttpStatusCode.BadRequest, 1001);
        (await user.PutAsync(path, new { type = "standard" })).Refused(HttpStatusCode.BadRequest, 1001);
        (await user.SendAsync(HttpMethod.Put, path, new { name = "Four" }, ("If-Match", first.Headers["ETag"]))).Refused(HttpStatusCode.PreconditionFailed, 1014);
        (await user.SendAsync(HttpMethod.Delete, path, null, ("If-Match", first.Headers["ETag"]))).Refused(HttpStatusCode.PreconditionFailed, 1014);
        Assert.Equal("Three", (await user.GetAsync(path)).Result.Text("name"));
        Assert.Equal(HttpStatusCode.OK, (await user.SendAsync(HttpMethod.Put, path, new { name = "Four" }, ("If-Match", cleared.Headers["ETag"]))).Status);
    }

    [Theory, EveryDoor]
    public async Task A_renamed_organization_shows_in_its_accounts_and_does_not_fail_their_writers(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Before");
        var id = await user.CreateAccountAsync("A", root);
        var before = await user.GetAsync($"accounts/{id}");
        await user.PutAsync($"organizations/{root}", new { name = "After" });
        var after = await user.GetAsync($"accounts/{id}");
        Assert.Equal("After", after.Result.GetProperty("managed_by").Text("parent_org_name"));
        Assert.NotEqual(before.Headers["ETag"], after.Headers["ETag"]);
        Assert.Equal(HttpStatusCode.OK, (await user.SendAsync(HttpMethod.Put, $"accounts/{id}", new { name = "B" }, ("If-Match", before.Headers["ETag"]))).Status);
    }

    [Theory, EveryDoor]
    public async Task A_profile_is_kept_as_it_was_sent(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var id = await user.CreateAccountAsync("A", await user.CreateAsync("Root"));
        var path = $"accounts/{id}/profile";
        (await user.GetAsync(path)).Refused(HttpStatusCode.NotFound, 1003);
        const string profile = """{"business_address":"{\"line1\": \"x\"}","business_email":"a@b","business_name":" n ","business_phone":"","external_metadata":"{}"}""";
        var put = await user.SendAsync(HttpMethod.Put, path, profile);
        Assert.Equal((HttpStatusCode.NoContent, ""), (put.Status, put.Text));
        var read = await user.GetAsync(path);
        Assert.Equal(profile, read.Result.GetRawText());
        (await user.PutAsync(path, new { business_name = "x" })).Refused(HttpStatusCode.BadRequest, [1001, 1001, 1001, 1001]);
        Assert.Equal(HttpStatusCode.NoContent, (await user.SendAsync(HttpMethod.Put, path, profile, ("If-Match", read.Headers["ETag"]))).Status);
        await AssertLikeUnknownAsync(await host.NewUserAsync(), id);
    }

    [Theory, EveryDoor]
    public async Task An_idempotency_key_creates_one_account(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var body = new { name = "Once", unit = new { id = root } };
        var first = await user.SendAsync(HttpMethod.Post, "accounts", body, ("Idempotency-Key", "k1"));
        var again = await user.SendAsync(HttpMethod.Post, "accounts", body, ("Idempotency-Key", "k1"));
        Assert.Equal((first.Text, first.Headers["ETag"]), (again.Text, again.Headers["ETag"]));
        Assert.Equal([first.Id()], await user.WalkAccountsAsync());
        (await user.SendAsync(HttpMethod.Post, "accounts", new { name = "Other" }, ("Idempotency-Key", "k1"))).Refused(HttpStatusCode.BadRequest, 1017);
        await user.DeleteAsync($"accounts/{first.Id()}");
        await user.DeleteAsync($"organizations/{root}");
        (await user.SendAsync(HttpMethod.Post, "accounts", body, ("Idempotency-Key", "k1"))).Refused(HttpStatusCode.NotFound, 1003);
    }

    [Theory, EveryDoor]
    public async Task An_organization_with_accounts_is_not_deleted(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var id = await user.CreateAccountAsync("A", root);
        var refused = await user.DeleteAsync($"organizations/{root}");
        refused.Refused(HttpStatusCode.BadRequest, 1010);
        Assert.Contains("1 account", refused.Text, StringComparison.Ordinal);
        await user.DeleteAsync($"accounts/{id}");
        Assert.Equal(HttpStatusCode.OK, (await user.DeleteAsync($"organizations/{root}")).Status);
    }

    [Theory, EveryDoor]
    public async Task Capability_flags_switch_creation_and_deletion_off(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var id = await user.CreateAccountAsync("A", root);
        await host.SetFlagAsync(root, "account_creation", false);
        (await user.PostAsync("accounts", new { name = "B", unit = new { id = root } })).Refused(HttpStatusCode.Forbidden, 1002);
        await host.SetFlagAsync(root, "account_creation", true);
        await user.CreateAccountAsync("B", root);
        await host.SetFlagAsync(root, "account_deletion", false);
        (await user.DeleteAsync($"accounts/{id}")).Refused(HttpStatusCode.Forbidden, 1002);
        await host.SetFlagAsync(root, "account_deletion", true);
        Assert.Equal(HttpStatusCode.OK, (await user.DeleteAsync($"accounts/{id}")).Status);
    }

    [Theory, EveryDoor]
    public async Task The_limit_holds_at_its_edge_under_concurrency(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine, options => options with { MaxAccounts = 3 });
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        await user.CreateAccountAsync("1", root);
        await user.CreateAccountAsync("2", root);
        var free = await user.CreateAccountAsync("Free");
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => i == 0
            ? user.PostAsync($"accounts/{free}/move", new { destination_organization_id = root })
            : user.PostAsync("accounts", new { name = $"Racer {i}", unit = new { id = root } })));
        Assert.Single(replies, reply => reply.Status == HttpStatusCode.OK);
        Assert.All(replies.Where(reply => reply.Status != HttpStatusCode.OK), reply => Assert.Equal((HttpStatusCode.Forbidden, 1012), reply.Told()));
        Assert.Equal(3, (await user.WalkOrganizationAccountsAsync(root)).Count);
    }

    [Theory, EveryDoor]
    public async Task Creating_in_an_organization_that_is_being_deleted_leaves_neither_half(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        for (var round = 0; round < 5; round++)
        {
            var root = await user.CreateAsync("Root");
            var (create, delete) = (user.PostAsync("accounts", new { name = "A", unit = new { id = root } }), user.DeleteAsync($"organizations/{root}"));
            await Task.WhenAll(create, delete);
            var (created, deleted) = ((await create).Status == HttpStatusCode.OK, (await delete).Status == HttpStatusCode.OK);
            Assert.True(created ^ deleted);
            Assert.Equal(created ? (HttpStatusCode.BadRequest, 1010) : (HttpStatusCode.NotFound, 1003), created ? (await delete).Told() : (await create).Told());
        }
    }

    [Theory, EveryDoor]
    public async Task Operators_set_flags_and_managed_by(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var path = $"/grove/v1/organizations/{root}";
        var before = await user.GetAsync($"organizations/{root}");
        var changed = await host.Operator.SendAsync(HttpMethod.Patch, path, """{"flags":{"account_mobility":"disabled","account_creation_applies_tenant_defaults":"enabled"},"managed_by":"partner"}""");
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        var kept = await host.Operator.GetAsync(path);
        Assert.Equal((changed.Text, changed.Headers["ETag"]), (kept.Text, kept.Headers["ETag"]));
        var read = await user.GetAsync($"organizations/{root}");
        var meta = read.Result.GetProperty("meta");
        Assert.Equal(("disabled", "disabled", "enabled", "enabled", "partner"),
            (meta.GetProperty("flags").Text("account_mobility"), meta.GetProperty("tenant_flags").Text("account_mobility"),
                meta.GetProperty("tenant_flags").Text("account_creation_applies_tenant_defaults"), meta.GetProperty("flags").Text("account_creation"), meta.Text("managed_by")));
        (await host.Operator.SendAsync(HttpMethod.Patch, path, new { }, ("If-Match", before.Headers["ETag"]))).Refused(HttpStatusCode.PreconditionFailed, 1014);
        await host.Operator.SendAsync(HttpMethod.Patch, path, """{"managed_by":null}""");
        Assert.False((await user.GetAsync($"organizations/{root}")).Result.GetProperty("meta").TryGetProperty("managed_by", out _));

        foreach (var body in (string[])["""{"flags":{"other":"enabled"}}""", """{"flags":{"account_creation":"on"}}""", """{"flags":{"account_creation":true}}""", """{"flags":null}""", """{"managed_by":""}""", """{"name":"x"}"""])
            (await host.Operator.SendAsync(HttpMethod.Patch, path, body)).Refused(HttpStatusCode.BadRequest, 1001);
        (await user.SendAsync(HttpMethod.Patch, path, new { })).Refused(HttpStatusCode.Forbidden, 9109);
        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/organizations/{Guid.NewGuid():N}", new { })).Refused(HttpStatusCode.NotFound, 1003);
    }

    [Theory, EveryDoor]
    public async Task What_is_not_built_says_so_and_wrong_methods_are_told(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var id = await user.CreateAccountAsync("A");
        Assert.Equal("true", (await user.PostAsync("accounts/move", new { })).Headers["Grove-Not-Built"]);
        (await user.SendAsync(HttpMethod.Patch, $"accounts/{id}", new { })).Refused(HttpStatusCode.MethodNotAllowed, 10405);
        (await user.GetAsync($"accounts/{id}/move")).Refused(HttpStatusCode.MethodNotAllowed, 10405);
    }

    private static async Task<(string, string)> ReadAsync(Actor actor, string path)
    {
        var reply = await actor.GetAsync(path);
        return (reply.Text, reply.Headers["ETag"]);
    }

    /// <summary>Every operation on the account answers to <paramref name="actor"/> byte for byte what it answers for an id that nobody has.</summary>
    internal static async Task AssertLikeUnknownAsync(Actor actor, string id)
    {
        const string profile = """{"business_address":"","business_email":"","business_name":"","business_phone":"","external_metadata":""}""";
        var home = await actor.CreateAsync("Home");
        (HttpMethod Method, string Suffix, object? Body)[] operations =
        [
            (HttpMethod.Get, "", null), (HttpMethod.Put, "", new { name = "x" }), (HttpMethod.Delete, "", null), (HttpMethod.Get, "/organizations", null),
            (HttpMethod.Post, "/move", new { destination_organization_id = home }), (HttpMethod.Get, "/profile", null), (HttpMethod.Put, "/profile", profile),
        ];
        foreach (var (method, suffix, body) in operations)
        {
            var real = await actor.SendAsync(method, $"accounts/{id}{suffix}", body);
            real.Refused(HttpStatusCode.NotFound, 1003);
            foreach (var nobody in (string[])[Requests.UnknownId(), "nothing-can-have-this"])
                Assert.Equal(real.Text, (await actor.SendAsync(method, $"accounts/{nobody}{suffix}", body)).Text);
        }
        Assert.DoesNotContain(id, await actor.WalkAccountsAsync());
    }
}
