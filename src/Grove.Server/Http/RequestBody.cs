using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Grove.Server.Http;

/// <summary>
/// Reads the bodies of requests, and before an answer what is left of them. Kestrel would do the latter after the answer, when it is too
/// late to say that the connection ends; and behind a body that it could not read it looks for another request, and logs that it failed.
/// </summary>
internal static class RequestBody
{
    public const int MaxLength = 1024 * 1024;

    // A new connection costs a client less than sending more than this for nothing, or waiting longer for its answer.
    private const long MaxLeft = 8 * MaxLength;
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(5);

    private static readonly object WasAskedFor = new();

    /// <summary>The whole body, or null when it is larger than <see cref="MaxLength"/>.</summary>
    /// <exception cref="BadHttpRequestException">It is cut off, badly framed, or comes too slowly.</exception>
    public static async ValueTask<byte[]?> ReadAsync(HttpContext http)
    {
        if (http.Request.ContentLength > MaxLength) return null;
        if (ExpectsConsent(http)) http.Items[WasAskedFor] = true;
        var reader = http.Request.BodyReader;
        try
        {
            while (true)
            {
                // Without a token: Kestrel cannot go on with a read that was given up. A lost connection ends it too.
                var read = await reader.ReadAsync(CancellationToken.None);
                if (read.Buffer.Length > MaxLength)
                {
                    reader.AdvanceTo(read.Buffer.End);
                    return null;
                }
                if (read.IsCompleted)
                {
                    var bytes = read.Buffer.ToArray();
                    reader.AdvanceTo(read.Buffer.End);
                    return bytes;
                }
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (IOException fault) when (fault is not (BadHttpRequestException or ConnectionResetException))
        {
            // Kestrel says so of a chunk whose size is beyond its numbers.
            throw new BadHttpRequestException("The body cannot be read.", fault);
        }
    }

    /// <summary>
    /// Reads to the end of a body that was read in part or not at all, for 8 MiB, 5 seconds and a second without a byte at most.
    /// When the end is not found the connection takes no other request, and the answer says so. Never throws because of what the client does.
    /// </summary>
    public static async ValueTask FinishAsync(HttpContext http, TimeProvider clock)
    {
        var request = http.Request;
        if (request.ContentLength is null or 0 && request.Headers.TransferEncoding.Count == 0) return;
        // A stream of HTTP/2 ends without the others.
        if (!HttpProtocol.IsHttp11(request.Protocol) && !HttpProtocol.IsHttp10(request.Protocol)) return;
        // Reading would ask for what nobody wants.
        var unasked = ExpectsConsent(http) && !http.Items.ContainsKey(WasAskedFor);
        if (unasked || !await DrainAsync(request.BodyReader, clock)) EndConnection(http);
    }

    /// <summary>True when the connection ended while the body was read.</summary>
    public static bool IsLost(Exception fault) =>
        fault is ConnectionResetException or OperationCanceledException { InnerException: ConnectionAbortedException };

    /// <summary>Takes no other request from this connection of HTTP/1, also when there will be no answer.</summary>
    public static void EndConnection(HttpContext http) => http.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();

    private static async ValueTask<bool> DrainAsync(PipeReader reader, TimeProvider clock)
    {
        ITimer? timer = null;
        try
        {
            var (left, start) = (MaxLeft, clock.GetTimestamp());
            while (true)
            {
                if (!reader.TryRead(out var read))
                {
                    timer ??= clock.CreateTimer(static reader => ((PipeReader)reader!).CancelPendingRead(), reader, LongestSilence, Timeout.InfiniteTimeSpan);
                    timer.Change(LongestSilence, Timeout.InfiniteTimeSpan);
                    read = await reader.ReadAsync(CancellationToken.None);
                }
                left -= read.Buffer.Length;
                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted) return true;
                if (read.IsCanceled || left < 0 || clock.GetElapsedTime(start) > LongestDrain) return false;
            }
        }
        catch (Exception fault) when (fault is IOException || IsLost(fault))
        {
            return false;
        }
        finally
        {
            if (timer is not null) await timer.DisposeAsync();
        }
    }

    private static bool ExpectsConsent(HttpContext http) => http.Request.Headers.Expect.Count > 0;
}
