using Grove.Server.Auth;

namespace Grove.Server.Http;

/// <summary>An operation: where it is, what a token needs for it, and who answers. Enforcement and the OpenAPI document both read it.</summary>
internal sealed record ApiEndpoint(
    string Method, string Path, Permission Permission, bool OperatorsOnly, EndpointDoc Doc, Func<ApiRequest, ValueTask<Answer>> Handle)
{
    public bool TakesBody => Doc.Body is not null;

    /// <summary>True when it also answers who sends no credentials at all; those who send some are held to them.</summary>
    public bool CredentialsOptional { get; init; }

    /// <summary>True where an operator may act as somebody else.</summary>
    public bool ForOthers { get; init; }
}

/// <summary>What the OpenAPI document says of an operation.</summary>
internal sealed record EndpointDoc(string Name, string Summary)
{
    /// <summary>The name of the schema of the body; null when there is none.</summary>
    public string? Body { get; init; }

    /// <summary>True when no body at all means an object without members.</summary>
    public bool BodyIsOptional { get; init; }

    /// <summary>The name of the schema of <c>result</c>; null for an answer without a body.</summary>
    public string? Result { get; init; }

    public ResultShape Shape { get; init; } = ResultShape.Resource;

    public IReadOnlyList<QueryParameter> Query { get; init; } = [];

    /// <summary>Statuses besides those that every endpoint may answer.</summary>
    public IReadOnlyList<int> Errors { get; init; } = [];

    public bool Deprecated { get; init; }

    /// <summary>True where nobody acts as somebody else: it is about credentials, or its answer holds a secret.</summary>
    public bool OwnOnly { get; init; }

    /// <summary>True for a POST that only reads: each time it is answered anew, whatever its Idempotency-Key.</summary>
    public bool ChangesNothing { get; init; }
}

internal enum ResultShape
{
    Resource,
    TokenPagedList,

    /// <summary>By cursor.</summary>
    CursorPagedList,
    NumberedList,

    /// <summary>All rows at once, without <c>result_info</c>.</summary>
    PlainList,
    Bare,
    NoContent,
    Text,
}

internal sealed record QueryParameter(string Name, string Type, string Description)
{
    public IReadOnlyList<string>? Values { get; init; }
    public long? Minimum { get; init; }
    public long? Maximum { get; init; }
    public long? Default { get; init; }
    public bool Repeated { get; init; }
    public bool Required { get; init; }
}

/// <summary>Operations of one server, in the order of the documentation.</summary>
/// <param name="wire">True for those of the wire API, where operators may act as others.</param>
internal sealed class ApiEndpoints(bool wire)
{
    private readonly List<ApiEndpoint> all = [];

    public IReadOnlyList<ApiEndpoint> All => all;

    public void Get(string path, Permission permission, EndpointDoc doc, Func<ApiRequest, ValueTask<Answer>> handle) =>
        Add("GET", path, permission, doc, handle);

    public void Post(string path, Permission permission, EndpointDoc doc, Func<ApiRequest, ValueTask<Answer>> handle) =>
        Add("POST", path, permission, doc, handle);

    /// <summary>A POST for those without credentials too: what the body holds is what they have to show.</summary>
    public void PostByAnyone(string path, Permission permission, EndpointDoc doc, Func<ApiRequest, ValueTask<Answer>> handle) =>
        all.Add(new("POST", path, permission, false, doc, handle) { CredentialsOptional = true });

    public void Put(string path, Permission permission, EndpointDoc doc, Func<ApiRequest, ValueTask<Answer>> handle) =>
        Add("PUT", path, permission, doc, handle);

    public void Patch(string path, Permission permission, EndpointDoc doc, Func<ApiRequest, ValueTask<Answer>> handle) =>
        Add("PATCH", path, permission, doc, handle);

    public void Delete(string path, Permission permission, EndpointDoc doc, Func<ApiRequest, ValueTask<Answer>> handle) =>
        Add("DELETE", path, permission, doc, handle);

    private void Add(string method, string path, Permission permission, EndpointDoc doc, Func<ApiRequest, ValueTask<Answer>> handle) =>
        all.Add(new(method, path, permission, permission.Area == PermissionArea.Operator, doc, handle) { ForOthers = wire && !doc.OwnOnly });
}
