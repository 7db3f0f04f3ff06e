using System.Globalization;
using System.Text.Json.Nodes;
using Grove.Server.Http;

namespace Grove.Server.OpenApi;

/// <summary>For each status that is no success: the envelope of a refusal with the codes that come with it.</summary>
internal static class ErrorResponses
{
    public static string Reference(int status) => $"#/components/responses/{Name(status)}";

    public static JsonObject All()
    {
        var responses = new JsonObject();
        foreach (var group in ErrorCodes.All.GroupBy(error => error.Status).OrderBy(group => group.Key))
        {
            var headers = new JsonObject { ["X-Request-Id"] = Shape.Ref("headers/RequestId") };
            if (group.Key is 429 or 503) headers["Retry-After"] = Shape.Ref("headers/RetryAfter");
            responses[Name(group.Key)] = new JsonObject
            {
                ["description"] = string.Join("\n", group.Select(error => string.Create(CultureInfo.InvariantCulture, $"- {error.Code}: {error.Meaning}"))),
                ["headers"] = headers,
                ["content"] = Shape.Json(Shape.Ref("schemas/" + Name(group.Key))),
            };
        }
        return responses;
    }

    public static void AddSchemas(JsonObject schemas)
    {
        schemas["ErrorSource"] = Shape.Object(["pointer"], ("pointer", Shape.Type("string")));
        schemas["ErrorCause"] = Shape.Object(["code", "message"], ("code", Shape.Type("integer")), ("message", Shape.Type("string")));
        foreach (var group in ErrorCodes.All.GroupBy(error => error.Status).OrderBy(group => group.Key))
        {
            var code = Shape.Type("integer");
            code["enum"] = new JsonArray([.. group.Select(error => (JsonNode)error.Code)]);
            var item = Shape.Object(["code", "message"], ("code", code), ("message", Shape.Type("string")), ("source", Shape.Ref("schemas/ErrorSource")));
            if (group.Any(error => error.Code == ErrorCodes.MalformedHeader))
                item["properties"]!["error_chain"] = Shape.List(Shape.Ref("schemas/ErrorCause"));
            var errors = Shape.List(item);
            errors["minItems"] = 1;
            schemas[Name(group.Key)] = Shape.Object(["success", "errors", "messages", "result"],
                ("success", new JsonObject { ["type"] = "boolean", ["enum"] = new JsonArray(false) }), ("errors", errors),
                ("messages", Shape.List(Shape.Ref("schemas/Message"))), ("result", Shape.Type("null")));
        }
    }

    private static string Name(int status) => string.Create(CultureInfo.InvariantCulture, $"Error{status}");
}
