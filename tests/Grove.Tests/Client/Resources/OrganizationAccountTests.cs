using Grove.Client;
using Xunit;

namespace Grove.Tests.Client.Resources;

public sealed class OrganizationAccountTests
{
    [Fact]
    public async Task All_filters_the_order_and_the_page_are_sent_by_their_names()
    {
        var server = Recorder.Of("[]");
        await server.Client.Organizations.OrganizationAccounts.ListAsync("o1", new()
        {
            Name = new() { Is = "A B", StartsWith = "a", EndsWith = "b", Contains = "+&" },
#pragma warning disable CS0618 // Deprecated, not gone.
            AccountPubname = new() { Is = "old", StartsWith = "o", EndsWith = "d", Contains = "l" },
#pragma warning restore CS0618
            OrderBy = OrganizationAccountOrder.AccountName,
            Direction = SortDirection.Descending,
            PageSize = 3,
            PageToken = "t/=",
        }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("/organizations/o1/accounts", server.Only.Path);
        Assert.Equal(
            [
                "name=A B", "name.startsWith=a", "name.endsWith=b", "name.contains=+&", "account_pubname=old", "account_pubname.startsWith=o",
                "account_pubname.endsWith=d", "account_pubname.contains=l", "order_by=account_name", "direction=desc", "page_size=3", "page_token=t/=",
            ],
            server.Only.Query);
    }

    [Fact]
    public async Task A_walk_follows_the_page_token_and_keeps_everything_else()
    {
        var server = Recorder.Whole(
            Recorder.Envelope("""[{"id":"a1"}]""", """{"next_page_token":"t2","total_size":2}"""), Recorder.Envelope("""[{"id":"a2"}]""", """{"total_size":2}"""));
        var all = server.Client.Organizations.OrganizationAccounts.ListAutoPagingAsync(
            "o1", new() { OrderBy = OrganizationAccountOrder.AccountName, PageSize = 1 }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["a1", "a2"], await all.Select(account => account.Id).ToListAsync(TestContext.Current.CancellationToken));
        const string query = "/organizations/o1/accounts?order_by=account_name&page_size=1";
        Assert.Equal([query, query + "&page_token=t2"], server.All.Select(sent => sent.Target));
    }

    [Fact]
    public async Task An_account_has_its_six_settings_and_each_may_be_null()
    {
        var server = Recorder.Of(
            """
            [{"id":"a1","created_on":"2026-11-21T20:15:30.123Z","name":null,"type":"enterprise","settings":{"abuse_contact_email":"a@example.com",
              "access_approval_expiry":"2026-12-01T00:00:00Z","api_access_enabled":true,"default_nameservers":"custom.account","enforce_twofactor":false,
              "use_account_custom_ns_by_default":true}},
             {"id":"a2","type":"of tomorrow","settings":{"abuse_contact_email":null,"access_approval_expiry":null,"api_access_enabled":null,"default_nameservers":null,
              "enforce_twofactor":null,"use_account_custom_ns_by_default":null}}]
            """);
        var page = await server.Client.Organizations.OrganizationAccounts.ListAsync("o1", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("/organizations/o1/accounts", server.Only.Target);
        var (first, second) = (page.Result[0], page.Result[1]);
        Assert.Equal(("a1", null, AccountType.Enterprise, DateTimeOffset.Parse("2026-11-21T20:15:30.123Z", null)), (first.Id, first.Name, first.Type, first.CreatedOn));
        Assert.Equal(
            new()
            {
                AbuseContactEmail = "a@example.com",
                AccessApprovalExpiry = "2026-12-01T00:00:00Z",
                ApiAccessEnabled = true,
                DefaultNameservers = "custom.account",
                EnforceTwofactor = false,
                UseAccountCustomNsByDefault = true,
            },
            first.Settings);
        Assert.Equal(new(), second.Settings);
        Assert.Equal(("of tomorrow", false), (second.Type.Value, second.Type.IsKnown));
    }
}
