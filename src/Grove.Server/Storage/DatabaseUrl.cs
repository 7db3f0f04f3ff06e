using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Grove.Server.Storage;

/// <summary>A parsed GROVE_DATABASE: which engine, and where.</summary>
internal abstract class DatabaseUrl
{
    /// <summary>True when other nodes may work on it at the same time.</summary>
    public bool IsShared => this is PostgresUrl;

    /// <summary>
    /// Parses <c>sqlite:PATH</c>, <c>sqlite::memory:</c> or <c>postgres://user:password@host1:port,host2/name?parameters</c>. Touches
    /// neither files nor network. <paramref name="faults"/> holds every fault found and never a part of the password.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out DatabaseUrl? url, out IReadOnlyList<string> faults)
    {
        var found = new List<string>();
        url = null;
        if (text.Contains('\0')) found.Add("it contains a NUL character");
        else if (text.StartsWith("sqlite:", StringComparison.Ordinal)) url = ParseSqlite(text["sqlite:".Length..], found);
        else if (text.StartsWith("postgres://", StringComparison.Ordinal)) url = PostgresUrl.Parse(text["postgres://".Length..], found);
        else if (text.StartsWith("postgresql://", StringComparison.Ordinal)) url = PostgresUrl.Parse(text["postgresql://".Length..], found);
        else found.Add("it must begin with sqlite: or postgres://");
        if (found.Count > 0) url = null;
        faults = found;
        return url is not null;
    }

    private static SqliteUrl? ParseSqlite(string path, List<string> faults)
    {
        if (path == ":memory:") return new SqliteUrl(null);
        if (path.Length == 0) faults.Add("after sqlite: comes the path of a file, or :memory:");
        else if (path.StartsWith("//", StringComparison.Ordinal)) faults.Add("sqlite: takes a path, not a URL: sqlite:/var/lib/grove.db");
        else if (path.EndsWith('/')) faults.Add("the path after sqlite: must name a file, not a directory");
        else return new SqliteUrl(path);
        return null;
    }
}

/// <summary>An embedded database; no path means a private temporary one.</summary>
internal sealed class SqliteUrl(string? path) : DatabaseUrl
{
    public string? Path { get; } = path;

    public override string ToString() => "sqlite:" + (Path ?? ":memory:");
}

internal sealed record PostgresHost(string Name, int Port);

internal enum PostgresSslMode
{
    Disable,
    Allow,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

/// <summary>A PostgreSQL database.</summary>
internal sealed class PostgresUrl : DatabaseUrl
{
    private static readonly string[] SslModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

    public required string User { get; init; }
    public required string? Password { get; init; }
    public required IReadOnlyList<PostgresHost> Hosts { get; init; }
    public required string Name { get; init; }
    public PostgresSslMode SslMode { get; private set; } = PostgresSslMode.Prefer;
    public string? SslRootCertificate { get; private set; }

    /// <summary>The most connections one node opens: a server allows 100 by default, and nodes share it.</summary>
    public int Pool { get; private set; } = 30;

    /// <summary>False for poolers that cannot carry prepared statements.</summary>
    public bool Prepare { get; private set; } = true;

    /// <summary>Where the database is, without credentials.</summary>
    public override string ToString() =>
        "postgres://" + string.Join(',', Hosts.Select(h => string.Create(CultureInfo.InvariantCulture, $"{h.Name}:{h.Port}"))) + "/" + Name;

