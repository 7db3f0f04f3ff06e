using System.Net;
using System.Text;
using Grove.Client;
using Xunit;

namespace Grove.Tests.Client;

/// <summary>What becomes of answers: results, refusals, and what the API does not promise.</summary>
public sealed class AnswerTests
{
    private const string Html = "<!doctype html><title>Gateway</title>";

    // Bodies that say nothing.
    public static TheoryData<string> Wordless { get; } =
        ["", Html, "null", "[]", "{}", "{", "\"no\"", "0", """{"errors":null}""", """{"success":false,"errors":[],"result":[]}""", "\0", "{\"errors\":[],"];

    public static TheoryData<string> NoResult { get; } =
        ["", Html, "null", "[]", "{}", "{", "\"ok\"", """{"id":"o1"}""", """{"result":null}""", """{"result":[]}""", """{"result":"o1"}""", """{"success":"yes"}""",
            """{"result":{"id":1}}""", """{"result":{"create_time":"yesterday"}}""", """{"result":{"id":"o1"}} {}""", """{"result":{"id":"o1"}}x""",
            """{"result":{"id":"o1"},"result_info":7}""", """{"result":{"id":"\ud800"}}"""];

    [Theory]
    [InlineData(400, typeof(BadRequestException))]
    [InlineData(401, typeof(AuthenticationException))]
    [InlineData(403, typeof(PermissionDeniedException))]
    [InlineData(404, typeof(NotFoundException))]
    [InlineData(405, typeof(ApiException))]
    [InlineData(409, typeof(ConflictException))]
    [InlineData(412, typeof(ApiException))]
    [InlineData(422, typeof(UnprocessableEntityException))]
    [InlineData(429, typeof(RateLimitException))]
    [InlineData(500, typeof(InternalServerException))]
    [InlineData(599, typeof(InternalServerException))]
    [InlineData(302, typeof(ApiException))]
    public async Task A_refusal_is_of_the_class_of_its_status_with_all_that_it_says(int status, Type type)
    {
        const string body = """
            {"success":false,"result":null,"messages":[{"code":7,"message":"by the way"}],"errors":[
            {"code":1001,"message":"too long","documentation_url":"https://d","source":{"pointer":"/name","line":3}},
            {"code":6003,"message":"headers","error_chain":[{"code":6111,"message":"format"}]}]}
            """;
        await using var script = Script.With(options => options with { MaxRetries = 0 }, new Answer(status, body).With("X-Request-Id", "r1").With("CF-Ray", "c1"));
        var refusal = (ApiException)await Assert.ThrowsAsync(type, () => script.GetAsync());
        Assert.Equal((status, "r1", body), ((int)refusal.StatusCode, refusal.RequestId, refusal.Body));
        Assert.Equal(["c1"], refusal.Headers.GetValues("CF-Ray"));
        Assert.Equal([1001, 6003], refusal.Errors.Select(error => error.Code));
        Assert.Equal(("too long", "https://d", "/name"), (refusal.Errors[0].Message, refusal.Errors[0].DocumentationUrl, refusal.Errors[0].Source!.Pointer));
        Assert.Equal(3, refusal.Errors[0].Source!.UnknownMembers["line"].GetInt32());
        Assert.Equal(6111, refusal.Errors[1].UnknownMembers["error_chain"][0].GetProperty("code").GetInt32());
        Assert.Equal("by the way", refusal.Messages.Single().Message);
        Assert.Equal($"{status} 1001 too long (/name); 6003 headers", refusal.Message);
    }

    [Theory]
    [MemberData(nameof(Wordless))]
    public async Task A_refusal_without_words_is_of_the_class_of_its_status(string body)
    {
        await using var script = Script.Of(new Answer(403, body), new Answer(403, body) { Headers = [("Content-Type", "text/html; charset=nonsense")] });
        for (var call = 0; call < 2; call++)
        {
            var refusal = await Assert.ThrowsAsync<PermissionDeniedException>(() => script.GetAsync());
            Assert.Empty(refusal.Errors);
            Assert.Equal(body, refusal.Body);
        }
    }

