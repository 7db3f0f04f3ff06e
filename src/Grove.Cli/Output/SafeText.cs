using System.Globalization;
using System.Text;

namespace Grove.Cli.Output;

/// <summary>Text of others for a terminal: what would steer it, or turn the order of what is read, is shown as an escape.</summary>
internal static class SafeText
{
    /// <summary>One line without control characters, white space at the ends kept.</summary>
    public static string Line(string text) => Escaped(text, static rune => IsUnsafe(rune));

    /// <summary>JSON, or any text of several lines; in JSON the escapes mean the same, as these characters stand only in strings.</summary>
    public static string Lines(string text) => Escaped(text, static rune => IsUnsafe(rune) && rune.Value is not ('\n' or '\r' or '\t'));

    private static bool IsUnsafe(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0x061C or 0xFEFF;

    private static string Escaped(string text, Func<Rune, bool> isUnsafe)
    {
        StringBuilder? safe = null;
        for (var i = 0; i < text.Length;)
        {
            var whole = Rune.TryGetRuneAt(text, i, out var rune);
            var length = whole ? rune.Utf16SequenceLength : 1;
            if (whole && !isUnsafe(rune)) safe?.Append(text, i, length);
            else
            {
                safe ??= new StringBuilder(text, 0, i, text.Length + 16);
                safe.Append(text[i] switch
                {
                    '\n' => "\\n",
                    '\r' => "\\r",
                    '\t' => "\\t",
                    var other => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)other:x4}"),
                });
            }
            i += length;
        }
        return safe?.ToString() ?? text;
    }
}
