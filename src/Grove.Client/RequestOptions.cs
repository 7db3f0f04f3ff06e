using System.Text.Json.Nodes;

namespace Grove.Client;

/// <summary>What one call does differently from the client's options.</summary>
public sealed record RequestOptions
{
    /// <summary>The time for each attempt, as <see cref="GroveClientOptions.Timeout"/>; null for that of the client.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How many times the call is tried again; null for what the client does.</summary>
    public int? MaxRetries { get; init; }

    /// <summary>
    /// The key by which a server knows a repeated POST, 1 to 255 visible ASCII characters. Left out, every POST gets one of its own that its further
    /// attempts share.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>An entity tag: the change is made only when the resource still has it, else <see cref="ApiException"/> with status 412. Grove only.</summary>
    public string? IfMatch { get; init; }

    /// <summary>The id of the user to act as. Grove only, for operators: header <c>Grove-As-User</c>.</summary>
    public string? AsUser { get; init; }

    /// <summary>Further headers, by name. An empty value takes a header of the client away.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Further query parameters, by name; one of the call's own with the same name is replaced. Of a list they hold for all pages.</summary>
    public IReadOnlyDictionary<string, string>? Query { get; init; }

    /// <summary>Further members of a JSON body, by name; one of the call's own with the same name is replaced.</summary>
    public JsonObject? Body { get; init; }

    /// <summary>The options without what may be secret.</summary>
    public override string ToString() => $"RequestOptions {{ Timeout = {Timeout}, MaxRetries = {MaxRetries} }}";
}
