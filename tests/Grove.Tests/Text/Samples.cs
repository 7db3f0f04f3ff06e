using System.Text;

namespace Grove.Tests.Text;

/// <summary>Random texts over an alphabet small enough to collide and odd enough to hurt.</summary>
internal static class Samples
{
    private static readonly string[] Letters =
    [
        "a", "A", "b", "B", " ", ".", "%", "+", "é", "e\u0301", "ſ", "ς", "Σ", "K", "ß", "ı", "İ", "漢", "😀", "\U00010428",
        "\uFFFE", "\u0000", "\u1D5E",
    ];

    private static readonly string[] Broken = ["\uD83D", "\uDE00"];

    public static string Text(Random random, int maxLetters, bool wellFormed = true)
    {
        var text = new StringBuilder();
        for (var left = random.Next(maxLetters + 1); left > 0; left--)
            text.Append(wellFormed || random.Next(5) > 0 ? random.GetItems(Letters, 1)[0] : random.GetItems(Broken, 1)[0]);
        return text.ToString();
    }
}
