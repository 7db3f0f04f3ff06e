using System.Collections;

namespace Grove.Server.Operations;

/// <summary>A line for each request, and its id in every record written while it runs. Never a header, a query or a body.</summary>
internal sealed partial class RequestLog(ILoggerFactory loggers)
{
    public const string Category = "Grove.Requests";

    private readonly ILogger logger = loggers.CreateLogger(Category);

    /// <summary>False when the configuration leaves the lines out.</summary>
    public bool IsOn => logger.IsEnabled(LogLevel.Information);

    /// <summary>Until the returned scope is disposed every record of any category carries the id.</summary>
    public IDisposable? Begin(string requestId) => logger.BeginScope(new RequestScope(requestId));

    /// <param name="method">The request's method.</param>
    /// <param name="route">The template of the matched route, never the path as sent; null when none matched.</param>
    /// <param name="status">The status of the answer.</param>
    /// <param name="elapsed">From the first byte read to the last one written.</param>
    /// <param name="requestId">The id that the answer carries too.</param>
    /// <param name="userId">The caller; null when there was no valid credential.</param>
    public void Write(string method, string? route, int status, TimeSpan elapsed, string requestId, string? userId) =>
        Write(logger, method, route, status, Math.Round(elapsed.TotalMilliseconds, 3), requestId, userId);

    // The names are those of the records' members, which people search for: docs/configuration.md lists them.
    [LoggerMessage(1, LogLevel.Information, "{method} {route} {status} {elapsed_ms} ms {request_id} {user_id}")]
    private static partial void Write(
        ILogger logger, string method, string? route, int status, double elapsed_ms, string request_id, string? user_id);

    /// <summary>A scope with one member, so that it is written as one and not as text.</summary>
    private sealed class RequestScope(string requestId) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => 1;

        public KeyValuePair<string, object?> this[int index] =>
            index == 0 ? new("request_id", requestId) : throw new ArgumentOutOfRangeException(nameof(index));

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            yield return this[0];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => $"request_id:{requestId}";
    }
}
