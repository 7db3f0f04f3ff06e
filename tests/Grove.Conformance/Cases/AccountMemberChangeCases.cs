using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>Changing and removing members of accounts, and the Super Administrator that every free account keeps.</summary>
public class AccountMemberChangeCases(SharedHosts hosts)
{
    private const HttpStatusCode Bad = HttpStatusCode.BadRequest;

    [Theory, EveryDoor]
    public async Task A_change_replaces_all_roles_and_takes_back_what_an_answer_shows(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var account = await owner.CreateAccountAsync("A");
        var member = await owner.JoinAccountAsync(account, guest, AccountRoleId.Administrator);
        (await guest.PutAsync($"accounts/{account}", new { name = "By them" })).Succeeded();
        var changed = (await owner.SetAccountRolesAsync(account, member, AccountRoleId.ReadOnly)).Succeeded();
        Assert.Equal([AccountRoleId.ReadOnly], changed.Result.RoleIds());
        Assert.Equal(changed.Text, (await owner.GetAsync($"accounts/{account}/members/{member}")).Text);
        (await guest.PutAsync($"accounts/{account}", new { name = "x" })).Refused(HttpStatusCode.Forbidden, 9109);
        var both = (await owner.PutAsync($"accounts/{account}/members/{member}", new { roles = new[] { AccountRoleId.ReadOnly, AccountRoleId.Administrator, AccountRoleId.ReadOnly } })).Succeeded().Result;
        Assert.Equal([AccountRoleId.Administrator, AccountRoleId.ReadOnly], both.RoleIds());
        // What an answer shows is taken back, the policies that there are none of among it; nothing but the roles is changed.
        var echoed = (await owner.PutAsync($"accounts/{account}/members/{member}", both.GetRawText().Replace("accepted", "pending", StringComparison.Ordinal))).Succeeded();
        Assert.Equal(both.GetRawText(), echoed.Result.GetRawText());
    }

    [Theory, EveryDoor]
    public async Task A_removed_member_is_gone_and_can_be_added_again_as_another(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var account = await owner.CreateAccountAsync("A");
        var seen = new HashSet<string>();
        foreach (var end in (string[])["removed", "left", "rejected", "withdrawn", "put away"])
        {
            var id = await owner.InviteToAccountAsync(account, guest.Email);
            Assert.True(seen.Add(id));
            if (end is "removed" or "left") (await guest.AnswerMembershipAsync(id, "accepted")).Succeeded();
            if (end == "rejected") Assert.Equal("rejected", (await guest.AnswerMembershipAsync(id, "rejected")).Succeeded().Result.Text("status"));
            if (end is "left" or "put away") Assert.Equal($$"""{"id":"{{id}}"}""", (await guest.DeleteAsync($"memberships/{id}")).Succeeded().Result.GetRawText());
            if (end is "removed" or "withdrawn") Assert.Equal($$"""{"id":"{{id}}"}""", (await owner.RemoveFromAccountAsync(account, id)).Succeeded().Result.GetRawText());
            (await guest.GetAsync($"accounts/{account}")).Refused(HttpStatusCode.NotFound, 1003, end);
            Assert.Equal([(owner.Email, "accepted")], await owner.AccountMembersAsync(account));
            var shown = await owner.GetAsync($"accounts/{account}/members/{id}");
            if (end is "rejected" or "put away") Assert.Equal("rejected", shown.Succeeded(end).Result.Text("status"));
            else shown.Refused(HttpStatusCode.NotFound, 1003, end);
            if (end is not "rejected") (await guest.GetAsync($"memberships/{id}")).Refused(HttpStatusCode.NotFound, 1003, end);
            if (end is "rejected") (await owner.SetAccountRolesAsync(account, id, AccountRoleId.Administrator)).Refused(Bad, 1001);
        }
        Assert.Equal(2, (await owner.AccountMembersAsync(account, "&status=rejected")).Count);
        var last = (await owner.GetAsync($"accounts/{account}/members?status=rejected")).Ids()[0];
        (await owner.RemoveFromAccountAsync(account, last)).Succeeded();
        (await owner.RemoveFromAccountAsync(account, last)).Refused(HttpStatusCode.NotFound, 1003);
    }

    [Theory, EveryDoor]
    public async Task The_last_Super_Administrator_of_a_free_account_stays_one(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, other) = (await host.NewUserAsync(), await host.NewUserAsync());
        var account = await owner.CreateAccountAsync("A");
        var own = await owner.MembershipOfAsync(account);
        // Neither who may less counts, nor who has not accepted.
        var second = await owner.JoinAccountAsync(account, other, AccountRoleId.Administrator);
        await owner.InviteToAccountAsync(account, Invitations.NewAddress(), AccountRoleId.SuperAdministrator);
        (await owner.RemoveFromAccountAsync(account, own)).Refused(Bad, 1013);
        (await owner.SetAccountRolesAsync(account, own, AccountRoleId.Administrator, AccountRoleId.ReadOnly)).Refused(Bad, 1013);
        (await owner.DeleteAsync($"memberships/{own}")).Refused(Bad, 1013);
        (await owner.SetAccountRolesAsync(account, own, AccountRoleId.SuperAdministrator, AccountRoleId.ReadOnly)).Succeeded();
        (await owner.SetAccountRolesAsync(account, second, AccountRoleId.SuperAdministrator)).Succeeded();
        (await owner.DeleteAsync($"memberships/{own}")).Succeeded();
        (await other.DeleteAsync($"memberships/{second}")).Refused(Bad, 1013);

