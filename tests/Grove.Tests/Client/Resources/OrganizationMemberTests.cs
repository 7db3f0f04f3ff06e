using Grove.Client;
using Xunit;

namespace Grove.Tests.Client.Resources;

public sealed class OrganizationMemberTests
{
    private const string Member =
        """
        {"id":"m1","status":"pending","user":{"id":"u1","email":"ada@example.com","name":"Ada L","two_factor_authentication_enabled":true},
         "meta":{"roles":[{"id":"r1","name":"Reader"}],"expires_on":"2026-12-01T00:00:00Z","invite_secret":"s3cret","of_tomorrow":1},
         "create_time":"2026-11-21T20:15:30.123Z","update_time":"2026-11-22T00:00:00Z"}
        """;

    [Fact]
    public async Task All_filters_and_the_page_are_sent_by_their_names()
    {
        var server = Recorder.Of("[]");
        await server.Client.Organizations.Members.ListAsync("o1", new()
        {
            Status = [OrganizationMemberStatus.Active, OrganizationMemberStatus.Canceled, OrganizationMemberStatus.FromWire("of tomorrow")],
            UserEmail = new() { Is = "a+b@example.com", StartsWith = "a", EndsWith = "m", Contains = "@" },
            PageSize = 5,
            PageToken = "t1",
        }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("/organizations/o1/members", server.Only.Path);
        Assert.Equal(
            [
                "status=active", "status=canceled", "status=of tomorrow", "user.email=a+b@example.com", "user.email.startsWith=a", "user.email.endsWith=m",
                "user.email.contains=@", "page_size=5", "page_token=t1",
            ],
            server.Only.Query);
    }

    [Fact]
    public async Task No_status_at_all_is_nothing_on_the_wire()
    {
        var server = Recorder.Of("[]");
        await server.Client.Organizations.Members.ListAsync("o1", new() { Status = [] }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("/organizations/o1/members", server.Only.Target);
    }

    [Fact]
    public async Task A_new_member_is_wrapped_and_what_is_left_out_is_not_sent()
    {
        var server = Recorder.Of(Member);
        var members = server.Client.Organizations.Members;
        var made = await members.CreateAsync("o1", new() { Member = new() { User = new("ada@example.com") } }, cancellationToken: TestContext.Current.CancellationToken);
        await members.CreateAsync(
            "o1", new() { Member = new() { User = new("ada@example.com"), Status = OrganizationMemberStatus.Active, Roles = ["r1", "r2"] } },
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(
            [
                new("POST", "/organizations/o1/members", """{"member":{"user":{"email":"ada@example.com"}}}"""),
                new("POST", "/organizations/o1/members", """{"member":{"user":{"email":"ada@example.com"},"status":"active","roles":["r1","r2"]}}"""),
            ],
            server.All);
        Check(made);
    }

    [Fact]
    public async Task A_batch_is_sent_to_the_colon_verb_and_answers_the_members_in_order()
    {
        var server = Recorder.Of($$"""[{{Member}},{"id":"m2"}]""");
        var made = await server.Client.Organizations.Members.BatchCreateAsync(
            "o1", new() { Members = [new() { User = new("ada@example.com") }, new() { User = new("bo@example.com"), Status = OrganizationMemberStatus.Active }] },
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(
            new("POST", "/organizations/o1/members:batchCreate",
                """{"members":[{"user":{"email":"ada@example.com"}},{"user":{"email":"bo@example.com"},"status":"active"}]}"""),
            server.Only);
        Assert.Equal(["m1", "m2"], made.Select(member => member.Id));
        Check(made[0]);
    }

    [Fact]
    public async Task A_member_is_read_with_all_that_there_is_to_it()
    {
        var server = Recorder.Of(Member);
        Check(await server.Client.Organizations.Members.GetAsync("o1", "m1", cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(new("GET", "/organizations/o1/members/m1", null), server.Only);
    }

    [Fact]
    public async Task A_member_of_Cloudflare_has_no_meta()
    {
        var server = Recorder.Of("""{"id":"m1","status":"of tomorrow","user":{"id":"u1"},"meta":{}}""");
        var member = await server.Client.Organizations.Members.GetAsync("o1", "m1", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(member.Meta.Roles);
        Assert.Equal((null, null), (member.Meta.ExpiresOn, member.Meta.InviteSecret));
        Assert.Equal(("of tomorrow", false), (member.Status.Value, member.Status.IsKnown));
    }

    [Fact]
    public async Task Removing_a_member_sends_no_body_and_answers_nothing()
    {
        var server = Recorder.Nothing();
        await server.Client.Organizations.Members.DeleteAsync("o1", "m1", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(new("DELETE", "/organizations/o1/members/m1", null), server.Only);
    }

    [Fact]
    public async Task A_walk_follows_the_page_token()
    {
        var server = Recorder.Whole(Recorder.Envelope("""[{"id":"m1"}]""", """{"next_page_token":"t2"}"""), Recorder.Envelope("""[{"id":"m2"}]""", "{}"));
        var all = server.Client.Organizations.Members.ListAutoPagingAsync(
            "o1", new() { Status = [OrganizationMemberStatus.Pending] }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["m1", "m2"], await all.Select(member => member.Id).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["/organizations/o1/members?status=pending", "/organizations/o1/members?status=pending&page_token=t2"], server.All.Select(sent => sent.Target));
    }

    [Fact]
    public void The_secret_of_an_invitation_is_not_printed() =>
        Assert.DoesNotContain("s3cret", new OrganizationMember { Meta = new() { InviteSecret = "s3cret" } }.ToString(), StringComparison.Ordinal);

    private static void Check(OrganizationMember member)
    {
        Assert.Equal(("m1", OrganizationMemberStatus.Pending), (member.Id, member.Status));
        Assert.Equal(new() { Id = "u1", Email = "ada@example.com", Name = "Ada L", TwoFactorAuthenticationEnabled = true }, member.User);
        Assert.Equal([new() { Id = "r1", Name = "Reader" }], member.Meta.Roles);
        Assert.Equal((new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero), "s3cret"), (member.Meta.ExpiresOn, member.Meta.InviteSecret));
        Assert.Equal(1, member.Meta.UnknownMembers["of_tomorrow"].GetInt32());
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 20, 15, 30, 123, TimeSpan.Zero), member.CreateTime);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero), member.UpdateTime);
    }
}
