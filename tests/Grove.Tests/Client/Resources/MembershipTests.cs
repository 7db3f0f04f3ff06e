using Grove.Client;
using Xunit;

namespace Grove.Tests.Client.Resources;

public sealed class MembershipTests
{
    private const string Membership =
        """
        {"id":"m1","account":{"id":"a1","created_on":"2026-11-21T20:15:30.123Z","name":"Shop","type":"standard"},"api_access_enabled":null,
         "permissions":{"zones":{"read":true,"write":true}},"roles":["Reader","Writer"],"status":"pending","policies":[{"id":"p1","access":"deny"}]}
        """;

    [Fact]
    public async Task All_filters_the_order_and_the_page_are_sent_by_their_names()
    {
        var server = Recorder.Of("[]");
        await server.Client.Memberships.ListAsync(
            new()
            {
                AccountName = "A B",
                Name = "C",
                Status = MembershipStatus.Accepted,
                Order = MembershipOrder.AccountName,
                Direction = SortDirection.Descending,
                Page = 2,
                PerPage = 5,
            },
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(new("GET", "/memberships?account.name=A%20B&name=C&status=accepted&order=account.name&direction=desc&page=2&per_page=5", null), server.Only);
    }

    [Fact]
    public async Task A_walk_counts_pages()
    {
        var server = Recorder.Whole(Recorder.Envelope($"[{Membership}]"), Recorder.Envelope("[]"));
        Check(Assert.Single(await server.Client.Memberships.ListAutoPagingAsync(cancellationToken: TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(["/memberships", "/memberships?page=2"], server.All.Select(sent => sent.Target));
    }

    [Fact]
    public async Task A_membership_is_read_and_answered()
    {
        var server = Recorder.Of(Membership);
        Check(await server.Client.Memberships.GetAsync("m1", cancellationToken: TestContext.Current.CancellationToken));
        Check(await server.Client.Memberships.UpdateAsync("m1", new() { Status = MembershipStatus.Accepted }, cancellationToken: TestContext.Current.CancellationToken));
        await server.Client.Memberships.UpdateAsync("m1", new() { Status = MembershipStatus.Rejected }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(
            [new("GET", "/memberships/m1", null), new("PUT", "/memberships/m1", """{"status":"accepted"}"""), new("PUT", "/memberships/m1", """{"status":"rejected"}""")],
            server.All);
    }

    [Fact]
    public async Task Leaving_answers_the_id()
    {
        var server = Recorder.Of("""{"id":"m1"}""");
        Assert.Equal("m1", (await server.Client.Memberships.DeleteAsync("m1", cancellationToken: TestContext.Current.CancellationToken)).Id);
        Assert.Equal(new("DELETE", "/memberships/m1", null), server.Only);
    }

    [Fact]
    public async Task A_row_of_a_list_has_no_policies_and_its_status_may_be_a_new_one()
    {
        var server = Recorder.Of("""[{"id":"m1","api_access_enabled":true,"status":"of tomorrow"}]""");
        var row = (await server.Client.Memberships.ListAsync(cancellationToken: TestContext.Current.CancellationToken)).Result[0];
        Assert.Equal((null, true, "of tomorrow", false), (row.Policies, row.ApiAccessEnabled, row.Status.Value, row.Status.IsKnown));
    }

    private static void Check(Membership membership)
    {
        Assert.Equal(("m1", null, MembershipStatus.Pending), (membership.Id, membership.ApiAccessEnabled, membership.Status));
        Assert.Equal(("a1", "Shop", AccountType.Standard, null), (membership.Account.Id, membership.Account.Name, membership.Account.Type, membership.Account.Settings));
        Assert.Equal(["Reader", "Writer"], membership.Roles);
        Assert.Equal(new() { Zones = new() { Read = true, Write = true } }, membership.Permissions);
        Assert.Equal(PolicyAccess.Deny, Assert.Single(membership.Policies!).Access);
    }
}
