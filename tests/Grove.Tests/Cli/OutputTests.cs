using System.Globalization;
using System.Text.Json;
using Spectre.Console.Rendering;
using Xunit;
using static Grove.Tests.Cli.CommandRun;

namespace Grove.Tests.Cli;

/// <summary>How answers look: for people, for scripts, and as they came.</summary>
public sealed class OutputTests
{
    private const string Steering = """{"id":"\u001b[2J","name":"\u202e","\u001b":"\u0007"}""";

    [Theory]
    [InlineData("""{"success":true,"errors":[],"messages":[],"result":{"id":"1","unknown":[1.0,1e3]}}""")]
    [InlineData("{ \"success\" : true,\n  \"result\": {\"name\": \"é\\u00e9日本\"} }\n")]
    [InlineData("""{"id":"bare"}""")]
    public async Task Json_is_the_body_as_it_came(string body)
    {
        using var run = new CommandRun { Api = (_, _) => (200, body) };
        Assert.Equal(body.TrimEnd('\n') + "\n", (await run.RunAsync("org", "get", Id, "--json")).Out);
    }

    [Fact]
    public async Task What_answers_nothing_prints_nothing()
    {
        using var run = new CommandRun { Api = (_, _) => (204, "") };
        foreach (var form in (string[][])[[], ["--json"], ["--quiet"]])
        {
            var ran = await run.RunAsync(["member", "remove", Id, Id, "--yes", .. form]);
            Assert.Equal((0, "", ""), (ran.Code, ran.Out.Trim(), ran.Error));
        }
    }

