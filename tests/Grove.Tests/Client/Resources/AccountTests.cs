using Grove.Client;
using Xunit;

namespace Grove.Tests.Client.Resources;

public sealed class AccountTests
{
    private const string Account =
        """
        {"id":"a1","created_on":"2026-11-21T20:15:30.123Z","name":"Shop","type":"standard","managed_by":{"parent_org_id":"o1","parent_org_name":"Emea"},
         "settings":{"abuse_contact_email":"abuse@example.com","enforce_twofactor":true},"of_tomorrow":1}
        """;

    [Fact]
    public async Task The_filter_the_direction_and_the_page_are_sent_by_their_names()
    {
        var server = Recorder.Of("[]");
        await server.Client.Accounts.ListAsync(
            new() { Name = "A & B", Direction = SortDirection.Descending, Page = 2, PerPage = 50 }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(new("GET", "/accounts?name=A%20%26%20B&direction=desc&page=2&per_page=50", null), server.Only);
    }

    [Fact]
    public async Task A_walk_counts_pages_from_where_it_begins_and_ends_with_an_empty_one()
    {
        var server = Recorder.Whole(Recorder.Envelope("""[{"id":"a1"}]"""), Recorder.Envelope("""[{"id":"a2"}]"""), Recorder.Envelope("[]"));
        var all = server.Client.Accounts.ListAutoPagingAsync(new() { Page = 3, PerPage = 5 }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["a1", "a2"], await all.Select(account => account.Id).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal([["page=3", "per_page=5"], ["per_page=5", "page=4"], ["per_page=5", "page=5"]], server.All.Select(sent => sent.Query));
    }

    [Fact]
    public async Task A_new_account_sends_what_is_set_and_nothing_else()
    {
        var server = Recorder.Of(Account);
        var accounts = server.Client.Accounts;
        Check(await accounts.CreateAsync(new() { Name = "Shop" }, cancellationToken: TestContext.Current.CancellationToken));
        await accounts.CreateAsync(
            new() { Name = "Shop", Type = AccountType.Enterprise, Unit = new("o1"), Settings = new() { AbuseContactEmail = "abuse@example.com" } },
            cancellationToken: TestContext.Current.CancellationToken);
        await accounts.CreateAsync(new() { Name = "Shop", Standalone = true }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(
            [
                new("POST", "/accounts", """{"name":"Shop"}"""),
                new("POST", "/accounts", """{"name":"Shop","type":"enterprise","unit":{"id":"o1"},"settings":{"abuse_contact_email":"abuse@example.com"}}"""),
                new("POST", "/accounts", """{"name":"Shop","standalone":true}"""),
            ],
            server.All);
    }

    [Fact]
    public async Task A_change_tells_settings_that_are_left_out_from_null_and_from_a_value()
    {
        var server = Recorder.Of(Account);
        AccountSettingsParams?[] settings =
        [
            null, new(), new() { AbuseContactEmail = null, EnforceTwofactor = null }, new() { AbuseContactEmail = "", EnforceTwofactor = false },
            new() { EnforceTwofactor = true },
        ];
        foreach (var each in settings) Check(await server.Client.Accounts.UpdateAsync("a1", new() { Name = "Shop", Settings = each }, cancellationToken: TestContext.Current.CancellationToken));
        Assert.All(server.All, sent => Assert.Equal("PUT /accounts/a1", sent.Line));
        Assert.Equal(
            [
                """{"name":"Shop"}""", """{"name":"Shop","settings":{}}""", """{"name":"Shop","settings":{"abuse_contact_email":null,"enforce_twofactor":null}}""",
                """{"name":"Shop","settings":{"abuse_contact_email":"","enforce_twofactor":false}}""", """{"name":"Shop","settings":{"enforce_twofactor":true}}""",
            ],
            server.All.Select(sent => sent.Body));
    }

    [Fact]
    public async Task A_change_can_say_what_the_reference_of_Cloudflare_asks_for()
    {
        var server = Recorder.Of(Account);
        await server.Client.Accounts.UpdateAsync("a1", new() { Name = "Shop", Id = "a1", Type = AccountType.Standard }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("""{"name":"Shop","id":"a1","type":"standard"}""", server.Only.Body);
    }

    [Fact]
    public async Task An_account_is_read_with_all_that_there_is_to_it()
    {
        var server = Recorder.Of(Account);
        Check(await server.Client.Accounts.GetAsync("a1", cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(new("GET", "/accounts/a1", null), server.Only);
    }

    [Fact]
    public async Task A_free_account_is_managed_by_nobody_and_the_least_account_has_no_settings()
    {
        var server = Recorder.Of("""{"id":"a1","type":"of tomorrow"}""");
        var account = await server.Client.Accounts.GetAsync("a1", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((null, null, null, ""), (account.ManagedBy, account.Settings, account.CreatedOn, account.Name));
        Assert.Equal(("of tomorrow", false), (account.Type.Value, account.Type.IsKnown));
    }

    [Theory]
    [InlineData("""{"id":"a1"}""", "a1")]
    [InlineData("null", null)]
    public async Task Deleting_an_account_answers_its_id_or_null(string result, string? id)
    {
        var server = Recorder.Of(result);
        Assert.Equal(id, (await server.Client.Accounts.DeleteAsync("a1", cancellationToken: TestContext.Current.CancellationToken))?.Id);
        Assert.Equal(new("DELETE", "/accounts/a1", null), server.Only);
    }

    [Fact]
    public async Task The_organizations_that_contain_an_account_come_all_at_once_from_the_top_down()
    {
        var server = Recorder.Of("""[{"id":"o1","name":"Acme"},{"id":"o2","name":"Emea","parent":{"id":"o1","name":"Acme"}}]""");
        var page = await server.Client.Accounts.AccountOrganizations.ListAsync("a1", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["o1", "o2"], page.Result.Select(organization => organization.Id));
        Assert.False(page.HasNextPage);
        var all = server.Client.Accounts.AccountOrganizations.ListAutoPagingAsync("a1", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["Acme", "Emea"], await all.Select(organization => organization.Name).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal([new("GET", "/accounts/a1/organizations", null), new("GET", "/accounts/a1/organizations", null)], server.All);
    }

    [Theory]
    [InlineData("o1")]
    [InlineData("")]
    public async Task Moving_an_account_says_where_it_was(string source)
    {
        var server = Recorder.Of($$"""{"account_id":"a1","destination_organization_id":"o2","source_organization_id":"{{source}}"}""");
        var moved = await server.Client.Accounts.AccountOrganizations.CreateAsync(
            "a1", new() { DestinationOrganizationId = "o2" }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(new() { AccountId = "a1", DestinationOrganizationId = "o2", SourceOrganizationId = source }, moved);
        Assert.Equal(new("POST", "/accounts/a1/move", """{"destination_organization_id":"o2"}"""), server.Only);
    }

    private static void Check(Account account)
    {
        Assert.Equal(
            ("a1", "Shop", AccountType.Standard, new DateTimeOffset(2026, 11, 21, 20, 15, 30, 123, TimeSpan.Zero)),
            (account.Id, account.Name, account.Type, account.CreatedOn!.Value));
        Assert.Equal(new() { ParentOrgId = "o1", ParentOrgName = "Emea" }, account.ManagedBy);
        Assert.Equal(new() { AbuseContactEmail = "abuse@example.com", EnforceTwofactor = true }, account.Settings);
        Assert.Equal(1, account.UnknownMembers["of_tomorrow"].GetInt32());
    }
}
