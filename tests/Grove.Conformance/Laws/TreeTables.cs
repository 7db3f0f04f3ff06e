using Grove.Conformance.Model;
using Grove.Server.Storage;
using Grove.Server.Text;
using Xunit;

namespace Grove.Conformance.Laws;

/// <summary>What the tables of the tree must say whatever has happened: closure = tree = lineage, and all that is derived from names.</summary>
internal static class TreeTables
{
    private static readonly Sql Organizations = new("select key, id, parent_key, lineage, name, name_folded from organizations order by key");
    private static readonly Sql Closure = new("select ancestor, descendant, depth from closure");
    private static readonly Sql Counts = new(
        """
        select s.ancestor, s.count, (select count(*) from closure c where c.ancestor = s.ancestor and c.descendant <= s.through_key),
          (select count(*) from organizations o where o.key = s.ancestor)
        from subtree_counts s
        """);

    private static readonly Sql Creations = new("select resource_id, count(*) from audit_records where action = 'organization.create' group by resource_id");
    private static readonly Sql Dangling = new("select count(*) from organization_members m where not exists (select 1 from organizations o where o.key = m.organization_key)");
    private static readonly Sql Leaderless = new(
        """
        select count(*) from organizations o where o.parent_key is null and not exists (
          select 1 from organization_members m where m.organization_key = o.key and m.status = 1 and m.roles >= 4 and m.user_key is not null)
        """);

    public sealed record Row(long Key, string Id, long? Parent, string Lineage, string Name, string Folded);

    /// <summary>Asserts all of it; the organizations that are there. <paramref name="planted"/> were not created by a request.</summary>
    public static async Task<List<Row>> CheckAsync(Db db, IReadOnlySet<string> planted)
    {
        var cancel = CancellationToken.None;
        var rows = await db.QueryAsync(Organizations, [],
            static row => new Row(row.GetInt64(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetInt64(2), row.GetString(3), row.GetString(4), row.GetString(5)), cancel);
        var byKey = rows.ToDictionary(row => row.Key);
        var expected = new List<(long, long, int)>();
        foreach (var row in rows)
        {
            var path = new List<Row> { row };
            while (path[^1].Parent is { } parent)
            {
                path.Add(byKey[parent]);
                Assert.True(path.Count <= 65, $"{row.Id} is in a cycle, or too deep.");
            }
            expected.AddRange(path.Select((above, depth) => (above.Key, row.Key, depth)));
            Assert.Equal(string.Concat(path.AsEnumerable().Reverse().Select(above => above.Id)), row.Lineage);
            Assert.Equal(Names.Fold(row.Name), row.Folded);
        }
        var closure = await db.QueryAsync(Closure, [], static row => (row.GetInt64(0), row.GetInt64(1), row.GetInt32(2)), cancel);
        Assert.Equal(expected.Order(), closure.Order());
        await CheckGramsAsync(db, rows);
        Assert.All(await db.QueryAsync(Counts, [], static row => (Ancestor: row.GetInt64(0), Kept: row.GetInt64(1), Real: row.GetInt64(2), There: row.GetInt64(3)), cancel),
            count => Assert.Equal((count.Real, 1L), (count.Kept, count.There)));
        var creations = (await db.QueryAsync(Creations, [], static row => (Id: row.GetString(0), Count: row.GetInt64(1)), cancel)).ToDictionary(row => row.Id, row => row.Count);
        Assert.All(creations.Values, count => Assert.Equal(1, count));
        Assert.All(rows.Where(row => !planted.Contains(row.Id)), row => Assert.True(creations.ContainsKey(row.Id), $"{row.Id} has no record of its creation."));
        Assert.Equal([0L], await db.QueryAsync(Dangling, [], static row => row.GetInt64(0), cancel));
        if (planted.Count == 0) Assert.Equal([0L], await db.QueryAsync(Leaderless, [], static row => row.GetInt64(0), cancel));
        return rows;
    }

    /// <summary>Each gram finds exactly the names that have it: none is missing, and none is left from a name that was.</summary>
    private static async Task CheckGramsAsync(Db db, List<Row> rows)
    {
        var expected = rows.SelectMany(row => Grams.Of(row.Folded).Select(gram => (gram, row.Key))).ToLookup(pair => pair.gram, pair => pair.Key);
        var find = new Sql(db.Dialect.WithGrams);
        foreach (var keys in expected)
        {
            var found = await db.QueryAsync(find, [db.Dialect.Grams([keys.Key])], static row => row.GetInt64(0), CancellationToken.None);
            if (!keys.Order().SequenceEqual(found.Order())) Assert.Fail($"Gram {keys.Key}: {string.Join(',', keys.Except(found))} missing, {string.Join(',', found.Except(keys))} too many.");
        }
        // organization_grams has one row for each organization on either engine.
        var count = await db.QueryAsync(new Sql("select count(*) from organization_grams"), [], static row => row.GetInt64(0), CancellationToken.None);
        Assert.Equal([(long)rows.Count], count);
    }
}
