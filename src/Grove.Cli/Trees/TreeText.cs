using System.Buffers;
using System.Globalization;
using System.Text;

namespace Grove.Cli.Trees;

/// <summary>What texts of a tree may be: the server's rules, so that a whole file can be judged before anything is sent.</summary>
internal static class TreeText
{
    private const int MaxName = 100;
    private const int MaxExternalId = 255;
    private const int MaxProfileBytes = 4096;
    private static readonly SearchValues<char> RefusedInEmail = SearchValues.Create("<>,;:\"");

    /// <summary>Null for a good name of an organization or an account, else what is wrong with it.</summary>
    public static string? NameFault(string name)
    {
        if (name.Length == 0) return "A name may not be empty.";
        if (TextFault(name) is { } fault) return fault;
        var (length, first, last) = (0, default(Rune), default(Rune));
        foreach (var rune in name.EnumerateRunes())
        {
            if (Rune.IsControl(rune)) return string.Create(CultureInfo.InvariantCulture, $"A name may not contain control characters; this one has U+{rune.Value:X4}.");
            if (length++ == 0) first = rune;
            last = rune;
        }
        if (Rune.IsWhiteSpace(first) || Rune.IsWhiteSpace(last)) return "A name may not begin or end with white space.";
        return length > MaxName ? string.Create(CultureInfo.InvariantCulture, $"A name has at most {MaxName} characters; this one has {length}.") : null;
    }

    /// <summary>Null for a good e-mail address, else what is wrong with it.</summary>
    public static string? EmailFault(string email)
    {
        if (email.Length is < 3 or > 90) return "An e-mail address has 3 to 90 characters.";
        if (email.AsSpan().ContainsAnyExceptInRange('!', '~')) return "An e-mail address has only visible ASCII characters and no spaces.";
        if (email.AsSpan().ContainsAny(RefusedInEmail)) return "An e-mail address may not contain any of <>,;:\"";
        var at = email.IndexOf('@', StringComparison.Ordinal);
        return at <= 0 || at == email.Length - 1 || email.IndexOf('@', at + 1) >= 0 ? "An e-mail address has one @ with something on either side of it." : null;
    }

    /// <summary>Null for a good external id, else what is wrong with it.</summary>
    public static string? ExternalIdFault(string id) => TextFault(id) ?? (id.Length == 0 || id.EnumerateRunes().Count() > MaxExternalId
        ? $"An external id has 1 to {MaxExternalId} characters."
        : null);

    /// <summary>Null for a good member of a profile, else what is wrong with it.</summary>
    public static string? ProfileFault(string text) => TextFault(text) ?? (Encoding.UTF8.GetByteCount(text) > MaxProfileBytes ? "A member of a profile has at most 4 KiB." : null);

    /// <summary>Null for a text that can be sent at all, else what is wrong with it.</summary>
    public static string? TextFault(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal)) return "A text may not contain U+0000.";
        for (var rest = text.AsSpan(); rest.IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var at; rest = rest[(at + 2)..])
            if (Rune.DecodeFromUtf16(rest[at..], out _, out _) != OperationStatus.Done) return "A text may not contain half of a character (an unpaired surrogate).";
        return null;
    }

    /// <summary>A text for a message: not longer than a line, and without what would move the cursor.</summary>
    public static string Short(string text, int most = 60)
    {
        var line = new StringBuilder(Math.Min(text.Length, most + 1));
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length >= most) return line.Append('…').ToString();
            if (Rune.IsControl(rune)) line.Append('\uFFFD');
            else line.Append(rune);
        }
        return line.ToString();
    }

    /// <summary>The form in which addresses are compared: ASCII letters only.</summary>
    public static string FoldEmail(string email) => string.Create(email.Length, email, static (folded, email) =>
    {
        for (var i = 0; i < email.Length; i++) folded[i] = char.IsAsciiLetterUpper(email[i]) ? (char)(email[i] | 0x20) : email[i];
    });
}
