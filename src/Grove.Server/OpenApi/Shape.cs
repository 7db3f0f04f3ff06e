using System.Text.Json.Nodes;

namespace Grove.Server.OpenApi;

/// <summary>The few forms of which the document is made.</summary>
internal static class Shape
{
    public static JsonObject Object(string[] required, params ReadOnlySpan<(string Name, JsonNode Schema)> members)
    {
        var properties = new JsonObject();
        foreach (var (name, schema) in members) properties[name] = schema;
        return new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray([.. required.Select(name => (JsonNode)name)]),
            ["properties"] = properties,
        };
    }

    public static JsonObject List(JsonNode items) => new() { ["type"] = "array", ["items"] = items };

    public static JsonObject Type(string name) => new() { ["type"] = name };

    public static JsonObject Ref(string component) => new() { ["$ref"] = "#/components/" + component };

    public static JsonObject Json(JsonNode schema) => new() { ["application/json"] = new JsonObject { ["schema"] = schema } };
}
