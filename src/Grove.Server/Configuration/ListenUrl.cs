using System.Net;

namespace Grove.Server.Configuration;

/// <summary>An address to listen on, in the form that Kestrel reads.</summary>
internal sealed record ListenUrl(string Scheme, string Host, int Port)
{
    private bool IsLocalhost => Host.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    // Kestrel takes a name that is not localhost as every address of the machine.
    private bool IsLoopback => IsLocalhost || (TryAddress(Host, out var address) && IPAddress.IsLoopback(address));

    public override string ToString() => $"{Scheme}://{Host}:{Port}";

    public static IReadOnlyList<ListenUrl> ParseList(string text, Action<string> fault)
    {
        var urls = new List<ListenUrl>();
        var entries = text.Split(';');
        for (var i = 0; i < entries.Length; i++)
        {
            if (!TryParse(entries[i].Trim(), out var url))
                fault($"entry {i + 1} must be http://HOST:PORT or https://HOST:PORT, like http://127.0.0.1:7878, separated by semicolons");
            else if (url is { Port: 0, IsLocalhost: true })
                fault($"entry {i + 1} must name 127.0.0.1 or [::1] instead of localhost, which cannot have port 0");
            else urls.Add(url);
        }
        return urls;
    }

    /// <summary>What to warn about among addresses: those configured, or those the server is bound to.</summary>
    public static IEnumerable<string> Warnings(IEnumerable<string> urls)
    {
        foreach (var text in urls)
        {
            if (TryParse(text, out var url) && url is { Scheme: "http", IsLoopback: false })
                yield return $"{url} is plain HTTP beyond this machine: keys and tokens travel readable. "
                    + "Use https, or let only a proxy with TLS reach it.";
        }
    }

    private static bool TryParse(string text, out ListenUrl url)
    {
        url = null!;
        var end = text.IndexOf("://", StringComparison.Ordinal);
        if (end < 0) return false;
        var scheme = text[..end].ToLowerInvariant();
        if (scheme is not ("http" or "https")) return false;
        var rest = text[(end + 3)..];
        if (rest.EndsWith('/')) rest = rest[..^1];
        var colon = rest.LastIndexOf(':');
        if (colon <= 0 || !SettingText.TryInteger(rest[(colon + 1)..], 0, 65_535, out var port)) return false;
        var host = rest[..colon];
        if (!IsHost(host)) return false;
        url = new ListenUrl(scheme, host, port);
        return true;
    }

    private static bool IsHost(string host) =>
        host is "*" or "+" || TryAddress(host, out _) || Uri.CheckHostName(host) == UriHostNameType.Dns;

    private static bool TryAddress(string host, out IPAddress address)
    {
        address = IPAddress.None;
        var bracketed = host.StartsWith('[') && host.EndsWith(']');
        if (bracketed) host = host[1..^1];
        return bracketed == host.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(host, out address!);
    }
}
