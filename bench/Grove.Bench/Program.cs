using Grove.Bench;
using Grove.Bench.Baseline;
using Grove.Bench.Data;
using Grove.Bench.Load;
using Grove.Bench.Plans;

const string Usage =
    """
    dotnet run -c Release --project bench/Grove.Bench -- <verb> [options]

      data            --database URL [--organizations N] [--seed S]   fill an empty database
      serve-baseline  --database URL [--urls URL]                     the bare baseline B
      plans           --database URL [--parts First,Contains] [--user KEY] [--after KEY] [--term TEXT]   how a list is read
      run             --database URL [--operations a,b] [--rounds N] [--seconds N] [--connections N] [--quick] [--name NAME]
                      Grove and B in turn on the same database; writes bench/results/NAME.md
    """;

var arguments = Arguments.Parse(args);
switch (arguments.Verb)
{
    case "data":
        await DataVerb.RunAsync(arguments);
        return 0;
    case "serve-baseline":
        await BaselineServer.RunAsync(arguments.Required("database"), arguments.Text("urls", "http://127.0.0.1:7879"));
        return 0;
    case "plans":
        await PlansVerb.RunAsync(arguments);
        return 0;
    case "run":
        return await RunVerb.RunAsync(arguments);
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}
