using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;

namespace Grove.Client.Core;

/// <summary>Makes the requests of a call: one for each attempt, alike but for the number of the attempt.</summary>
internal sealed class RequestFactory
{
    private static readonly string UserAgent =
        "Grove.Client/" + typeof(RequestFactory).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private readonly GroveClientOptions options;
    private readonly BaseUrls roots;
    private readonly Credentials credentials;
    private readonly Headers headers = new();

    /// <exception cref="ArgumentException">A URL, a credential or a header cannot be used as it is.</exception>
    public RequestFactory(GroveClientOptions options, Func<string, string?> environment)
    {
        this.options = options;
        roots = BaseUrls.Of(options, environment);
        credentials = Credentials.Of(options, environment);
        headers.Set("Accept", "application/json");
        headers.Set("User-Agent", UserAgent);
        credentials.AddTo(headers);
        headers.Set(options.Headers);
    }

    /// <exception cref="ArgumentException">What the call adds cannot be sent.</exception>
    public PreparedCall Prepare(ApiCall call)
    {
        var own = call.Options;
        var body = WithExtraMembers(call.Body, own?.Body);
        var all = new Headers(headers);
        if (body is not null && !all.Has("Content-Type")) all.Set("Content-Type", "application/json");
        if (own?.IdempotencyKey is not null || call.Method == HttpMethod.Post) all.Set("Idempotency-Key", own?.IdempotencyKey ?? Chance.IdempotencyKey());
        if (own?.IfMatch is { } tag) all.Set("If-Match", tag);
        if (own?.AsUser is { } user) all.Set("Grove-As-User", user);
        if (own?.Headers is { } more) all.Set(more);
        return new PreparedCall(call.Method, new Uri(Url(call)), all, body);
    }

    /// <summary>A text that may come from elsewhere, with every credential of this client blotted out.</summary>
    public string WithoutSecrets(string text) => credentials.Secrets.Aggregate(text, (rest, secret) => rest.Replace(secret, "***", StringComparison.Ordinal));

    private string Url(ApiCall call)
    {
        var query = call.Query;
        if (options.Query.Count > 0 || call.Options?.Query is not null)
        {
            query = new QueryBuilder(call.Query);
            foreach (var (name, value) in options.Query.Where(parameter => query.First(parameter.Key) is null).ToArray()) query.Add(name, value);
            query.Replace(call.Options?.Query);
        }
        var url = $"{(call.Path.OfGrove ? roots.Grove : roots.Wire)}/{call.Path.Path}";
        return query is null ? url : url + query.ToString(url.Contains('?', StringComparison.Ordinal) ? '&' : '?');
    }

    private static byte[]? WithExtraMembers(byte[]? body, JsonObject? extra)
    {
        if (extra is null) return body;
        var whole = body is null ? [] : JsonNode.Parse(body) as JsonObject ?? throw new ArgumentException("Only an object takes further members.", nameof(extra));
        foreach (var (name, value) in extra) whole[name] = value?.DeepClone();
        return Encoding.UTF8.GetBytes(whole.ToJsonString());
    }
}

/// <summary>A call as all of its attempts send it.</summary>
internal sealed record PreparedCall(HttpMethod Method, Uri Url, Headers Headers, byte[]? Body)
{
    public HttpRequestMessage Attempt(int retries, HttpClient http)
    {
        var request = new HttpRequestMessage(Method, Url) { Version = http.DefaultRequestVersion, VersionPolicy = http.DefaultVersionPolicy };
        if (Body is not null) request.Content = new ByteArrayContent(Body);
        Headers.AddTo(request);
        // The name under which servers know it from the official clients.
        request.Headers.TryAddWithoutValidation("X-Stainless-Retry-Count", retries.ToString(CultureInfo.InvariantCulture));
        return request;
    }
}
