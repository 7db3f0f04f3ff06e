using System.Globalization;

namespace Grove.Server.Http;

/// <summary>JSON pointers (RFC 6901).</summary>
internal static class JsonPointer
{
    public const string Root = "";

    public static string Member(string pointer, string name) => $"{pointer}/{Escape(name)}";

    public static string Item(string pointer, int index) => string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}");

    private static string Escape(string name) => name.AsSpan().ContainsAny('~', '/')
        ? name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)
        : name;
}
