using Grove.Conformance.Model;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Conformance.Laws;

/// <summary>An organization to be planted; <paramref name="Parent"/> is its place in the list, or -1.</summary>
internal sealed record Planted(string Id, string Name, int Parent);

/// <summary>Thousands of organizations put straight into the tables: through the API they would take minutes.</summary>
internal sealed class Plantation
{
    private const int Chunk = 400;

    private static readonly Sql Insert = new(
        """
        insert into organizations (id, name, name_folded, parent_key, lineage, flags, create_time)
        values (@id, @name, @folded, (select p.key from organizations p where p.id = @parent), @lineage, 223, @time)
        """);

    private readonly List<Planted> organizations = [];
    private readonly List<string> lineages = [];
    private Sql? insertClosure;

    public IReadOnlyList<Planted> Organizations => organizations;

    /// <summary>Adds one; its place in the list.</summary>
    public int Add(string name, int parent = -1)
    {
        // Version 7 like the service's own, with the place as its time, so that the order of ids is that of creation.
        var id = $"{organizations.Count + 0x0190_0000_0000L:x12}7{Random.Shared.Next(0x1000):x3}8{Random.Shared.NextInt64(1L << 60):x15}";
        organizations.Add(new(id, name, parent));
        lineages.Add(parent < 0 ? id : lineages[parent] + id);
        return organizations.Count - 1;
    }

    public IEnumerable<int> Upwards(int place)
    {
        for (var at = place; at >= 0; at = organizations[at].Parent) yield return at;
    }

    public async Task<int> PlantAsync(Db db)
    {
        foreach (var chunk in Enumerable.Range(0, organizations.Count).Chunk(Chunk))
        {
            var batch = new SqlBatch();
            foreach (var place in chunk) Add(batch, db.Dialect, place);
            await db.WriteBatchAsync(batch, static _ => 0, CancellationToken.None);
        }
        return organizations.Count;
    }

    private void Add(SqlBatch batch, SqlDialect dialect, int place)
    {
        var (id, name, parent) = organizations[place];
        var folded = Names.Fold(name);
        batch.Add(Insert, ("id", id), ("name", name), ("folded", folded), ("parent", parent < 0 ? null : organizations[parent].Id), ("lineage", lineages[place]), ("time", 1_700_000_000_000_000L + place));
        batch.Add(InsertClosureOf(dialect), ("id", id), ("ancestors", Upwards(place).Select(at => organizations[at].Id).ToArray()));
        batch.Add(dialect.InsertGramsById, ("id", id), dialect.Grams(Grams.Of(folded)));
    }

    private Sql InsertClosureOf(SqlDialect dialect) => insertClosure ??= new(
        $"""
         insert into closure (ancestor, descendant, depth)
         select a.key, d.key, length(d.lineage) / 32 - length(a.lineage) / 32 from organizations d, organizations a
         where d.id = @id and {dialect.InTexts("a.id", "@ancestors")}
         """);
}
