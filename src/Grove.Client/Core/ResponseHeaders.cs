using System.Net.Http.Headers;

namespace Grove.Client.Core;

internal static class ResponseHeaders
{
    public static string? First(this HttpResponseHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.First().Trim() : null;

    /// <summary>The server's name for the request.</summary>
    public static string? RequestId(this HttpResponseHeaders headers) => headers.First("X-Request-Id") ?? headers.First("CF-Ray");
}
