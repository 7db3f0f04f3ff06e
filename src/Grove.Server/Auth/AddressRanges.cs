using System.Net;
using Grove.Server.Http;

namespace Grove.Server.Auth;

/// <summary>The client addresses that an API token may be used from.</summary>
internal sealed class AddressRanges
{
    private readonly IPNetwork[] within;
    private readonly IPNetwork[] outside;

    private AddressRanges(IPNetwork[] within, IPNetwork[] outside) => (this.within, this.outside) = (within, outside);

    /// <summary>Null when <paramref name="range"/> is an address or a CIDR range, else a sentence for the person who sent it.</summary>
    public static string? Fault(string range) => Addresses.TryParseRange(range, out _)
        ? null
        : "An address range is an IP address or a CIDR range, such as 192.0.2.0/24 or 2001:db8::/32.";

    /// <summary>False when a range is faulty. An empty <paramref name="within"/> allows every address that is not refused.</summary>
    public static bool TryParse(IReadOnlyList<string> within, IReadOnlyList<string> outside, out AddressRanges ranges)
    {
        ranges = new AddressRanges(new IPNetwork[within.Count], new IPNetwork[outside.Count]);
        return Read(within, ranges.within) && Read(outside, ranges.outside);
    }

    /// <summary>An unknown address is allowed only where there is no range at all.</summary>
    public bool Allows(IPAddress? address)
    {
        if (address is null) return within.Length == 0 && outside.Length == 0;
        return (within.Length == 0 || IsIn(within, address)) && !IsIn(outside, address);
    }

    private static bool IsIn(IPNetwork[] ranges, IPAddress address)
    {
        foreach (var range in ranges)
            if (Addresses.Contains(range, address)) return true;
        return false;
    }

    private static bool Read(IReadOnlyList<string> texts, IPNetwork[] ranges)
    {
        for (var i = 0; i < ranges.Length; i++)
            if (!Addresses.TryParseRange(texts[i], out ranges[i])) return false;
        return true;
    }
}
