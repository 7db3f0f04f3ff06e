using System.Globalization;
using System.Text;

namespace Grove.Server.Text;

/// <summary>What a name may be, and how names are compared without regard to case.</summary>
internal static class NameRules
{
    public const int MaxLength = 100;

    /// <summary>The database records which folding it was filled with: a change of <see cref="Fold"/> is a new number and a migration.</summary>
    public const int FoldingVersion = 1;

    /// <summary>Null when <paramref name="name"/> may be stored, else a sentence for the person who sent it.</summary>
    public static string? Fault(string name)
    {
        if (name.Length == 0) return "A name may not be empty.";
        var (length, first, last) = (0, default(Rune), default(Rune));
        for (var rest = name.AsSpan(); !rest.IsEmpty; length++)
        {
            if (Rune.DecodeFromUtf16(rest, out last, out var used) != System.Buffers.OperationStatus.Done)
                return "A name may not contain an unpaired surrogate.";
            if (Rune.IsControl(last)) return $"A name may not contain control characters; this one has U+{last.Value:X4}.";
            if (length == 0) first = last;
            rest = rest[used..];
        }
        if (Rune.IsWhiteSpace(first) || Rune.IsWhiteSpace(last)) return "A name may not begin or end with white space.";
        return length > MaxLength
            ? string.Create(CultureInfo.InvariantCulture, $"A name has at most {MaxLength} characters; this one has {length}.")
            : null;
    }

    /// <summary>
    /// The form in which names are matched and sorted, the same on every engine because it is made here. Unpaired surrogates become
    /// U+FFFD, as they would on their way to the database.
    /// </summary>
    public static string Fold(string name) => Ascii.IsValid(name) ? name.ToUpperInvariant() : Compose(WellFormed(name)).ToUpperInvariant();

    /// <summary>
    /// Null when this runtime folds as the stored names were folded, else what to do about it. Normalisation and case depend on the
    /// globalization mode, and names folded in two ways would be found by neither.
    /// </summary>
    public static string? FoldingFault() => FoldingFault(Fold("e\u0301"), Fold("\u017F"), Fold("\u03C2"));

    internal static string? FoldingFault(string accent, string longS, string finalSigma) =>
        accent == "\u00C9" && longS == "S" && finalSigma == "\u03A3"
            ? null
            : "This runtime compares letters by other rules than Grove's database was written with, so names would not be found. "
              + "Install the ICU libraries (libicu) and run without DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.";

    private static string WellFormed(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) clean.Append(rune);
        return clean.ToString();
    }

    // Normalize throws on U+FFFE, which is an ordinary (if useless) character of a name and composes with nothing.
    private static string Compose(string text) =>
        text.Contains('\uFFFE') ? string.Join('\uFFFE', text.Split('\uFFFE').Select(part => part.Normalize())) : text.Normalize();
}
