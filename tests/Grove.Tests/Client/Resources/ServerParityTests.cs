using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Grove.Client;
using Grove.Server.Http;
using Grove.Server.OpenApi;
using Xunit;

namespace Grove.Tests.Client.Resources;

/// <summary>
/// Server and SDK are written apart. Here the SDK is held to what the server declares: nothing that it takes or answers is missing.
/// </summary>
public sealed class ServerParityTests
{
    private static readonly JsonObject Shapes = Schemas.All();

    /// <summary>Members of bodies that only one of the two has, because Cloudflare's reference has them so: by operation.</summary>
    private static readonly Dictionary<string, string[]> Differing = new()
    {
        ["POST /accounts/{account_id}/members"] = ["policies.id", "policies.access", "policies.permission_groups", "policies.resource_groups"],
        ["PUT /accounts/{account_id}/members/{member_id}"] =
            ["roles.name", "policies.id", "policies.access", "policies.permission_groups", "policies.resource_groups"],
        ["PUT /accounts/{account_id}"] = ["id"],
        ["POST /user/tokens"] = ["policies.permission_groups.name", "policies.permission_groups.meta"],
        ["PUT /user/tokens/{token_id}"] = ["policies.permission_groups.name", "policies.permission_groups.meta"],
        ["POST /grove/v1/users/{user_id}/tokens"] = ["policies.permission_groups.name", "policies.permission_groups.meta"],
    };

    /// <summary>No typed client of Cloudflare can say the plain name of organizations; SendAsync and RequestOptions.Query can.</summary>
    private static readonly string[] WithoutName = ["GET /organizations", "GET /grove/v1/users/{user_id}/organizations"];

    public static TheoryData<string> Operations => [.. Declared.All.Keys];

