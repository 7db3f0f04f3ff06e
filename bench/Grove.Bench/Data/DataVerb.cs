using System.Diagnostics;
using Grove.Server.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Grove.Bench.Data;

/// <summary>Fills an empty database with a data set that only the number of organizations and the seed decide.</summary>
internal static class DataVerb
{
    public static async Task RunAsync(Arguments arguments)
    {
        var database = arguments.Required("database");
        var watch = Stopwatch.StartNew();
        void Say(string what) => Console.WriteLine($"{watch.Elapsed.TotalSeconds,7:F1} s  {what}");

        // Opening is what creates the schema.
        await (await SqlEngine.OpenAsync(database, TimeProvider.System, NullLogger.Instance, CancellationToken.None)).DisposeAsync();
        var forest = new Forest(arguments.Number("organizations", 1_000_000), arguments.Number("seed", 1));
        Say($"{forest.Count} organizations planned, {forest.Roots.Count} roots");
        if (BenchDatabase.Parse(database) is PostgresUrl postgres) await PostgresLoader.LoadAsync(postgres, forest, Say);
        else SqliteLoader.Load((SqliteUrl)BenchDatabase.Parse(database), forest, Say);
        Say("done");
    }
}
