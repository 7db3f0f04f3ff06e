using System.Net;
using System.Net.Sockets;

namespace Grove.Server.Configuration;

/// <summary>A list of networks. IPv4 written as IPv6 (<c>::ffff:…</c>) becomes plain IPv4, so match unmapped addresses.</summary>
internal static class ProxyNetworks
{
    public static IReadOnlyList<IPNetwork> Parse(string text, Action<string> fault)
    {
        if (text is "" or "none") return [];
        var networks = new List<IPNetwork>();
        var entries = text.Split(',');
        for (var i = 0; i < entries.Length; i++)
        {
            if (TryParse(entries[i].Trim(), out var network)) networks.Add(network);
            else fault($"entry {i + 1} must be an address or a network without host bits, like 10.0.0.0/8 or 2001:db8::/32");
        }
        return networks;
    }

    private static bool TryParse(string text, out IPNetwork network)
    {
        network = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!TryAddress(slash < 0 ? text : text[..slash], out var address)) return false;
        var bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var length = bits;
        if (slash >= 0 && !SettingText.TryInteger(text[(slash + 1)..], 0, bits, out length)) return false;
        if (address.IsIPv4MappedToIPv6 && length >= 96)
        {
            address = address.MapToIPv4();
            length -= 96;
        }
        return IPNetwork.TryParse($"{address}/{length}", out network) && network.BaseAddress.Equals(address);
    }

    // IPAddress.TryParse reads "1" as 0.0.0.1 and "010.0.0.1" as 8.0.0.1; IPv4 counts only as it is written back.
    private static bool TryAddress(string text, out IPAddress address)
    {
        if (!IPAddress.TryParse(text, out address!)) return false;
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? !text.Contains('%', StringComparison.Ordinal) && !text.Contains('[', StringComparison.Ordinal)
            : address.ToString() == text;
    }
}
