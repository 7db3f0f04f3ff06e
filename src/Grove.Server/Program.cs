using Grove.Server;
using Grove.Server.Configuration;
using Grove.Server.Storage;

var outcome = OptionsReader.Read(args, EnvironmentVariables.OfProcess(), Directory.GetCurrentDirectory(),
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
