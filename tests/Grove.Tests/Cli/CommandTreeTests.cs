using System.CommandLine;
using System.Text.RegularExpressions;
using Grove.Cli;
using Grove.Cli.Nouns;
using Grove.Cli.Verbs;
using Xunit;

namespace Grove.Tests.Cli;

/// <summary>The tree of commands: each says what it does, docs/cli.md has all of them, and each completes.</summary>
public sealed partial class CommandTreeTests
{
    private static readonly Surroundings Around = new()
    {
        In = TextReader.Null,
        Out = TextWriter.Null,
        Error = TextWriter.Null,
        Environment = static _ => null,
        ReadHidden = static () => "",
    };

    [Fact]
    public void Every_command_and_every_option_says_what_it_does() => Assert.Empty(
        from command in Commands()
        from symbol in command.Command.Arguments.Cast<Symbol>().Concat(command.Command.Options).Append(command.Command)
        where command.Words != "serve" && string.IsNullOrEmpty(symbol.Description) && symbol is not Command { Subcommands.Count: > 0 }
        select $"{command.Words}: {symbol.Name}");

    [Fact]
    public void No_name_stands_for_two_things() => Assert.Empty(
        from command in Commands()
        let names = command.Command.Options.Concat(GroveCommand.Root(Around).Options.Where(option => option.Recursive)).SelectMany(option => option.Aliases.Append(option.Name))
        from name in names.GroupBy(name => name)
        where name.Count() > 1 && command.Words.Length > 0
        select $"{command.Words}: {name.Key}");

    [Fact]
    public void Every_parameter_of_a_path_is_asked_for() => Assert.All(Verbs(), verb => Assert.Equal(
        Placeholder().Matches(verb.Path).Select(match => match.Groups[1].Value), verb.In.Select(parameter => parameter.Wire)));

    [Fact]
    public void What_deletes_asks_first() => Assert.Empty(
        from verb in Verbs() where verb.Method == HttpMethod.Delete && verb.Question is null && !verb.Path.Contains("invites", StringComparison.Ordinal) select verb.Name);

    [Fact]
    public async Task Every_command_has_help()
    {
        foreach (var (words, _) in Commands().Where(command => command.Words is not "serve"))
        {
            using var run = new CommandRun();
            var ran = await run.RunAsync([.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
            Assert.Equal((0, ""), (ran.Code, ran.Error));
            Assert.Contains("Usage:", ran.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_document_has_an_example_of_every_command_and_no_other()
    {
        var documented = Example().Matches(Repository.Read("docs/cli.md")).Select(match => match.Groups[1].Value).ToList();
        var leaves = Commands().Where(command => command.Command.Subcommands.Count == 0).Select(command => command.Words).ToList();
        static bool IsOf(string line, string words) => line == words || line.StartsWith(words + " ", StringComparison.Ordinal);
        Assert.All(leaves, words => Assert.Contains(documented, line => IsOf(line, words)));
        Assert.All(documented, line => Assert.Contains(leaves, words => IsOf(line, words)));
    }

    [Fact]
    public void Every_example_of_the_document_parses()
    {
        var root = GroveCommand.Root(Around);
        Assert.Empty(
            from Match match in Example().Matches(Repository.Read("docs/cli.md"))
            let line = match.Groups[1].Value.Split(" #")[0].Split(" | ")[0].Split(" < ")[0].Trim()
            let words = Word().Matches(line).Select(word => word.Value.Trim('\'', '"')).ToArray()
            from error in root.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null }).Errors
            select $"{line}: {error.Message}");
    }

    [Theory]
    [InlineData("grove o", "org")]
    [InlineData("grove org t", "tree")]
    [InlineData("grove account member r", "remove", "roles")]
    [InlineData("grove account list --direction ", "asc", "desc")]
    [InlineData("grove org list --name-", "--name-contains", "--name-ends-with", "--name-starts-with")]
    [InlineData("grove completion ", "bash", "fish", "pwsh", "zsh")]
    public async Task Words_are_completed(string line, params string[] expected)
    {
        using var run = new CommandRun();
        var ran = await run.RunAsync($"[suggest:{line.Length}]", line);
        var word = line[(line.LastIndexOf(' ') + 1)..];
        Assert.Equal(expected, ran.Out.Split('\n').Select(found => found.Trim()).Where(found => found.Length > 0 && found.StartsWith(word, StringComparison.Ordinal)
            && (word.Length > 0 || !found.StartsWith('-'))).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<Verb> Verbs() => AllNouns.Of(Around, new CommonOptions()).SelectMany(noun => noun.Verbs()).Concat(AllNouns.Alone());

    private static IEnumerable<(string Words, Command Command)> Commands()
    {
        static IEnumerable<(string, Command)> Below(string words, Command command) =>
            [(words, command), .. command.Subcommands.SelectMany(sub => Below($"{words} {sub.Name}".Trim(), sub))];
        return Below("", GroveCommand.Root(Around));
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("""'[^']*'|"[^"]*"|\S+""")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\s*(?:\S.* \| )?grove (?!-)([^\n]+)$", RegexOptions.Multiline)]
    private static partial Regex Example();
}
