using System.Text.Json;
using System.Text.Json.Nodes;
using Grove.Client;

namespace Grove.Conformance.Doors;

/// <summary>
/// A request that is being said in the words of the SDK. Typed parameters take what they can; the rest goes into the options of the call, where the
/// SDK lets anybody add to the query and to the body.
/// </summary>
internal sealed class SdkRequest
{
    // What the SDK says by itself, or has a property for.
    private static readonly string[] Spoken = ["X-Auth-Email", "X-Auth-Key", "Authorization", "Content-Type", "Content-Length", "If-Match", "Idempotency-Key", "Grove-As-User"];

    private readonly IReadOnlyList<string> ids;
    private readonly List<KeyValuePair<string, string>> query;
    private readonly JsonObject? body;
    private readonly IReadOnlyDictionary<string, string> headers;
    private bool bodyIsTyped;

    public SdkRequest(IReadOnlyList<string> ids, AskedRequest asked)
    {
        this.ids = ids;
        query = [.. asked.Query];
        body = asked.Body is { } given ? Parse(given) : null;
        headers = asked.Headers.ToDictionary(header => header.Key, header => header.Value is [var only] ? only : throw new UntranslatableException($"Two headers {header.Key}."),
            StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>True when typed parameters took everything.</summary>
    public bool IsTyped => query.Count == 0 && body is null or { Count: 0 };

    /// <summary>What is left, once the parameters have taken what they can.</summary>
    public RequestOptions Options => new()
    {
        MaxRetries = 0,
        IfMatch = headers.GetValueOrDefault("If-Match"),
        IdempotencyKey = headers.GetValueOrDefault("Idempotency-Key"),
        AsUser = headers.GetValueOrDefault("Grove-As-User"),
        Headers = headers.Where(header => !Spoken.Contains(header.Key, StringComparer.OrdinalIgnoreCase)).ToDictionary(),
        Query = query.Count == 0 ? null : query.GroupBy(parameter => parameter.Key).ToDictionary(
            group => group.Key, group => group.Count() == 1 ? group.Single().Value : throw new UntranslatableException($"The query names {group.Key} twice.")),
        Body = bodyIsTyped && body is { Count: 0 } ? null : body,
    };

    public string Id(int index) => ids[index];

    public T Query<T>() where T : class => SdkBinder.Query<T>(query);

    public T Body<T>() where T : class
    {
        bodyIsTyped = true;
        return SdkBinder.Body<T>(body ?? throw new UntranslatableException($"A {typeof(T).Name} is always sent."));
    }

    /// <summary>A member of the body that is an argument of its own.</summary>
    public string Text(string member)
    {
        if (body?[member] is not JsonValue value || !value.TryGetValue(out string? text)) throw new UntranslatableException($"{member} is an argument that is text.");
        bodyIsTyped = body.Remove(member);
        return text;
    }

    private static JsonObject Parse(string text)
    {
        try
        {
            // An empty key, a key twice: what is no clean object is found out here.
            return JsonNode.Parse(text, new JsonNodeOptions(), new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject
                ?? throw new UntranslatableException($"The body is no JSON object: {text[..Math.Min(text.Length, 60)]}");
        }
        catch (JsonException)
        {
            throw new UntranslatableException($"The body is no JSON object: {text[..Math.Min(text.Length, 60)]}");
        }
    }
}
