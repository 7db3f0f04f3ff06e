using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Grove.Conformance;

/// <summary>A connection on which anything can be written, as no HTTP client would. Text is sent and read as Latin-1: one character, one byte.</summary>
public sealed class RawConnection : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TcpClient client;
    private readonly NetworkStream stream;
    private readonly List<byte> unread = [];

    private RawConnection(TcpClient client) => (this.client, stream) = (client, client.GetStream());

    /// <summary>True once the server has closed.</summary>
    public bool Ended { get; private set; }

    /// <summary>How many interim answers were passed over.</summary>
    public int Interims { get; private set; }

    public static async Task<RawConnection> OpenAsync(Uri server)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(server.Host, server.Port);
        return new RawConnection(client);
    }

    /// <summary>Sends all of it, closes for sending, and reads the first answer; null when the server closes without one.</summary>
    public static async Task<Reply?> OneAsync(Uri server, string request)
    {
        await using var connection = await OpenAsync(server);
        await connection.SendAsync(request);
        return await connection.ReadAsync(head: request.StartsWith("HEAD ", StringComparison.Ordinal));
    }

    public async Task SendAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(text), patience.Token);
        }
        catch (IOException)
        {
            // The server may refuse before it has read everything; its answer can still be there.
        }
    }

    /// <summary>No more will be sent.</summary>
    public void EndSending()
    {
        try
        {
            client.Client.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
        }
    }

    /// <summary>Waits for 100 Continue, which says that the body is being read.</summary>
    public async Task ReadInterimAsync()
    {
        int end;
        while ((end = IndexOf("\r\n\r\n"u8)) < 0)
            if (!await FillAsync()) throw new IOException("The server closed.");
        unread.RemoveRange(0, end + 4);
    }

    /// <summary>The next answer that is not an interim one; null when the server closes without one.</summary>
    public async Task<Reply?> ReadAsync(bool head = false)
    {
        while (true)
        {
            int end;
            while ((end = IndexOf("\r\n\r\n"u8)) < 0)
                if (!await FillAsync()) return null;
            var lines = Encoding.Latin1.GetString([.. unread.Take(end)]).Split("\r\n");
            unread.RemoveRange(0, end + 4);
            var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
            if (status < 200)
            {
                Interims++;
                continue;
            }
            var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).GroupBy(pair => pair[0], StringComparer.OrdinalIgnoreCase)
                .ToDictionary(header => header.Key, header => string.Join(", ", header.Select(pair => pair[1])), StringComparer.OrdinalIgnoreCase);
            var length = head || !headers.TryGetValue("Content-Length", out var text) ? 0 : int.Parse(text, CultureInfo.InvariantCulture);
            while (unread.Count < length)
                if (!await FillAsync()) return null;
            var body = Encoding.UTF8.GetString([.. unread.Take(length)]);
            unread.RemoveRange(0, length);
            if (headers.TryGetValue("Connection", out var connection) && connection == "close") Ended = true;
            return new Reply((HttpStatusCode)status, headers, body);
        }
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<bool> FillAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var read = await stream.ReadAsync(buffer, patience.Token);
            unread.AddRange(buffer.AsSpan(0, read));
            Ended |= read == 0;
            return read > 0;
        }
        catch (IOException)
        {
            Ended = true;
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private int IndexOf(ReadOnlySpan<byte> wanted) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(unread).IndexOf(wanted);
}
