using System.Runtime.InteropServices;

namespace Grove.Server.Text;

/// <summary>
/// The grams by which folded names are indexed: every run of one, two and three scalar values, as a hash of 31 bits. Two grams may
/// share a hash, so what the index finds is a candidate and is verified on the name itself.
/// </summary>
internal static class Grams
{
    private const int LongestGram = 3;

    /// <summary>All grams of a name, ascending, each once. These are stored: the hash never changes.</summary>
    public static int[] Of(string folded)
    {
        var scalars = Scalars(folded);
        var grams = new List<int>(LongestGram * scalars.Length);
        for (var start = 0; start < scalars.Length; start++)
            for (var length = 1; length <= LongestGram && start + length <= scalars.Length; length++)
                grams.Add(Hash(scalars.AsSpan(start, length)));
        return Distinct(grams);
    }

    /// <summary>
    /// The longest grams that every name containing <paramref name="foldedTerm"/> has, ascending; none for an empty term.
    /// </summary>
    public static int[] ForSearch(string foldedTerm)
    {
        var scalars = Scalars(foldedTerm);
        if (scalars.Length == 0) return [];
        var length = Math.Min(scalars.Length, LongestGram);
        var grams = new List<int>(scalars.Length - length + 1);
        for (var start = 0; start + length <= scalars.Length; start++) grams.Add(Hash(scalars.AsSpan(start, length)));
        return Distinct(grams);
    }

    private static int[] Scalars(string text)
    {
        var scalars = new int[text.Length];
        var count = 0;
        foreach (var rune in text.EnumerateRunes()) scalars[count++] = rune.Value;
        Array.Resize(ref scalars, count);
        return scalars;
    }

    // FNV-1a over the length and three bytes of each scalar value, low byte first.
    private static int Hash(ReadOnlySpan<int> gram)
    {
        var hash = Mix(2166136261, gram.Length);
        foreach (var scalar in gram) hash = Mix(Mix(Mix(hash, scalar & 0xFF), (scalar >> 8) & 0xFF), scalar >> 16);
        return (int)(hash & int.MaxValue);
    }

    private static uint Mix(uint hash, int octet) => unchecked((hash ^ (uint)octet) * 16777619);

    private static int[] Distinct(List<int> grams)
    {
        grams.Sort();
        var distinct = 0;
        var span = CollectionsMarshal.AsSpan(grams);
        for (var i = 0; i < span.Length; i++)
            if (i == 0 || span[i] != span[i - 1]) span[distinct++] = span[i];
        return span[..distinct].ToArray();
    }
}