    [Fact]
    public async Task A_refusal_whose_body_is_cut_is_of_the_class_of_its_status()
    {
        await using var script = Script.With(null, (_, _) => Answer.Error(400, 1001, new string('x', 500)) with { Ending = Ending.CutBody });
        var refusal = await Assert.ThrowsAsync<BadRequestException>(() => script.GetAsync());
        Assert.StartsWith("""{"result":null,"success":false,"errors":[{"code":1001""", refusal.Body, StringComparison.Ordinal);
        Assert.Single(script.Requests);
    }

    [Theory]
    [InlineData("""["gone"]""", "gone")]
    [InlineData("\"gone\"", "gone")]
    [InlineData("""{"code":5,"message":"gone"}""", "gone")]
    [InlineData("""[{"message":"gone"}]""", "gone")]
    [InlineData("""[{"code":"5","message":"gone"}]""", "gone")]
    [InlineData("""[{"code":null,"message":"gone","source":null}]""", "gone")]
    [InlineData("""[{"code":5,"message":{"en":"gone"}}]""", "An error of another shape; the body has it.")]
    [InlineData("""[{"code":99999999999}]""", "An error of another shape; the body has it.")]
    [InlineData("[404]", "404")]
    [InlineData("[null]", "null")]
    [InlineData("""["\ud800"]""", "An error of another shape; the body has it.")]
    public async Task Errors_of_any_shape_are_kept(string errors, string message)
    {
        await using var script = Script.Of(new Answer(404, $$"""{"errors":{{errors}}}"""), new Answer(200, $$"""{"errors":{{errors}},"success":false}"""));
        Assert.Equal(message, (await Assert.ThrowsAsync<NotFoundException>(() => script.GetAsync())).Errors.Single().Message);
        Assert.Equal(message, (await Assert.ThrowsAsync<ApiException>(() => script.GetAsync())).Errors.Single().Message);
    }

    [Theory]
    [InlineData("""{"result":null,"success":false,"errors":[{"code":1,"message":"no"}]}""")]
    [InlineData("""{"success":false,"errors":[{"code":1,"message":"no"}],"result":{}}""")]
    [InlineData("""{"result":[],"success":false,"errors":[{"code":1,"message":"no"}]}""")]
    public async Task A_success_that_says_that_it_failed_is_a_refusal(string body)
    {
        await using var script = Script.Of(new Answer(200, body), new Answer(200, body));
        var refusal = await Assert.ThrowsAsync<ApiException>(() => script.GetAsync());
        Assert.Equal((HttpStatusCode.OK, "200 1 no"), (refusal.StatusCode, refusal.Message));
        await Assert.ThrowsAsync<ApiException>(() => script.SendAsync(HttpMethod.Put, "x"));
    }

    [Theory]
    [MemberData(nameof(NoResult))]
    public async Task A_success_that_is_not_what_the_api_promises_is_no_success(string body)
    {
        await using var script = Script.Of(new Answer(200, body));
        var failure = await Assert.ThrowsAsync<ApiResponseValidationException>(() => script.GetAsync());
        Assert.Equal((HttpStatusCode.OK, body), (failure.StatusCode, failure.Body));
        Assert.Single(script.Requests);
    }

    [Theory]
    [InlineData("""{"result":{"id":"o1","name":"One"}}""")]
    [InlineData("""{"extra":[{}],"result":{"id":"first"},"errors":null,"messages":null,"success":null,"result_info":null,"result":{"id":"o1","name":"One","new":1}}""")]
    [InlineData("\uFEFF{\"result\":{\"id\":\"o1\",\"name\":\"Two\",\"name\":\"One\"}}\r\n ")]
    public async Task A_success_is_read_when_all_that_matters_is_there(string body)
    {
        await using var script = Script.Of(new Answer(200, body) { Headers = [("Content-Type", "text/plain")] }, new Answer(207, body) { Headers = [] });
        Assert.Equal(("o1", "One"), (await script.GetAsync()) is var first ? (first.Id, first.Name) : default);
        Assert.Equal("One", (await script.GetAsync()).Name);
    }

