using System.Globalization;
using System.Text;
using Grove.Server.Auth;

namespace Grove.Server.Http;

/// <summary>What a page token is bound to: who asks, by what, and for which list under which filters. The page size may change between pages.</summary>
internal static class PageBinding
{
    /// <summary>Each part carries its length, so that no two combinations look alike.</summary>
    public static byte[] Of(string list, Caller caller, params ReadOnlySpan<string?> filters)
    {
        var text = new StringBuilder("GET ").Append(list);
        Add(text, caller.UserId);
        Add(text, caller.Token?.Id);
        foreach (var filter in filters) Add(text, filter);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Add(StringBuilder text, string? part) =>
        text.Append('\n').Append(part is null ? "-" : part.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(part);
}
