using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Grove.Cli.Commands;
using Grove.Cli.Nouns;
using Grove.Cli.Output;
using Grove.Cli.Trees;
using Grove.Cli.Verbs;

namespace Grove.Cli;

/// <summary>The whole command: what it can do, and one call of it. In a test it runs with the test's own surroundings.</summary>
internal static class GroveCommand
{
    private static readonly ParserConfiguration Parser = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    /// <summary>Runs one call and answers its exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments, Surroundings around, CancellationToken cancellation)
    {
        // The server reads its own options, and ends by signals itself.
        if (arguments is [ServeCommand.Name, .. var own]) return await ServeCommand.RunAsync(own);
        var parsed = Root(around, arguments).Parse(arguments, Parser);
        try
        {
            if (parsed.Action is ParseErrorAction && parsed.Errors.Count > 0)
                throw CommandException.Usage($"{string.Join('\n', parsed.Errors.Select(error => error.Message))}\n`{Words(parsed)} --help` says what it takes.");
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = around.Out,
                Error = around.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            }, cancellation);
        }
        catch (IOException broken) when (IsBrokenPipe(broken))
        {
            // Whoever read the output has had enough.
            return ExitCode.Done;
        }
        catch (AbandonedException)
        {
            return ExitCode.Done;
        }
        catch (Exception fault)
        {
            return new ErrorReport(around).Of(fault, json: parsed.Tokens.Any(token => token.Value == "--json"));
        }
        finally
        {
            await FlushAsync(around);
        }
    }

    /// <summary>The tree of commands.</summary>
    /// <param name="around">What the commands work with.</param>
    /// <param name="arguments">A call: what it cannot reach is left out, as making it takes time at each call. Null for everything.</param>
    public static RootCommand Root(Surroundings around, string[]? arguments = null)
    {
        var common = new CommonOptions();
        var root = new RootCommand("Organizations inside organizations: a server, and a client of it and of Cloudflare's Organizations API.");
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            // The others begin with a slash, as paths do.
            help.Aliases.Clear();
            help.Aliases.Add("-h");
        }
        common.AddTo(root);
        foreach (var noun in AllNouns.Of(around, common))
        {
            var command = new Command(noun.Name, noun.Summary);
            root.Subcommands.Add(command);
            if (arguments is null || arguments.Any(argument => argument == noun.Name || argument.StartsWith('['))) noun.AddTo(command);
        }
        foreach (var verb in AllNouns.Alone()) root.Subcommands.Add(VerbCommand.Of(verb, common, around));
        root.Subcommands.Add(ApiCommand.Of(around, common));
        foreach (var command in TreeCommands.Of(around, common)) root.Subcommands.Add(command);
        root.Subcommands.Add(ServeCommand.Of());
        root.Subcommands.Add(CompletionCommand.Of(around));
        return root;
    }

    private static string Words(ParseResult parsed)
    {
        var words = new Stack<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult) words.Push(result.Command is RootCommand ? "grove" : result.Command.Name);
        return string.Join(' ', words);
    }

    private static async Task FlushAsync(Surroundings around)
    {
        try
        {
            await around.Out.FlushAsync();
        }
        catch (IOException broken) when (IsBrokenPipe(broken))
        {
            // As above.
        }
    }

    private static bool IsBrokenPipe(IOException fault) => (fault.HResult & 0xFFFF) is 32 or 109 or 232 || fault.Message.Contains("Broken pipe", StringComparison.Ordinal);
}
