using System.Text.Json.Nodes;
using Grove.Client;
using Xunit;

namespace Grove.Tests.Client.Resources;

/// <summary>What methods send, and what they make of answers.</summary>
public sealed class CallTests
{
    private static readonly IReadOnlyList<ResourceCall> Listed = [.. UserCalls.All, .. GroveCalls.All];

    public static TheoryData<string> Calls => [.. Listed.Select(call => call.Id)];

    [Fact]
    public void Every_method_of_the_resources_is_called() => Assert.Equal(
        ServiceMethod.All.Select(method => method.Name).Where(name => name.StartsWith("User.", StringComparison.Ordinal) || name.StartsWith("Grove.", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
        Listed.Select(call => call.Name).Distinct().Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Calls))]
    public async Task It_sends_this_and_nothing_else(string id)
    {
        var call = Find(id);
        var (_, server) = await call.RunAsync();
        Assert.Equal(call.Line, server.All[0].Line);
        Assert.True(Same(call.Body, server.All[0].Body), server.All[0].Body);
    }

    [Theory, MemberData(nameof(Calls))]
    public async Task Every_member_of_the_answer_has_a_property(string id)
    {
        var call = Find(id);
        var (answer, _) = await call.RunAsync();
        Assert.Empty(AnswerWalk.Objects(answer).SelectMany(found => found.UnknownMembers.Keys));
        Assert.Empty(AnswerWalk.Unset(answer));
        Assert.True(Same(call.Result, AnswerWalk.Json(answer)), AnswerWalk.Json(answer));
    }

    [Theory, MemberData(nameof(Calls))]
    public async Task A_member_of_tomorrow_survives_wherever_it_is(string id)
    {
        var call = Find(id);
        var later = JsonNode.Parse(call.Result);
        var added = AnswerWalk.AddToAll(later, "of_tomorrow", "new");
        var (answer, _) = await call.RunAsync(later?.ToJsonString() ?? "null");
        Assert.True(Same(later?.ToJsonString() ?? "null", AnswerWalk.Json(answer)), AnswerWalk.Json(answer));
        var kept = AnswerWalk.Objects(answer).ToList();
        Assert.All(kept, found => Assert.Equal("new", found.UnknownMembers["of_tomorrow"].GetString()));
        Assert.True(kept.Count <= added);
    }

    [Theory, MemberData(nameof(Calls))]
    public async Task A_value_of_tomorrow_survives_wherever_there_is_a_set_of_values(string id)
    {
        var call = Find(id);
        var (today, _) = await call.RunAsync();
        Assert.All(AnswerWalk.WireValues(today), value => Assert.True(value.IsKnown, $"{value.Type.Name} does not know {value.Text}."));
        var texts = AnswerWalk.WireValues(today).Select(value => value.Text).Distinct().ToList();
        var later = texts.Aggregate(call.Result, (json, text) => json.Replace($": \"{text}\"", $": \"{text}_of_tomorrow\"", StringComparison.Ordinal));
        var (answer, _) = await call.RunAsync(later);
        Assert.All(AnswerWalk.WireValues(answer), value => Assert.True(!value.IsKnown && value.Text.EndsWith("_of_tomorrow", StringComparison.Ordinal), value.Text));
        Assert.True(Same(later, AnswerWalk.Json(answer)), AnswerWalk.Json(answer));
    }

    [Fact]
    public async Task Pages_by_number_are_asked_for_until_one_is_empty()
    {
        var server = Recorder.Whole(Recorder.Envelope($"[{UserSamples.Token}]"), Recorder.Envelope($"[{UserSamples.Token}]"), Recorder.Envelope("[]"));
        Assert.Equal(2, (await RowsAsync(server.Client.User.Tokens.ListAutoPagingAsync(new() { PerPage = 5 }, cancellationToken: TestContext.Current.CancellationToken))).Count);
        Assert.Equal(["/user/tokens?per_page=5", "/user/tokens?per_page=5&page=2", "/user/tokens?per_page=5&page=3"], server.All.Select(sent => sent.Target));
    }

    [Fact]
    public async Task Pages_by_token_are_asked_for_with_the_same_filters_until_there_is_no_token()
    {
        var server = Recorder.Whole(Recorder.Envelope("[{}]", """{"next_page_token":"t2"}"""), Recorder.Envelope("[{}]"));
        Assert.Equal(2, (await RowsAsync(server.Client.Grove.Users.ListAutoPagingAsync(new() { ExternalId = "x" }, cancellationToken: TestContext.Current.CancellationToken))).Count);
        Assert.Equal(["/grove/v1/users?external_id=x", "/grove/v1/users?external_id=x&page_token=t2"], server.All.Select(sent => sent.Target));
    }

    [Fact]
    public async Task Pages_by_cursor_are_asked_for_with_the_same_filters_until_there_is_no_cursor()
    {
        var server = Recorder.Whole(Recorder.Envelope("[{}]", """{"count":"1","cursor":"c2","cursors":{"after":"c2"}}"""), Recorder.Envelope("[{}]", """{"count":"1"}"""));
        Assert.Equal(2, (await RowsAsync(server.Client.Grove.Audit.ListAutoPagingAsync(new() { Limit = 1 }, cancellationToken: TestContext.Current.CancellationToken))).Count);
        Assert.Equal(["/grove/v1/audit?limit=1", "/grove/v1/audit?limit=1&cursor=c2"], server.All.Select(sent => sent.Target));
    }

    [Fact]
    public async Task A_policy_of_an_answer_is_sent_again_as_it_came()
    {
        var policies = UserSamples.Policies.Replace("\"effect\": \"allow\"", "\"effect\": \"allow\", \"of_tomorrow\": [1]", StringComparison.Ordinal);
        var server = Recorder.Of(UserSamples.Token.Replace(UserSamples.Policies, policies, StringComparison.Ordinal));
        var token = await server.Client.User.Tokens.GetAsync("t1", cancellationToken: TestContext.Current.CancellationToken);
        await server.Client.User.Tokens.UpdateAsync("t1", new() { Name = "ci", Policies = token.Policies }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(Same($$"""{"name":"ci","policies":{{policies}}}""", server.All[1].Body), server.All[1].Body);
    }

    [Fact]
    public void Methods_are_marked_as_deprecated_where_cloudflare_says_so_and_nowhere_else()
    {
        string[] deprecated = ["User.Organizations."];
        Assert.All(
            ServiceMethod.All.Where(method => method.Name.StartsWith("User.", StringComparison.Ordinal) || method.Name.StartsWith("Grove.", StringComparison.Ordinal)),
            method => Assert.Equal(
                deprecated.Any(prefix => method.Name.StartsWith(prefix, StringComparison.Ordinal)), method.Method.IsDefined(typeof(ObsoleteAttribute), inherit: false)));
    }

    private static async Task<List<T>> RowsAsync<T>(AutoPages<T> all)
    {
        var rows = new List<T>();
        await foreach (var row in all) rows.Add(row);
        return rows;
    }

    private static ResourceCall Find(string id) => Listed.Single(call => call.Id == id);

    private static bool Same(string? expected, string? found) =>
        expected is null || found is null ? expected == found : JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(found));
}
