using Grove.Bench;
using Grove.Bench.Baseline;
using Grove.Bench.Data;
using Grove.Bench.Load;
using Grove.Bench.Plans;
using Grove.Bench.Sdk;
using Grove.Bench.Trees;

const string Usage =
    """
    dotnet run -c Release --project bench/Grove.Bench -- <verb> [options]

      data            --database URL [--organizations N] [--seed S]   fill an empty database
      serve-baseline  --database URL [--urls URL]                     the bare baseline B
      plans           --database URL [--parts First,Contains] [--user KEY] [--after KEY] [--term TEXT]   how a list is read
      run             --database URL [--operations a,b] [--rounds N] [--seconds N] [--connections N] [--quick] [--name NAME]
                      Grove and B in turn on the same database; writes bench/results/NAME.md
      sdk             [--rounds N] [--calls N]   the SDK and the same calls by hand in turn; writes bench/results/sdk.md
      tree            --output FILE [--organizations N] [--seed S]    a forest for `grove import`, in YAML or JSON
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
    case "sdk":
        return await SdkVerb.RunAsync(arguments);
    case "serve-fixed":
        await FixedServer.RunAsync(arguments.Required("urls"));
        return 0;
    case "tree":
        TreeVerb.Run(arguments);
        return 0;
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}
