using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Grove.Conformance.CommandLine;

/// <summary>The program itself against a real server.</summary>
public class CommandLineCases(SharedHosts hosts)
{
    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Organizations_are_made_found_by_their_names_moved_and_deleted(string engine)
    {
        var grove = await CallerAsync(engine);
        var root = (await grove("org", "create", "Acme", "--quiet")).Out.Trim();
        Assert.Equal(0, (await grove("org", "create", "Europe", "--parent", root)).Code);
        Assert.Equal(0, (await grove("org", "create", "Sales", "--parent", "Europe")).Code);
        Assert.Equal(0, (await grove("org", "create", "Sales", "--parent", "Acme")).Code);
        var several = await grove("org", "get", "Sales");
        Assert.Equal(2, several.Code);
        Assert.Contains("Acme/Europe/Sales", several.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await grove("org", "rename", "Europe/Sales", "Shops")).Code);
        Assert.Equal(0, (await grove("org", "move", "Shops", "--to", "Acme")).Code);
        Assert.Equal(["PATH", "Acme", "Acme/Europe", "Acme/Shops", "Acme/Sales"], Lines(await grove("org", "tree")).Select(line => line.Split('\t')[1]));
        var listed = JsonElement.Parse((await grove("org", "list", "--all", "--page-size", "1", "--json")).Out).GetProperty("result");
        Assert.Equal(["Acme", "Europe", "Shops", "Sales"], listed.EnumerateArray().Select(row => row.GetProperty("name").GetString()));
        Assert.Equal(1, (await grove("org", "delete", "Acme", "--yes")).Code);
        Assert.Equal(2, (await grove("org", "delete", "Shops")).Code);
        Assert.Equal(0, (await grove("org", "delete", "Shops", "--yes")).Code);
        Assert.Equal(3, (await grove("org", "get", "Shops")).Code);
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task What_was_refused_can_be_told_by_the_exit_code(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var caller = await host.NewUserAsync();
        var own = GroveBinary.As(host, caller.Email, caller.Key);
        Assert.Equal(4, (await GroveBinary.RunAsync(own, "user", "list")).Code);
        Assert.Equal(4, (await GroveBinary.RunAsync(GroveBinary.As(host, caller.Email, new string('x', 40)), "whoami")).Code);
        Assert.Equal(3, (await GroveBinary.RunAsync(own, "org", "get", new string('0', 32))).Code);
        Assert.Equal(1, (await GroveBinary.RunAsync(own, "org", "create", "")).Code);
        Assert.Equal(2, (await GroveBinary.RunAsync(own, "org", "make")).Code);
        Assert.Equal(5, (await GroveBinary.RunAsync(own, "whoami", "--retries", "0", "--base-url", "http://127.0.0.1:1/client/v4")).Code);
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Members_are_invited_by_the_name_of_a_role_and_accept(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var grove = await CallerAsync(engine);
        var invitee = await host.NewUserAsync();
        var other = GroveBinary.As(host, invitee.Email, invitee.Key);
        Assert.Equal(0, (await grove("org", "create", "Invites")).Code);
        Assert.Equal(0, (await grove("member", "invite", "Invites", invitee.Email, "--role", "Organization Read Only")).Code);
        Assert.Equal(0, (await GroveBinary.RunAsync(other, "invite", "accept", "Invites")).Code);
        Assert.Contains("\tactive\tOrganization Read Only", (await grove("member", "list", "Invites", "--email", invitee.Email)).Out, StringComparison.Ordinal);
        Assert.Equal(0, (await GroveBinary.RunAsync(other, "user", "org", "leave", "Invites", "--yes")).Code);
    }

    [Fact]
    public async Task Ctrl_c_ends_a_call_at_once_with_130()
    {
        using var deaf = new TcpListener(IPAddress.Loopback, 0);
        deaf.Start();
        using var call = GroveBinary.Start(
            [.. GroveBinary.Command, "whoami", "--retries", "0", "--base-url", $"http://{deaf.LocalEndpoint}/client/v4"], ("CLOUDFLARE_API_TOKEN", new string('x', 40)));
        using var connection = await deaf.AcceptSocketAsync(TestContext.Current.CancellationToken);
        GroveBinary.Interrupt(call);
        var ended = await GroveBinary.EndAsync(call, TestContext.Current.CancellationToken);
        Assert.Equal((130, ""), (ended.Code, ended.Out));
    }

    [Fact]
    public async Task A_reader_that_has_enough_is_no_error()
    {
        using var shell = Bash("grove server openapi --base-url \"$1\" | head -c 1 > /dev/null; exit ${PIPESTATUS[0]}", (await hosts.GetAsync("sqlite")).Http.BaseAddress!.ToString());
        var ended = await GroveBinary.EndAsync(shell, TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), (ended.Code, ended.Error));
    }

