using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>The real program: killed, stopped, started twice, started wrongly.</summary>
public sealed class CrashCases : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("grove-crash-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Every_acknowledged_write_survives_a_kill_and_none_is_half_done(string engine)
    {
        var (database, remove) = await Engine.CreateDatabaseAsync(engine);
        try
        {
            var random = new Random(11);
            var journals = Enumerable.Range(0, 6).Select(i => new Journal(i)).ToList();
            var tenants = Enumerable.Range(0, 6).Select(i => new TenantJournal(i)).ToList();
            for (var round = 0; round < 4; round++)
            {
                var (server, http) = await ServerProcess.ListenAsync(folder.FullName, database);
                await using (server)
                using (http)
                {
                    foreach (var journal in journals) await journal.ResumeAsync(http);
                    foreach (var tenant in tenants) await tenant.ResumeAsync(http);
                    var left = random.Next(60, 300);
                    var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    var writing = journals.Select(journal => journal.WriteAsync(http, Count)).Concat(tenants.Select(tenant => tenant.WriteAsync(Count))).ToList();
                    await Task.WhenAny([enough.Task, .. writing]);
                    await server.KillAsync();
                    await Task.WhenAll(writing);

                    void Count()
                    {
                        if (Interlocked.Decrement(ref left) == 0) enough.SetResult();
                    }
                }
                if (engine == Engine.Postgres) await Tables.AloneAsync(database);
                var tables = await Invariants.CheckAsync(database);
                foreach (var journal in journals) journal.Check(tables);
                foreach (var tenant in tenants) tenant.Check(tables);
            }
        }
        finally
        {
            await remove();
        }
    }

    [Fact]
    public async Task A_second_server_on_one_file_is_refused_and_the_first_goes_on()
    {
        var database = "sqlite:" + Path.Combine(folder.FullName, "one.db");
        var (first, http) = await ServerProcess.ListenAsync(folder.FullName, database);
        await using (first)
        using (http)
        {
            // Another name of the same file is the same file.
            File.CreateSymbolicLink(Path.Combine(folder.FullName, "link.db"), Path.Combine(folder.FullName, "one.db"));
            foreach (var name in (string[])["one.db", "./one.db", "link.db"])
            {
                await using var second = ServerProcess.Start(folder.FullName, ["--database", "sqlite:" + name, "--urls", "http://127.0.0.1:0"]);
                Assert.Equal(1, await second.ExitAsync());
                Assert.Contains("is in use by another server", second.Output, StringComparison.Ordinal);
                Assert.Single(second.Output.TrimEnd().Split('\n'));
            }
            (await new Actor(http, GroveHost.OperatorEmail, GroveHost.OperatorKey) { Id = "" }.PostAsync("organizations", new { name = "Still here" })).Succeeded();
        }
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Stopping_lets_a_request_in_flight_finish(string engine)
    {
        var (database, remove) = await Engine.CreateDatabaseAsync(engine);
        try
        {
            var (server, http) = await ServerProcess.ListenAsync(folder.FullName, database);
            await using (server)
            using (http)
            {
                await using var connection = await RawConnection.OpenAsync(http.BaseAddress!);
                await connection.SendAsync($"POST /client/v4/organizations HTTP/1.1\r\nHost: x\r\nX-Auth-Email: {GroveHost.OperatorEmail}\r\nX-Auth-Key: {GroveHost.OperatorKey}\r\nExpect: 100-continue\r\nContent-Length: 18\r\n\r\n");
                await connection.ReadInterimAsync();
                // Half of the body is there; now it is told to stop, and takes no more connections.
                await connection.SendAsync("{\"name\":");
                server.Terminate();
                await NobodyListensAsync(http.BaseAddress!);
                await connection.SendAsync("\"Drained\"");
                Assert.False(connection.Ended);
                await connection.SendAsync("}");
                var reply = await connection.ReadAsync();
                Assert.NotNull(reply);
                reply.Succeeded();
                Assert.Equal(0, await server.ExitAsync());
                Assert.Single((await Invariants.CheckAsync(database))["organizations"]);
            }
        }
        finally
        {
            await remove();
        }
    }

    [Fact]
    public async Task The_first_start_prints_a_line_that_answers_and_later_ones_tell_how_to_get_a_key()
    {
        string[] arguments = ["--database", "sqlite:first.db", "--urls", "http://127.0.0.1:0", "--operator-email", "o'brien@example.com"];
        async Task<(string Output, string Answer)> StartAsync(params string[] more)
        {
            await using var server = ServerProcess.Start(folder.FullName, [.. arguments, .. more]);
            using var http = await server.ConnectAsync();
            await server.WroteAsync(key is null || more.Length > 0 ? "CLOUDFLARE_API_KEY=" : "Operator:");
            var old = key is null ? "" : (await RunAsync($"curl -s -o /dev/null -w '%{{http_code}}' -H 'X-Auth-Email: o'\\''brien@example.com' -H 'X-Auth-Key: {key}' '{http.BaseAddress}organizations'"));
            var curl = Regex.Match(server.Output, "^ *(curl .*)$", RegexOptions.Multiline);
            var answer = curl.Success ? await RunAsync(curl.Groups[1].Value + " -s") : old;
            if (Regex.Match(server.Output, "API key +(\\S+)") is { Success: true } found)
            {
                Assert.Equal(key is null ? "" : "403", old);
                key = found.Groups[1].Value;
            }
            server.Terminate();
            Assert.Equal(0, await server.ExitAsync());
            return (server.Output, answer);
        }

        var first = await StartAsync();
        Assert.StartsWith("{\"success\":true", first.Answer);
        var firstKey = key!;
        Assert.Matches("^[0-9A-Za-z_-]{37,60}$", firstKey);
        Assert.Contains("export CLOUDFLARE_BASE_URL=", first.Output, StringComparison.Ordinal);

        var second = await StartAsync();
        Assert.Contains("Operator: o'brien@example.com.", second.Output, StringComparison.Ordinal);
        Assert.Contains("--reset-operator-key", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(firstKey, second.Output, StringComparison.Ordinal);
        Assert.Equal("200", second.Answer);

        var reset = await StartAsync("--reset-operator-key");
        Assert.StartsWith("{\"success\":true", reset.Answer);
        Assert.NotEqual(firstKey, key);
        Assert.DoesNotContain(firstKey, reset.Output, StringComparison.Ordinal);
        Assert.Equal("200", (await StartAsync()).Answer);
    }

    private string? key;

    [Fact]
    public async Task All_bad_options_are_told_at_once_without_their_values()
    {
        const string secret = "s3cr3t-value-that-nobody-may-see";
        await using var server = ServerProcess.Start(folder.FullName, ["--urls", "ftp://" + secret, "--max-depth", secret, "--no-such-option", "--database", $"postgres://u:{secret}@h/db?timeout={secret}"],
            ("GROVE_OPERATOR_KEY", secret + "!"), ("GROVE_RATE_LIMIT", secret), ("GROVE_TRUSTED_PROXIES", secret), ("GROVE_NO_SUCH", secret), ("GROVE_METRICS", secret));
        Assert.Equal(2, await server.ExitAsync());
        foreach (var name in (string[])["--urls", "--max-depth", "--no-such-option", "--database", "GROVE_OPERATOR_KEY", "GROVE_RATE_LIMIT", "GROVE_TRUSTED_PROXIES", "GROVE_NO_SUCH", "GROVE_METRICS"])
            Assert.Contains(server.Output.Split('\n'), line => line.StartsWith(name, StringComparison.Ordinal));
        Assert.DoesNotContain(secret, server.Output, StringComparison.Ordinal);
        Assert.Empty(folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task A_port_in_use_is_told_and_a_new_key_is_not_lost()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await using var server = ServerProcess.Start(folder.FullName, ["--database", "sqlite:port.db", "--urls", $"http://{taken.LocalEndpoint}"]);
        Assert.Equal(1, await server.ExitAsync());
        Assert.Contains($"Cannot listen on http://{taken.LocalEndpoint}", server.Output, StringComparison.Ordinal);
        Assert.Contains("in use", server.Output, StringComparison.Ordinal);
        // Nothing in the log, neither as text nor as a member of a record.
        Assert.DoesNotContain("Exception", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Output, StringComparison.Ordinal);
        Assert.Matches("API key +\\S{37,60}", server.Output);
    }

    [Fact]
    public async Task A_database_that_cannot_be_used_is_told_in_one_line()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "text.db"), new string('x', 5000), TestContext.Current.CancellationToken);
        foreach (var database in (string[])["sqlite:no/such/folder/g.db", "sqlite:text.db", "sqlite:.", "postgres://u:hunter2@127.0.0.1:1/none"])
        {
            await using var server = ServerProcess.Start(folder.FullName, ["--urls", "http://127.0.0.1:0"], ("GROVE_DATABASE", database));
            Assert.Equal(1, await server.ExitAsync());
            var words = server.Output.TrimEnd().Split('\n').Where(line => !line.StartsWith('{')).ToList();
            Assert.True(words.Count == 1 && words[0].Length > 10, server.Output);
            Assert.DoesNotContain("   at ", server.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", server.Output, StringComparison.Ordinal);
        }
    }

    private static async Task NobodyListensAsync(Uri address)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            using var probe = new TcpClient();
            try
            {
                await probe.ConnectAsync(address.Host, address.Port, patience.Token);
            }
            catch (SocketException)
            {
                return;
            }
        }
    }

    private static async Task<string> RunAsync(string line)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", line]) { RedirectStandardOutput = true })!;
        var text = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        return text;
    }
}
