using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using Grove.Server;
using Xunit;

namespace Grove.Conformance;

/// <summary>A mail as it arrived: who it is for by the envelope, its headers, and its text decoded.</summary>
public sealed partial record Mail(string From, IReadOnlyList<string> To, IReadOnlyDictionary<string, string> Headers, string Text)
{
    /// <summary>The secret in its link.</summary>
    public string Secret => SecretInLink().Match(Text).Groups[1].Value;

    [GeneratedRegex(@"#invite_secret=(\S+)")]
    private static partial Regex SecretInLink();
}

/// <summary>A mail server of a test's own, on a free port.</summary>
public sealed partial class MailSink : IAsyncDisposable
{
    public const string From = "grove@example.com";
    public const string Link = "https://example.com/invitation";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Channel<Mail> arrived = Channel.CreateUnbounded<Mail>();
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;
    private int count;

    public MailSink()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>How many mails came in all.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>What is answered to a mail that has arrived; null hangs up, empty answers nothing at all.</summary>
    public Func<Mail, string?> Answer { get; set; } = _ => "250 taken";

    /// <summary>User and password, when the server asks for them.</summary>
    public (string User, string Password)? Login { get; private set; }

    public SmtpServer Server => new("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, null, null, Tls: false);

    public GroveOptions Configure(GroveOptions options) => options with { Smtp = Server, MailFrom = From, PublicUrl = Link };

    /// <summary>A server that mails invitations here.</summary>
    public Task<GroveHost> StartHostAsync(string engine, Func<GroveOptions, GroveOptions>? configure = null, TimeProvider? clock = null, LogCapture? logs = null) =>
        GroveHost.StartAsync(engine, options => configure is null ? Configure(options) : configure(Configure(options)), clock, logs);

    /// <summary>The next mail that arrives.</summary>
    public async Task<Mail> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await arrived.Reader.ReadAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true) serving.Add(ServeAsync(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.Latin1);
                await using var writer = new StreamWriter(stream, Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
                await TalkAsync(reader, writer);
            }
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            // The other side hung up, or the test is over.
        }
    }

    private async Task TalkAsync(StreamReader reader, StreamWriter writer)
    {
        var (from, to) = ("", new List<string>());
        await writer.WriteLineAsync("220 sink");
        while (await reader.ReadLineAsync(stop.Token) is { } line)
        {
            switch (line.Split(' ')[0].ToUpperInvariant())
            {
                case "EHLO":
                    await writer.WriteLineAsync("250-sink\r\n250 AUTH LOGIN");
                    break;
                case "AUTH":
                    await writer.WriteLineAsync("334 UGFzc3dvcmQ6");
                    Login = (Base64(line.Split(' ')[2]), Base64((await reader.ReadLineAsync(stop.Token))!));
                    await writer.WriteLineAsync("235 welcome");
                    break;
                case "MAIL":
                    from = Address(line);
                    await writer.WriteLineAsync("250 ok");
                    break;
                case "RCPT":
                    to.Add(Address(line));
                    await writer.WriteLineAsync("250 ok");
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 go on");
                    var mail = await ReadAsync(reader, from, to);
                    // Decided before the test can go on and change it.
                    var answer = Answer(mail);
                    Interlocked.Increment(ref count);
                    arrived.Writer.TryWrite(mail);
                    if (answer is null) return;
                    if (answer.Length > 0) await writer.WriteLineAsync(answer);
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 bye");
                    return;
                default:
                    await writer.WriteLineAsync("502 what");
                    break;
            }
        }
    }

    private async Task<Mail> ReadAsync(StreamReader reader, string from, List<string> to)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var (last, body, inBody) = ("", new StringBuilder(), false);
        while (await reader.ReadLineAsync(stop.Token) is { } line && line != ".")
        {
            if (line.StartsWith('.')) line = line[1..];
            if (inBody) body.Append(line).Append("\r\n");
            else if (line.Length == 0) inBody = true;
            else if (line[0] is ' ' or '\t') headers[last] += line;
            // A header twice is one that somebody smuggled in.
            else headers.Add(last = line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());
        }
        Assert.Equal("quoted-printable", headers["Content-Transfer-Encoding"]);
        headers["Subject"] = EncodedWord().Replace(headers["Subject"].Replace("?= =?", "?==?", StringComparison.Ordinal), word => Base64(word.Groups[1].Value));
        return new(from, [.. to], headers, Unquote(body.ToString()));
    }

    private static string Unquote(string text)
    {
        var bytes = new List<byte>();
        text = text.Replace("=\r\n", "", StringComparison.Ordinal);
        for (var i = 0; i < text.Length; i++)
        {
            bytes.Add(text[i] == '=' ? Convert.ToByte(text.Substring(i + 1, 2), 16) : (byte)text[i]);
            if (text[i] == '=') i += 2;
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static string Address(string line) => line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];

    private static string Base64(string text) => Encoding.UTF8.GetString(Convert.FromBase64String(text));

    [GeneratedRegex(@"=\?utf-8\?B\?([^?]*)\?=", RegexOptions.IgnoreCase)]
    private static partial Regex EncodedWord();
}
