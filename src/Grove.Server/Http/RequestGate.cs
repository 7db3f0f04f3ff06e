using System.Diagnostics;
using Grove.Server.Operations;

namespace Grove.Server.Http;

/// <summary>
/// The outermost step: names the request, measures it, and makes sure that whatever happens inside, the client gets the envelope.
/// </summary>
internal sealed class RequestGate(
    RequestDelegate next, ApiPipeline pipeline, IdSource ids, HttpMetrics metrics, RequestLog log, TimeProvider clock, ILogger<RequestGate> logger)
{
    private static readonly object UserKey = new();

    public static string RequestId(HttpContext http) => http.TraceIdentifier;

    /// <summary>Notes who sent the request, for its line in the log.</summary>
    public static void RecordUser(HttpContext http, string userId) => http.Items[UserKey] = userId;

    public async Task InvokeAsync(HttpContext http)
    {
        var start = clock.GetTimestamp();
        var id = ids.NewRequestId();
        http.TraceIdentifier = id;
        http.Response.Headers["X-Request-Id"] = id;
        using (log.Begin(id))
        {
            try
            {
                if (HasEmptySegment(http.Request.Path.Value)) await pipeline.WriteAsync(http, ApiError.UnknownRoute);
                else await next(http);
                await ExplainAsync(http);
            }
            catch (BadHttpRequestException refused)
            {
                await TryWriteAsync(http, refused.StatusCode == 413 ? ApiError.TooLarge : ApiError.Invalid("The request is malformed."));
            }
            catch (Exception fault) when (http.RequestAborted.IsCancellationRequested || RequestBody.IsLost(fault))
            {
                // Nobody is left to answer; the status is for the metrics.
                if (!http.Response.HasStarted) http.Response.StatusCode = 499;
                http.Abort();
            }
            catch (Exception fault)
            {
                logger.LogError("Unhandled {Fault} at {Place}", fault.GetType().Name, new StackTrace(fault, false).ToString());
                await TryWriteAsync(http, ApiError.Fault);
            }
            Record(http, clock.GetElapsedTime(start));
        }
    }

    /// <summary>A trailing slash or an empty segment: SDKs send it for an empty id, and it must not become the list.</summary>
    private static bool HasEmptySegment(string? path) =>
        path is { Length: > 1 } && (path[^1] == '/' || path.Contains("//", StringComparison.Ordinal));

    /// <summary>Gives the answers that routing itself made a body.</summary>
    private Task ExplainAsync(HttpContext http)
    {
        if (http.Response.HasStarted || http.Response.ContentType is not null) return Task.CompletedTask;
        return http.Response.StatusCode switch
        {
            404 => pipeline.WriteAsync(http, ApiError.UnknownRoute),
            405 => pipeline.WriteAsync(http, ApiError.WrongMethod),
            >= 400 and var status => pipeline.WriteAsync(http, ApiError.Invalid("The request is malformed.") with { Status = status }),
            _ => Task.CompletedTask,
        };
    }

    private async Task TryWriteAsync(HttpContext http, Answer error)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }
        await pipeline.WriteAsync(http, error);
    }

    private void Record(HttpContext http, TimeSpan elapsed)
    {
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        metrics.Record(http.Request.Method, route, http.Response.StatusCode, elapsed);
        // Asking for the items makes them.
        if (log.IsOn) log.Write(http.Request.Method, route, http.Response.StatusCode, elapsed, RequestId(http), http.Items[UserKey] as string);
    }
}
