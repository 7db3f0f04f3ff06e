using System.Net;
using System.Text.Json;
using Grove.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Grove.Tests.Client;

/// <summary>The client itself: raw answers, custom calls, other options, own connections, registration, its end.</summary>
public sealed class ClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_answer_of_a_call_can_be_had_as_it_came()
    {
        var answer = new Answer(200, """{"result":{"id":"o1"},"success":true,"errors":[],"messages":[{"code":7,"message":"beware"}]}""")
            .With("ETag", "\"3.abc\"").With("X-Request-Id", "r1").With("Ratelimit", "\"default\";r=9");
        await using var script = Script.Of(answer);
        var raw = await script.Client.WithRawResponseAsync(client => client.Organizations.GetAsync("o1", null, Token));
        Assert.Equal((HttpStatusCode.OK, "o1", "\"3.abc\"", "r1", 1, "application/json"), (raw.StatusCode, raw.Value.Id, raw.ETag, raw.RequestId, raw.Attempts, raw.ContentType));
        Assert.Equal((answer.Body, "beware"), (raw.Body, raw.Messages.Single().Message));
        Assert.Equal(answer.Body, System.Text.Encoding.UTF8.GetString(raw.BodyBytes.Span));
        Assert.Equal("\"default\";r=9", raw.Headers.GetValues("Ratelimit").Single());
        Assert.Empty(raw.Errors);
    }

    [Fact]
    public async Task Also_of_a_call_that_answers_nothing_and_of_a_page()
    {
        await using var script = Script.Of(new Answer(204).With("X-Request-Id", "r1"), Answer.Result("""[{"id":"a"}]"""));
        var profile = new Profile { BusinessName = "n" };
        var nothing = await script.Client.WithRawResponseAsync(client => client.Organizations.OrganizationProfile.UpdateAsync("o1", profile, null, Token));
        Assert.Equal((HttpStatusCode.NoContent, "r1", ""), (nothing.StatusCode, nothing.RequestId, nothing.Body));
        var page = await script.Client.WithRawResponseAsync(client => client.Organizations.ListAsync(null, null, Token));
        Assert.Equal(("a", HttpStatusCode.OK), (page.Value.Result.Single().Id, page.StatusCode));
        Assert.Equal(page.Value.Response.Body, page.Body);
    }

    [Fact]
    public async Task A_raw_answer_of_nothing_that_was_called_is_a_fault_and_a_failure_stays_one()
    {
        await using var script = Script.Of(Answer.Error(404));
        await Assert.ThrowsAsync<InvalidOperationException>(() => script.Client.WithRawResponseAsync(_ => Task.FromResult(1)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => script.Client.WithRawResponseAsync(_ => Task.CompletedTask));
        await Assert.ThrowsAsync<NotFoundException>(() => script.Client.WithRawResponseAsync(client => client.Organizations.GetAsync("o1", null, Token)));
    }

    [Fact]
    public async Task An_endpoint_without_a_method_is_called_by_its_path()
    {
        await using var script = Script.Of(new Answer(200, "plain, and no JSON") { Headers = [("Content-Type", "text/plain")] }, Answer.Result("""{"a":1}"""), Answer.Result("true"), Answer.Error(404), Answer.Result("null"));
        var raw = await script.SendAsync(HttpMethod.Get, "/zones?name=a%20b");
        Assert.Equal(("plain, and no JSON", "text/plain"), (raw.Body, raw.ContentType));
        var typed = await script.Client.SendAsync(HttpMethod.Patch, "/grove/v1/users/u1", Element, JsonElement.Parse("""{"suspended":true}"""), null, Token);
        Assert.Equal(1, typed.Value.GetProperty("a").GetInt32());
        Assert.True((await script.Client.SendAsync(HttpMethod.Get, "x", Element, null, null, Token)).Value.GetBoolean());
        await Assert.ThrowsAsync<NotFoundException>(() => script.Client.SendAsync(HttpMethod.Get, "x", Element, null, null, Token));
        Assert.Equal(JsonValueKind.Null, (await script.Client.SendAsync(HttpMethod.Get, "x", Element, null, null, Token)).Value.ValueKind);
        Assert.Equal(["/client/v4/zones?name=a%20b", "/grove/v1/users/u1"], script.Requests.Take(2).Select(request => request.Target));
        Assert.Equal(("PATCH", """{"suspended":true}"""), (script.Requests[1].Method, script.Requests[1].Body));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("..")]
    [InlineData("../user")]
    [InlineData("a/./b")]
    [InlineData("a/%2e%2E/b?x=1")]
    [InlineData("/grove/v1/../x")]
    [InlineData("a#b")]
    public async Task A_path_that_would_not_arrive_as_it_is_written_is_refused(string path)
    {
        await using var script = Script.Of(Answer.Ok);
        await Assert.ThrowsAsync<ArgumentException>(() => script.SendAsync(HttpMethod.Get, path));
        Assert.Empty(script.Requests);
    }

    [Fact]
    public async Task Other_options_make_another_client_over_the_same_connections()
    {
        var through = new Counting();
        await using var script = Script.With(options => options with { Handler = through, MaxRetries = 0 }, (_, _) => Answer.Error(503));
        using (var other = script.Client.WithOptions(options => options with { MaxRetries = 1, ApiToken = "other" }))
            await Assert.ThrowsAsync<InternalServerException>(() => other.Organizations.GetAsync("o1", null, Token));
        await Assert.ThrowsAsync<InternalServerException>(() => script.GetAsync());
        Assert.Equal(["Bearer other", "Bearer other", "Bearer token-of-tests"], script.Requests.Select(request => request["Authorization"]));
        Assert.Equal(3, through.Count);
        using var http = new HttpClient();
        Assert.Throws<ArgumentException>(() => script.Client.WithOptions(options => options with { HttpClient = http, Handler = null }));
        using var handler = new Counting();
        Assert.Throws<ArgumentException>(() => script.Client.WithOptions(options => options with { Handler = handler }));
    }

    [Fact]
    public async Task An_http_client_of_the_callers_is_used_with_its_headers_and_stays_open()
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-Own", "1");
        http.BaseAddress = new Uri("http://127.0.0.1:9");
        await using var script = Script.With(options => options with { HttpClient = http }, (_, _) => Answer.Ok);
        await script.GetAsync();
        script.Client.Dispose();
        Assert.Equal("1", script.Requests.Single()["X-Own"]);
        Assert.Contains("One", await http.GetStringAsync($"{script.Server.Url}/x", Token), StringComparison.Ordinal);
        using var handler = new Counting();
        Assert.Throws<ArgumentException>(() => new GroveClient(new GroveClientOptions { HttpClient = http, Handler = handler }, _ => null));
    }

    [Fact]
    public async Task A_chain_of_handlers_gets_the_clients_own_at_its_end_and_ends_with_the_client()
    {
        var inner = new Counting();
        var outer = new Counting { InnerHandler = inner };
        await using var script = Script.With(options => options with { Handler = outer }, Answer.Error(500), Answer.Ok);
        await script.GetAsync();
        Assert.Equal((2, 2), (outer.Count, inner.Count));
        script.Client.Dispose();
        Assert.True(inner.Disposed);
    }

    [Fact]
    public async Task A_handler_that_answers_itself_needs_no_server()
    {
        using var client = new GroveClient(new GroveClientOptions { Handler = new Canned() }, _ => null);
        Assert.Equal("One", (await client.Organizations.GetAsync("o1", null, Token)).Name);
    }

    [Fact]
    public void Options_that_are_refused_leave_the_handler_as_it_was()
    {
        using var handler = new Counting();
        Assert.Throws<ArgumentException>(() => new GroveClient(new GroveClientOptions { Handler = handler, ApiToken = "" }, _ => null));
        Assert.Null(handler.InnerHandler);
        Assert.Throws<ArgumentNullException>(() => new GroveClient(null!));
    }

    [Fact]
    public async Task After_its_end_a_client_calls_nothing()
    {
        await using var script = Script.Of(Answer.Ok with { Ending = Ending.Never });
        var other = script.Client.WithOptions(options => options);
        var call = script.GetAsync();
        await script.Server.ReceivedAsync();
        script.Client.Dispose();
        script.Client.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => other.Organizations.GetAsync("o1", null, Token));
        Assert.Single(script.Requests);
    }

    [Fact]
    public async Task One_client_serves_many_tasks_at_once_and_mixes_up_nothing()
    {
        await using var script = Script.With(null, (request, _) =>
            request["X-Stainless-Retry-Count"] == "0" && request.Target.EndsWith('7') ? Answer.Error(503) : Answer.Result($$"""{"id":"{{request.Target.Split('/')[^1]}}"}"""));
        var ids = Enumerable.Range(0, 200).Select(number => $"o{number}").ToArray();
        var answers = await Task.WhenAll(ids.Select(id => Task.Run(
            () => script.Client.WithRawResponseAsync(client => client.Organizations.GetAsync(id, null, Token)), Token)));
        Assert.Equal(ids, answers.Select(answer => answer.Value.Id));
        Assert.All(answers, answer => Assert.Equal(answer.Value.Id.EndsWith('7') ? 2 : 1, answer.Attempts));
    }

    [Fact]
    public async Task An_application_registers_one_client_that_logs_where_it_does()
    {
        await using var server = new ScriptedServer((_, _) => Answer.Ok);
        using var log = new ClientLog();
        await using var provider = new ServiceCollection()
            .AddSingleton<ILoggerFactory>(log)
            .AddSingleton(server)
            .AddGroveClient(services => new() { BaseUrl = services.GetRequiredService<ScriptedServer>().Url, ApiToken = "t" })
            .BuildServiceProvider();
        var client = provider.GetRequiredService<GroveClient>();
        Assert.Same(client, provider.GetRequiredService<GroveClient>());
        await client.Organizations.GetAsync("o1", null, Token);
        Assert.NotEmpty(log.Lines);
        Assert.Throws<ArgumentNullException>(() => ((IServiceCollection)null!).AddGroveClient());
    }

    private static System.Text.Json.Serialization.Metadata.JsonTypeInfo<JsonElement> Element =>
        (System.Text.Json.Serialization.Metadata.JsonTypeInfo<JsonElement>)GroveJson.Default.GetTypeInfo(typeof(JsonElement))!;

    private sealed class Counting : DelegatingHandler
    {
        private int count;

        public int Count => count;

        public bool Disposed { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref count);
            return base.SendAsync(request, cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            Disposed = true;
            base.Dispose(disposing);
        }
    }

    private sealed class Canned : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Answer.Organization) });
    }
}
