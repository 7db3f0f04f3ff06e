using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Grove.Server.Auth;
using Grove.Server.Http;

namespace Grove.Server.OpenApi;

/// <summary>The description of one operation: parameters, body, answers, and who may call it.</summary>
internal static partial class OperationObject
{
    // What every operation with credentials may answer besides what it declares.
    private static readonly int[] AlwaysPossible = [400, 401, 403, 429, 500, 503];

    public static JsonObject Of(OpenApiOperation operation)
    {
        var doc = operation.Doc;
        var node = new JsonObject { ["operationId"] = doc.Name, ["summary"] = doc.Summary, ["tags"] = new JsonArray(operation.Tag) };
        if (doc.Deprecated) node["deprecated"] = true;
        var parameters = Parameters(operation);
        if (parameters.Count > 0) node["parameters"] = parameters;
        if (doc.Body is not null) node["requestBody"] = new JsonObject { ["required"] = !doc.BodyIsOptional, ["content"] = Shape.Json(Shape.Ref("schemas/" + doc.Body)) };
        node["responses"] = Responses(operation);
        node["security"] = Security(operation);
        if (operation.Permission is { } permission)
            node["x-permission-groups"] = new JsonArray([.. PermissionGroup.All.Where(group => group.Satisfies(permission)).Select(group => (JsonNode)group.Name)]);
        return node;
    }

    /// <summary>Any of its objects is enough; the empty one stands for no credentials at all.</summary>
    private static JsonArray Security(OpenApiOperation operation)
    {
        if (operation.Permission is null) return [];
        var security = new JsonArray(new JsonObject { ["apiToken"] = new JsonArray() }, new JsonObject { ["apiEmail"] = new JsonArray(), ["apiKey"] = new JsonArray() });
        if (operation.CredentialsOptional) security.Insert(0, new JsonObject());
        return security;
    }

    private static JsonArray Parameters(OpenApiOperation operation)
    {
        var parameters = new JsonArray();
        foreach (Match name in PathParameter().Matches(operation.Path)) parameters.Add(PathId(name.Groups[1].Value));
        foreach (var parameter in operation.Doc.Query) parameters.Add(Query(parameter));
        if (operation.Permission is null) return parameters;
        if (operation.Method == "POST" && !operation.Doc.ChangesNothing)
        {
            parameters.Add(Header("Idempotency-Key", "Makes the request happen once: for 24 hours the same key gets the same answer.",
                new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = 255, ["pattern"] = "^[!-~]+$" }));
        }
        if (operation.Method is "PUT" or "PATCH" or "DELETE")
            parameters.Add(Header("If-Match", "An ETag, several, or *: refused with 412 when none has the present version.", new JsonObject { ["type"] = "string" }));
        if (operation.ForOthers)
            parameters.Add(Header("Grove-As-User", "For operators: the id of the user to act as, with that user's own rights.", new JsonObject { ["type"] = "string" }));
        return parameters;
    }

    private static JsonObject PathId(string name) => new()
    {
        ["name"] = name,
        ["in"] = "path",
        ["required"] = true,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };

    private static JsonObject Header(string name, string description, JsonObject schema) =>
        new() { ["name"] = name, ["in"] = "header", ["description"] = description, ["schema"] = schema };

    private static JsonObject Query(QueryParameter parameter)
    {
        var schema = new JsonObject { ["type"] = parameter.Type };
        if (parameter.Values is not null) schema["enum"] = new JsonArray([.. parameter.Values.Select(value => (JsonNode)value)]);
        if (parameter.Repeated) schema = Shape.List(schema);
        var (least, most) = parameter.Repeated ? ("minItems", "maxItems") : parameter.Type == "string" ? ("minLength", "maxLength") : ("minimum", "maximum");
        if (parameter.Minimum is { } minimum) schema[least] = minimum;
        if (parameter.Maximum is { } maximum) schema[most] = maximum;
        if (parameter.Default is { } value) schema["default"] = value;
        var node = new JsonObject { ["name"] = parameter.Name, ["in"] = "query", ["description"] = parameter.Description, ["schema"] = schema };
        if (parameter.Required) node["required"] = true;
        return node;
    }

    private static JsonObject Responses(OpenApiOperation operation)
    {
        var doc = operation.Doc;
        var success = new JsonObject { ["description"] = doc.Shape == ResultShape.NoContent ? "Done; no body." : "Success." };
        success["headers"] = Headers(operation);
        if (Content(doc) is { } content) success["content"] = content;
        var responses = new JsonObject { [doc.Shape == ResultShape.NoContent ? "204" : "200"] = success };
        var errors = doc.Errors.Concat(operation.Permission is null ? [] : AlwaysPossible).Concat(doc.Body is null ? [] : [413]);
        foreach (var status in errors.Distinct().Order())
            responses[status.ToString(CultureInfo.InvariantCulture)] = new JsonObject { ["$ref"] = ErrorResponses.Reference(status) };
        return responses;
    }

    private static JsonObject Headers(OpenApiOperation operation)
    {
        var headers = new JsonObject { ["X-Request-Id"] = Shape.Ref("headers/RequestId") };
        if (operation.Doc is { Shape: ResultShape.Resource, Result: { } result } && Schemas.Versioned.Contains(result)) headers["ETag"] = Shape.Ref("headers/ETag");
        return headers;
    }

    private static JsonObject? Content(EndpointDoc doc) => doc.Shape switch
    {
        ResultShape.NoContent => null,
        ResultShape.Text => new() { ["text/plain"] = new JsonObject { ["schema"] = Shape.Type("string") } },
        ResultShape.Bare => Shape.Json(doc.Result is null ? Shape.Type("object") : Result(doc)),
        ResultShape.PlainList => Shape.Json(Envelope(Shape.List(Result(doc)), null)),
        ResultShape.TokenPagedList => Shape.Json(Envelope(Shape.List(Result(doc)), "TokenPage")),
        ResultShape.CursorPagedList => Shape.Json(Envelope(Shape.List(Result(doc)), "CursorPage")),
        ResultShape.NumberedList => Shape.Json(Envelope(Shape.List(Result(doc)), "NumberedPage")),
        _ => Shape.Json(Envelope(Result(doc), null)),
    };

    private static JsonObject Result(EndpointDoc doc) => Shape.Ref("schemas/" + doc.Result);

    private static JsonObject Envelope(JsonNode result, string? info)
    {
        string[] required = ["success", "errors", "messages", "result"];
        var errors = Shape.List(Shape.Ref("schemas/Message"));
        errors["maxItems"] = 0;
        var envelope = Shape.Object(info is null ? required : [.. required, "result_info"],
            ("success", new JsonObject { ["type"] = "boolean", ["enum"] = new JsonArray(true) }), ("errors", errors),
            ("messages", Shape.List(Shape.Ref("schemas/Message"))), ("result", result));
        if (info is not null) envelope["properties"]!["result_info"] = Shape.Ref("schemas/" + info);
        return envelope;
    }

    [GeneratedRegex(@"\{([a-z_]+)\}")]
    private static partial Regex PathParameter();
}
