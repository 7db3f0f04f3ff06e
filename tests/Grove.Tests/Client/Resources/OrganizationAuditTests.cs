using Grove.Client;
using Xunit;

namespace Grove.Tests.Client.Resources;

public sealed class OrganizationAuditTests
{
    private static readonly DateTimeOffset Since = new(2026, 11, 1, 1, 0, 0, TimeSpan.FromHours(1));
    private static readonly DateTimeOffset Before = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero).AddMicroseconds(1500);
    private const string Window = "since=2026-11-01T00:00:00Z&before=2026-11-24T12:00:00.0015Z";

    [Fact]
    public async Task The_window_is_sent_in_utc_and_nothing_that_is_left_out()
    {
        var server = Recorder.Of("[]");
        await server.Client.Organizations.Logs.Audit.ListAsync("o1", new() { Since = Since, Before = Before }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("/organizations/o1/logs/audit", server.Only.Path);
        Assert.Equal(Window.Split('&'), server.Only.Query);
    }

    [Fact]
    public async Task Every_filter_has_both_of_its_forms_each_value_a_parameter_of_its_own()
    {
        static AuditFilter<string> Text(string name) => new() { Is = [name, name + "2"], Not = ["-" + name] };
        var server = Recorder.Of("[]");
        await server.Client.Organizations.Logs.Audit.ListAsync("o1", new()
        {
            Since = Since,
            Before = Before,
            ActionResult = new() { Is = [AuditActionResult.Success], Not = [AuditActionResult.Failure] },
            ActionType = new() { Is = [AuditActionType.Create, AuditActionType.Update], Not = [AuditActionType.View] },
            ActorContext = new() { Is = [AuditActorContext.ApiKey], Not = [AuditActorContext.OriginCAKey] },
            ActorEmail = Text("email"),
            ActorId = Text("actor"),
            ActorIpAddress = Text("address"),
            ActorTokenId = Text("token"),
            ActorTokenName = Text("token name"),
            ActorType = new() { Is = [AuditActorType.User], Not = [AuditActorType.System, AuditActorType.CloudflareAdmin] },
            Id = Text("id"),
            RawCfRayId = Text("ray"),
            RawMethod = Text("PUT"),
            RawStatusCode = new() { Is = [200, 204], Not = [403] },
            RawUri = Text("/a"),
            ResourceId = Text("resource"),
            ResourceProduct = Text("product"),
            ResourceScope = Text("scope"),
            ResourceType = Text("type"),
            Direction = SortDirection.Ascending,
            Limit = 50,
            Cursor = "c1",
        }, cancellationToken: TestContext.Current.CancellationToken);
        static string[] Both(string wire, string name) => [$"{wire}={name}", $"{wire}={name}2", $"{wire}.not=-{name}"];
        Assert.Equal(
            [
                .. Window.Split('&'), "action_result=success", "action_result.not=failure", "action_type=create", "action_type=update", "action_type.not=view",
                "actor_context=api_key", "actor_context.not=origin_ca_key", .. Both("actor_email", "email"), .. Both("actor_id", "actor"),
                .. Both("actor_ip_address", "address"), .. Both("actor_token_id", "token"), .. Both("actor_token_name", "token name"), "actor_type=user",
                "actor_type.not=system", "actor_type.not=cloudflare_admin", .. Both("id", "id"), .. Both("raw_cf_ray_id", "ray"), .. Both("raw_method", "PUT"),
                "raw_status_code=200", "raw_status_code=204", "raw_status_code.not=403", .. Both("raw_uri", "/a"), .. Both("resource_id", "resource"),
                .. Both("resource_product", "product"), .. Both("resource_scope", "scope"), .. Both("resource_type", "type"), "direction=asc", "limit=50", "cursor=c1",
            ],
            server.Only.Query);
    }

    [Theory]
    [InlineData("""{"count":"1","cursor":"c2"}""")]
    [InlineData("""{"count":1,"cursors":{"after":"c2"}}""")]
    [InlineData("""{"count":"1","cursor":"c2","cursors":{"after":"c2"}}""")]
    public async Task A_walk_follows_the_cursor_wherever_it_is_said(string info)
    {
        var server = Recorder.Whole(Recorder.Envelope("""[{"id":"1"}]""", info), Recorder.Envelope("""[{"id":"2"}]""", """{"count":"1"}"""));
        var all = server.Client.Organizations.Logs.Audit.ListAutoPagingAsync(
            "o1", new() { Since = Since, Before = Before, Limit = 1 }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["1", "2"], await all.Select(record => record.Id).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal([[.. Window.Split('&'), "limit=1"], [.. Window.Split('&'), "limit=1", "cursor=c2"]], server.All.Select(sent => sent.Query));
    }

    [Fact]
    public async Task A_history_has_a_status_and_is_walked_by_its_cursor()
    {
        var server = Recorder.Whole(
            Recorder.Envelope("""[{"id":"1"}]""", """{"count":"1","cursor":"c2","history_status":"exact"}"""),
            Recorder.Envelope("""[{"id":"2"}]""", """{"count":"1","history_status":"of tomorrow"}"""));
        var history = server.Client.Organizations.Logs.Audit.HistoryAutoPagingAsync(
            "o1", "r1", new() { ActionTime = Before, Since = Since, Before = Before, Direction = SortDirection.Ascending, Limit = 1 },
            cancellationToken: TestContext.Current.CancellationToken);
        var pages = await history.AsPagesAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal([AuditHistoryStatus.Exact, AuditHistoryStatus.FromWire("of tomorrow")], pages.Select(page => page.Info.HistoryStatus!.Value));
        Assert.All(server.All, sent => Assert.Equal("/organizations/o1/logs/audit/r1/history", sent.Path));
        string[] first = ["action_time=2026-11-24T12:00:00.0015Z", .. Window.Split('&'), "direction=asc", "limit=1"];
        Assert.Equal([first, [.. first, "cursor=c2"]], server.All.Select(sent => sent.Query));
    }

    [Fact]
    public async Task A_record_is_read_with_all_that_there_is_to_it()
    {
        var server = Recorder.Of(
            """
            [{"id":"1","action":{"description":"Update organization","result":"success","time":"2026-11-21T20:15:30.123Z","type":"update"},
              "actor":{"id":"u1","context":"api_token","email":"ada@example.com","ip_address":"192.0.2.1","token_id":"t1","token_name":"ci","type":"cloudflare_admin",
                "operator":{"id":"u2","email":"op@example.com"}},
              "organization":{"id":"o1"},
              "raw":{"cf_ray_id":"ray","method":"PUT","status_code":200,"uri":"/organizations/o1","user_agent":"grove"},
              "resource":{"id":"o1","product":"organizations","request":{"name":"New"},"response":[1],"scope":"organizations","type":"organization"}}]
            """);
        var record = (await server.Client.Organizations.Logs.Audit.ListAsync(
            "o1", new() { Since = Since, Before = Before }, cancellationToken: TestContext.Current.CancellationToken)).Result[0];
        Assert.Equal(
            new() { Description = "Update organization", Result = AuditActionResult.Success, Time = new(2026, 11, 21, 20, 15, 30, 123, TimeSpan.Zero), Type = AuditActionType.Update },
            record.Action);
        Assert.Equal(
            new()
            {
                Id = "u1",
                Context = AuditActorContext.ApiToken,
                Email = "ada@example.com",
                IpAddress = "192.0.2.1",
                TokenId = "t1",
                TokenName = "ci",
                Type = AuditActorType.CloudflareAdmin,
                Operator = new() { Id = "u2", Email = "op@example.com" },
            },
            record.Actor);
        Assert.Equal("o1", record.Organization?.Id);
        Assert.Equal(new() { CfRayId = "ray", Method = "PUT", StatusCode = 200, Uri = "/organizations/o1", UserAgent = "grove" }, record.Raw);
        Assert.Equal(("o1", "organizations", "organizations", "organization"), (record.Resource.Id, record.Resource.Product, record.Resource.Scope, record.Resource.Type));
        Assert.Equal(("""{"name":"New"}""", "[1]"), (record.Resource.Request?.GetRawText(), record.Resource.Response?.GetRawText()));
    }

    [Theory]
    [InlineData("""{"id":"1"}""", null)]
    [InlineData("""{"id":"1","resource":{"scope":null}}""", null)]
    [InlineData("""{"id":"1","resource":{"scope":{"any":["thing"]}}}""", """{"any":["thing"]}""")]
    [InlineData("""{"id":"1","action":null,"actor":{"type":null},"raw":{},"resource":{"scope":7}}""", "7")]
    public async Task What_a_record_lacks_or_has_otherwise_does_not_spoil_the_page(string json, string? scope)
    {
        var server = Recorder.Of($"[{json}]");
        var record = (await server.Client.Organizations.Logs.Audit.ListAsync(
            "o1", new() { Since = Since, Before = Before }, cancellationToken: TestContext.Current.CancellationToken)).Result[0];
        Assert.Equal(scope, record.Resource.Scope);
        Assert.Equal((null, null, null, null), (record.Action.Type, record.Actor.Type, record.Raw.StatusCode, record.Organization));
    }
}
