using System.Globalization;
using System.Net.Http.Headers;
using System.Reflection;

namespace Grove.Client.Core;

/// <summary>Makes the request of one attempt.</summary>
internal sealed class RequestFactory(GroveClientOptions options, Func<string, string?> environment)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private static readonly string UserAgent =
        "Grove.Client/" + typeof(RequestFactory).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private readonly BaseUrls roots = BaseUrls.Of(options, environment);
    private readonly Credentials credentials = Credentials.Of(options, environment);

    public string Url(ApiCall call)
    {
        var root = call.Path.OfGrove ? roots.Grove : roots.Wire;
        if (options.Query.Count == 0 && call.Options?.Query is null) return $"{root}/{call.Path.Path}{call.Query}";
        var query = call.Query is null ? new QueryBuilder() : new QueryBuilder(call.Query);
        foreach (var (name, value) in options.Query) query.Replace(name, value);
        foreach (var (name, value) in call.Options?.Query ?? new Dictionary<string, string>()) query.Replace(name, value);
        return $"{root}/{call.Path.Path}{query}";
    }

    public HttpRequestMessage Make(ApiCall call, string url, byte[]? body, string? idempotencyKey, int retries)
    {
        var request = new HttpRequestMessage(call.Method, url);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = Json;
        }
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        // The name under which servers know it from the official clients.
        request.Headers.TryAddWithoutValidation("X-Stainless-Retry-Count", retries.ToString(CultureInfo.InvariantCulture));
        credentials.AddTo(request);
        foreach (var (name, value) in options.Headers) Set(request, name, value);
        if (idempotencyKey is not null) Set(request, "Idempotency-Key", idempotencyKey);
        if (call.Options is { } own)
        {
            if (own.IfMatch is not null) Set(request, "If-Match", own.IfMatch);
            if (own.AsUser is not null) Set(request, "Grove-As-User", own.AsUser);
            foreach (var (name, value) in own.Headers ?? new Dictionary<string, string>()) Set(request, name, value);
        }
        return request;
    }

    private static void Set(HttpRequestMessage request, string name, string value)
    {
        request.Headers.Remove(name);
        if (value.Length > 0 && !request.Headers.TryAddWithoutValidation(name, value) && request.Content?.Headers is { } content)
        {
            content.Remove(name);
            content.TryAddWithoutValidation(name, value);
        }
    }
}
