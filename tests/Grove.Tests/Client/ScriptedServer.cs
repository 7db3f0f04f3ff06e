using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Grove.Tests.Client;

/// <summary>A request as it came over the wire.</summary>
internal sealed record SeenRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string? this[string header] => Headers.GetValueOrDefault(header);
}

/// <summary>
/// An HTTP server of sockets alone, so that it can also break off anywhere. It answers request after request as the script says; the script sees the
/// request and its number, from 0.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Func<SeenRequest, int, Answer> script;
    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentQueue<SeenRequest> requests = new();
    private readonly SemaphoreSlim received = new(0);
    private readonly Task accepting;
    private int number = -1;

    public ScriptedServer(Func<SeenRequest, int, Answer> script)
    {
        this.script = script;
        listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/client/v4");
        accepting = AcceptAsync();
    }

    public Uri Url { get; }

    public IReadOnlyList<SeenRequest> Requests => [.. requests];

    /// <summary>Waits for a request that nobody has waited for yet.</summary>
    public Task ReceivedAsync() => received.WaitAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        // Not before: one that has just accepted would ask a listener that has stopped.
        await accepting;
        listener.Stop();
        end.Dispose();
        received.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true) connections.Add(ServeAsync(await listener.AcceptSocketAsync(end.Token)));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
        await Task.WhenAll(connections);
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            socket.NoDelay = true;
            try
            {
                var unread = new List<byte>();
                while (await RequestAsync(socket, unread) is { } request)
                {
                    requests.Enqueue(request);
                    received.Release();
                    if (!await AnswerAsync(socket, script(request, Interlocked.Increment(ref number)))) return;
                }
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException)
            {
                // The client, or the test, has gone.
            }
        }
    }

    private async Task<SeenRequest?> RequestAsync(Socket socket, List<byte> unread)
    {
        int head;
        while ((head = Encoding.Latin1.GetString([.. unread]).IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0)
        {
            if (!await MoreAsync(socket, unread)) return null;
        }
        var lines = Encoding.Latin1.GetString([.. unread], 0, head).Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var length = headers.TryGetValue("Content-Length", out var text) ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : 0;
        while (unread.Count < head + 4 + length)
        {
            if (!await MoreAsync(socket, unread)) return null;
        }
        var body = Encoding.UTF8.GetString([.. unread], head + 4, length);
        unread.RemoveRange(0, head + 4 + length);
        var first = lines[0].Split(' ');
        return new SeenRequest(first[0], first[1], headers, body);
    }

    private async Task<bool> MoreAsync(Socket socket, List<byte> unread)
    {
        var buffer = new byte[8192];
        var count = await socket.ReceiveAsync(buffer, end.Token);
        unread.AddRange(buffer.Take(count));
        return count > 0;
    }

    // False when the connection is over.
    private async Task<bool> AnswerAsync(Socket socket, Answer answer)
    {
        await answer.Until.WaitAsync(end.Token);
        if (answer.Ending is Ending.Never) await Task.Delay(Timeout.Infinite, end.Token);
        if (answer.Ending is Ending.Whole or Ending.CutHead or Ending.CutBody or Ending.Stalled)
        {
            var body = answer.Bytes ?? Encoding.UTF8.GetBytes(answer.Body);
            var headers = answer.Status == 204 ? answer.Headers : [.. answer.Headers, ("Content-Length", $"{body.Length}")];
            var bytes = Encoding.Latin1.GetBytes($"HTTP/1.1 {answer.Status} Scripted\r\n{string.Concat(headers.Select(header => $"{header.Name}: {header.Value}\r\n"))}\r\n");
            var sent = answer.Ending switch
            {
                Ending.CutHead => bytes[..(bytes.Length / 2)],
                Ending.Whole => [.. bytes, .. body],
                _ => [.. bytes, .. body[..(body.Length / 2)]],
            };
            for (var at = 0; at < sent.Length;) at += await socket.SendAsync(sent.AsMemory(at), end.Token);
        }
        if (answer.Ending is Ending.Stalled) await Task.Delay(Timeout.Infinite, end.Token);
        if (answer.Ending is Ending.Reset) socket.LingerState = new LingerOption(true, 0);
        return answer.Ending is Ending.Whole;
    }
}