    internal static PostgresUrl? Parse(string text, List<string> faults)
    {
        var end = text.IndexOfAny(['/', '?', '#']);
        var authority = end < 0 ? text : text[..end];
        var rest = end < 0 ? "" : text[end..];
        var at = authority.IndexOf('@', StringComparison.Ordinal);
        // Past this check everything after the @ is known not to be the password, so its parts may be named in faults.
        if (at < 0 || authority.LastIndexOf('@') != at || rest.Contains('@'))
        {
            faults.Add("it must look like postgres://user:password@host:port/name, with @ / ? # : and % in user and password percent-encoded");
            return null;
        }
        if (rest.Contains('#')) faults.Add("it may not contain # except percent-encoded");

        var question = rest.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? rest : rest[..question];
        var name = path.Length > 1 ? Decode(path[1..], "the database name", faults) : "";
        if (name is "") faults.Add("the name of the database is missing after the host");
        else if (name is not null && name.Contains('/')) faults.Add("the database name may not contain /");

        var (user, password) = ParseUser(authority[..at], faults);
        var url = new PostgresUrl { User = user, Password = password, Hosts = ParseHosts(authority[(at + 1)..], faults), Name = name ?? "" };
        if (question >= 0) url.ParseParameters(rest[(question + 1)..], faults);
        return url;
    }

    private static (string User, string? Password) ParseUser(string text, List<string> faults)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var user = Decode(colon < 0 ? text : text[..colon], "the user", faults);
        if (user is "") faults.Add("the user is missing before the host");
        return (user ?? "", colon < 0 ? null : Decode(text[(colon + 1)..], "the password", faults));
    }

    private static List<PostgresHost> ParseHosts(string text, List<string> faults)
    {
        var hosts = new List<PostgresHost>();
        foreach (var part in text.Split(','))
        {
            // An IPv6 address is in brackets, so that its colons are not taken for the port's.
            var close = part.StartsWith('[') ? part.IndexOf(']', StringComparison.Ordinal) : -1;
            var colon = part.IndexOf(':', Math.Max(close, 0));
            var host = Decode(colon < 0 ? part : part[..colon], "a host", faults);
            if (host is not null && close > 0) host = host.Trim('[', ']');
            var port = 5432;
            if (host is "" || (part.StartsWith('[') && close < 0)) faults.Add("a host is missing or malformed");
            else if (colon >= 0 && !(int.TryParse(part.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and < 65536))
                faults.Add("a port is not a number from 1 to 65535");
            else if (host is not null) hosts.Add(new PostgresHost(host, port));
        }
        return hosts;
    }

    private void ParseParameters(string text, List<string> faults)
    {
        var seen = new HashSet<string>();
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? pair : pair[..equals];
            if (!seen.Add(name)) faults.Add($"the parameter {name} is there twice");
            if (Decode(equals < 0 ? "" : pair[(equals + 1)..], $"the parameter {name}", faults) is not { } value) continue;
            switch (name)
            {
                case "sslmode" when Array.IndexOf(SslModes, value) is >= 0 and var mode:
                    SslMode = (PostgresSslMode)mode;
                    break;
                case "sslmode":
                    faults.Add("the parameter sslmode must be one of " + string.Join(", ", SslModes));
                    break;
                case "sslrootcert" when value.Length > 0:
                    SslRootCertificate = value;
                    break;
                case "sslrootcert":
                    faults.Add("the parameter sslrootcert must be the path of a file");
                    break;
                case "pool" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var pool) && pool is >= 1 and <= 1000:
                    Pool = pool;
                    break;
                case "pool":
                    faults.Add("the parameter pool must be a number from 1 to 1000");
                    break;
                case "prepare" when value is "on" or "off":
                    Prepare = value == "on";
                    break;
                case "prepare":
                    faults.Add("the parameter prepare must be on or off");
                    break;
                default:
                    faults.Add($"the parameter {name} is unknown; known are sslmode, sslrootcert, pool and prepare");
                    break;
            }
        }
    }

    private static string? Decode(string text, string what, List<string> faults)
    {
        for (var i = text.IndexOf('%', StringComparison.Ordinal); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2])) continue;
            faults.Add($"{what} has a % that is not followed by two hexadecimal digits");
            return null;
        }
        var decoded = Uri.UnescapeDataString(text);
        if (!decoded.Contains('\0')) return decoded;
        faults.Add($"{what} contains a NUL character");
        return null;
    }
}