        // In an organization it needs none of its own.
        var root = await other.CreateAsync("Root");
        (await other.PostAsync($"accounts/{account}/move", new { destination_organization_id = root })).Succeeded();
        Assert.Equal("accepted", (await other.GetAsync($"memberships/{second}")).Succeeded().Result.Text("status"));
        (await other.SetAccountRolesAsync(account, second, AccountRoleId.ReadOnly)).Succeeded();
        (await other.RemoveFromAccountAsync(account, second)).Succeeded();
        (await other.GetAsync($"accounts/{account}/members?status=accepted")).Succeeded();
        await Invariants.CheckAsync(host.Database);
    }

    [Theory, EveryDoor]
    public async Task The_last_one_of_a_free_account_is_not_deleted(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (user, heir) = (await host.NewUserAsync(), await host.NewUserAsync());
        var accounts = new List<string>();
        for (var i = 0; i < 12; i++) accounts.Add(await user.CreateAccountAsync($"A {i}"));
        var root = await user.CreateAsync("Root");
        Task<Reply> DeleteAsync() => host.Operator.DeleteAsync($"/grove/v1/users/{user.Id}");
        var both = (await DeleteAsync()).Refused(Bad, [1013, 1013]).Json.GetProperty("errors");
        Assert.Contains(root, both[0].Text("message"), StringComparison.Ordinal);
        var named = both[1].Text("message")!;
        Assert.Equal(accounts.Take(10), System.Text.RegularExpressions.Regex.Matches(named, "[0-9a-f]{32}").Select(match => match.Value));
        Assert.Contains("12", named, StringComparison.Ordinal);
        (await user.PostAsync("/grove/v1/accounts/move", new { account_ids = accounts.Skip(1), destination_organization_id = root })).Succeeded();
        await host.GiveRoleAsync(root, heir.Id, Role.SuperAdministrator);
        (await DeleteAsync()).Refused(Bad, 1013);
        await user.JoinAccountAsync(accounts[0], heir, AccountRoleId.SuperAdministrator);
        (await DeleteAsync()).Succeeded();
        foreach (var account in accounts) (await heir.GetAsync($"accounts/{account}/members")).Succeeded();
        Assert.Equal([(heir.Email, "accepted")], await heir.AccountMembersAsync(accounts[0]));
        await Invariants.CheckAsync(host.Database);
    }

    [Theory, EveryDoor]
    public async Task Without_the_capability_of_its_organization_nobody_manages_the_members_of_an_account(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var (inside, free) = (await owner.CreateAccountAsync("In", root), await owner.CreateAccountAsync("Free"));
        var member = await owner.InviteToAccountAsync(inside, guest.Email, AccountRoleId.SuperAdministrator);
        await host.SetFlagAsync(root, "member_management", on: false);
        (await guest.AnswerMembershipAsync(member, "accepted")).Succeeded();
        foreach (var who in (Actor[])[owner, guest])
        {
            (await who.AddToAccountAsync(inside, Invitations.NewAddress())).Refused(HttpStatusCode.Forbidden, 1002);
            (await who.SetAccountRolesAsync(inside, member, AccountRoleId.ReadOnly)).Refused(HttpStatusCode.Forbidden, 1002);
            (await who.RemoveFromAccountAsync(inside, member)).Refused(HttpStatusCode.Forbidden, 1002);
        }
        await owner.JoinAccountAsync(free, guest);
        (await guest.DeleteAsync($"memberships/{member}")).Succeeded();
    }

    [Theory, EveryDoor]
    public async Task Each_check_comes_before_those_after_it(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, reader) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var account = await owner.CreateAccountAsync("A", root);
        await host.GiveRoleAsync(root, reader.Id, Role.ReadOnly);
        var member = await owner.InviteToAccountAsync(account, Invitations.NewAddress());
        await host.SetFlagAsync(root, "member_management", on: false);
        var hidden = await (await host.NewUserAsync()).CreateAccountAsync("Hidden");
        Task<Reply> PutAsync(Actor actor, string path, string tag, string body) => actor.SendAsync(HttpMethod.Put, $"accounts/{path}", body, ("If-Match", tag));
        const string stale = "\"99.0\"";
        var body = $$"""{"roles":[{"id":"{{AccountRoleId.Administrator}}"}]}""";
        var token = await host.ByTokenAsync(reader, Policy.Allow("Memberships Write", Policy.Everything(reader.Id)));
        (await PutAsync(token, $"{hidden}/members/{member}", stale, "{")).Refused(HttpStatusCode.Forbidden, 9109);
        (await PutAsync(reader, $"{hidden}/members/{member}", stale, "{}")).Refused(Bad, 1001);
        (await PutAsync(reader, $"{hidden}/members/{member}", stale, body)).Refused(HttpStatusCode.NotFound, 1003);
        (await PutAsync(reader, $"{account}/members/{Requests.UnknownId()}", stale, body)).Refused(HttpStatusCode.NotFound, 1003);
        (await PutAsync(reader, $"{account}/members/{member}", stale, body)).Refused(HttpStatusCode.Forbidden, 9109);
        (await PutAsync(owner, $"{account}/members/{member}", stale, body)).Refused(HttpStatusCode.PreconditionFailed, 1014);
        (await PutAsync(owner, $"{account}/members/{member}", "*", body)).Refused(HttpStatusCode.Forbidden, 1002);
        (await reader.SendAsync(HttpMethod.Delete, $"accounts/{account}/members/{member}", null, ("If-Match", stale))).Refused(HttpStatusCode.Forbidden, 9109);
        (await owner.SendAsync(HttpMethod.Delete, $"accounts/{account}/members/{member}", null, ("If-Match", stale))).Refused(HttpStatusCode.PreconditionFailed, 1014);
        // What is known of an address is told after everything else.
        (await reader.AddToAccountAsync(account, owner.Email, status: "accepted")).Refused(HttpStatusCode.Forbidden, 9109);
        await host.SetFlagAsync(root, "member_management", on: true);
        var made = await owner.GetAsync($"accounts/{account}/members/{member}");
        (await PutAsync(owner, $"{account}/members/{member}", made.Headers["ETag"], body)).Succeeded();
        (await PutAsync(owner, $"{account}/members/{member}", made.Headers["ETag"], body)).Refused(HttpStatusCode.PreconditionFailed, 1014);
    }

    [Theory, EveryDoor]
    public async Task A_token_reaches_the_members_of_the_accounts_that_it_covers(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var (inside, free) = (await owner.CreateAccountAsync("In", root), await owner.CreateAccountAsync("Free"));
        foreach (var (resource, reached, not) in ((string, string, string)[])[(Policy.Subtree(root), inside, free), ($"com.cloudflare.api.account.{free}", free, inside)])
        {
            var narrow = await host.ByTokenAsync(owner, Policy.Allow("Account Settings Write", resource));
            var member = (await narrow.AddToAccountAsync(reached, Invitations.NewAddress())).Succeeded().Id();
            (await narrow.GetAsync($"accounts/{reached}/members")).Succeeded();
            (await narrow.RemoveFromAccountAsync(reached, member)).Succeeded();
            (await narrow.GetAsync($"accounts/{not}/members")).Refused(HttpStatusCode.NotFound, 1003);
            (await narrow.AddToAccountAsync(not, Invitations.NewAddress())).Refused(HttpStatusCode.NotFound, 1003);
        }
        var reader = await host.ByTokenAsync(owner, Policy.Allow("Account Settings Read", Policy.Everything(owner.Id)));
        (await reader.GetAsync($"accounts/{free}/members")).Succeeded();
        (await reader.AddToAccountAsync(free, Invitations.NewAddress())).Refused(HttpStatusCode.Forbidden, 9109);
    }

    [Theory, EveryDoor]
    public async Task Every_change_is_one_audit_record_of_the_organization_that_holds_the_account(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var account = await owner.CreateAccountAsync("A", root);
        var member = await owner.InviteToAccountAsync(account, guest.Email);
        (await owner.AddToAccountAsync(account, guest.Email)).Refused(Bad, 1001);
        (await guest.AnswerMembershipAsync(member, "accepted")).Succeeded();
        (await guest.AnswerMembershipAsync(member, "rejected")).Refused(Bad, 1001);
        (await owner.SetAccountRolesAsync(account, member, AccountRoleId.Administrator)).Succeeded();
        (await owner.RemoveFromAccountAsync(account, member)).Succeeded();
        var second = await owner.InviteToAccountAsync(account, guest.Email);
        (await guest.AnswerMembershipAsync(second, "rejected")).Succeeded();
        (await guest.DeleteAsync($"memberships/{second}")).Succeeded();
        await owner.JoinAccountAsync(account, guest);
        (await guest.DeleteAsync($"memberships/{await guest.MembershipOfAsync(account)}")).Succeeded();
        var records = (await Tables.DumpAsync(host.Database))["audit_records"].Where(record => record["resource_type"] == "account_member").ToList();
        Assert.Equal(
            ["account.member.create", "account.invite.accept", "account.member.update", "account.member.delete", "account.member.create", "account.invite.reject",
             "account.member.create", "account.invite.accept", "account.member.leave"],
            records.Where(record => record["organization_id"] == root && record["lineage"] == root).Select(record => record["action"]));
        Assert.Equal("user.membership.dismiss", Assert.Single(records, record => record["organization_id"] is null)["action"]);
        Assert.All(records.Where(record => record["organization_id"] is not null), record => Assert.Contains(guest.Email, record["after"]));
        Assert.Contains("Administrator Read Only", records[2]["before"]);
        Assert.DoesNotContain("Read Only", records[2]["after"]);
    }
}
