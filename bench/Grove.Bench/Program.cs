using Grove.Bench;
using Grove.Bench.Baseline;
using Grove.Bench.Data;
using Grove.Bench.Growth;
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
      writers         --database URL [--rounds N] [--seconds N] [--writers N] [--connections N]   creates under one root while others read
      moves           --database URL [--rounds N] [--seconds N] [--connections N]   readers and writers while a large subtree moves
      nodes           --database URL [--rounds N] [--seconds N] [--times N]         two servers over one PostgreSQL
      start           --database URL [--times N] [--drop-caches]                    Grove and B, started in turn until they answer
      memory          --database URL [--rounds N] [--seconds N] [--connections N] [--operations a,b]   private memory under load
      growth          --databases URL,URL,… [--rounds N] [--seconds N] [--connections N] [--operations a,b] [--name NAME]
                      one engine, from the smallest database to the largest; writes a table and docs/images/NAME.svg
      compare         --database URL --base COMMIT|SERVER.dll [--base-database URL] [--rounds N] [--seconds N] [--operations a,b]
                      this build and another in turn, in less than three minutes
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
    case "writers":
        return await WritersVerb.RunAsync(arguments);
    case "moves":
        return await MovesVerb.RunAsync(arguments);
    case "nodes":
        return await NodesVerb.RunAsync(arguments);
    case "start":
        return await StartVerb.RunAsync(arguments);
    case "memory":
        return await MemoryVerb.RunAsync(arguments);
    case "growth":
        return await GrowthVerb.RunAsync(arguments);
    case "compare":
        return await CompareVerb.RunAsync(arguments);
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
