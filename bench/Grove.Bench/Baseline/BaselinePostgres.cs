using Grove.Server.Storage;
using Npgsql;

namespace Grove.Bench.Baseline;

internal sealed class BaselinePostgres(PostgresUrl url) : BaselineStore
{
    private const string InsertGrams = "insert into organization_grams (organization_key, grams) select key, $2 from organizations where id = $1";

    private static readonly string GetText = Positional(Get, "id");
    private static readonly string PageText = Positional(Page, "ancestor", "after");
    private static readonly string FirstPageText = Positional(FirstPage, "ancestor");
    private static readonly string InsertText = Positional(InsertOrganization, "id", "name", "folded", "flags", "now", "parent");
    private static readonly string ClosureText = Positional(InsertClosure, "id");
    private static readonly string CreatedText = Positional(SelectCreated, "id");

    private static readonly string CheckText = Positional(HighestMembership, "user", "organization");

    private readonly NpgsqlDataSource source = new NpgsqlSlimDataSourceBuilder(BenchDatabase.ConnectionString(url).ConnectionString).EnableArrays().Build();

    public override async ValueTask<Organization?> GetAsync(string id)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(GetText, connection) { Parameters = { Text(id) } };
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? Organization.Read(reader) : null;
    }

    public override async ValueTask<CheckAnswer?> CheckAsync(string user, string organization)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(CheckText, connection) { Parameters = { Text(user), Text(organization) } };
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? CheckAnswer.Read(reader) : null;
    }

    public override async ValueTask<(List<Organization> Rows, List<long> Keys, long? Total)> PageAsync(long ancestor, long after)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(after == 0 ? FirstPageText : PageText, connection);
        command.Parameters.Add(Long(ancestor));
        if (after != 0) command.Parameters.Add(Long(after));
        await using var reader = await command.ExecuteReaderAsync();
        var (rows, keys, total) = (new List<Organization>(11), new List<long>(11), (long?)null);
        while (await reader.ReadAsync())
        {
            rows.Add(Organization.Read(reader));
            keys.Add(reader.GetInt64(7));
            if (after == 0) total = reader.GetInt64(8);
        }
        return (rows, keys, total);
    }

    public override async ValueTask<(string Lineage, string ParentName)?> CreateAsync(Creation creation)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(InsertText)
                {
                    Parameters =
                    {
                        Text(creation.Id), Text(creation.Name), Text(creation.Folded), new NpgsqlParameter<int> { TypedValue = creation.Flags },
                        Long(creation.Now), Text(creation.Parent),
                    },
                },
                new(ClosureText) { Parameters = { Text(creation.Id) } },
                new(InsertGrams) { Parameters = { Text(creation.Id), new NpgsqlParameter<int[]> { TypedValue = creation.Grams } } },
                new(CreatedText) { Parameters = { Text(creation.Id) } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync();
        var created = await reader.ReadAsync() ? (reader.GetString(0), reader.GetString(1)) : default((string, string)?);
        // The commit's failure would be told here.
        await reader.NextResultAsync();
        return created;
    }

    public override ValueTask DisposeAsync() => source.DisposeAsync();

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };

    private static NpgsqlParameter<long> Long(long value) => new() { TypedValue = value };

    private static string Positional(string sql, params ReadOnlySpan<string> names)
    {
        for (var i = 0; i < names.Length; i++) sql = sql.Replace("@" + names[i], $"${i + 1}", StringComparison.Ordinal);
        return sql;
    }
}
