using System.Text.Json;
using System.Text.Json.Nodes;
using Grove.Client;
using Xunit;

namespace Grove.Tests.Client.Resources;

/// <summary>What holds for every method of every resource.</summary>
public sealed class ServiceLaws
{
    public static TheoryData<string> Methods => [.. ServiceMethod.All.Select(method => method.Name)];

    public static TheoryData<string> WithIds => [.. ServiceMethod.All.Where(method => method.Ids.Any()).Select(method => method.Name)];

    public static TheoryData<string> WithParameters => [.. ServiceMethod.All.Where(method => method.ParametersType is not null).Select(method => method.Name)];

    [Fact]
    public void All_resources_of_the_official_clients_are_there()
    {
        string[] expected =
        [
            "Accounts", "Accounts.AccountOrganizations", "Accounts.AccountProfile", "Accounts.Iam.PermissionGroups", "Accounts.Members", "Accounts.Roles", "Memberships",
            "Organizations", "Organizations.Logs.Audit", "Organizations.Members", "Organizations.OrganizationAccounts", "Organizations.OrganizationProfile",
        ];
        var found = ServiceMethod.All.Select(method => method.Name[..method.Name.LastIndexOf('.')]).Distinct().ToList();
        Assert.Empty(expected.Except(found));
    }

    [Theory, MemberData(nameof(Methods))]
    public void Its_name_ends_in_Async_and_it_takes_options_and_a_token_last(string name)
    {
        var method = Find(name);
        Assert.EndsWith("Async", name, StringComparison.Ordinal);
        Assert.True(typeof(Task).IsAssignableFrom(method.Method.ReturnType) || method.AnswersAll, $"{name} answers {method.Method.ReturnType}.");
        var (options, token) = (method.Parameters[^2], method.Parameters[^1]);
        Assert.Equal(("options", typeof(RequestOptions), true), (options.Name, options.ParameterType, options.HasDefaultValue && options.DefaultValue is null));
        Assert.Equal(("cancellationToken", typeof(CancellationToken), true), (token.Name, token.ParameterType, token.HasDefaultValue));
        Assert.All(method.Parameters.SkipLast(2), parameter => Assert.True(
            parameter.ParameterType == typeof(string) ? parameter.Name!.EndsWith("Id", StringComparison.Ordinal) && !parameter.HasDefaultValue : parameter.Name == "parameters",
            $"{name} takes {parameter.Name}."));
    }

    [Theory, MemberData(nameof(Methods))]
    public void What_answers_a_page_has_a_twin_that_answers_all(string name)
    {
        var method = Find(name);
        if (!method.AnswersPage && !method.AnswersAll) return;
        var twin = Find(method.AnswersPage ? name[..^"Async".Length] + "AutoPagingAsync" : name.Replace("AutoPagingAsync", "Async", StringComparison.Ordinal));
        Assert.NotEqual(method.AnswersPage, twin.AnswersPage);
        Assert.Equal(method.Result, twin.Result);
        Assert.Equal(Signature(method), Signature(twin));
    }

    [Theory, MemberData(nameof(WithIds))]
    public async Task An_id_that_would_change_the_path_is_refused_before_anything_is_sent(string name)
    {
        var method = Find(name);
        foreach (var parameter in method.Ids)
        {
            foreach (var bad in (string?[])[null, "", " ", ".", ".."])
            {
                var server = Recorder.Of();
                var refused = await Assert.ThrowsAnyAsync<ArgumentException>(() =>
                    method.CallAsync(server.Client, other => other.Name == parameter.Name ? bad! : "good", Sample.Of, TestContext.Current.CancellationToken));
                Assert.Equal(parameter.Name, refused.ParamName);
                Assert.Empty(server.All);
            }
        }
    }

