using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

public class AccountListCases(SharedHosts hosts)
{
    [Theory, EveryDoor]
    public async Task All_accounts_come_once_free_ones_first_then_by_organization_and_creation(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (user, other) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await user.CreateAsync("Root");
        var below = await user.CreateAsync("Below", root);
        var elsewhere = await other.CreateAsync("Elsewhere");
        var inBelow = new List<string>();
        var inRoot = new List<string>();
        var free = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            inBelow.Add(await user.CreateAccountAsync($"below {i}", below));
            inRoot.Add(await user.CreateAccountAsync($"root {i}", root));
            free.Add(await user.CreateAccountAsync($"free {i}"));
            await other.CreateAccountAsync($"other {i}", elsewhere);
        }
        // An explicit membership in a place that is not visible, one in a place that is, and nested organization memberships.
        var given = await user.CreateAccountAsync("given");
        await host.GiveRoleAsync(elsewhere, user.Id, Role.SuperAdministrator);
        Assert.Equal(HttpStatusCode.OK, (await user.PostAsync($"accounts/{given}/move", new { destination_organization_id = elsewhere })).Status);
        await user.DeleteAsync($"user/organizations/{elsewhere}");
        await user.PostAsync($"accounts/{free[3]}/move", new { destination_organization_id = root });
        await host.GiveRoleAsync(below, user.Id, Role.ReadOnly);
        // Within an organization the account's own creation counts, also for one that was moved in.
        string[] expected = [.. free[..3], .. inRoot, free[3], .. inBelow, given];

