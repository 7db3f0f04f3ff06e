using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Grove.Server.Http;

/// <summary>
/// IP addresses in one spelling each: IPv4 that came mapped into IPv6 is IPv4, and zones are dropped. Texts are read strictly, as the
/// framework also takes <c>1</c> or <c>010.0.0.1</c> for an address.
/// </summary>
internal static class Addresses
{
    private const int MappedPrefix = 96;
    private static readonly SearchValues<char> Version6 = SearchValues.Create("0123456789abcdefABCDEF:.");

    public static IPAddress Normal(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        var hasZone = address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0;
        return hasZone ? new IPAddress(address.GetAddressBytes()) : address;
    }

    /// <summary>Reads an address without port, brackets or zone, into its normal form.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IPAddress address)
    {
        address = IPAddress.None;
        if (text.Contains(':') ? text.ContainsAnyExcept(Version6) : !IsVersion4(text)) return false;
        if (!IPAddress.TryParse(text, out var read)) return false;
        address = Normal(read);
        return true;
    }

    /// <summary>Reads an address or a CIDR range. Bits beyond the prefix are cleared.</summary>
    public static bool TryParseRange(ReadOnlySpan<char> text, out IPNetwork range)
    {
        range = default;
        var slash = text.IndexOf('/');
        var host = slash < 0 ? text : text[..slash];
        if (!TryParse(host, out var address)) return false;
        // Mapped into IPv6 a prefix counts from the start of the IPv6 address.
        var unmapped = host.Contains(':') && address.AddressFamily == AddressFamily.InterNetwork ? MappedPrefix : 0;
        var most = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var prefix = most;
        if (slash >= 0)
        {
            var digits = text[(slash + 1)..];
            if (digits.Length > 3 || (digits.Length > 1 && digits[0] == '0')
                || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out prefix))
                return false;
            prefix -= unmapped;
            if (prefix < 0 || prefix > most) return false;
        }
        range = new IPNetwork(Masked(address, prefix), prefix);
        return true;
    }

    /// <summary>Whether the address, in whatever spelling, is in the range.</summary>
    public static bool Contains(IPNetwork range, IPAddress address)
    {
        var normal = Normal(address);
        return range.BaseAddress.IsIPv4MappedToIPv6 && range.PrefixLength >= MappedPrefix
            ? range.Contains(normal.MapToIPv6())
            : range.Contains(normal);
    }

    private static bool IsVersion4(ReadOnlySpan<char> text)
    {
        var parts = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (part.Length is 0 or > 3 || part.ContainsAnyExceptInRange('0', '9') || (part.Length > 1 && part[0] == '0')) return false;
            parts++;
        }
        return parts == 4;
    }

    private static IPAddress Masked(IPAddress address, int prefix)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            var kept = Math.Clamp(prefix - 8 * i, 0, 8);
            bytes[i] &= (byte)(0xFF << (8 - kept));
        }
        return new IPAddress(bytes);
    }
}
