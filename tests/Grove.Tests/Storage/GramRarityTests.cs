using Grove.Server.Organizations;
using Grove.Server.Storage;
using Grove.Server.Text;
using Xunit;

namespace Grove.Tests.Storage;

public class GramRarityTests
{
    private static readonly Sql PutOrganization = new(
        """
        insert into organizations (key, id, name, name_folded, lineage, flags, create_time) values (@key, @id, @name, @name, @id, 0, 0)
        """);

    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task None_of_those_left_out_is_in_fewer_names(string engine)
    {
        await using var test = await TestDatabase.CreateAsync(engine);
        var random = new Random(7);
        var names = Enumerable.Range(0, 200).Select(_ => string.Concat(Enumerable.Range(0, 12).Select(_ => (char)('A' + (int)(9 * Math.Pow(random.NextDouble(), 2)))))).ToArray();
        await PutAsync(test.Db, 1, names);
        var rarity = new GramRarity(test.Db, new TestClock());
        foreach (var term in names)
        {
            var all = Grams.ForSearch(term);
            var (asked, estimate) = await rarity.RarestAsync(all);
            Assert.Subset(all.ToHashSet(), asked.ToHashSet());
            Assert.Equal(2, asked.Length);
            int Names(int gram) => names.Count(name => Grams.Of(name).Contains(gram));
            Assert.Equal(asked.Min(Names) + 1, estimate);
            Assert.True(all.Except(asked).All(gram => Names(gram) >= asked.Max(Names)), term);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_became_common_is_known_ten_minutes_later(string engine)
    {
        await using var test = await TestDatabase.CreateAsync(engine);
        var clock = new TestClock();
        var rarity = new GramRarity(test.Db, clock);
        var all = Grams.ForSearch("ABCDE");
        var rare = Grams.ForSearch("CDE");
        await PutAsync(test.Db, 1, ["ABC", "ABC", "BCD"]);
        Assert.Contains(rare[0], (await rarity.RarestAsync(all)).Grams);
        await PutAsync(test.Db, 4, Enumerable.Repeat("CDE", 5));
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Contains(rare[0], (await rarity.RarestAsync(all)).Grams);
        clock.Advance(TimeSpan.FromMicroseconds(1));
        Assert.DoesNotContain(rare[0], (await rarity.RarestAsync(all)).Grams);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Few_grams_are_all_asked_for_and_no_names_at_all_are_no_fault(string engine)
    {
        await using var test = await TestDatabase.CreateAsync(engine);
        var rarity = new GramRarity(test.Db, new TestClock());
        Assert.Equal(Grams.ForSearch("ABCD"), (await rarity.RarestAsync(Grams.ForSearch("ABCD"))).Grams);
        Assert.Equal(2, (await rarity.RarestAsync(Grams.ForSearch("ABCDE"))).Grams.Length);
    }

    private static async Task PutAsync(Db db, int first, IEnumerable<string> names)
    {
        var batch = new SqlBatch();
        foreach (var (i, name) in names.Index()) batch.Add(PutOrganization, ("key", first + i), ("id", $"{first + i:D32}"), ("name", name));
        await db.WriteBatchAsync(batch, static _ => 0, TestContext.Current.CancellationToken);
    }
}
