using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

public class AccountAccessCases(SharedHosts hosts)
{
    private static readonly string[] Both = ["Account Settings Write", "User Details Write"];

    [Theory, EveryDoor]
    public async Task Each_role_may_do_what_it_may_whether_held_here_or_above(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var place = await owner.CreateAsync("Place", root);
        foreach (var at in (string[])[root, place])
        {
            foreach (var (role, may) in ((string, bool)[])[(Role.SuperAdministrator, true), (Role.Administrator, true), (Role.ReadOnly, false)])
            {
                var member = await host.NewMemberAsync(at, role);
                var id = await owner.CreateAccountAsync("A", place);
                Assert.Equal((await owner.GetAsync($"accounts/{id}")).Text, (await member.GetAsync($"accounts/{id}")).Text);
                Assert.Contains(id, await member.WalkAccountsAsync());
                Assert.Contains(id, await member.WalkOrganizationAccountsAsync(place));
                var told = may ? (HttpStatusCode.OK, 0) : (HttpStatusCode.Forbidden, 9109);
                Assert.Equal(told, (await member.PutAsync($"accounts/{id}", new { name = "B" })).Told());
                Assert.Equal(may ? HttpStatusCode.NoContent : HttpStatusCode.Forbidden, (await member.PutAsync($"accounts/{id}/profile",
                    new { business_address = "", business_email = "", business_name = "", business_phone = "", external_metadata = "" })).Status);
                Assert.Equal(told, (await member.PostAsync("accounts", new { name = "C", unit = new { id = place } })).Told());
                Assert.Equal(told, (await member.PostAsync($"accounts/{id}/move", new { destination_organization_id = place })).Told());
                Assert.Equal(told, (await member.DeleteAsync($"accounts/{id}")).Told());
            }
        }
    }

    [Theory, EveryDoor]
    public async Task What_is_invisible_is_as_if_it_were_not_there(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var (left, right) = (await owner.CreateAsync("Left", root), await owner.CreateAsync("Right", root));
        var id = await owner.CreateAccountAsync("A", left);
        foreach (var stranger in (Actor[])[await host.NewUserAsync(), await host.NewMemberAsync(right), await host.NewUserAsync(asOperator: true)])
        {
            await AccountCases.AssertLikeUnknownAsync(stranger, id);
            var unknown = await stranger.GetAsync($"organizations/{Requests.UnknownId()}/accounts");
            unknown.Refused(HttpStatusCode.NotFound, 1003);
            Assert.Equal(unknown.Text, (await stranger.GetAsync($"organizations/{left}/accounts")).Text);
            var refused = await stranger.PostAsync("accounts", new { name = "x", unit = new { id = left } });
            refused.Refused(HttpStatusCode.NotFound, 1003);
            Assert.Equal(refused.Text, (await stranger.PostAsync("accounts", new { name = "x", unit = new { id = Requests.UnknownId() } })).Text);
        }
    }

    [Theory, EveryDoor]
    public async Task The_chain_begins_at_the_topmost_organization_that_the_caller_sees(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var middle = await owner.CreateAsync("Middle", root);
        var leaf = await owner.CreateAsync("Leaf", middle);
        var id = await owner.CreateAccountAsync("A", leaf);
        Assert.Equal([root, middle, leaf], (await owner.GetAsync($"accounts/{id}/organizations")).Ids());
        var member = await host.NewMemberAsync(middle);
        var chain = await member.GetAsync($"accounts/{id}/organizations");
        Assert.Equal([middle, leaf], chain.Ids());
        Assert.False(chain.Json.TryGetProperty("result_info", out _));
        Assert.False(chain.Result[0].TryGetProperty("parent", out _));
        foreach (var row in chain.Result.EnumerateArray()) Assert.Equal((await member.GetAsync($"organizations/{row.Text("id")}")).Result.GetRawText(), row.GetRawText());
        await host.GiveRoleAsync(leaf, member.Id, Role.SuperAdministrator);
        Assert.Equal(chain.Text, (await member.GetAsync($"accounts/{id}/organizations")).Text);
    }

    [Theory, EveryDoor]
    public async Task A_token_for_one_account_reaches_it_and_no_organization(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var (id, other, free) = (await user.CreateAccountAsync("A", root), await user.CreateAccountAsync("B", root), await user.CreateAccountAsync("Free"));
        foreach (var one in (string[])[id, free])
        {
            var token = await host.ByTokenAsync(user, Both, ("allow", $"com.cloudflare.api.account.{one}"));
            var seen = await token.GetAsync($"accounts/{one}");
            Assert.Equal((HttpStatusCode.OK, false), (seen.Status, seen.Result.TryGetProperty("managed_by", out _)));
            Assert.Equal([one], await token.WalkAccountsAsync());
            Assert.Equal(1, (await token.GetAsync("accounts")).Info.GetProperty("total_count").GetInt32());
            Assert.Empty((await token.GetAsync($"accounts/{one}/organizations")).Result.EnumerateArray());
            Assert.Equal(HttpStatusCode.OK, (await token.PutAsync($"accounts/{one}", new { name = "A" })).Status);
            (await token.GetAsync($"accounts/{other}")).Refused(HttpStatusCode.NotFound, 1003);
            (await token.GetAsync($"organizations/{root}")).Refused(HttpStatusCode.NotFound, 1003);
            (await token.GetAsync($"organizations/{root}/accounts")).Refused(HttpStatusCode.NotFound, 1003);
            Assert.Empty(await token.WalkAsync());
            (await token.PostAsync("accounts", new { name = "x", unit = new { id = root } })).Refused(HttpStatusCode.NotFound, 1003);
            (await token.PostAsync($"accounts/{one}/move", new { destination_organization_id = root })).Refused(HttpStatusCode.NotFound, 1003);
            (await token.PostAsync("accounts", new { name = "x" })).Refused(HttpStatusCode.Forbidden, 9109);
        }
    }

