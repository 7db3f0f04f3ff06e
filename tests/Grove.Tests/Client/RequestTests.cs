using System.Text.Json.Nodes;
using Grove.Client;
using Grove.Client.Core;
using Xunit;

namespace Grove.Tests.Client;

/// <summary>What is sent: where to, with which headers, parameters and members; and what is refused before anything is sent.</summary>
public sealed class RequestTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://api.cloudflare.com/client/v4", "https://api.cloudflare.com/client/v4", "https://api.cloudflare.com/grove/v1")]
    [InlineData("https://api.cloudflare.com/client/v4/", "https://api.cloudflare.com/client/v4", "https://api.cloudflare.com/grove/v1")]
    [InlineData("http://h:7878/a/b/client/v4/", "http://h:7878/a/b/client/v4", "http://h:7878/a/b/grove/v1")]
    [InlineData("http://h:7878/proxy/cf", "http://h:7878/proxy/cf", "http://h:7878/grove/v1")]
    [InlineData("http://h", "http://h", "http://h/grove/v1")]
    [InlineData("HTTP://H:80/Client/V4", "http://h/Client/V4", "http://h/grove/v1")]
    public void The_two_roots_follow_from_the_base_url(string url, string wire, string grove)
    {
        foreach (var slash in new[] { "", "/" })
        {
            Assert.Equal(new BaseUrls(wire, grove), BaseUrls.Of(new() { BaseUrl = new Uri(url + slash) }, _ => "http://other"));
            Assert.Equal(new BaseUrls(wire, grove), BaseUrls.Of(new(), name => name == "CLOUDFLARE_BASE_URL" ? $" {url}{slash} " : null));
        }
        Assert.Equal(new BaseUrls(wire, "http://g/x"), BaseUrls.Of(new() { BaseUrl = new Uri(url), GroveBaseUrl = new Uri("http://g/x/") }, _ => null));
    }

    [Fact]
    public void Without_any_base_url_it_is_cloudflares() =>
        Assert.Equal("https://api.cloudflare.com/client/v4", BaseUrls.Of(new(), name => name == "CLOUDFLARE_BASE_URL" ? "  " : null).Wire);

    [Theory]
    [InlineData("ftp://h/client/v4")]
    [InlineData("/client/v4")]
    [InlineData("client/v4")]
    [InlineData("http://h/client/v4?x=1")]
    [InlineData("http://h/client/v4#x")]
    [InlineData("http://user:hunter2@h/client/v4")]
    public void A_base_url_that_would_not_hold_is_refused_with_the_name_of_where_it_was_set(string url)
    {
        var relative = new Uri(url, UriKind.RelativeOrAbsolute);
        var refusals = new (string Name, ArgumentException Thrown)[]
        {
            ("BaseUrl", Assert.Throws<ArgumentException>(() => new GroveClient(new GroveClientOptions { BaseUrl = relative }, _ => null))),
            ("GroveBaseUrl", Assert.Throws<ArgumentException>(() => new GroveClient(new GroveClientOptions { GroveBaseUrl = relative }, _ => null))),
            ("CLOUDFLARE_BASE_URL", Assert.Throws<ArgumentException>(() => new GroveClient(new(), name => name == "CLOUDFLARE_BASE_URL" ? url : null))),
        };
        Assert.All(refusals, refusal =>
        {
            Assert.StartsWith(refusal.Name, refusal.Thrown.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", refusal.Thrown.ToString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Every_request_says_what_it_wants_and_who_asks()
    {
        await using var script = Script.With(null, (_, _) => Answer.Ok);
        await script.GetAsync();
        await script.CreateAsync();
        var (get, post) = (script.Requests[0], script.Requests[1]);
        Assert.Equal(("GET", "/client/v4/organizations/o1", ""), (get.Method, get.Target, get.Body));
        Assert.Equal(("POST", "/client/v4/organizations", """{"name":"One"}"""), (post.Method, post.Target, post.Body));
        Assert.Equal(("application/json", "application/json"), (get["Accept"], post["Content-Type"]));
        Assert.Null(get["Content-Type"]);
        Assert.Matches(@"^Grove\.Client/\d+\.\d+\.\d+", get["User-Agent"]);
        Assert.Equal("Bearer token-of-tests", get["Authorization"]);
        Assert.Null(get["Cookie"]);
    }

    // Characters that mean something in paths, in other scripts, and beyond 16 bits.
    [Fact]
    public async Task An_id_reaches_the_server_as_it_is_whatever_its_characters()
    {
        await using var script = Script.With(null, (_, _) => Answer.Ok);
        var ids = Enumerable.Range(1, 0x17f).Select(code => $"a{(char)code}b").Concat(["%2e%2e", "...", "a/../b", "members:batchCreate", "𝒳\u0301", "a//b", " a ", "?x=1", "a\u2028"]);
        foreach (var id in ids)
        {
            await script.Client.Organizations.GetAsync(id, null, Token);
            var target = script.Requests[^1].Target;
            Assert.StartsWith("/client/v4/organizations/", target, StringComparison.Ordinal);
            Assert.Equal(id, Uri.UnescapeDataString(target["/client/v4/organizations/".Length..]));
            Assert.DoesNotContain(target["/client/v4/organizations/".Length..], character => character is '/' or '?' or '#' or <= ' ' or > '~');
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\t\n")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task An_id_that_would_change_the_path_is_refused_by_its_name(string id)
    {
        await using var script = Script.Of(Answer.Ok);
        Assert.Equal("organizationId", (await Assert.ThrowsAnyAsync<ArgumentException>(() => script.Client.Organizations.GetAsync(id, null, Token))).ParamName);
        Assert.Equal("organizationId", (await Assert.ThrowsAnyAsync<ArgumentException>(() => script.Client.Organizations.GetAsync(null!, null, Token))).ParamName);
        Assert.Empty(script.Requests);
    }

    [Fact]
    public async Task Query_values_reach_the_server_as_they_are_and_null_adds_nothing()
    {
        await using var script = Script.With(null, (_, _) => Answer.Result("[]"));
        await script.Client.Organizations.ListAsync(
            new() { Id = ["a b", "c+d", "e&f=g", ""], Name = new() { Contains = "é%", StartsWith = "" }, Parent = OrganizationParentFilter.None, PageSize = 5 }, null, Token);
        await script.Client.Organizations.ListAsync(new() { Id = [] }, null, Token);
        Assert.Equal(
            ["?id=a%20b&id=c%2Bd&id=e%26f%3Dg&id=&name.startsWith=&name.contains=%C3%A9%25&parent.id=null&page_size=5", ""],
            script.Requests.Select(request => request.Target["/client/v4/organizations".Length..]));
    }

    [Fact]
    public void Times_in_a_query_are_utc_to_the_microsecond()
    {
        var time = new DateTimeOffset(2026, 1, 31, 10, 30, 0, TimeSpan.FromHours(1));
        Assert.Equal("?a=2026-01-31T09%3A30%3A00Z&b=2026-01-31T09%3A30%3A00.123456Z&c=true",
            new QueryBuilder().Add("a", time).Add("b", time.AddTicks(1234567)).Add("none", (DateTimeOffset?)null).Add("c", true).ToString());
    }

    [Fact]
    public async Task Parameters_of_a_call_replace_its_own_and_those_of_the_client_only_fill_gaps()
    {
        await using var script = Script.With(options => options with { Query = Map(("page_size", "1"), ("trace", "client"), ("x", "client")) }, (_, _) => Answer.Result("[]"));
        await script.Client.Organizations.ListAsync(new() { PageSize = 2, PageToken = "t" }, new() { Query = Map(("page_token", "u"), ("trace", "call")) }, Token);
        await script.SendAsync(HttpMethod.Get, "a?b=c", null, new() { Query = Map(("d", "e f")) });
        Assert.Equal("/client/v4/organizations?page_size=2&page_token=u&trace=call&x=client", script.Requests[0].Target);
        Assert.Equal("/client/v4/a?b=c&page_size=1&trace=client&x=client&d=e%20f", script.Requests[1].Target);
    }

    [Fact]
    public async Task Headers_of_a_call_win_over_the_clients_and_an_empty_one_takes_away()
    {
        await using var script = Script.With(options => options with { Headers = Map(("x-a", "client"), ("x-b", "client"), ("user-agent", "mine/1"), ("Content-Language", "de")) },
            (_, _) => Answer.Ok);
        await script.GetAsync(new() { Headers = Map(("X-A", "call"), ("X-B", ""), ("AUTHORIZATION", ""), ("never-there", "")), IfMatch = "\"3\"", AsUser = "u1" });
        await script.CreateAsync(new() { Headers = Map(("Content-Type", "application/merge-patch+json"), ("Idempotency-Key", "")) });
        var (get, post) = (script.Requests[0], script.Requests[1]);
        string Sent(SeenRequest request, params string[] names) => string.Join('|', names.Select(name => request[name] ?? "-"));
        Assert.Equal("call|-|mine/1|-|\"3\"|u1|-", Sent(get, "X-A", "X-B", "User-Agent", "Authorization", "If-Match", "Grove-As-User", "Content-Language"));
        Assert.Equal("client|client|application/merge-patch+json|de|-", Sent(post, "X-A", "X-B", "Content-Type", "Content-Language", "Idempotency-Key"));
    }

    [Theory]
    [InlineData("", "x")]
    [InlineData("a b", "x")]
    [InlineData("a:", "x")]
    [InlineData("é", "x")]
    [InlineData("X-A", "line\r\nX-Injected: 1")]
    [InlineData("X-A", "nul\0")]
    [InlineData("X-A", "café")]
    public async Task A_header_that_cannot_be_sent_is_refused_before_anything_is(string name, string value)
    {
        await using var script = Script.Of(Answer.Ok);
        var call = await Assert.ThrowsAsync<ArgumentException>(() => script.GetAsync(new() { Headers = Map((name, value)) }));
        var client = Assert.Throws<ArgumentException>(() => script.Client.WithOptions(options => options with { Headers = Map((name, value)) }));
        Assert.All(new[] { call, client }, thrown => Assert.DoesNotContain("caf", thrown.Message, StringComparison.Ordinal));
        await Assert.ThrowsAsync<ArgumentException>(() => script.CreateAsync(new() { IdempotencyKey = "a\nb" }));
        Assert.Empty(script.Requests);
    }

    [Fact]
    public async Task Members_of_a_call_replace_its_own_and_make_a_body_where_there_is_none()
    {
        await using var script = Script.With(null, (_, _) => Answer.Ok);
        var more = new JsonObject { ["name"] = "Two", ["new"] = new JsonObject { ["a"] = 1 }, ["gone"] = null };
        await script.CreateAsync(new() { Body = more });
        await script.SendAsync(HttpMethod.Delete, "organizations/o1", null, new() { Body = new JsonObject { ["why"] = "x" } });
        Assert.Equal(["""{"name":"Two","new":{"a":1},"gone":null}""", """{"why":"x"}"""], script.Requests.Select(request => request.Body));
        await Assert.ThrowsAsync<ArgumentException>(() => script.SendAsync(HttpMethod.Post, "x", "[1]", new() { Body = more }));
    }

    [Fact]
    public async Task Left_out_null_and_a_value_are_three_things_in_an_update()
    {
        await using var script = Script.With(null, (_, _) => Answer.Ok);
        await script.Client.Organizations.UpdateAsync("o1", new() { Name = "n" }, null, Token);
        await script.Client.Organizations.UpdateAsync("o1", new() { Name = "n", Parent = null, Profile = null }, null, Token);
        await script.Client.Organizations.UpdateAsync("o1", new() { Name = "n", Parent = new OrganizationReference("p") }, null, Token);
        Assert.Equal(
            ["""{"name":"n"}""", """{"name":"n","parent":null,"profile":null}""", """{"name":"n","parent":{"id":"p"}}"""],
            script.Requests.Select(request => request.Body));
        await Assert.ThrowsAsync<ArgumentNullException>(() => script.Client.Organizations.UpdateAsync("o1", null!, null, Token));
    }

    private static Dictionary<string, string> Map(params (string Name, string Value)[] all) => all.ToDictionary(one => one.Name, one => one.Value);
}
