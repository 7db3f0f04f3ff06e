using Grove.Server.Configuration;
using Grove.Server.Storage;

namespace Grove.Server;

/// <summary>The server as a program: its command line, its output and its exit codes.</summary>
public static class ServerProgram
{
    /// <summary>The options that <see cref="RunAsync"/> takes, with their dashes.</summary>
    public static IEnumerable<string> Options => Settings.All.Select(setting => setting.Option).OfType<string>().Concat(Settings.Flags.Select(flag => flag.Option));

    /// <summary>Runs until it is asked to stop.</summary>
    /// <param name="arguments">The command line, without the program.</param>
    /// <returns>0 after a stop, 1 when it could not start, 2 when its configuration cannot be used.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var outcome = OptionsReader.Read(arguments, EnvironmentVariables.OfProcess(), Directory.GetCurrentDirectory(),
            static database => DatabaseUrl.TryParse(database, out _, out var faults) ? [] : faults);
        if (outcome.Answer is not null)
        {
            Console.Out.Write(outcome.Answer);
            return 0;
        }
        foreach (var line in outcome.Faults.Concat(outcome.Warnings)) Console.Error.WriteLine(line);
        if (outcome.Options is null) return 2;
        try
        {
            await using var server = await GroveServer.StartAsync(outcome.Options, output: Console.Out);
            await server.WaitForShutdownAsync();
            return 0;
        }
        catch (GroveStartException refused)
        {
            Console.Error.WriteLine(refused.Message);
            return 1;
        }
    }
}
