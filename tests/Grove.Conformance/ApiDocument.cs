using System.Net;
using System.Text.Json;
using Xunit;

namespace Grove.Conformance;

/// <summary>An operation as <c>/openapi.json</c> describes it.</summary>
internal sealed record ApiOperation(string Method, string Path, JsonElement Node)
{
    public string Id => Node.GetProperty("operationId").GetString()!;

    /// <summary>The permission groups that a token needs one of: none means that any token will do, null that nobody is asked for credentials.</summary>
    public IReadOnlyList<string>? Groups =>
        Node.TryGetProperty("x-permission-groups", out var groups) ? [.. groups.EnumerateArray().Select(group => group.GetString()!)] : null;
}

/// <summary>The OpenAPI document of a server.</summary>
internal static class ApiDocument
{
    public static async Task<JsonElement> ReadAsync(GroveHost host)
    {
        var reply = await host.SendAsync("GET", "/openapi.json");
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal("application/json", reply.Headers["Content-Type"]);
        return reply.Json;
    }

    public static IEnumerable<ApiOperation> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from method in path.Value.EnumerateObject()
        select new ApiOperation(method.Name.ToUpperInvariant(), path.Name, method.Value);
}
