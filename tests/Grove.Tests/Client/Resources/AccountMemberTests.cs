using System.Text.Json.Nodes;
using Grove.Client;
using Xunit;

namespace Grove.Tests.Client.Resources;

public sealed class AccountMemberTests
{
    private const string Role =
        """{"id":"r1","name":"Reader","description":"Reads.","permissions":{"analytics":{"read":true,"write":false},"dns_records":{"read":true,"write":true},"of_tomorrow":{}}}""";

    private const string Policy =
        """
        {"id":"p1","access":"allow","permission_groups":[{"id":"g1","name":"Group","meta":{"label":"group","scopes":"com.cloudflare.api.account"}}],
         "resource_groups":[{"id":"rg1","name":"All","meta":{"key":"editable","value":"false"},"scope":{"key":"com.cloudflare.api.account.a1","objects":[{"key":"*"}]}}]}
        """;

    private const string Member =
        $$$"""
        {"id":"m1","email":"ada@example.com","status":"accepted","roles":[{{{Role}}}],"policies":[{{{Policy}}}],
         "user":{"id":"u1","email":"ada@example.com","first_name":"Ada","last_name":null,"two_factor_authentication_enabled":true}}
        """;

    [Fact]
    public async Task The_filter_the_order_and_the_page_are_sent_by_their_names()
    {
        var server = Recorder.Of("[]");
        await server.Client.Accounts.Members.ListAsync(
            "a1", new() { Status = MembershipStatus.Rejected, Order = AccountMemberOrder.LastName, Direction = SortDirection.Ascending, Page = 2, PerPage = 5 },
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(new("GET", "/accounts/a1/members?status=rejected&order=user.last_name&direction=asc&page=2&per_page=5", null), server.Only);
    }

    [Fact]
    public async Task A_walk_counts_pages()
    {
        var server = Recorder.Whole(Recorder.Envelope($"[{Member}]"), Recorder.Envelope("[]"));
        var all = server.Client.Accounts.Members.ListAutoPagingAsync("a1", cancellationToken: TestContext.Current.CancellationToken);
        Check(Assert.Single(await all.ToListAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(["/accounts/a1/members", "/accounts/a1/members?page=2"], server.All.Select(sent => sent.Target));
    }

    [Fact]
    public async Task A_new_member_has_ids_of_roles_or_policies()
    {
        var server = Recorder.Of(Member);
        var members = server.Client.Accounts.Members;
        Check(await members.CreateAsync("a1", new() { Email = "ada@example.com", Roles = ["r1"] }, cancellationToken: TestContext.Current.CancellationToken));
        await members.CreateAsync(
            "a1",
            new()
            {
                Email = "ada@example.com",
                Policies = [new() { Access = PolicyAccess.Deny, PermissionGroups = [new() { Id = "g1" }], ResourceGroups = [new() { Id = "rg1" }] }],
                Status = MembershipStatus.Accepted,
            },
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(
            [
                new("POST", "/accounts/a1/members", """{"email":"ada@example.com","roles":["r1"]}"""),
                new("POST", "/accounts/a1/members",
                    """{"email":"ada@example.com","policies":[{"access":"deny","permission_groups":[{"id":"g1"}],"resource_groups":[{"id":"rg1"}]}],"status":"accepted"}"""),
            ],
            server.All);
    }

    [Fact]
    public async Task A_change_has_roles_as_objects_or_policies()
    {
        var server = Recorder.Of(Member);
        var members = server.Client.Accounts.Members;
        Check(await members.UpdateAsync("a1", "m1", new() { Roles = [new() { Id = "r1" }, new() { Id = "r2" }] }, cancellationToken: TestContext.Current.CancellationToken));
        await members.UpdateAsync("a1", "m1", new() { Policies = [] }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(
            [new("PUT", "/accounts/a1/members/m1", """{"roles":[{"id":"r1"},{"id":"r2"}]}"""), new("PUT", "/accounts/a1/members/m1", """{"policies":[]}""")], server.All);
    }

    [Fact]
    public async Task Policies_that_were_read_can_be_sent_as_they_are()
    {
        var server = Recorder.Of(Member);
        var members = server.Client.Accounts.Members;
        var read = await members.GetAsync("a1", "m1", cancellationToken: TestContext.Current.CancellationToken);
        await members.UpdateAsync("a1", "m1", new() { Policies = read.Policies }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(new("GET", "/accounts/a1/members/m1", null), server.All[0]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse($$"""{"policies":[{{Policy}}]}"""), JsonNode.Parse(server.All[1].Body!)));
    }

    [Fact]
    public async Task A_scope_of_resources_may_be_an_array()
    {
        var server = Recorder.Of("""{"policies":[{"access":"of tomorrow","resource_groups":[{"id":"rg1","scope":[{"key":"k","objects":[]}]}]}]}""");
        var policy = (await server.Client.Accounts.Members.GetAsync("a1", "m1", cancellationToken: TestContext.Current.CancellationToken)).Policies[0];
        Assert.Equal("""[{"key":"k","objects":[]}]""", policy.ResourceGroups[0].Scope?.GetRawText());
        Assert.Equal(("of tomorrow", false), (policy.Access?.Value, policy.Access?.IsKnown));
        Assert.Empty(policy.PermissionGroups);
    }

    [Theory]
    [InlineData("""{"id":"m1"}""", "m1")]
    [InlineData("null", null)]
    public async Task Removing_a_member_answers_the_id_or_null(string result, string? id)
    {
        var server = Recorder.Of(result);
        Assert.Equal(id, (await server.Client.Accounts.Members.DeleteAsync("a1", "m1", cancellationToken: TestContext.Current.CancellationToken))?.Id);
        Assert.Equal(new("DELETE", "/accounts/a1/members/m1", null), server.Only);
    }

    [Fact]
    public async Task The_roles_of_an_account_are_deprecated_and_work()
    {
        var server = Recorder.Whole(Recorder.Envelope(Role), Recorder.Envelope($"[{Role}]"), Recorder.Envelope("[]"));
#pragma warning disable CS0618 // Deprecated, not gone.
        var roles = server.Client.Accounts.Roles;
        CheckRole(await roles.GetAsync("a1", "r1", cancellationToken: TestContext.Current.CancellationToken));
        var all = roles.ListAutoPagingAsync("a1", new() { PerPage = 5 }, cancellationToken: TestContext.Current.CancellationToken);
        CheckRole(Assert.Single(await all.ToListAsync(TestContext.Current.CancellationToken)));
        await roles.ListAsync("a1", new() { Page = 9 }, cancellationToken: TestContext.Current.CancellationToken);
#pragma warning restore CS0618
        Assert.Equal(
            ["/accounts/a1/roles/r1", "/accounts/a1/roles?per_page=5", "/accounts/a1/roles?per_page=5&page=2", "/accounts/a1/roles?page=9"],
            server.All.Select(sent => sent.Target));
    }

    [Fact]
    public async Task The_permission_groups_of_an_account_are_found_by_id_name_and_label()
    {
        const string group =
            """
            {"id":"g1","name":"Reader","meta":{"category":"a","deprecated":"false","description":"Reads.","editable":"false","eol_at":"2027-01-01","label":"reader",
             "scopes":"com.cloudflare.api.account","visibility":"public","of_tomorrow":1}}
            """;
        var server = Recorder.Whole(Recorder.Envelope(group), Recorder.Envelope($"[{group}]"), Recorder.Envelope("[]"));
        var groups = server.Client.Accounts.Iam.PermissionGroups;
        var read = await groups.GetAsync("a1", "g1", cancellationToken: TestContext.Current.CancellationToken);
        var meta = read.Meta!;
        Assert.Equal(("g1", "Reader"), (read.Id, read.Name));
        string?[] members = [meta.Category, meta.Deprecated, meta.Description, meta.Editable, meta.EolAt, meta.Label, meta.Scopes, meta.Visibility];
        Assert.Equal<string?[]>(["a", "false", "Reads.", "false", "2027-01-01", "reader", "com.cloudflare.api.account", "public"], members);
        Assert.Equal(1, meta.UnknownMembers["of_tomorrow"].GetInt32());
        var all = groups.ListAutoPagingAsync("a1", new() { Id = "g1", Name = "R", Label = "l", PerPage = 5 }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("g1", Assert.Single(await all.ToListAsync(TestContext.Current.CancellationToken)).Id);
        Assert.Equal("/accounts/a1/iam/permission_groups/g1", server.All[0].Target);
        Assert.Equal("/accounts/a1/iam/permission_groups?id=g1&name=R&label=l&per_page=5", server.All[1].Target);
    }

    private static void Check(AccountMember member)
    {
        Assert.Equal(("m1", "ada@example.com", MembershipStatus.Accepted), (member.Id, member.Email, member.Status));
        Assert.Equal(new() { Id = "u1", Email = "ada@example.com", FirstName = "Ada", TwoFactorAuthenticationEnabled = true }, member.User);
        CheckRole(Assert.Single(member.Roles));
        var policy = Assert.Single(member.Policies);
        Assert.Equal(("p1", PolicyAccess.Allow), (policy.Id, policy.Access));
        Assert.Equal(new() { Id = "g1", Name = "Group", Meta = new() { Label = "group", Scopes = "com.cloudflare.api.account" } }, Assert.Single(policy.PermissionGroups));
        var resources = Assert.Single(policy.ResourceGroups);
        Assert.Equal(("rg1", "All", new() { Key = "editable", Value = "false" }), (resources.Id, resources.Name, resources.Meta));
        Assert.Equal("com.cloudflare.api.account.a1", resources.Scope?.GetProperty("key").GetString());
    }

    private static void CheckRole(AccountRole role)
    {
        Assert.Equal(("r1", "Reader", "Reads."), (role.Id, role.Name, role.Description));
        Assert.Equal((new() { Read = true }, new() { Read = true, Write = true }, null), (role.Permissions.Analytics, role.Permissions.DnsRecords, role.Permissions.Zones));
        Assert.Contains("of_tomorrow", role.Permissions.UnknownMembers.Keys);
    }
}