    [Fact]
    public void No_endpoints_are_forgotten_here() => Assert.Equal(
        typeof(ApiEndpoints).Assembly.GetTypes().Where(type => type.Name.EndsWith("Endpoints", StringComparison.Ordinal) && type.Name is not ("ApiEndpoints" or "OperationsEndpoints"))
            .Select(type => type.Name).Order(StringComparer.Ordinal),
        Declared.Classes.Select(type => type.Name).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Every_operation_has_one_method_and_no_method_has_none()
    {
        var said = new List<string>();
        foreach (var method in Methods()) said.Add(Operation(await SentAsync(method)));
        Assert.Equal(Declared.All.Keys.Order(StringComparer.Ordinal), said.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Operations))]
    public async Task Its_method_can_say_every_parameter_of_the_query_and_no_other(string operation)
    {
        var declared = Declared.All[operation].Query.Select(parameter => parameter.Name).Where(name => name != "name" || !WithoutName.Contains(operation));
        var (_, sent) = await FindAsync(operation);
        Assert.Equal(declared.Order(StringComparer.Ordinal), sent.QueryNames.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Operations))]
    public async Task Its_method_sends_every_member_of_the_body_and_no_other(string operation)
    {
        var (method, sent) = await FindAsync(operation);
        Assert.Equal(Declared.All[operation].Body is null, sent.Body is null);
        if (Declared.All[operation].Body is not { } body) return;
        var allowed = Differing.GetValueOrDefault(operation, []);
        Assert.Equal(allowed.Order(StringComparer.Ordinal), Differences(Shape(body), GroveJson.Default.GetTypeInfo(method.ParametersType!)!, both: true).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Operations))]
    public async Task What_its_method_answers_has_every_member_of_the_result(string operation)
    {
        var (method, _) = await FindAsync(operation);
        var doc = Declared.All[operation];
        if (doc.Shape is ResultShape.NoContent)
        {
            Assert.Equal(typeof(Task), method.Method.ReturnType);
            return;
        }
        var type = method.Result!.IsGenericType ? method.Result.GetGenericArguments()[0] : method.Result;
        Assert.Empty(Differences(Shape(doc.Result!), GroveJson.Default.GetTypeInfo(type)!, both: false));
    }

    [Fact]
    public void The_page_has_every_member_of_the_result_info() =>
        Assert.Empty(((string[])["TokenPage", "NumberedPage", "CursorPage"]).SelectMany(name => Differences(Shape(name), GroveJson.Default.ResultInfo, both: false)));

    [Theory]
    [InlineData(typeof(UserOrganizationStatus), "UserOrganization", "status")]
    [InlineData(typeof(InviteStatus), "Invite", "status")]
    [InlineData(typeof(InviteStatus), "InviteAnswer", "status")]
    [InlineData(typeof(TokenStatus), "Token", "status")]
    [InlineData(typeof(TokenStatus), "TokenVerification", "status")]
    [InlineData(typeof(TokenPolicyEffect), "TokenPolicy", "effect")]
    [InlineData(typeof(GroveRoleScope), "Role", "scope")]
    [InlineData(typeof(AuditActionResult), "AuditRecord", "action", "result")]
    [InlineData(typeof(AuditActionType), "AuditRecord", "action", "type")]
    [InlineData(typeof(AuditActorContext), "AuditRecord", "actor", "context")]
    [InlineData(typeof(AuditActorType), "AuditRecord", "actor", "type")]
    [InlineData(typeof(AuditHistoryStatus), "CursorPage", "history_status")]
    [InlineData(typeof(OrganizationMemberStatus), "OrganizationMember", "status")]
    [InlineData(typeof(MembershipStatus), "Membership", "status")]
    [InlineData(typeof(MembershipStatus), "AccountMember", "status")]
    [InlineData(typeof(AccountType), "AccountType")]
    public void Every_value_that_the_server_answers_is_known(Type type, string schema, params string[] members)
    {
        var values = members.Aggregate(Shape(schema), (shape, member) => Resolved(shape["properties"]![member]!.AsObject()))["enum"]!.AsArray();
        Assert.All(values, value => Assert.True(
            (bool)type.GetProperty("IsKnown")!.GetValue(Sample.FromWire(type, value!.GetValue<string>()))!, $"{type.Name} does not know {value}."));
    }

    [Theory]
    [InlineData(typeof(SortDirection), "GET /accounts", "direction")]
    [InlineData(typeof(SortDirection), "GET /user/organizations", "direction")]
    [InlineData(typeof(SortDirection), "GET /user/tokens", "direction")]
    [InlineData(typeof(UserOrganizationStatus), "GET /user/organizations", "status")]
    [InlineData(typeof(UserOrganizationOrder), "GET /user/organizations", "order")]
    [InlineData(typeof(FilterMatch), "GET /user/organizations", "match")]
    [InlineData(typeof(AuditActorType), "GET /grove/v1/audit", "actor_type")]
    [InlineData(typeof(OrganizationAccountOrder), "GET /organizations/{organization_id}/accounts", "order_by")]
    [InlineData(typeof(OrganizationMemberStatus), "GET /organizations/{organization_id}/members", "status")]
    [InlineData(typeof(MembershipStatus), "GET /accounts/{account_id}/members", "status")]
    [InlineData(typeof(AccountMemberOrder), "GET /accounts/{account_id}/members", "order")]
    [InlineData(typeof(MembershipOrder), "GET /memberships", "order")]
    [InlineData(typeof(AuditActorContext), "GET /organizations/{organization_id}/logs/audit", "actor_context")]
    public void Every_value_that_a_filter_takes_is_known(Type type, string operation, string parameter)
    {
        var values = Declared.All[operation].Query.Single(declared => declared.Name == parameter).Values!;
        Assert.All(values, value => Assert.True((bool)type.GetProperty("IsKnown")!.GetValue(Sample.FromWire(type, value))!, $"{type.Name} does not know {value}."));
    }

    private static IEnumerable<ServiceMethod> Methods() => ServiceMethod.All.Where(method => !method.AnswersAll);

    /// <summary>What a method sends when everything is set, its ids being the names of the server's parameters in braces.</summary>
    private static async Task<Sent> SentAsync(ServiceMethod method)
    {
        var server = Recorder.Of(ServiceLaws.AnswerTo(method));
        await method.CallAsync(
            server.Client, parameter => $"{{{System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Name!)}}}", Sample.Of,
            TestContext.Current.CancellationToken);
        return server.Only;
    }

    private static string Operation(Sent sent) => $"{sent.Method} {sent.Path}";

    private static async Task<(ServiceMethod Method, Sent Sent)> FindAsync(string operation)
    {
        foreach (var method in Methods())
        {
            var sent = await SentAsync(method);
            if (Operation(sent) == operation) return (method, sent);
        }
        throw new InvalidOperationException($"No method says {operation}.");
    }

    private static JsonObject Shape(string name) => Resolved(Shapes[name]!.AsObject());

    private static JsonObject Resolved(JsonObject schema) =>
        schema["$ref"] is { } reference ? Shape(reference.GetValue<string>().Split('/')[^1])
        : schema["anyOf"] is JsonArray any && any.FirstOrDefault(each => Resolved(each!.AsObject())["properties"] is not null) is { } one ? Resolved(one.AsObject())
        : schema["items"] is JsonObject items ? Resolved(items)
        : schema;

    /// <summary>Members of the shape that the type lacks, and when both ways, the other way round; by their paths.</summary>
    private static IEnumerable<string> Differences(JsonObject shape, JsonTypeInfo type, bool both)
    {
        // A shape without members is open, and a type without them takes whatever comes.
        if (type.Kind != JsonTypeInfoKind.Object) yield break;
        var members = shape["properties"] as JsonObject ?? [];
        // What is never read and never written is listed, too.
        var properties = type.Properties.Where(property => !property.IsExtensionData && (property.Get ?? (object?)property.Set) is not null)
            .ToDictionary(property => property.Name);
        foreach (var (name, member) in members)
        {
            if (!properties.TryGetValue(name, out var property))
            {
                // What bodies may echo of answers, nobody needs to send.
                if (member!["description"]?.GetValue<string>() != "Ignored.") yield return name;
            }
            else foreach (var below in Differences(Resolved(member!.AsObject()), Element(property.PropertyType), both)) yield return $"{name}.{below}";
        }
        if (!both) yield break;
        foreach (var name in properties.Keys.Where(name => !members.ContainsKey(name))) yield return name;
    }

    private static JsonTypeInfo Element(Type type)
    {
        while (type.IsGenericType && (type.GetGenericTypeDefinition() is var open) && (open == typeof(Optional<>) || open == typeof(IReadOnlyList<>) || open == typeof(Nullable<>)))
            type = type.GetGenericArguments()[0];
        return GroveJson.Default.GetTypeInfo(type) ?? throw new InvalidOperationException($"GroveJson lacks {type}.");
    }
}
