using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;

namespace Grove.Client.Core;

/// <summary>What the client logs. Bodies never: they hold keys, tokens and secrets of invitations.</summary>
internal static partial class Log
{
    private static readonly HashSet<string> Secret = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "X-Auth-Key", "X-Auth-Email", "X-Auth-User-Service-Key", "Idempotency-Key", "Cookie", "Set-Cookie", "Proxy-Authorization",
    };

    [LoggerMessage(1, LogLevel.Debug, "{Method} {Url}, attempt {Attempt}")]
    public static partial void Sending(ILogger logger, string method, string url, int attempt);

    [LoggerMessage(2, LogLevel.Debug, "{Method} {Url} answered {Status} after {Milliseconds} ms, request {RequestId}")]
    public static partial void Answered(ILogger logger, string method, string url, int status, long milliseconds, string? requestId);

    [LoggerMessage(3, LogLevel.Information, "{Method} {Url} failed ({Reason}); attempt {Attempt} follows after {Milliseconds} ms")]
    public static partial void Retrying(ILogger logger, string method, string url, string reason, int attempt, long milliseconds);

    [LoggerMessage(4, LogLevel.Trace, "{Name}: {Value}")]
    private static partial void Header(ILogger logger, string name, string value);

    public static void Headers(ILogger logger, params HttpHeaders?[] all)
    {
        if (!logger.IsEnabled(LogLevel.Trace)) return;
        foreach (var (name, values) in all.OfType<HttpHeaders>().SelectMany(headers => headers))
            Header(logger, name, Secret.Contains(name) ? "***" : string.Join(", ", values));
    }
}
