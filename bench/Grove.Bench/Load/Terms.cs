namespace Grove.Bench.Load;

/// <summary>A term to search for.</summary>
/// <param name="Name">Its length, how often it comes and whether it is ASCII, for the name of an operation.</param>
/// <param name="Title">The same in words.</param>
internal sealed record Term(string Name, string Title, string Text)
{
    private const int Long = 20;

    // Neither is in any name of the vocabulary, and no run of two of them either.
    private static readonly (string Ascii, string Other) Absent = ("7qxzj", "щжэ");

    /// <summary>Of each length the term that most of the names have, one that the fewest have, and one that none has, of ASCII and not.</summary>
    public static IReadOnlyList<Term> Choose(IReadOnlyList<string> folded)
    {
        var terms = new List<Term>();
        foreach (var length in (int[])[1, 2, 3, Long])
        {
            var counts = new Dictionary<string, int>();
            foreach (var name in folded)
            {
                for (var start = 0; start + length <= name.Length; start++)
                {
                    var text = name.Substring(start, length);
                    // A space at an end would say something about words, not about letters.
                    if (text.Trim().Length == length) counts[text] = counts.GetValueOrDefault(text) + 1;
                }
            }
            foreach (var ascii in (bool[])[true, false])
            {
                // Sorted, so that the same data give the same terms.
                var found = counts.Where(count => count.Key.All(char.IsAscii) == ascii).OrderBy(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal).ToList();
                void Add(string frequency, string text) => terms.Add(new(
                    $"{length}-{frequency}{(ascii ? "" : "-unicode")}", $"{length} {(length == 1 ? "character" : "characters")}, {frequency}{(ascii ? "" : ", not ASCII")}", text));
                if (found.Count > 0)
                {
                    Add("rare", found[0].Key);
                    Add("common", found[^1].Key);
                }
                var absent = ascii ? Absent.Ascii : Absent.Other;
                Add("absent", string.Concat(Enumerable.Repeat(absent, Long))[..length]);
            }
        }
        return terms;
    }
}