    [Theory, MemberData(nameof(WithIds))]
    public async Task An_id_is_one_segment_of_the_path_whatever_is_in_it(string name)
    {
        var method = Find(name);
        var server = Recorder.Of(AnswerTo(method));
        await method.CallAsync(server.Client, parameter => $"a/b?{parameter.Name}=#%é ", Sample.Empty, TestContext.Current.CancellationToken);
        var path = server.All[0].Target.Split('?')[0];
        var escaped = method.Ids.Select(parameter => Uri.EscapeDataString($"a/b?{parameter.Name}=#%é ")).ToList();
        Assert.Equal(escaped, path.Split('/').Where(segment => segment.StartsWith("a%2Fb", StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(Methods))]
    public async Task A_token_that_is_cancelled_already_sends_nothing(string name)
    {
        var server = Recorder.Of();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Find(name).CallAsync(server.Client, _ => "good", Sample.Of, new CancellationToken(canceled: true)));
        Assert.Empty(server.All);
    }

    [Theory, MemberData(nameof(WithParameters))]
    public async Task Parameters_that_must_be_there_cannot_be_null(string name)
    {
        var method = Find(name);
        if (method.Parameters.Single(parameter => parameter.Name == "parameters").HasDefaultValue) return;
        var server = Recorder.Of();
        await Assert.ThrowsAsync<ArgumentNullException>("parameters", () =>
            method.CallAsync(server.Client, _ => "good", _ => null, TestContext.Current.CancellationToken));
        Assert.Empty(server.All);
    }

    [Theory, MemberData(nameof(WithParameters))]
    public async Task Every_member_of_the_parameters_reaches_the_wire_and_none_unset(string name)
    {
        var method = Find(name);
        if (method.ParametersType!.IsAssignableTo(typeof(ApiObject))) return;
        var without = await SentAsync(method, Sample.Empty);
        foreach (var property in Sample.Settable(method.ParametersType!))
        {
            var with = await SentAsync(method, type =>
            {
                var parameters = Sample.Empty(type);
                property.SetValue(parameters, Sample.Of(property.PropertyType));
                return parameters;
            });
            Assert.True(with != without, $"{name} does not send {property.Name}.");
        }
        Assert.Equal(without, method.Parameters.Single(parameter => parameter.Name == "parameters").HasDefaultValue ? await SentAsync(method, _ => null) : without);
    }

    /// <summary>Texts of enumerations are unknown ones here.</summary>
    [Theory, MemberData(nameof(Methods))]
    public async Task What_it_answers_is_what_came_member_for_member(string name)
    {
        var method = Find(name);
        var server = method.Result is null ? Recorder.Nothing() : null;
        if (server is null)
        {
            var answer = JsonNode.Parse(JsonSerializer.Serialize(Sample.Of(method.Result!), Json(method.Result!)))!;
            foreach (var one in (answer as JsonArray ?? [answer.DeepClone()]).OfType<JsonObject>()) one["of_tomorrow"] = 1;
            if (answer is JsonObject single) single["of_tomorrow"] = 1;
            var result = method.AnswersPage || method.AnswersAll ? new JsonArray(answer) : answer;
            // Lists with page numbers end with an empty page, and others where the server says nothing of a next one.
            server = Recorder.Whole(Wrapped(method, result.ToJsonString()), Wrapped(method, "[]"));
            var made = await method.CallAsync(server.Client, _ => "good", Sample.Empty, TestContext.Current.CancellationToken);
            var again = made is Array rows ? $"[{string.Join(',', rows.Cast<object>().Select(row => JsonSerializer.Serialize(row, Json(method.Result!))))}]"
                : JsonSerializer.Serialize(made, Json(method.Result!));
            Assert.Equal(result.ToJsonString(), JsonNode.Parse(again)!.ToJsonString());
            return;
        }
        Assert.Null(await method.CallAsync(server.Client, _ => "good", Sample.Empty, TestContext.Current.CancellationToken));
        Assert.Single(server.All);
    }

    private static ServiceMethod Find(string name) => ServiceMethod.All.Single(method => method.Name == name);

    private static IEnumerable<(Type, string?, bool)> Signature(ServiceMethod method) =>
        method.Parameters.Select(parameter => (parameter.ParameterType, parameter.Name, parameter.HasDefaultValue));

    private static async Task<Sent> SentAsync(ServiceMethod method, Func<Type, object?> parameters)
    {
        var server = Recorder.Of(AnswerTo(method));
        await method.CallAsync(server.Client, _ => "good", parameters, TestContext.Current.CancellationToken);
        return server.All[0];
    }

    private static System.Text.Json.Serialization.Metadata.JsonTypeInfo Json(Type type) =>
        GroveJson.Default.GetTypeInfo(type) ?? throw new InvalidOperationException($"GroveJson lacks {type}.");

    // The one answer that wears no envelope.
    private static string Wrapped(ServiceMethod method, string result) =>
        method.Name == "User.Organizations.DeleteAsync" ? result : Recorder.Envelope(result);

    /// <summary>A result that it can read.</summary>
    internal static string AnswerTo(ServiceMethod method) =>
        method.AnswersPage || method.AnswersAll || (method.Result is { IsGenericType: true } list && list.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) ? "[]"
        : method.Result == typeof(string) ? "\"text\"" : "{}";
}