    [Fact]
    public async Task No_control_character_reaches_a_terminal_or_a_column()
    {
        var names = Enumerable.Range(0, 0xA0).Where(code => char.IsControl((char)code)).Concat([0x202E, 0x2066, 0x2028, 0x200F, 0xFEFF])
            .Select(code => $"a{(char)code}b").ToList();
        var rows = string.Join(',', names.Select((name, index) => $$"""{"id":"{{index}}","name":{{JsonSerializer.Serialize(name)}}}"""));
        foreach (var terminal in (bool[])[true, false])
        {
            using var run = new CommandRun { Terminal = terminal, Api = (asked, _) => (200, Envelope(asked.Target.Contains(Id, StringComparison.Ordinal) ? Steering : $"[{rows}]")) };
            run.Environment["NO_COLOR"] = "1";
            foreach (var arguments in (string[][])[["org", "list"], ["org", "get", Id], ["org", "tree"]])
            {
                var ran = await run.RunAsync(arguments);
                Assert.DoesNotContain(ran.Out, static c => c is not '\n' and not '\t' && (char.IsControl(c) || c is '\u202E' or '\u2066' or '\u2028' or '\u200F' or '\uFEFF'));
                if (arguments[1] == "list" && !terminal) Assert.Equal(names.Count + 1, ran.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
            }
        }
    }

    [Fact]
    public async Task Raw_control_characters_in_json_are_escaped_on_a_terminal_only()
    {
        const string body = "{\"result\":{\"name\":\"a\u009bb\u202ec\"}}";
        using var terminal = new CommandRun { Terminal = true, Api = (_, _) => (200, body) };
        var shown = (await terminal.RunAsync("api", "GET", "user")).Out;
        Assert.Equal(body.Replace("\u009b", "\\u009b", StringComparison.Ordinal).Replace("\u202e", "\\u202e", StringComparison.Ordinal) + "\n", shown);
        Assert.Equal(JsonElement.Parse(body).GetProperty("result").GetProperty("name").GetString(), JsonElement.Parse(shown).GetProperty("result").GetProperty("name").GetString());
        using var pipe = new CommandRun { Api = (_, _) => (200, body) };
        Assert.Equal(body + "\n", (await pipe.RunAsync("api", "GET", "user")).Out);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Colours_are_for_terminals_that_want_them(bool wanted)
    {
        using var run = new CommandRun { Terminal = true, Api = (_, _) => (200, Envelope("""[{"id":"1","name":"n"}]""")) };
        if (!wanted) run.Environment["NO_COLOR"] = "1";
        Assert.Equal(wanted, (await run.RunAsync("org", "list")).Out.Contains('\u001b', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Wide_names_keep_columns_in_line()
    {
        string[] names = ["plain", "日本語の組織", "e\u0301", "한국어", "[red]markup[/]"];
        using var run = new CommandRun { Terminal = true, Api = (_, _) => (200, Envelope(Rows(names))) };
        run.Environment["NO_COLOR"] = "1";
        var lines = (await run.RunAsync("org", "list")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(names.Length + 1, lines.Length);
        Assert.Single(lines.Skip(1).Select(line => new Segment(line[..line.IndexOf("2026", StringComparison.Ordinal)]).CellCount()).Distinct());
        Assert.All(names, name => Assert.Contains(lines, line => line.Contains(name, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(200)]
    public async Task Nothing_is_cut_however_narrow_the_terminal(int width)
    {
        string[] names = [new string('x', 100), "a few words in a name of some length that goes on"];
        using var run = new CommandRun { Terminal = true, Width = width, Api = (_, _) => (200, Envelope(Rows(names))) };
        run.Environment["NO_COLOR"] = "1";
        var text = string.Concat((await run.RunAsync("org", "list")).Out.Where(static c => !char.IsWhiteSpace(c)));
        Assert.DoesNotContain("…", text, StringComparison.Ordinal);
        if (width >= 60) Assert.All(names, name => Assert.True(Appears(text, name.Replace(" ", "", StringComparison.Ordinal), width), name));
    }

    [Fact]
    public async Task Elsewhere_columns_are_separated_by_tabs_and_complete()
    {
        using var run = new CommandRun { Api = (_, _) => (200, Envelope(Rows(["a\\tb", new string('x', 300)]))) };
        var lines = (await run.RunAsync("org", "list")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("ID\tNAME\tPARENT\tCREATED", lines[0]);
        Assert.All(lines, line => Assert.Equal(4, line.Split('\t').Length));
        Assert.Equal("a\\tb", lines[1].Split('\t')[1]);
        Assert.Equal(300, lines[2].Split('\t')[1].Length);
    }

    [Fact]
    public async Task A_secret_that_is_shown_once_is_not_lost_with_quiet()
    {
        using var run = new CommandRun { Api = (_, _) => (200, Envelope("""{"id":"t1","value":"once"}""")) };
        Assert.Equal("t1\tonce\n", (await run.RunAsync("token", "create", "--data", "{}", "-q")).Out);
        using var invite = new CommandRun { Api = (_, _) => (200, Envelope("""[{"id":"m1","meta":{"invite_secret":"once"}},{"id":"m2","meta":{}}]""")) };
        Assert.Equal("m1\tonce\nm2\n", (await invite.RunAsync("member", "invite-many", Id, "--data", "{}", "-q")).Out);
        Assert.Contains("\tonce\n", (await invite.RunAsync("member", "invite-many", Id, "--data", "{}")).Out, StringComparison.Ordinal);
        using var roll = new CommandRun { Api = (_, _) => (200, Envelope("\"fresh\"")) };
        Assert.Equal("fresh\n", (await roll.RunAsync("token", "roll", Id, "--yes", "-q")).Out);
    }

    [Fact]
    public async Task A_tree_shows_each_organization_below_its_parent()
    {
        const string rows =
            """
            [{"id":"1","name":"Acme","meta":{"hierarchy_tags":["1"]}},{"id":"2","name":"Europe","meta":{"hierarchy_tags":["1","2"]}},
            {"id":"3","name":"Other","meta":{"hierarchy_tags":["3"]}},{"id":"4","name":"Berlin","meta":{"hierarchy_tags":["1","2","4"]}}]
            """;
        using var run = new CommandRun { Api = (_, _) => (200, Envelope(rows)) };
        Assert.Equal("ID\tPATH\n1\tAcme\n2\tAcme/Europe\n4\tAcme/Europe/Berlin\n3\tOther\n", (await run.RunAsync("org", "tree")).Out);
        Assert.Equal("1\n2\n3\n", (await run.RunAsync("org", "tree", "--depth", "1", "-q")).Out);
        using var terminal = new CommandRun { Terminal = true, Api = (_, _) => (200, Envelope(rows)) };
        terminal.Environment["NO_COLOR"] = "1";
        Assert.Contains("└── Berlin", (await terminal.RunAsync("org", "tree")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verbose_shows_requests_and_never_the_token()
    {
        using var run = new CommandRun();
        var ran = await run.RunAsync("org", "get", Id, "--verbose");
        Assert.Contains($"GET https://api.test/client/v4/organizations/{Id}", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, ran.Error, StringComparison.Ordinal);
    }

    private static string Rows(IEnumerable<string> names) => $"[{string.Join(',', names.Select((name, index) =>
        $$"""{"id":"{{index.ToString("d32", CultureInfo.InvariantCulture)}}","name":"{{name}}","create_time":"2026-11-24T19:19:06.224Z"}"""))}]";

    // A name that is wrapped has the other columns between its pieces; each piece is there, in order.
    private static bool Appears(string text, string name, int width)
    {
        var at = 0;
        foreach (var c in name)
        {
            at = text.IndexOf(c, at) + 1;
            if (at == 0) return false;
        }
        return width < 200 || text.Contains(name, StringComparison.Ordinal);
    }
}
