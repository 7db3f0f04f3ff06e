using Xunit;
using static Grove.Tests.Cli.CommandRun;

namespace Grove.Tests.Cli;

/// <summary>What a call ends with, and what it says on standard error.</summary>
public sealed class ExitCodeTests
{
    [Theory]
    [InlineData(200, 0)]
    [InlineData(400, 1)]
    [InlineData(401, 4)]
    [InlineData(403, 4)]
    [InlineData(404, 3)]
    [InlineData(409, 1)]
    [InlineData(412, 1)]
    [InlineData(429, 1)]
    [InlineData(500, 1)]
    [InlineData(503, 1)]
    public async Task A_status_has_its_exit_code(int status, int code)
    {
        using var run = new CommandRun { Api = (_, _) => (status, status == 200 ? Envelope("{}") : Failure(1003, "no")) };
        Assert.Equal(code, (await run.RunAsync("org", "get", Id, "--retries", "0")).Code);
    }

    [Fact]
    public async Task No_connection_is_5()
    {
        using var run = new CommandRun { Lost = new HttpRequestException("refused") };
        var ran = await run.RunAsync("org", "list", "--retries", "0");
        Assert.Equal(5, ran.Code);
        Assert.Contains("could not be reached", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupted_is_130_at_once()
    {
        using var run = new CommandRun();
        Assert.Equal(130, (await run.RunAsync(new CancellationToken(canceled: true), "org", "list")).Code);
    }

    [Theory]
    [InlineData("bogus")]
    [InlineData("org")]
    [InlineData("org", "get")]
    [InlineData("org", "get", "a", "b")]
    [InlineData("org", "list", "--bogus")]
    [InlineData("org", "list", "--json", "--quiet")]
    [InlineData("org", "create")]
    [InlineData("org", "list", "--timeout", "0")]
    [InlineData("org", "list", "--retries", "-1")]
    [InlineData("org", "list", "--base-url", "nowhere")]
    [InlineData("org", "create", "--data", "{")]
    [InlineData("org", "create", "--data", "@/does/not/exist")]
    [InlineData("org", "get", "id:..")]
    [InlineData("org", "move", Id)]
    [InlineData("org", "move", Id, "--root", "--to", Id)]
    [InlineData("api", "GET")]
    [InlineData("completion", "tcsh")]
    public async Task What_cannot_be_meant_is_2_and_asks_nothing(params string[] arguments)
    {
        using var run = new CommandRun();
        var ran = await run.RunAsync(arguments);
        Assert.Equal(2, ran.Code);
        Assert.NotEmpty(ran.Error);
        Assert.Empty(ran.Out);
        Assert.Empty(ran.Requests);
    }

    [Fact]
    public async Task An_error_shows_status_code_pointer_message_and_request()
    {
        using var run = new CommandRun { Api = (_, _) => (400, Failure(1001, "is too long", "/name")) };
        var ran = await run.RunAsync("org", "create", "x");
        Assert.Equal("grove: 400 Bad Request\n  1001 at /name: is too long\n  request request-1\n", ran.Error.ReplaceLineEndings("\n"));
        Assert.Empty(ran.Out);
    }

    [Fact]
    public async Task With_json_the_refusal_is_on_standard_output_too()
    {
        var body = Failure(1001, "is too long", "/name");
        using var run = new CommandRun { Api = (_, _) => (400, body) };
        var ran = await run.RunAsync("org", "create", "x", "--json");
        Assert.Equal(body + "\n", ran.Out);
        Assert.Contains("1001", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_credentials_and_profile_nothing_is_asked()
    {
        using var run = new CommandRun();
        run.Environment.Remove("CLOUDFLARE_BASE_URL");
        run.Environment.Remove("CLOUDFLARE_API_TOKEN");
        var ran = await run.RunAsync("org", "list");
        Assert.Equal(2, ran.Code);
        Assert.Contains("CLOUDFLARE_API_TOKEN", ran.Error, StringComparison.Ordinal);
        Assert.Empty(ran.Requests);
    }

    [Fact]
    public async Task Html_in_place_of_json_is_an_error_of_the_api()
    {
        using var run = new CommandRun { Api = (_, _) => (200, "<html>\u001b[2J</html>") };
        var ran = await run.RunAsync("org", "get", Id);
        Assert.Equal(1, ran.Code);
        Assert.DoesNotContain('\u001b', ran.Error);
    }
}
