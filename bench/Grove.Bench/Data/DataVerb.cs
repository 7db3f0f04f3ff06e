using System.Diagnostics;
using Grove.Server.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Grove.Bench.Data;

/// <summary>Fills an empty database with a data set that only the number of organizations and the seed decide.</summary>
internal static class DataVerb
{
    /// <summary>One of the deepest organizations of the large tree manages a user.</summary>
    private static readonly string ManageOne =
        $"""
         update users set managing_organization_key = (
           select c.descendant from closure c where c.ancestor = {Forest.Big} order by c.depth desc, c.descendant limit 1)
         where key = (select max(key) from users)
         """;

    public static async Task RunAsync(Arguments arguments)
    {
        var watch = Stopwatch.StartNew();
        void Say(string what) => Console.WriteLine($"{watch.Elapsed.TotalSeconds,7:F1} s  {what}");

        var forest = new Forest(arguments.Number("organizations", 1_000_000), arguments.Number("seed", 1));
        Say($"{forest.Count} organizations planned, {forest.Roots.Count} roots");
        await FillAsync(arguments.Required("database"), forest, Say);
        Say("done");
    }

    /// <summary>Makes the tables of an empty database and fills them with the forest and what belongs to it.</summary>
    public static async Task FillAsync(string database, Forest forest, Action<string> say)
    {
        // Opening is what creates the schema.
        await (await SqlEngine.OpenAsync(database, TimeProvider.System, NullLogger.Instance, CancellationToken.None)).DisposeAsync();
        if (BenchDatabase.Parse(database) is PostgresUrl postgres) await PostgresLoader.LoadAsync(postgres, forest, say);
        else SqliteLoader.Load((SqliteUrl)BenchDatabase.Parse(database), forest, say);
        await using var connection = await BenchDatabase.OpenAsync(BenchDatabase.Parse(database));
        await connection.RunAsync(ManageOne);
    }
}
