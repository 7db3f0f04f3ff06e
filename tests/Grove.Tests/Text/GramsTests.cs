using Grove.Server.Text;
using Xunit;

namespace Grove.Tests.Text;

public sealed class GramsTests
{
    [Fact]
    public void A_name_has_the_grams_of_every_term_it_contains()
    {
        var random = new Random(1);
        for (var i = 0; i < 5_000; i++)
        {
            var term = NameRules.Fold(Samples.Text(random, 30));
            var name = NameRules.Fold(Samples.Text(random, 40)) + term + NameRules.Fold(Samples.Text(random, 40));
            Assert.Subset(Grams.Of(name).ToHashSet(), Grams.ForSearch(term).ToHashSet());
        }
    }

    [Fact]
    public void A_short_name_found_to_contain_a_term_has_its_grams()
    {
        var random = new Random(2);
        var found = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var name = NameRules.Fold(Samples.Text(random, 8));
            var term = NameRules.Fold(Samples.Text(random, 2));
            if (!name.Contains(term, StringComparison.Ordinal)) continue;
            found++;
            Assert.Subset(Grams.Of(name).ToHashSet(), Grams.ForSearch(term).ToHashSet());
        }
        Assert.True(found > 500);
    }

    [Fact]
    public void Grams_are_ascending_distinct_and_not_negative()
    {
        var random = new Random(3);
        for (var i = 0; i < 2_000; i++)
        {
            var text = Samples.Text(random, 60);
            foreach (var grams in new[] { Grams.Of(text), Grams.ForSearch(text) })
            {
                Assert.Equal(grams.Distinct().Order(), grams);
                Assert.All(grams, gram => Assert.True(gram >= 0));
            }
        }
    }

    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("A", 1, 1)]
    [InlineData("😀", 1, 1)]
    [InlineData("AB", 3, 1)]
    [InlineData("ABC", 6, 1)]
    [InlineData("ABCD", 9, 2)]
    [InlineData("AAAA", 3, 1)]
    [InlineData("ABCDEFGHIJKLMN", 39, 12)]
    [InlineData("ABCDEFGHIJKLMNO", 42, 13)]
    public void Counts_are_those_of_runs_of_one_two_and_three_scalar_values(string text, int stored, int searched)
    {
        Assert.Equal(stored, Grams.Of(text).Length);
        Assert.Equal(searched, Grams.ForSearch(text).Length);
    }

    [Fact]
    public void Names_of_one_script_rarely_share_a_hash()
    {
        var letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -";
        var terms = from a in letters from b in letters from c in letters select $"{a}{b}{c}";
        var all = terms.ToList();
        Assert.InRange(all.Select(term => Grams.ForSearch(term)[0]).Distinct().Count(), all.Count - 5, all.Count);
    }

    [Theory]
    [InlineData("A", 1945975823)]
    [InlineData("AB", 1417378106)]
    [InlineData("ABC", 319411430)]
    [InlineData("É😀", 12424925)]
    public void The_hash_is_the_one_that_stored_grams_have(string term, int hash) => Assert.Equal([hash], Grams.ForSearch(term));
}
