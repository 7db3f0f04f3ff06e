using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;

namespace Grove.Client.Core;

/// <summary>What the client logs. Bodies never: they hold keys, tokens and secrets of invitations.</summary>
internal static partial class Log
{
    // Which headers are secret cannot be known of those that callers and gateways add; which are harmless can.
    private static readonly HashSet<string> Harmless = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Age", "Allow", "Cache-Control", "CF-Ray", "Connection", "Content-Encoding", "Content-Length", "Content-Type", "Date", "ETag",
        "Grove-As-User", "Grove-Not-Built", "If-Match", "Keep-Alive", "Ratelimit", "Ratelimit-Policy", "Retry-After", "Retry-After-Ms", "Server",
        "Transfer-Encoding", "User-Agent", "Vary", "Via", "X-Request-Id", "X-Should-Retry", "X-Stainless-Retry-Count",
    };

    [LoggerMessage(1, LogLevel.Debug, "{Method} {Url}, attempt {Attempt}")]
    public static partial void Sending(ILogger logger, string method, Uri url, int attempt);

    [LoggerMessage(2, LogLevel.Debug, "{Method} {Url} answered {Status} after {Milliseconds} ms, request {RequestId}")]
    public static partial void Answered(ILogger logger, string method, Uri url, int status, long milliseconds, string? requestId);

    [LoggerMessage(3, LogLevel.Information, "{Method} {Url} failed ({Reason}); attempt {Attempt} follows after {Milliseconds} ms")]
    public static partial void Retrying(ILogger logger, string method, Uri url, string reason, int attempt, long milliseconds);

    [LoggerMessage(4, LogLevel.Trace, "{Name}: {Value}")]
    private static partial void Header(ILogger logger, string name, string value);

    public static void Headers(ILogger logger, params HttpHeaders?[] all)
    {
        if (!logger.IsEnabled(LogLevel.Trace)) return;
        foreach (var (name, values) in all.OfType<HttpHeaders>().SelectMany(headers => headers))
            Header(logger, name, Harmless.Contains(name) ? string.Join(", ", values) : "***");
    }
}