    [Fact]
    public async Task A_body_that_is_too_deep_is_refused_and_a_refusal_keeps_what_came_before()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 100_000));
        await using var script = Script.Of(
            new Answer(200, $$"""{"result":{"id":{{deep}}"""), new Answer(404, $$"""{"errors":[{"code":5,"message":"gone"}],"trace":{{deep}}"""));
        await Assert.ThrowsAsync<ApiResponseValidationException>(() => script.GetAsync());
        Assert.Equal(5, (await Assert.ThrowsAsync<NotFoundException>(() => script.GetAsync())).Errors.Single().Code);
    }

    [Fact]
    public async Task A_huge_body_is_read_and_the_text_of_the_exception_stays_short()
    {
        var name = new string('n', 8_000_000);
        await using var script = Script.Of(Answer.Result($$"""{"name":"{{name}}"}"""), new Answer(400, name));
        Assert.Equal(name.Length, (await script.GetAsync()).Name.Length);
        var refusal = await Assert.ThrowsAsync<BadRequestException>(() => script.GetAsync());
        Assert.Equal(name.Length, refusal.Body.Length);
        Assert.InRange(refusal.Message.Length, 1, 300);
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_refused_in_a_result_and_shown_as_such_in_a_refusal()
    {
        var bytes = Encoding.Latin1.GetBytes("""{"result":{"name":"é"}}""");
        await using var script = Script.Of(Answer.Ok with { Bytes = bytes }, Answer.Error(404) with { Bytes = bytes });
        await Assert.ThrowsAsync<ApiResponseValidationException>(() => script.GetAsync());
        Assert.Contains("\uFFFD", (await Assert.ThrowsAsync<NotFoundException>(() => script.GetAsync())).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        await using var script = Script.Of(new Answer(307).With("Location", "http://127.0.0.1:9/elsewhere"), Answer.Ok);
        var refusal = await Assert.ThrowsAsync<ApiException>(() => script.GetAsync());
        Assert.Equal((HttpStatusCode.TemporaryRedirect, "307"), (refusal.StatusCode, refusal.Message));
        Assert.Single(script.Requests);
    }

    [Fact]
    public async Task Unknown_members_and_unknown_values_are_kept()
    {
        await using var script = Script.Of(Answer.Result(
            """{"id":"o1","name":"One","colour":"green","meta":{"flags":{"account_creation":"sometimes","teleport":true},"hierarchy_tags":["o1"]}}"""));
        var organization = await script.GetAsync();
        Assert.Equal("green", organization.UnknownMembers["colour"].GetString());
        Assert.Equal("sometimes", organization.Meta.Flags!.AccountCreation);
        Assert.True(organization.Meta.Flags.UnknownMembers["teleport"].GetBoolean());
        Assert.Empty(organization.Meta.UnknownMembers);
    }

    [Theory]
    [InlineData(204, "", true)]
    [InlineData(200, "", true)]
    [InlineData(200, """{"success":true,"result":null}""", true)]
    [InlineData(200, "{}", true)]
    [InlineData(200, Html, false)]
    [InlineData(200, "OK", false)]
    public async Task A_call_that_answers_nothing_takes_an_empty_body_or_the_apis_own(int status, string body, bool success)
    {
        await using var script = Script.Of(new Answer(status, body));
        var profile = new Profile { BusinessName = "n", BusinessEmail = "e@x", BusinessAddress = "", BusinessPhone = "", ExternalMetadata = "" };
        var call = script.Client.Organizations.OrganizationProfile.UpdateAsync("o1", profile, null, TestContext.Current.CancellationToken);
        if (success) await call;
        else await Assert.ThrowsAsync<ApiResponseValidationException>(() => call);
    }
}
