using Grove.Server.Storage;
using Xunit;

namespace Grove.Tests.Storage;

/// <summary>The fragments that differ mean the same on both engines.</summary>
public class DialectTests
{
    private static readonly Sql PutPair = new("insert into closure (ancestor, descendant, depth) values (@ancestor, @descendant, @depth)");
    private static readonly Sql PutOrganization = new(
        """
        insert into organizations (key, id, name, name_folded, lineage, flags, create_time) values (@key, @id, 'a', 'A', @id, 0, 0)
        """);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task The_first_of_each_root_equal_an_oracle_on_random_trees(string engine)
    {
        await using var test = await TestDatabase.CreateAsync(engine);
        var (db, d) = (test.Db, test.Db.Dialect);
        var random = new Random(20261);
        var pairs = await PlantAsync(db, random, 120);
        var statement = new Sql(
            $"with roots as (select ancestor as key from closure where depth = 0 and {d.InIntegers("ancestor", "@roots")}) "
            + $"select root, key, depth from ({d.FirstOfEach("roots", "(select @limit)")}) f order by root, key");
        var inlined = new Sql(
            $"select root, key, depth from ({d.FirstOfEach($"select ancestor as key from closure where depth = 0 and {d.InIntegers("ancestor", "@roots")}", "@limit")}) f "
            + "order by root, key");
        for (var i = 0; i < 60; i++)
        {
            long[] roots = [.. Enumerable.Range(1, 120).Select(k => (long)k).Where(_ => random.Next(10) == 0)];
            var (limit, after) = (random.Next(1, 8), random.Next(0, 121));
            var expected = roots.SelectMany(root => pairs.Where(p => p.Ancestor == root && p.Descendant > after).OrderBy(p => p.Descendant).Take(limit));
            SqlArg[] args = [("roots", roots), ("after", after), ("limit", limit)];
            foreach (var sql in new[] { statement, inlined })
                Assert.Equal(expected, await db.QueryAsync(sql, args, r => new Pair(r.GetInt64(0), r.GetInt64(1), r.GetInt32(2)), Cancel));
        }
    }

    [Fact]
    public async Task The_first_of_each_root_is_a_range_of_the_primary_key_on_sqlite()
    {
        await using var test = await TestDatabase.CreateAsync(TestDatabase.Sqlite);
        var sql = new Sql("explain query plan " + test.Db.Dialect.FirstOfEach("select value as key from json_each(@roots)", "@limit"));
        var plan = await test.Db.QueryAsync(sql, [("roots", new long[] { 1 }), ("after", 0), ("limit", 1)], r => r.GetString(3), Cancel);
        Assert.Contains("SEARCH c USING PRIMARY KEY (ancestor=? AND descendant>? AND descendant<?)", plan);
        Assert.Contains("SEARCH b USING PRIMARY KEY (ancestor=? AND descendant>?)", plan);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Grams_are_found_changed_and_removed(string engine)
    {
        await using var test = await TestDatabase.CreateAsync(engine);
        var (db, d) = (test.Db, test.Db.Dialect);
        var random = new Random(5);
        // Neighbours of each other in hexadecimal, signs, and the ends of the range.
        int[] alphabet = [0, 1, 16, 17, 0xa, 0xab, 0xabc, 0xad, 0xf0, -1, -16, int.MinValue, int.MaxValue, 0x0e5, 0x1e5];
        var model = new Dictionary<long, int[]>();
        for (var i = 0; i < 150; i++)
        {
            var key = random.Next(1, 40);
            if (random.Next(4) == 0)
            {
                await db.WriteAsync(s => s.ExecuteAsync(d.DeleteGrams, ("key", key)), Cancel);
                model.Remove(key);
            }
            else
            {
                var grams = Pick(random, alphabet, 6);
                await db.WriteAsync(s => s.ExecuteAsync(d.PutGrams, ("key", key), d.Grams(grams)), Cancel);
                model[key] = grams;
            }
        }
        var find = new Sql($"select key from ({d.WithGrams}) g order by key");
        for (var i = 0; i < 100; i++)
        {
            var wanted = Pick(random, alphabet, 3);
            var expected = model.Where(m => wanted.All(m.Value.Contains)).Select(m => m.Key).Order();
            Assert.Equal(expected, await db.QueryAsync(find, [d.Grams(wanted)], r => r.GetInt64(0), Cancel));
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Grams_are_stored_by_id_only_for_what_exists(string engine)
    {
        await using var test = await TestDatabase.CreateAsync(engine);
        var (db, d) = (test.Db, test.Db.Dialect);
        int[] grams = [7, 70_000];
        await db.WriteBatchAsync(
            new SqlBatch().Add(PutOrganization, ("key", 11), ("id", "x")).Add(d.InsertGramsById, ("id", "x"), d.Grams(grams))
                .Add(d.InsertGramsById, ("id", "unknown"), d.Grams(grams)),
            r => 0,
            Cancel);
        Assert.Equal([11], await db.QueryAsync(new Sql(d.WithGrams), [d.Grams(grams)], r => r.GetInt64(0), Cancel));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Discarded_grams_are_gone(string engine)
    {
        await using var test = await TestDatabase.CreateAsync(engine);
        var (db, d) = (test.Db, test.Db.Dialect);
        await db.WriteAsync(s => s.ExecuteAsync(d.PutGrams, ("key", 1), d.Grams([1])), Cancel);
        await Task.WhenAll(Enumerable.Range(2, 20).Select(key => db.WriteAsync(
            async s =>
            {
                if (key % 2 == 0) s.Discard();
                return await s.ExecuteAsync(d.PutGrams, ("key", key), d.Grams([1]));
            },
            Cancel)));
        var found = await db.QueryAsync(new Sql($"select key from ({d.WithGrams}) g order by key"), [d.Grams([1])], r => r.GetInt64(0), Cancel);
        Assert.Equal([1, .. Enumerable.Range(2, 20).Where(k => k % 2 == 1).Select(k => (long)k)], found);
    }

    private sealed record Pair(long Ancestor, long Descendant, int Depth);

    private static int[] Pick(Random random, int[] alphabet, int most) =>
        [.. Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => alphabet[random.Next(alphabet.Length)]).Distinct()];

    private static async Task<List<Pair>> PlantAsync(Db db, Random random, int count)
    {
        var pairs = new List<Pair>();
        for (var key = 1; key <= count; key++)
        {
            // Parents may be younger than their children, as after a move.
            pairs.Add(new Pair(key, key, 0));
        }
        var order = Enumerable.Range(1, count).OrderBy(_ => random.Next()).ToArray();
        for (var i = 1; i < count; i++)
        {
            if (random.Next(6) == 0) continue;
            var parent = order[random.Next(i)];
            pairs.AddRange([.. pairs.Where(p => p.Descendant == parent).Select(p => new Pair(p.Ancestor, order[i], p.Depth + 1))]);
        }
        var batch = new SqlBatch();
        foreach (var p in pairs) batch.Add(PutPair, ("ancestor", p.Ancestor), ("descendant", p.Descendant), ("depth", p.Depth));
        await db.WriteBatchAsync(batch, r => 0, Cancel);
        return pairs;
    }
}