    [Theory]
    [InlineData("--quiet")]
    [InlineData("--json")]
    public async Task Nothing_more_is_asked_for_when_the_reader_is_gone(string form)
    {
        var gone = new TaskCompletionSource();
        var asked = 0;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var server = builder.Build();
        server.Run(async context =>
        {
            // A list without an end, whose second page comes when nobody reads any more.
            if (context.Request.Path == "/gone") gone.TrySetResult();
            else if (Interlocked.Increment(ref asked) == 2) await gone.Task;
            await context.Response.WriteAsync($$$"""{"success":true,"errors":[],"messages":[],"result":[{"id":"{{{asked}}}"}],"result_info":{"next_page_token":"t{{{asked}}}"}}""", context.RequestAborted);
        });
        await server.StartAsync(TestContext.Current.CancellationToken);
        const string script =
            """
            grove org list --all "$2" --base-url "$1/client/v4" | {
              [[ $2 == --json ]] || head -n 1 > /dev/null
              exec < /dev/null 3<> "/dev/tcp/127.0.0.1/${1##*:}"
              printf 'GET /gone HTTP/1.0\r\n\r\n' >&3
            }
            exit ${PIPESTATUS[0]}
            """;
        using var shell = Bash(script, [server.Urls.First(), form], ("CLOUDFLARE_API_TOKEN", new string('x', 40)));
        var ended = await GroveBinary.EndAsync(shell, TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        // The reader may be gone before there is a second page to ask for.
        Assert.InRange(asked, 1, 2);
    }

    [Theory]
    [InlineData("grove o", "org")]
    [InlineData("grove org tr", "tree")]
    [InlineData("grove org list --name-s", "--name-starts-with")]
    [InlineData("grove account list --direction d", "desc")]
    [InlineData("grove serve --data", "--database")]
    public async Task Bash_completes(string line, string expected)
    {
        const string script =
            """
            eval "$(grove completion bash)"
            COMP_LINE=$1 COMP_POINT=${#1}
            read -ra COMP_WORDS <<< "$1"
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _grove
            printf '%s\n' "${COMPREPLY[@]}"
            complete -p grove > /dev/null || echo 'not registered'
            """;
        using var shell = Bash(script, line);
        var ended = await GroveBinary.EndAsync(shell, TestContext.Current.CancellationToken);
        Assert.Equal((expected + "\n", ""), (ended.Out, ended.Error));
    }

    [Fact]
    public async Task Serve_is_the_server_with_its_options_and_exit_codes()
    {
        var wrong = await GroveBinary.RunAsync([], "serve", "--bogus", "1");
        Assert.Equal((2, ""), (wrong.Code, wrong.Out));
        Assert.Contains("--bogus", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("GROVE_DATABASE", (await GroveBinary.RunAsync([], "serve", "--help")).Out, StringComparison.Ordinal);
        using var server = GroveBinary.Start([.. GroveBinary.Command, "serve", "--database", "sqlite::memory:", "--urls", "http://127.0.0.1:0"], ("GROVE_PROFILE", "any"));
        string? line;
        do line = await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        while (line is not null && !line.StartsWith("Grove is listening on ", StringComparison.Ordinal));
        Assert.NotNull(line);
        var ready = await GroveBinary.RunAsync([("CLOUDFLARE_BASE_URL", line.Split(' ')[^1] + "/client/v4")], "server", "ready");
        Assert.Contains("\"ready\"", ready.Out, StringComparison.Ordinal);
        GroveBinary.Interrupt(server);
        Assert.Equal(0, (await GroveBinary.EndAsync(server, TestContext.Current.CancellationToken)).Code);
    }

    // grove as a new user.
    private async Task<Grove> CallerAsync(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var caller = await host.NewUserAsync();
        return arguments => GroveBinary.RunAsync(GroveBinary.As(host, caller.Email, caller.Key), arguments);
    }

    private delegate Task<Ended> Grove(params string[] arguments);

    private static string[] Lines(Ended ended) => ended.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static System.Diagnostics.Process Bash(string script, string argument) => Bash(script, [argument]);

    private static System.Diagnostics.Process Bash(string script, string[] arguments, params (string Name, string Value)[] variables)
    {
        var define = $"grove() {{ \"{GroveBinary.Command[0]}\" \"{GroveBinary.Command[1]}\" \"$@\"; }}\n";
        return GroveBinary.Start(["bash", "-c", define + script, "bash", .. arguments], variables);
    }
}
