using System.Net;
using Microsoft.Extensions.Primitives;

namespace Grove.Server.Http;

/// <summary>Who sent a request, and over what, when there may be proxies in between.</summary>
/// <param name="Address">The client's address; null when the transport has none.</param>
/// <param name="Scheme"><c>http</c> or <c>https</c> as a trusted proxy says; null when none does.</param>
internal readonly record struct ForwardedAddress(IPAddress? Address, string? Scheme)
{
    /// <summary>
    /// Walks the forwarded addresses from the last one back, for as long as who reported them is trusted; what cannot be read ends the
    /// walk. The headers of anyone else are not looked at: a client can send what it likes in them.
    /// </summary>
    public static ForwardedAddress Resolve(
        IPAddress? peer, StringValues forwardedFor, StringValues forwardedProto, IReadOnlyList<IPNetwork> trusted)
    {
        if (peer is null) return new(null, null);
        var address = Addresses.Normal(peer);
        if (!IsTrusted(address, trusted)) return new(address, null);

        var hops = 0;
        var names = new Backwards(forwardedFor);
        while (IsTrusted(address, trusted) && names.MoveNext() && TryReadHop(names.Current, out var hop))
        {
            address = hop;
            hops++;
        }
        return new(address, SchemeAt(forwardedProto, Math.Max(hops, 1)));
    }

    // Proxies add a scheme where they add an address, so the scheme of the client stands as far from the end as its address does. A
    // shorter list was set by one proxy and passed on by those after it.
    private static string? SchemeAt(StringValues values, int fromTheEnd)
    {
        var schemes = new Backwards(values);
        string? scheme = null;
        while (fromTheEnd-- > 0 && schemes.MoveNext())
        {
            scheme = schemes.Current.Equals("https", StringComparison.OrdinalIgnoreCase) ? "https"
                : schemes.Current.Equals("http", StringComparison.OrdinalIgnoreCase) ? "http"
                : null;
        }
        return scheme;
    }

    private static bool IsTrusted(IPAddress address, IReadOnlyList<IPNetwork> trusted)
    {
        for (var i = 0; i < trusted.Count; i++)
            if (Addresses.Contains(trusted[i], address)) return true;
        return false;
    }

    // 1.2.3.4, 1.2.3.4:5, ::1, [::1] or [::1]:5.
    private static bool TryReadHop(ReadOnlySpan<char> text, out IPAddress address)
    {
        address = IPAddress.None;
        if (text.StartsWith('['))
        {
            var end = text.IndexOf(']');
            return end > 0 && text[1..end].Contains(':') && IsPort(text[(end + 1)..]) && Addresses.TryParse(text[1..end], out address);
        }
        var colon = text.IndexOf(':');
        return colon >= 0 && colon == text.LastIndexOf(':')
            ? IsPort(text[colon..]) && Addresses.TryParse(text[..colon], out address)
            : Addresses.TryParse(text, out address);
    }

    private static bool IsPort(ReadOnlySpan<char> text) =>
        text.IsEmpty || (text.Length is > 1 and <= 6 && text[0] == ':' && !text[1..].ContainsAnyExceptInRange('0', '9'));

    /// <summary>The items of a list header from the last to the first, without copying them.</summary>
    private ref struct Backwards(StringValues values)
    {
        private readonly StringValues values = values;
        private int line = values.Count;
        private ReadOnlySpan<char> rest = default;
        private bool more;

        public ReadOnlySpan<char> Current { get; private set; } = default;

        public bool MoveNext()
        {
            if (!more)
            {
                if (line == 0) return false;
                rest = values[--line];
                more = true;
            }
            var comma = rest.LastIndexOf(',');
            Current = rest[(comma + 1)..].Trim(" \t");
            more = comma >= 0;
            if (more) rest = rest[..comma];
            return true;
        }
    }
}
