namespace Grove.Server.Http;

/// <summary>Ids as clients send them: 32 hex digits in either case. Anything else names nothing that exists.</summary>
internal static class ResourceId
{
    public const int Length = 32;

    /// <summary>The id as it is stored, or null when nothing can have it.</summary>
    public static string? Parse(string? text)
    {
        if (text is not { Length: Length }) return null;
        var lower = true;
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigit(c)) return null;
            lower &= !char.IsAsciiHexDigitUpper(c) || char.IsAsciiDigit(c);
        }
        return lower ? text : text.ToLowerInvariant();
    }
}
