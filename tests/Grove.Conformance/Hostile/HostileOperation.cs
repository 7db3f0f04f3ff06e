using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Grove.Conformance.Hostile;

/// <summary>An operation as the OpenAPI document tells whoever wants to abuse it.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Path">From the root of the host, with the names of its parameters in braces.</param>
/// <param name="Query">The names of its query parameters.</param>
/// <param name="Body">The example of its body; null when it takes none.</param>
/// <param name="Members">The names of the members of its body.</param>
/// <param name="OperatorsOnly">True when only operators may call it.</param>
public sealed partial record HostileOperation(
    string Method, string Path, IReadOnlyList<string> Query, string? Body, IReadOnlyList<string> Members, bool OperatorsOnly)
{
    /// <summary>True when it changes something, and so leaves a record: a check is a question, with a body.</summary>
    public bool Write => Method != "GET" && Path != "/grove/v1/check";

    /// <summary>All operations of a server.</summary>
    public static async Task<IReadOnlyList<HostileOperation>> ReadAllAsync(GroveHost host)
    {
        var document = await ApiDocument.ReadAsync(host);
        return [.. ApiDocument.Operations(document).Select(operation => Of(operation, document.GetProperty("components").GetProperty("schemas")))];
    }

    /// <summary>The path with something for each of its parameters.</summary>
    public string At(Func<string, string> value) => Parameter().Replace(Path, match => value(match.Groups[1].Value));

    /// <summary>The example of the body with other ids of organizations and accounts in it, and other secrets of invitations.</summary>
    public string? BodyWith(Func<string> id, Func<string> secret) => Body is null ? null : ExampleSecret().Replace(ExampleId().Replace(Body, _ => id()), _ => secret());

    public override string ToString() => $"{Method} {Path}";

    private static HostileOperation Of(ApiOperation operation, JsonElement schemas)
    {
        string? body = null;
        IReadOnlyList<string> members = [];
        if (operation.Node.TryGetProperty("requestBody", out var request))
        {
            var schema = request.GetProperty("content").GetProperty("application/json").GetProperty("schema");
            while (schema.TryGetProperty("$ref", out var reference)) schema = schemas.GetProperty(reference.GetString()!["#/components/schemas/".Length..]);
            Assert.True(schema.TryGetProperty("examples", out var examples), $"The body of {operation.Id} has no example.");
            body = examples[0].GetRawText();
            if (schema.TryGetProperty("properties", out var properties)) members = [.. properties.EnumerateObject().Select(member => member.Name)];
        }
        var query = operation.Node.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == "query").Select(parameter => parameter.GetProperty("name").GetString()!)
            : [];
        return new(operation.Method, operation.Path, [.. query], body, members, operation.Groups is ["Grove Operator"]);
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Parameter();

    // Those of the examples: ids of roles and permission groups stay what they are.
    [GeneratedRegex("(?:019a0c|5f2b8c)[0-9a-f]{26}")]
    private static partial Regex ExampleId();

    [GeneratedRegex("grvi_[0-9A-Za-z]+")]
    private static partial Regex ExampleSecret();
}
