using System.Text;

namespace Grove.Conformance.Model;

/// <summary>Names that go wrong where matching is careless, and the rule by which they match.</summary>
internal static class Names
{
    // Case pairs, letters that grow when folded, look-alikes, accents apart from their letters, pictures, and what SQL and URLs take for syntax.
    private static readonly string[] Pieces =
    [
        "a", "A", "b", "B", "e", "E", "i", "I", "k", "K", "s", "S", "ss", "SS", "ß", "ẞ", "ſ", "ς", "σ", "Σ", "ı", "İ", "\u212A", "\u212B", "å", "Å",
        "é", "É", "e\u0301", "\u0301", "ä", "a\u0308", "ŉ", "ΐ", "ﬁ", "ǆ", "ǅ", "Ǆ", "ñ", "\u1E9B\u0323", "q\u0307\u0323", "\u0F71\u0F72",
        "😀", "👩\u200D👧", "🇸🇪", "\U00010428", "\U00010400", "漢", "字", "한", "\u1112\u1161\u11AB", "\uFFFD", "\uFFFE", "\uE000",
        "'", "\"", "%", "_", "\\", "*", "?", ".", " ", "  ", "-", "#", "&", "+", "=", ",", "/", "{", "@a", "null", "or 1=1", "\u00A0", "\u3000", "0", "7", "10",
    ];

    public static string Fold(string text) => string.Join('\uFFFE', text.Split('\uFFFE').Select(part => part.Normalize(NormalizationForm.FormC))).ToUpperInvariant();

    public static bool StartsWith(string name, string term) => Fold(name).StartsWith(Fold(term), StringComparison.Ordinal);

    public static bool EndsWith(string name, string term) => Fold(name).EndsWith(Fold(term), StringComparison.Ordinal);

    public static bool Contains(string name, string term) => Fold(name).Contains(Fold(term), StringComparison.Ordinal);

    /// <summary>The order of code points, which is not that of UTF-16.</summary>
    public static int Compare(string left, string right) => left.EnumerateRunes().Select(rune => rune.Value)
        .Zip(right.EnumerateRunes().Select(rune => rune.Value)).Select(pair => pair.First.CompareTo(pair.Second))
        .FirstOrDefault(order => order != 0, left.EnumerateRunes().Count().CompareTo(right.EnumerateRunes().Count()));

    public static string Random(Random random, int most = 6)
    {
        while (true)
        {
            var name = string.Concat(random.GetItems(Pieces, random.Next(1, most + 1)));
            if (!char.IsWhiteSpace(name[0]) && !char.IsWhiteSpace(name[^1])) return name;
        }
    }

    /// <summary>A name that is refused.</summary>
    public static string RandomInvalid(Random random) => random.GetItems(
        ["", " a", "a ", "\u00A0a", "a\u3000", "a\tb", "a\u0085b", "\u007F", new string('x', 101), string.Concat(Enumerable.Repeat("😀", 101))], 1)[0];

    /// <summary>Something to look for: often a part of <paramref name="name"/>, at times in the other case.</summary>
    public static string RandomTerm(Random random, string name)
    {
        if (random.Next(5) == 0) return Random(random, 2);
        var runes = name.EnumerateRunes().ToList();
        var start = random.Next(3) switch { 0 => 0, _ => random.Next(runes.Count) };
        var length = random.Next(3) switch { 0 => runes.Count - start, _ => random.Next(1, runes.Count - start + 1) };
        var term = string.Concat(runes.Skip(start).Take(length));
        return random.Next(3) switch { 0 => term.ToUpperInvariant(), 1 => term.ToLowerInvariant(), _ => term };
    }
}