        foreach (var size in (int[])[5, 6, 50])
        {
            Assert.Equal(expected, await user.WalkAccountsAsync("", size));
            Assert.Equal(expected.Reverse(), await user.WalkAccountsAsync("&direction=desc", size));
        }
        var page = await user.GetAsync("accounts?page=2&per_page=5");
        Assert.Equal((2, 5, 5, 13, 3), (page.Info.GetProperty("page").GetInt32(), page.Info.GetProperty("per_page").GetInt32(), page.Info.GetProperty("count").GetInt32(),
            page.Info.GetProperty("total_count").GetInt32(), page.Info.GetProperty("total_pages").GetInt32()));
        var beyond = await user.GetAsync("accounts?page=99");
        Assert.Equal((HttpStatusCode.OK, 0, 13), (beyond.Status, beyond.Result.GetArrayLength(), beyond.Info.GetProperty("total_count").GetInt32()));
        Assert.Equal(50, (await user.GetAsync("accounts?per_page=1000&page=1.0")).Info.GetProperty("per_page").GetInt32());
        Assert.Equal(5, (await user.GetAsync("accounts?per_page=0&page=-3")).Result.GetArrayLength());
        (await user.GetAsync("accounts?direction=up")).Refused(HttpStatusCode.BadRequest, 1001);
        foreach (var row in (await user.GetAsync("accounts?per_page=50")).Result.EnumerateArray())
            Assert.Equal((await user.GetAsync($"accounts/{row.Text("id")}")).Result.GetRawText(), row.GetRawText());
    }

    [Theory, EveryDoor]
    public async Task A_name_finds_exactly_itself_among_what_is_visible(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (user, other) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await user.CreateAsync("Root");
        var name = $"Name {Guid.NewGuid():N}";
        var (one, free) = (await user.CreateAccountAsync(name, root), await user.CreateAccountAsync(name));
        await user.CreateAccountAsync(name.ToUpperInvariant(), root);
        await user.CreateAccountAsync(name + "x", root);
        await other.CreateAccountAsync(name);
        var found = await user.GetAsync($"accounts?name={Uri.EscapeDataString(name)}");
        Assert.Equal([free, one], found.Ids());
        Assert.Equal(2, found.Info.GetProperty("total_count").GetInt32());
        var none = await user.GetAsync("accounts?name=absent");
        Assert.Equal((0, 0), (none.Result.GetArrayLength(), none.Info.GetProperty("total_count").GetInt32()));
    }

    [Theory, EveryDoor]
    public async Task Accounts_of_an_organization_are_its_own_with_all_six_settings(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var below = await user.CreateAsync("Below", root);
        await user.CreateAccountAsync("Deeper", below);
        var id = await user.CreateAccountAsync("Here", root);
        await user.PutAsync($"accounts/{id}", new { name = "Here", settings = new { abuse_contact_email = "a@b.example", enforce_twofactor = true } });
        var list = await user.GetAsync($"organizations/{root}/accounts");
        var row = Assert.Single(list.Result.EnumerateArray());
        Assert.Equal(["id", "created_on", "name", "type", "settings"], row.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            """{"abuse_contact_email":"a@b.example","access_approval_expiry":null,"api_access_enabled":null,"default_nameservers":null,"enforce_twofactor":true,"use_account_custom_ns_by_default":null}""",
            row.GetProperty("settings").GetRawText());
        Assert.Equal("""{"total_size":1}""", list.Info.GetRawText());
        Assert.Equal("""{"total_size":0}""", (await user.GetAsync($"organizations/{await user.CreateAsync("Empty")}/accounts")).Info.GetRawText());
    }

    [Theory, EveryDoor]
    public async Task Filters_and_orders_of_an_organizations_accounts_equal_their_oracle(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var all = new List<(string Id, string Name)>();
        foreach (var name in (string[])["Beta", "alpha", "ALPHA", "Älpha", "alphabet", "beta 2", "a%b_c", "Zeta", "straße", "b"])
            all.Add((await user.CreateAccountAsync(name, root), name));

        (string Query, Func<string, bool> Matches)[] filters =
        [
            ("", _ => true),
            ("&name=ALPHA", name => Same(name, "alpha")),
            ("&name=%C3%A4lpha", name => Same(name, "älpha")),
            ("&name.startsWith=ALPHA", name => name.StartsWith("alpha", StringComparison.OrdinalIgnoreCase)),
            ("&name.endsWith=a", name => name.EndsWith("a", StringComparison.OrdinalIgnoreCase)),
            ("&name.contains=%25b_", name => name.Contains("%b_", StringComparison.OrdinalIgnoreCase)),
            ("&account_pubname=beta", name => Same(name, "beta")),
            ("&account_pubname.startsWith=b", name => name.StartsWith('b') || name.StartsWith('B')),
            ("&account_pubname.endsWith=2", name => name.EndsWith('2')),
            ("&account_pubname.contains=et", name => name.Contains("et", StringComparison.OrdinalIgnoreCase)),
            ("&name.contains=a&account_pubname.startsWith=b", name => name.Contains('a', StringComparison.OrdinalIgnoreCase) && name.StartsWith("b", StringComparison.OrdinalIgnoreCase)),
            ("&name.contains=", _ => true),
            ("&name=nothing", _ => false),
        ];
        foreach (var (query, matches) in filters)
        {
            var inOrder = all.Where(account => matches(account.Name)).ToList();
            List<string> byName = [.. inOrder.OrderBy(account => account.Name.ToUpperInvariant(), StringComparer.Ordinal).Select(account => account.Id)];
            List<string> byCreation = [.. inOrder.Select(account => account.Id)];
            foreach (var (order, expected) in ((string, IEnumerable<string>)[])
                [("", byCreation), ("&direction=desc", byCreation.AsEnumerable().Reverse()), ("&order_by=account_name", byName), ("&order_by=account_name&direction=desc", byName.AsEnumerable().Reverse())])
            {
                foreach (var size in (int[])[1, 3, 1000]) Assert.Equal(expected, await user.WalkOrganizationAccountsAsync(root, query + order, size));
                Assert.Equal(inOrder.Count, (await user.GetAsync($"organizations/{root}/accounts?page_size=1{query}{order}")).Info.GetProperty("total_size").GetInt32());
            }
        }
    }

    [Theory, EveryDoor]
    public async Task A_page_token_is_for_its_query_and_outlives_the_row_it_stands_on(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var (root, second) = (await user.CreateAsync("Root"), await user.CreateAsync("Second"));
        string[] ids = [await user.CreateAccountAsync("a", root), await user.CreateAccountAsync("b", root), await user.CreateAccountAsync("c", root)];
        var path = $"organizations/{root}/accounts?page_size=1&order_by=account_name";
        var token = (await user.GetAsync(path)).Info.Text("next_page_token");
        foreach (var other in (string[])[$"organizations/{root}/accounts?page_size=1", $"organizations/{second}/accounts?page_size=1&order_by=account_name", path + "&name.contains=a"])
            (await user.GetAsync($"{other}&page_token={token}")).Refused(HttpStatusCode.BadRequest, 1001);
        await user.DeleteAsync($"accounts/{ids[0]}");
        await user.CreateAccountAsync("a2", root);
        var next = await user.GetAsync($"{path}&page_token={token}");
        Assert.Equal("a2", next.Result[0].Text("name"));
        Assert.Equal(3, next.Info.GetProperty("total_size").GetInt32());
        foreach (var bad in (string[])["page_size=1001", "page_size=x", "order_by=name", "direction=up", "page_token=x"])
            (await user.GetAsync($"organizations/{root}/accounts?{bad}")).Refused(HttpStatusCode.BadRequest, 1001);
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
