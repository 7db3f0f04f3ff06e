using System.CommandLine;
using Grove.Server;

namespace Grove.Cli.Commands;

/// <summary><c>grove serve</c>: the server, with its own options, output and exit codes.</summary>
internal static class ServeCommand
{
    public const string Name = "serve";

    public static Task<int> RunAsync(string[] arguments) => ServerProgram.RunAsync(arguments);

    /// <summary>What the help and completion know of it.</summary>
    public static Command Of()
    {
        var command = new Command(Name, "Run the server; `grove serve --help` lists its options");
        foreach (var option in ServerProgram.Options.Where(option => option != "--help")) command.Options.Add(new Option<string?>(option));
        return command;
    }
}