    [Theory, EveryDoor]
    public async Task A_token_for_an_organization_reaches_the_accounts_below_it(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var (left, right) = (await user.CreateAsync("Left", root), await user.CreateAsync("Right", root));
        var below = await user.CreateAsync("Below", left);
        var (free, inLeft, inBelow, inRight) = (await user.CreateAccountAsync("F"), await user.CreateAccountAsync("L", left),
            await user.CreateAccountAsync("B", below), await user.CreateAccountAsync("R", right));
        var token = await host.ByTokenAsync(user, Both, ("allow", $"com.cloudflare.api.organization.{left}"));
        Assert.Equal([inLeft, inBelow], await token.WalkAccountsAsync());
        Assert.Equal([left, below], (await token.GetAsync($"accounts/{inBelow}/organizations")).Ids());
        foreach (var hidden in (string[])[free, inRight]) (await token.GetAsync($"accounts/{hidden}")).Refused(HttpStatusCode.NotFound, 1003);
        // What is left lies outside of what the token reaches.
        var both = await host.ByTokenAsync(user, Both, ("allow", $"com.cloudflare.api.organization.{left}"), ("allow", $"com.cloudflare.api.account.{inRight}"));
        Assert.Equal([inLeft, inRight, inBelow], await both.WalkAccountsAsync());
        (await both.PostAsync($"accounts/{inRight}/move", new { destination_organization_id = left })).Refused(HttpStatusCode.Forbidden, 9109);
        Assert.Equal(HttpStatusCode.OK, (await both.PostAsync($"accounts/{inBelow}/move", new { destination_organization_id = left })).Status);
    }

    [Theory, EveryDoor]
    public async Task What_a_token_denies_is_not_there_for_it(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var (left, right) = (await user.CreateAsync("Left", root), await user.CreateAsync("Right", root));
        var (free, one, two, three) = (await user.CreateAccountAsync("F"), await user.CreateAccountAsync("1", left),
            await user.CreateAccountAsync("2", left), await user.CreateAccountAsync("3", right));
        var everything = ("allow", $"com.cloudflare.api.user.{user.Id}");
        var token = await host.ByTokenAsync(user, Both, everything, ("deny", $"com.cloudflare.api.account.{one}"), ("deny", $"com.cloudflare.api.organization.{right}"));
        Assert.Equal([free, two], await token.WalkAccountsAsync());
        Assert.Equal([two], await token.WalkOrganizationAccountsAsync(left));
        Assert.Equal(1, (await token.GetAsync($"organizations/{left}/accounts")).Info.GetProperty("total_size").GetInt32());
        foreach (var denied in (string[])[one, three]) (await token.GetAsync($"accounts/{denied}")).Refused(HttpStatusCode.NotFound, 1003);
        (await token.GetAsync($"organizations/{right}/accounts")).Refused(HttpStatusCode.NotFound, 1003);
        var onlyAccount = await host.ByTokenAsync(user, Both, everything, ("deny", $"com.cloudflare.api.account.{free}"));
        Assert.Equal([one, two, three], await onlyAccount.WalkAccountsAsync());
        Assert.Equal([root, left, right], await onlyAccount.WalkAsync());
        var inPlace = await host.ByTokenAsync(user, Both, everything, ("deny", $"com.cloudflare.api.account.{one}"));
        Assert.Empty(await inPlace.WalkAsync($"&containing.account={one.ToUpperInvariant()}"));
        Assert.Equal([root, left], await inPlace.WalkAsync($"&containing.account={two}"));
    }

    [Theory, EveryDoor]
    public async Task Accounts_ask_tokens_for_account_settings(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var id = await user.CreateAccountAsync("A", root);
        var everything = ("allow", $"com.cloudflare.api.user.{user.Id}");
        var reader = await host.ByTokenAsync(user, ["Account Settings Read"], everything);
        foreach (var path in (string[])["accounts", $"accounts/{id}", $"accounts/{id}/organizations", $"organizations/{root}/accounts"])
            Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync(path)).Status);
        (await reader.PutAsync($"accounts/{id}", new { name = "B" })).Refused(HttpStatusCode.Forbidden, 9109);
        (await reader.PostAsync("/grove/v1/accounts/move", new { })).Refused(HttpStatusCode.Forbidden, 9109);
        var details = await host.ByTokenAsync(user, ["User Details Write"], everything);
        (await details.GetAsync("accounts")).Refused(HttpStatusCode.Forbidden, 9109);
        (await details.GetAsync($"organizations/{root}/accounts")).Refused(HttpStatusCode.Forbidden, 9109);
    }
}
