using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>The catalogue of roles on accounts, in its two forms.</summary>
public class AccountRoleCases(SharedHosts hosts)
{
    private static readonly string[] Ids = [AccountRoleId.SuperAdministrator, AccountRoleId.Administrator, AccountRoleId.ReadOnly];
    private static readonly string[] Names = ["Super Administrator - All Privileges", "Administrator", "Administrator Read Only"];

    private static readonly string[] Areas =
        ["analytics", "billing", "cache_purge", "dns", "dns_records", "lb", "logs", "organization", "ssl", "waf", "zone_settings", "zones"];

    [Theory, EveryDoor]
    public async Task Every_account_has_the_same_three_roles(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var path = $"accounts/{await user.CreateAccountAsync("A")}/roles";
        var list = (await user.GetAsync(path)).Succeeded();
        Assert.Equal(Ids, list.Ids());
        Assert.Equal(Names, list.Result.EnumerateArray().Select(role => role.Text("name")));
        Assert.Equal((3, 3), (list.Info.GetProperty("count").GetInt32(), list.Info.GetProperty("total_count").GetInt32()));
        foreach (var role in list.Result.EnumerateArray())
        {
            Assert.Equal(role.GetRawText(), (await user.GetAsync($"{path}/{role.Text("id")!.ToUpperInvariant()}")).Succeeded().Result.GetRawText());
            Assert.Equal(["id", "name", "description", "permissions"], role.EnumerateObject().Select(member => member.Name));
            Assert.Equal(Areas, role.GetProperty("permissions").EnumerateObject().Select(area => area.Name));
            Assert.All(role.GetProperty("permissions").EnumerateObject(), area => Assert.True(area.Value.GetProperty("read").GetBoolean()));
        }
        Assert.Equal(
            [Areas, Areas.Except(["billing", "organization"]), []],
            list.Result.EnumerateArray().Select(role => role.GetProperty("permissions").EnumerateObject().Where(area => area.Value.GetProperty("write").GetBoolean()).Select(area => area.Name)));
        foreach (var id in (string[])[Requests.UnknownId(), Role.ReadOnly, "x"]) (await user.GetAsync($"{path}/{id}")).Refused(HttpStatusCode.NotFound, 1003);
        var beyond = (await user.GetAsync(path + "?page=2&per_page=1")).Succeeded();
        Assert.Equal((0, 5, 3), (beyond.Result.GetArrayLength(), beyond.Info.GetProperty("per_page").GetInt32(), beyond.Info.GetProperty("total_count").GetInt32()));
        Assert.Empty((await user.GetAsync(path + "?page=2147483647&per_page=50")).Succeeded().Ids());
        (await user.GetAsync(path + "?page=x")).Refused(HttpStatusCode.BadRequest, 1001);
    }

    [Theory, EveryDoor]
    public async Task The_permission_groups_are_the_roles(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var path = $"accounts/{await user.CreateAccountAsync("A")}/iam/permission_groups";
        var list = (await user.GetAsync(path)).Succeeded();
        Assert.Equal(Ids, list.Ids());
        foreach (var group in list.Result.EnumerateArray())
        {
            Assert.Equal(group.GetRawText(), (await user.GetAsync($"{path}/{group.Text("id")}")).Succeeded().Result.GetRawText());
            foreach (var query in (string[])[$"id={group.Text("id")!.ToUpperInvariant()}", $"name={Uri.EscapeDataString(group.Text("name")!)}", $"label={group.GetProperty("meta").Text("label")}"])
                Assert.Equal([group.Text("id")!], (await user.GetAsync($"{path}?{query}")).Succeeded(query).Ids());
        }
        Assert.Empty((await user.GetAsync(path + "?name=administrator")).Succeeded().Ids());
        Assert.Empty((await user.GetAsync($"{path}?id={Ids[0]}&label=administrator")).Succeeded().Ids());
        (await user.GetAsync($"{path}/{Requests.UnknownId()}")).Refused(HttpStatusCode.NotFound, 1003);
    }

    [Theory, EveryDoor]
    public async Task They_are_shown_to_whoever_sees_the_account(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var account = await owner.CreateAccountAsync("A", root);
        var (reader, stranger) = (await host.NewMemberAsync(root, Role.ReadOnly), await host.NewUserAsync());
        foreach (var path in (string[])["roles", $"roles/{Ids[0]}", "iam/permission_groups", $"iam/permission_groups/{Ids[0]}"])
        {
            (await reader.GetAsync($"accounts/{account}/{path}")).Succeeded(path);
            var hidden = (await stranger.GetAsync($"accounts/{account}/{path}")).Refused(HttpStatusCode.NotFound, 1003, path);
            Assert.Equal(hidden.Text, (await stranger.GetAsync($"accounts/{Requests.UnknownId()}/{path}")).Text);
        }
    }

    [Theory, EveryDoor]
    public async Task One_list_has_the_roles_on_organizations_and_on_accounts_and_says_which_is_which(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var roles = (await user.GetAsync("/grove/v1/roles")).Succeeded().Result.EnumerateArray().ToList();
        Assert.Equal([Role.SuperAdministrator, Role.Administrator, Role.ReadOnly], Of("organization"));
        Assert.Equal(Ids, Of("account"));
        Assert.Equal(6, roles.Count);
        Assert.DoesNotContain(roles[^1].GetProperty("permissions").EnumerateArray(), word => word.GetString()!.EndsWith(":edit", StringComparison.Ordinal));
        IEnumerable<string?> Of(string scope) => roles.Where(role => role.Text("scope") == scope).Select(role => role.Text("id"));
    }
}
