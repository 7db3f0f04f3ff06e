using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grove.Server.OpenApi;

/// <summary>Describes a server as it is configured in OpenAPI 3.1: the same declarations that are enforced, and the hand-written schemas.</summary>
internal static class OpenApiDocument
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(IEnumerable<OpenApiOperation> operations)
    {
        var schemas = Schemas.All();
        ErrorResponses.AddSchemas(schemas);
        var document = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Grove",
                ["version"] = typeof(OpenApiDocument).Assembly.GetName().Version!.ToString(3),
                ["description"] = "A forest of organizations that answers who belongs where. The paths of the wire API are Cloudflare's; /grove/v1 is Grove's own.",
                ["license"] = new JsonObject { ["name"] = "Apache License 2.0", ["identifier"] = "Apache-2.0" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/", ["description"] = "The paths are full paths of this host." }),
            ["paths"] = Paths(operations),
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas,
                ["responses"] = ErrorResponses.All(),
                ["headers"] = Headers(),
                ["securitySchemes"] = SecuritySchemes(),
            },
        };
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options)) document.WriteTo(json);
        return bytes.ToArray();
    }

    private static JsonObject Paths(IEnumerable<OpenApiOperation> operations)
    {
        var paths = new JsonObject();
        foreach (var operation in operations)
        {
            if (paths[operation.Path] is not JsonObject item) paths[operation.Path] = item = [];
            item.Add(operation.Method.ToLowerInvariant(), OperationObject.Of(operation));
        }
        return paths;
    }

    private static JsonObject Headers() => new()
    {
        ["RequestId"] = Header("The id of this request, also in the log and in the audit record."),
        ["ETag"] = Header("The version of the resource, a dot, and a digest of the answer. If-Match takes it."),
        ["RetryAfter"] = Header("Seconds to wait before the next try.", "integer"),
    };

    private static JsonObject Header(string description, string type = "string") =>
        new() { ["description"] = description, ["schema"] = new JsonObject { ["type"] = type } };

    private static JsonObject SecuritySchemes() => new()
    {
        ["apiToken"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "An API token; its policies decide what it may do." },
        ["apiEmail"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "X-Auth-Email", ["description"] = "Together with X-Auth-Key." },
        ["apiKey"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "X-Auth-Key", ["description"] = "The user's global API key." },
    };
}
