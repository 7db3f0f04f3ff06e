using System.Text.Json.Nodes;
using Grove.Client;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Grove.Tests.Client;

/// <summary>What a client logs; and that no secret is ever seen in a log, in the text of an exception or in that of options.</summary>
public sealed class SecretTests
{
    private const string Secret = "hunter2";

    // Every place that a secret has, in a request and in an answer.
    private static readonly GroveClientOptions Secrets = new()
    {
        ApiToken = Secret + "-token",
        ApiEmail = "me@example.com",
        ApiKey = Secret + "-key",
        UserServiceKey = Secret + "-service",
        Headers = new Dictionary<string, string> { ["CF-Access-Client-Secret"] = Secret + "-access", ["Cookie"] = Secret + "-cookie" },
        MaxRetries = 1,
        Timeout = ScriptClock.AttemptTimeout,
    };

    private static readonly RequestOptions CallSecrets = new()
    {
        IdempotencyKey = Secret + "-idempotency",
        Headers = new Dictionary<string, string> { ["Proxy-Authorization"] = Secret, ["X-Tenant-Password"] = Secret },
        Body = new JsonObject { ["password"] = Secret },
    };

    public static TheoryData<string> Answers { get; } = ["ok", "echo", "error", "success", "lost", "shape", "redirect"];

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task No_secret_is_seen_whatever_happens(string what)
    {
        using var log = new ClientLog();
        await using var script = Script.With(options => Secrets with { BaseUrl = options.BaseUrl, TimeProvider = options.TimeProvider, LoggerFactory = log },
            (request, number) => number == 0 ? Answer.Error(503) : Say(what, request));
        var thrown = await Record.ExceptionAsync(() => script.CreateAsync(CallSecrets));
        Assert.Equal(what == "ok", thrown is null);
        Assert.DoesNotContain(Secret, $"{thrown}", StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, $"{script.Options} {CallSecrets} {script.Client}", StringComparison.Ordinal);
        Assert.All(["Authorization", "X-Auth-Key", "X-Auth-User-Service-Key", "Idempotency-Key", "CF-Access-Client-Secret", "X-Tenant-Password"],
            name => Assert.Contains($"{name}: ***", log.Text, StringComparison.Ordinal));
        // They were sent, or all of this would show nothing.
        Assert.Contains(Secret, script.Requests[^1]["Authorization"], StringComparison.Ordinal);
        Assert.Contains(Secret, script.Requests[^1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_happens_is_logged_at_the_level_of_its_weight()
    {
        using var log = new ClientLog();
        await using var script = Script.With(options => options with { LoggerFactory = log }, Answer.Error(503).With("Retry-After", "2"), Answer.Ok.With("X-Request-Id", "r7"));
        await script.GetAsync();
        Assert.Equal("Grove.Client", log.Category);
        var url = $"{script.Server.Url}/organizations/o1";
        Assert.Equal(
            [
                (LogLevel.Debug, $"GET {url}, attempt 1"),
                (LogLevel.Debug, $"GET {url} answered 503 after 0 ms, request (null)"),
                (LogLevel.Information, $"GET {url} failed (status 503); attempt 2 follows after 2000 ms"),
                (LogLevel.Debug, $"GET {url}, attempt 2"),
                (LogLevel.Debug, $"GET {url} answered 200 after 0 ms, request r7"),
            ],
            log.Lines.Where(line => line.Level != LogLevel.Trace).Select(line => (line.Level, line.Text.Split(" | ")[0])));
        Assert.Contains(log.Lines, line => line.Level == LogLevel.Trace && line.Text.StartsWith("Content-Type: application/json", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(LogLevel.Debug, 5)]
    [InlineData(LogLevel.Information, 1)]
    [InlineData(LogLevel.None, 0)]
    public async Task Nothing_below_the_level_that_is_on_is_logged(LogLevel lowest, int lines)
    {
        using var log = new ClientLog(lowest);
        await using var script = Script.With(options => options with { LoggerFactory = log }, Answer.Error(503), Answer.Ok);
        await script.GetAsync();
        Assert.Equal(lines, log.Lines.Count);
    }

    // Servers that give back what they were sent, as pages of gateways do.
    private static Answer Say(string what, SeenRequest request)
    {
        var all = string.Join(' ', request.Headers.Where(header => header.Key is "Authorization" or "X-Auth-Key" or "X-Auth-User-Service-Key").Select(header => header.Value));
        return what switch
        {
            "ok" => Answer.Ok.With("Set-Cookie", Secret).With("X-New-Token", Secret),
            "echo" => new Answer(400, $"<pre>{all}</pre>"),
            "error" => Answer.Error(403, 9109, $"cannot use {all}"),
            "success" => new Answer(200, $$"""{"success":false,"errors":["{{all}}"]}"""),
            "shape" => new Answer(200, $$"""{"result":["{{all}} {{request.Body.Replace("\"", "", StringComparison.Ordinal)}}"]}"""),
            "redirect" => new Answer(302, all).With("Location", $"/?token={Secret}"),
            _ => Answer.Ok with { Ending = Ending.Reset },
        };
    }
}
