using Microsoft.Extensions.Logging;

namespace Grove.Client;

/// <summary>
/// How a client finds and treats the API. What is left out is taken from the environment: <c>CLOUDFLARE_BASE_URL</c>, and, when no credential is
/// given here, <c>CLOUDFLARE_API_TOKEN</c>, <c>CLOUDFLARE_EMAIL</c>, <c>CLOUDFLARE_API_KEY</c> and <c>CLOUDFLARE_API_USER_SERVICE_KEY</c>.
/// </summary>
public sealed record GroveClientOptions
{
    /// <summary>Cloudflare itself.</summary>
    public static Uri CloudflareBaseUrl { get; } = new("https://api.cloudflare.com/client/v4");

    /// <summary>Where the wire API is; with or without a slash at the end. Default: <c>CLOUDFLARE_BASE_URL</c>, else <see cref="CloudflareBaseUrl"/>.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>
    /// Where Grove's own API is. Default: <see cref="BaseUrl"/> with <c>/grove/v1</c> in place of <c>/client/v4</c>, or <c>/grove/v1</c> at the root of the
    /// host when its path ends otherwise.
    /// </summary>
    public Uri? GroveBaseUrl { get; init; }

    /// <summary>An API token, sent as <c>Authorization: Bearer</c>. Default: <c>CLOUDFLARE_API_TOKEN</c>.</summary>
    public string? ApiToken { get; init; }

    /// <summary>The address that <see cref="ApiKey"/> belongs to. Default: <c>CLOUDFLARE_EMAIL</c>.</summary>
    public string? ApiEmail { get; init; }

    /// <summary>A global API key. Default: <c>CLOUDFLARE_API_KEY</c>.</summary>
    public string? ApiKey { get; init; }

    /// <summary>An Origin CA service key, which no endpoint of organizations accepts. Default: <c>CLOUDFLARE_API_USER_SERVICE_KEY</c>.</summary>
    public string? UserServiceKey { get; init; }

    /// <summary>
    /// The time for each attempt, from sending to the end of the body, up to 49 days or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>. Default: 60
    /// seconds. A cancellation token limits the whole call.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many times a call is tried again after a failure that may pass. Default: 2.</summary>
    public int MaxRetries { get; init; } = 2;

    /// <summary>The longest delay that a server may ask for before a further attempt; for a longer one the client's own is used. Default: 60 seconds.</summary>
    public TimeSpan MaxServerDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Headers for every request, by name; one of the same name on a call takes their place. An empty value takes one of the client's own away.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Query parameters for every request, by name; those of a call with the same name take their place.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// An HTTP client to send with; it stays the caller's to dispose. Its own timeout, version and default headers hold. One that follows redirects sends
    /// <c>X-Auth-Key</c> wherever they lead. Not together with <see cref="Handler"/>.
    /// </summary>
    public HttpClient? HttpClient { get; init; }

    /// <summary>
    /// What requests go through. A chain of <see cref="DelegatingHandler"/>s that ends without an inner handler gets the client's own at its end.
    /// Disposed with the client. Not together with <see cref="HttpClient"/>.
    /// </summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>Where the client logs, in the category <c>Grove.Client</c>: requests at Debug, headers at Trace, with the values of those that are not known to be harmless masked, further attempts at Information.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>The clock of timeouts and delays.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The options without their secrets.</summary>
    public override string ToString() => $"GroveClientOptions {{ Timeout = {Timeout}, MaxRetries = {MaxRetries} }}";
}
