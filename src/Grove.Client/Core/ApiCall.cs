namespace Grove.Client.Core;

/// <summary>A path of the API, below one of its two roots.</summary>
internal readonly record struct ApiPath(string Path, bool OfGrove)
{
    /// <summary>A path of the wire API.</summary>
    public static ApiPath Wire(PathBuilder path) => new(path.ToString(), false);

    /// <summary>A path of Grove's own API.</summary>
    public static ApiPath Grove(PathBuilder path) => new(path.ToString(), true);
}

/// <summary>What is sent.</summary>
internal sealed record ApiCall(HttpMethod Method, ApiPath Path)
{
    public QueryBuilder? Query { get; init; }

    /// <summary>JSON, or null when nothing is sent.</summary>
    public byte[]? Body { get; init; }

    public RequestOptions? Options { get; init; }
}
