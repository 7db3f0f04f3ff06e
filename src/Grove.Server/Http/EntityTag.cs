using System.Buffers;
using System.Globalization;
using System.IO.Hashing;
using Microsoft.Extensions.Primitives;

namespace Grove.Server.Http;

/// <summary>The tag of a resource: its version, and a digest of the bytes so that it changes whenever they do.</summary>
internal static class EntityTag
{
    /// <summary>The value of <c>ETag</c>, quotes included.</summary>
    public static string Write(long version, ReadOnlySpan<byte> resultBytes) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{version}.{XxHash3.HashToUInt64(resultBytes):x16}\"");
}

/// <summary>
/// The condition of an <c>If-Match</c>. Only the version of a tag is compared: another digest alone is a change elsewhere (an ancestor's
/// name), which no writer of this resource would lose.
/// </summary>
internal sealed class IfMatch
{
    private const string Blank = " \t";

    // What the standard allows between the quotes.
    private static readonly SearchValues<char> TagCharacters =
        SearchValues.Create(string.Concat(Enumerable.Range(0x21, 0xDF).Select(i => (char)i).Where(c => c is not ('"' or '\u007F'))));

    private readonly bool any;
    private readonly List<long> versions;

    private IfMatch(bool any, List<long> versions) => (this.any, this.versions) = (any, versions);

    /// <summary>Null when the header was not sent. A header that cannot be read is a condition that nothing fulfils.</summary>
    public static IfMatch? Parse(StringValues header)
    {
        if (header.Count == 0) return null;
        if (header.Count == 1 && header[0].AsSpan().Trim(Blank) is "*") return new IfMatch(true, []);
        var versions = new List<long>();
        foreach (var value in header)
            if (!ReadList(value, versions)) return new IfMatch(false, []);
        return new IfMatch(false, versions);
    }

    /// <summary>Whether a resource of this version, which must exist, may be written.</summary>
    public bool Matches(long version) => any || versions.Contains(version);

    private static bool ReadList(ReadOnlySpan<char> rest, List<long> versions)
    {
        while (true)
        {
            rest = rest.TrimStart(" \t,");
            if (rest.IsEmpty) return true;
            // A weak tag never matches: If-Match asks for strong comparison.
            var weak = rest.StartsWith("W/", StringComparison.Ordinal);
            if (weak) rest = rest[2..];
            if (!rest.StartsWith('"')) return false;
            rest = rest[1..];
            var end = rest.IndexOf('"');
            if (end < 0 || rest[..end].ContainsAnyExcept(TagCharacters)) return false;
            if (!weak && TryReadVersion(rest[..end], out var version)) versions.Add(version);
            rest = rest[(end + 1)..].TrimStart(Blank);
            if (!rest.IsEmpty && rest[0] != ',') return false;
        }
    }

    private static bool TryReadVersion(ReadOnlySpan<char> tag, out long version)
    {
        version = 0;
        var dot = tag.IndexOf('.');
        return dot > 0 && long.TryParse(tag[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out version);
    }
}
