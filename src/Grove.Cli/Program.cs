using Grove.Cli;

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    interrupted.Cancel();
};
return await GroveCommand.RunAsync(args, Surroundings.OfProcess(), interrupted.Token);
