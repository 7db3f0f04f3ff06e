using Grove.Server.Auth;

namespace Grove.Server.Http;

/// <summary>Who did it and by what request, for the audit record.</summary>
internal sealed record Actor(Caller? Caller, string? Address, string? RequestId)
{
    private const int MostPath = 512;
    private const int MostUserAgent = 256;

    /// <summary>Grove itself, at start-up or by its own clock.</summary>
    public static Actor System { get; } = new(null, null, null);

    /// <summary>How they were known, when it was not by the credentials of <see cref="Caller"/>.</summary>
    public string? Context { get; init; }

    public string? Method { get; init; }

    /// <summary>Below the wire API, or from /grove/v1 on; never the query.</summary>
    public string? Path { get; init; }

    public string? UserAgent { get; init; }

    /// <summary>The status of the answer, if the change happens.</summary>
    public int? Status { get; init; }

    public OperatorAct Operator { get; init; }

    /// <summary>What the record keeps of a request, cut to a bound where the client decides how long it is.</summary>
    public static Actor Of(ApiRequest request)
    {
        var endpoint = request.Endpoint;
        var path = request.Http.Request.Path.Value ?? "";
        var added = path.StartsWith(Routes.GrovePath, StringComparison.OrdinalIgnoreCase);
        return new(request.Sender, request.Address?.ToString(), request.Id)
        {
            Method = endpoint.Method,
            Path = Cut(added ? path : Tail(path, endpoint.Path.Count('/')), MostPath),
            UserAgent = Cut(request.Http.Request.Headers.UserAgent.ToString(), MostUserAgent) is { Length: > 0 } agent ? agent : null,
            Status = endpoint.Doc.Shape == ResultShape.NoContent ? 204 : 200,
            Operator = endpoint.OperatorsOnly ? OperatorAct.Always : added && request.Sender is { ActsAsOperator: true } ? OperatorAct.WhereNoMember : OperatorAct.Never,
        };
    }

    /// <summary>The last segments, each with its slash: what is before them is where the API is mounted.</summary>
    private static string Tail(string path, int segments)
    {
        var start = path.Length;
        for (; segments > 0 && start > 0; segments--) start = Math.Max(path.LastIndexOf('/', start - 1), 0);
        return path[start..];
    }

    private static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        return text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }
}

/// <summary>Whether somebody does something by the right of an operator.</summary>
internal enum OperatorAct
{
    Never,

    /// <summary>Where no membership gives them the right.</summary>
    WhereNoMember,
    Always,
}
