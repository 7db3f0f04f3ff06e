using Grove.Bench.Data;
using Grove.Server.Organizations;
using Grove.Server.Storage;
using Grove.Server.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Grove.Bench.Plans;

/// <summary>Shows how the engine answers the statements of a list: on PostgreSQL with the plan that is cached for all arguments.</summary>
internal static class PlansVerb
{
    public static async Task RunAsync(Arguments arguments)
    {
        var url = BenchDatabase.Parse(arguments.Required("database"));
        await using var connection = await BenchDatabase.OpenAsync(url);
        SqlDialect dialect = url is PostgresUrl ? new PostgresDialect() : new SqliteDialect();
        var user = arguments.Number("user", 2);
        var after = arguments.Number("after", 0);
        var term = NameRules.Fold(arguments.Text("term", Vocabulary.Rare));
        var parts = Enum.Parse<ListParts>(arguments.Text("parts", after == 0 ? "First" : "None"));
        var sql = new OrganizationListSql(dialect).For(parts, AccessShape.Full, few: true);
        RareGrams rare;
        await using (var db = await SqlEngine.OpenAsync(url, TimeProvider.System, NullLogger.Instance, null, CancellationToken.None))
            rare = await new GramRarity(db, TimeProvider.System).RarestAsync(Grams.ForSearch(term));
        SqlArg[] args =
        [
            ("after", after), ("take", 11), ("user", user), ("starts", term), ("ends", term), ("contains", term), dialect.Grams(rare.Grams), ("names", rare.Names),
        ];
        Console.WriteLine(sql.Text);
        if (url is PostgresUrl) await connection.RunAsync("set plan_cache_mode = force_generic_plan");
        await using var command = connection.CreateCommand();
        if (url is PostgresUrl)
        {
            var statement = PostgresStatement.Of(sql);
            command.CommandText = statement.Text;
            statement.Bind(args, ((NpgsqlCommand)command).Parameters);
            await command.PrepareAsync();
            // Runs of a prepared statement cannot be explained through the protocol; SQL's own EXECUTE can.
            var types = sql.Parameters.Select(name => name switch { "grams" => "integer[]", "after" or "take" or "user" or "names" => "bigint", _ => "text" });
            var values = sql.Parameters.Select(name => name switch
            {
                "after" => $"{after}",
                "take" => "11",
                "user" => $"{user}",
                "names" => $"{rare.Names}",
                "grams" => $"'{{{string.Join(',', rare.Grams)}}}'",
                _ => $"'{term}'",
            });
            await connection.RunAsync($"prepare shown ({string.Join(", ", types)}) as {statement.Text}");
            foreach (var line in await connection.QueryAsync($"explain (analyze, buffers) execute shown ({string.Join(", ", values)})", row => row.GetString(0)))
                Console.WriteLine(line);
            return;
        }
        command.CommandText = "explain query plan " + sql.Text;
        foreach (var name in sql.Parameters)
        {
            var parameter = command.CreateParameter();
            var arg = args.First(a => a.Name == name);
            (parameter.ParameterName, parameter.Value) = ("@" + name, arg.Reference ?? arg.Integer);
            command.Parameters.Add(parameter);
        }
        var depths = new Dictionary<long, int>();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                var depth = depths.GetValueOrDefault(reader.GetInt64(1), -1) + 1;
                depths[reader.GetInt64(0)] = depth;
                Console.WriteLine(new string(' ', 2 * depth) + reader.GetString(3));
            }
        }
        command.CommandText = sql.Text;
        for (var i = 0; i < 5; i++)
        {
            var start = TimeProvider.System.GetTimestamp();
            var rows = 0;
            await using (var reader = await command.ExecuteReaderAsync())
            {
                while (await reader.ReadAsync()) rows++;
            }
            Console.WriteLine($"{rows} rows in {TimeProvider.System.GetElapsedTime(start).TotalMilliseconds:F3} ms");
        }
    }
}
