using System.Net;

namespace Grove.Client.Core;

/// <summary>What requests go through.</summary>
internal static class HttpClients
{
    public static HttpClient Of(GroveClientOptions options) =>
        options.HttpClient ?? new HttpClient(Complete(options.Handler)) { Timeout = Timeout.InfiniteTimeSpan };

    // Redirects are not followed: the headers of a global key would go to wherever an answer points.
    private static SocketsHttpHandler Own() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectTimeout = TimeSpan.FromSeconds(5),
    };

    private static HttpMessageHandler Complete(HttpMessageHandler? given)
    {
        if (given is null) return Own();
        var last = given;
        while (last is DelegatingHandler { InnerHandler: { } inner }) last = inner;
        if (last is DelegatingHandler open) open.InnerHandler = Own();
        return given;
    }
}
