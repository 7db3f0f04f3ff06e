namespace Grove.Bench.Data;

/// <summary>Words for names: a few are in every fourth name, most in one of ten thousand.</summary>
internal static class Vocabulary
{
    public const int Size = 4000;

    /// <summary>In about every fourth name.</summary>
    public const string Common = "Group";

    /// <summary>In no name.</summary>
    public const string Absent = "qzxvqj";

    private static readonly string[] Frequent =
    [
        Common, "Holding", "North", "Systems", "Müller", "Retail", "Société", "Cloud", "Logistics", "West", "Energy", "Łódź", "Media", "Labs",
        "東京", "Capital", "Partners", "Health", "Ελλάς", "South", "Digital", "Foods", "Industries", "Österreich", "Bank", "Design", "Travel",
        "Północ", "Security", "Insurance", "São Paulo", "Motors", "Research", "Москва", "Networks", "Education", "East", "Studio", "Ærø",
    ];

    private static readonly string[] Syllables =
    [
        "ba", "cor", "den", "el", "fi", "gor", "hu", "in", "jo", "ka", "lum", "mar", "ne", "or", "pa", "qui", "ris", "sol", "tam", "ur", "va",
        "wen", "xa", "yo", "zan", "ché", "dü", "ñor",
    ];

    private static readonly string[] Words = Make();

    /// <summary>A word that is in one of ten thousand names.</summary>
    public static string Rare => Words[Size - 7];

    public static string Name(ref SplitMix random)
    {
        var count = 2 + random.Next(3);
        var words = new string[count];
        for (var i = 0; i < count; i++) words[i] = Words[Rank(ref random)];
        return string.Join(' ', words);
    }

    // The chance of a word falls with its rank, as in any language.
    private static int Rank(ref SplitMix random) => (int)Math.Pow(Size + 1, random.Fraction()) - 1;

    private static string[] Make()
    {
        var words = new List<string>(Frequent);
        var seen = new HashSet<string>(Frequent);
        var random = new SplitMix(20_240_101);
        while (words.Count < Size)
        {
            var word = "";
            for (var count = 2 + random.Next(3); count > 0; count--) word += Syllables[random.Next(Syllables.Length)];
            word = char.ToUpperInvariant(word[0]) + word[1..];
            if (seen.Add(word)) words.Add(word);
        }
        return [.. words];
    }
}

/// <summary>A small generator that gives the same numbers on every runtime.</summary>
internal struct SplitMix(ulong seed)
{
    private ulong state = seed;

    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    public int Next(int below) => (int)(Next() % (ulong)below);

    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));
}
