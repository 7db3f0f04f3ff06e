using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>
/// Bodies that nobody reads, or can read to the end: the answer comes all the same, another request follows only where the body ended, and
/// nothing of it is a fault in the log.
/// </summary>
public sealed class UnreadBodyCases
{
    private const int Mebibyte = 1024 * 1024;

    // Requests that are answered without a look at their body.
    private static readonly (string Line, HttpStatusCode Status)[] Unread =
    [
        ("POST /client/v4/organizations", HttpStatusCode.Unauthorized), ("POST /client/v4/nothing", HttpStatusCode.NotFound),
        ("PATCH /client/v4/organizations", HttpStatusCode.MethodNotAllowed), ("GET /healthz", HttpStatusCode.OK),
    ];

    // Some of these end in the middle, the others in a place where nothing right can follow.
    private static readonly string[] Broken =
    [
        "5\r\nab", "7fffffff\r\nab", "5;x=y\r\nabcde\r\n", "0\r\n", "5;" + new string('x', 20_000), "zz\r\n", "-1\r\n", "ffffffffffffffff1\r\n",
        "80000000\r\nab", "5\r\nabcdefgh\r\n0\r\n\r\n", "0\r\nbad trailer\r\n\r\n", "\r\n",
    ];

    private static readonly string Operator = $"X-Auth-Email: {GroveHost.OperatorEmail}\r\nX-Auth-Key: {GroveHost.OperatorKey}\r\n";

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task A_body_without_a_right_end_ends_the_connection_after_the_answer(string engine)
    {
        var logs = new LogCapture();
        await using var host = await GroveHost.StartAsync(engine, logs: logs);
        var bodies = Broken.Select(body => $"Transfer-Encoding: chunked\r\n\r\n{body}").Append("Content-Length: 10\r\n\r\nhalf");
        await Task.WhenAll(Unread.SelectMany(_ => bodies, async (request, body) =>
        {
            await using var connection = await RawConnection.OpenAsync(host.Http.BaseAddress!);
            await connection.SendAsync($"{request.Line} HTTP/1.1\r\nHost: x\r\n{body}");
            var reply = await connection.ReadAsync();
            Assert.True(reply?.Status == request.Status && reply.Headers.GetValueOrDefault("Connection") == "close", $"{request.Line} {body}: {reply?.Text}");
            // What comes late is not looked at either.
            await connection.SendAsync("\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
            connection.EndSending();
            Assert.Null(await connection.ReadAsync());
        }));
        Quiet(logs);
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task A_client_that_leaves_in_the_middle_of_a_body_is_no_fault(string engine)
    {
        var logs = new LogCapture();
        await using var host = await GroveHost.StartAsync(engine, logs: logs);
        for (var round = 0; round < 250; round++)
        {
            await Task.WhenAll(Broken.Select(async body =>
            {
                await using var connection = await RawConnection.OpenAsync(host.Http.BaseAddress!);
                await connection.SendAsync($"POST /client/v4/organizations HTTP/1.1\r\nHost: x\r\n{Operator}Transfer-Encoding: chunked\r\n\r\n{body}");
                connection.EndSending();
                // Whoever leaves may get no answer.
                if (await connection.ReadAsync() is not { } reply) return;
                reply.Refused(HttpStatusCode.BadRequest, 1001, body);
                Assert.Null(await connection.ReadAsync());
            }));
        }
        Quiet(logs);
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Behind_a_body_that_ends_the_next_request_is_read(string engine)
    {
        var logs = new LogCapture();
        await using var host = await GroveHost.StartAsync(engine, logs: logs);
        (string Head, string Body)[] bodies =
        [
            ("Content-Length: 4\r\n\r\n", "{{{{"), ("Transfer-Encoding: chunked\r\n\r\n", "4;x=y\r\n{{{{\r\n0\r\nx: y\r\n\r\n"), ("Transfer-Encoding: chunked\r\n\r\n", "0\r\n\r\n"),
            ($"Content-Length: {2 * Mebibyte}\r\n\r\n", new string('x', 2 * Mebibyte)), ($"Content-Length: 5\r\nExpect: 100-continue\r\n{Operator}\r\n", "{{{{{"),
        ];
        foreach (var (line, status) in Unread)
        {
            await using var connection = await RawConnection.OpenAsync(host.Http.BaseAddress!);
            foreach (var (head, body) in bodies)
            {
                // At once, and after its head.
                var asks = head.Contains("Expect", StringComparison.Ordinal);
                if (asks && status != HttpStatusCode.Unauthorized) continue;
                await connection.SendAsync($"{line} HTTP/1.1\r\nHost: x\r\n{head}" + (asks ? "" : body));
                if (asks)
                {
                    await connection.ReadInterimAsync();
                    await connection.SendAsync(body);
                }
                var reply = await connection.ReadAsync();
                Assert.True(reply?.Status == (asks ? HttpStatusCode.BadRequest : status), $"{line} {head}: {reply?.Text}");
                Assert.False(reply!.Headers.ContainsKey("Connection"));
            }
        }
        Quiet(logs);
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task A_body_that_nobody_wants_is_not_asked_for(string engine)
    {
        var logs = new LogCapture();
        await using var host = await GroveHost.StartAsync(engine, logs: logs);
        foreach (var length in (string[])["Content-Length: 10", $"Content-Length: {Mebibyte + 1}", "Transfer-Encoding: chunked"])
        {
            await using var connection = await RawConnection.OpenAsync(host.Http.BaseAddress!);
            await connection.SendAsync($"POST /client/v4/nothing HTTP/1.1\r\nHost: x\r\n{length}\r\nExpect: 100-continue\r\n\r\n");
            var reply = await connection.ReadAsync();
            Assert.Equal((HttpStatusCode.NotFound, "close", 0), (reply!.Status, reply.Headers["Connection"], connection.Interims));
        }
        Quiet(logs);
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task A_body_without_end_is_not_read_for_ever(string engine)
    {
        var logs = new LogCapture();
        await using var host = await GroveHost.StartAsync(engine, logs: logs);
        await using var connection = await RawConnection.OpenAsync(host.Http.BaseAddress!);
        await connection.SendAsync("POST /client/v4/nothing HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        var chunk = $"{Mebibyte:x}\r\n{new string('x', Mebibyte)}\r\n";
        for (var i = 0; i < 9; i++) await connection.SendAsync(chunk);
        var reply = await connection.ReadAsync();
        Assert.Equal((HttpStatusCode.NotFound, "close"), (reply!.Status, reply.Headers["Connection"]));
        Quiet(logs);
    }

    [Fact]
    public async Task Over_HTTP_2_a_body_that_is_not_read_ends_its_own_request_only()
    {
        var folder = Directory.CreateTempSubdirectory("grove-tls-");
        try
        {
            using var key = RSA.Create(2048);
            var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
            var (pem, keyPem) = (Path.Combine(folder.FullName, "tls.crt"), Path.Combine(folder.FullName, "tls.key"));
            await File.WriteAllTextAsync(pem, certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(keyPem, key.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
            await using var server = ServerProcess.Start(folder.FullName, ["--database", "sqlite:grove.db", "--urls", "https://127.0.0.1:0"],
                ("Kestrel__Certificates__Default__Path", pem), ("Kestrel__Certificates__Default__KeyPath", keyPem));
            using var plain = await server.ConnectAsync();
            var connections = 0;
            using var http = new HttpClient(new SocketsHttpHandler
            {
                SslOptions = { RemoteCertificateValidationCallback = (_, peer, _, _) => peer?.GetCertHashString() == certificate.GetCertHashString() },
                ConnectCallback = async (context, cancel) =>
                {
                    Interlocked.Increment(ref connections);
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                    await socket.ConnectAsync(context.DnsEndPoint, cancel);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            })
            { BaseAddress = plain.BaseAddress, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
            for (var i = 0; i < 20; i++)
            {
                using var large = new ByteArrayContent(new byte[3 * Mebibyte]);
                using var refused = await http.PostAsync("nothing", large, TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
            }
            Assert.Equal(1, connections);
            server.Terminate();
            Assert.Equal(0, await server.ExitAsync());
            Assert.DoesNotContain("Exception", server.Output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Quiet(LogCapture logs) => Assert.Empty(logs.Records.Where(record => record.Level >= LogLevel.Warning).Select(record => record.Text));
}
