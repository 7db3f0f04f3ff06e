using System.Text;
using Grove.Server.Text;
using Xunit;

namespace Grove.Tests.Text;

public sealed class NameRulesTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("Acme <script>alert(1)</script> & \"Söhne\"")]
    [InlineData("a\u00A0b")]
    [InlineData("\u200B")]
    [InlineData("\uFFFE\uFFFF")]
    [InlineData("👩‍👩‍👧")]
    public void Anything_that_can_be_written_is_a_name(string name) => Assert.Null(NameRules.Fault(name));

    [Theory]
    [InlineData("", "A name may not be empty.")]
    [InlineData(" a", "A name may not begin or end with white space.")]
    [InlineData("a\u3000", "A name may not begin or end with white space.")]
    [InlineData("\u2003", "A name may not begin or end with white space.")]
    [InlineData("a\tb", "A name may not contain control characters; this one has U+0009.")]
    [InlineData("a\u0000", "A name may not contain control characters; this one has U+0000.")]
    [InlineData("a\u009F", "A name may not contain control characters; this one has U+009F.")]
    public void Anything_else_is_refused_with_the_reason(string name, string fault) => Assert.Equal(fault, NameRules.Fault(name));

    [Theory]
    [InlineData("x")]
    [InlineData("😀")]
    public void Length_is_counted_in_scalar_values(string letter)
    {
        Assert.Null(NameRules.Fault(Repeat(letter, 100)));
        Assert.Equal("A name has at most 100 characters; this one has 101.", NameRules.Fault(Repeat(letter, 101)));
    }

    [Theory]
    [InlineData("Acme", "ACME")]
    [InlineData("e\u0301", "\u00C9")]
    [InlineData("ſς", "SΣ")]
    [InlineData("ß", "ß")]
    [InlineData("ı", "ı")]
    [InlineData("\U00010428", "\U00010400")]
    [InlineData("e\u0301\uFFFEe\u0301", "\u00C9\uFFFE\u00C9")]
    public void Folding_composes_and_then_raises(string name, string folded) => Assert.Equal(folded, NameRules.Fold(name));

    // In a fact of its own, as an attribute keeps its texts in UTF-8.
    [Fact]
    public void Unpaired_surrogates_are_refused_and_folded_to_the_replacement_character()
    {
        foreach (var name in new[] { "a\uD83D", "\uDE00a", "a\uD83Db", "\uDE00\uD83D" })
            Assert.Equal("A name may not contain an unpaired surrogate.", NameRules.Fault(name));
        Assert.Equal("A\uFFFDB\uFFFD", NameRules.Fold("a\uD83Db\uDE00"));
    }

    [Fact]
    public void Folding_never_throws_and_its_result_is_well_formed()
    {
        var random = new Random(1);
        for (var i = 0; i < 5_000; i++)
        {
            var folded = NameRules.Fold(Samples.Text(random, 12, wellFormed: false));
            Assert.Equal(folded, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(folded)));
        }
    }

    [Fact]
    public void Folding_is_the_same_for_both_spellings_of_an_accent_and_for_any_case()
    {
        var random = new Random(2);
        for (var i = 0; i < 5_000; i++)
        {
            var name = Samples.Text(random, 12).Replace("\uFFFE", "", StringComparison.Ordinal);
            Assert.Equal(NameRules.Fold(name), NameRules.Fold(name.Normalize(NormalizationForm.FormD)));
            Assert.Equal(NameRules.Fold(name.Normalize()), NameRules.Fold(name.Normalize().ToUpperInvariant()));
        }
    }

    [Fact]
    public void This_runtime_folds_as_the_database_expects() => Assert.Null(NameRules.FoldingFault());

    [Theory]
    [InlineData("E\u0301", "S", "Σ")]
    [InlineData("\u00C9", "ſ", "Σ")]
    [InlineData("\u00C9", "S", "ς")]
    public void A_runtime_that_folds_otherwise_is_told_what_to_install(string accent, string longS, string finalSigma)
    {
        var fault = NameRules.FoldingFault(accent, longS, finalSigma);
        Assert.Contains("libicu", fault, StringComparison.Ordinal);
        Assert.Contains("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", fault, StringComparison.Ordinal);
    }

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
