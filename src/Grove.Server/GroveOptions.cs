using System.Net;

namespace Grove.Server;

/// <summary>Everything that can be configured. Values are checked when read; see docs/configuration.md.</summary>
public sealed record GroveOptions
{
    /// <summary><c>sqlite:PATH</c>, <c>sqlite::memory:</c> or <c>postgres://user:password@host:port/name</c>.</summary>
    public string Database { get; init; } = "sqlite:grove.db";

    /// <summary>The addresses to listen on, separated by semicolons; port 0 takes a free one.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:7878";

    /// <summary>The operator made on an empty database.</summary>
    public string OperatorEmail { get; init; } = "operator@localhost";

    /// <summary>That operator's global API key; null generates one.</summary>
    public string? OperatorKey { get; init; }

    /// <summary>The file that <see cref="OperatorKey"/> was read from; null when it was not.</summary>
    public string? OperatorKeyFile { get; init; }

    /// <summary>Gives the operator a new key at start.</summary>
    public bool ResetOperatorKey { get; init; }

    /// <summary>Where the wire API is mounted: starts with a slash, does not end with one; empty for the root.</summary>
    public string PathBase { get; init; } = "/client/v4";

    /// <summary>Requests a user may make in the window; null for no limit.</summary>
    public RateLimit? RateLimit { get; init; }

    /// <summary>Levels of organizations below a root; 0 for the fixed ceiling of 64.</summary>
    public int MaxDepth { get; init; } = 10;

    /// <summary>Accounts directly in one organization; 0 for no limit.</summary>
    public int MaxAccounts { get; init; } = 500;

    /// <summary>True when only operators create root organizations.</summary>
    public bool RootCreationByOperators { get; init; }

    /// <summary>True when any address may be made an active member without consent.</summary>
    public bool DirectMembersAny { get; init; }

    /// <summary>Days after which an invitation expires.</summary>
    public int InviteDays { get; init; } = 7;

    /// <summary>The server that takes mails; null when Grove sends none.</summary>
    public SmtpServer? Smtp { get; init; }

    /// <summary>The address that mails come from; needed with <see cref="Smtp"/>.</summary>
    public string? MailFrom { get; init; }

    /// <summary>The page that takes up an invitation, without a fragment; needed with <see cref="Smtp"/>.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>How many invitations are mailed a day.</summary>
    public MailLimits InviteMails { get; init; } = new(250, 10);

    /// <summary>True when only users with two-factor authentication accept invitations.</summary>
    public bool InviteTwoFactor { get; init; }

    /// <summary>Days after which audit records are removed; 0 for never.</summary>
    public int AuditDays { get; init; }

    /// <summary>The proxies whose forwarded headers are believed.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>True when <c>/metrics</c> needs no credentials.</summary>
    public bool MetricsOpen { get; init; }

    /// <summary>Only the name: a record would print the database's password and the operator's key into whatever logs it.</summary>
    public override string ToString() => nameof(GroveOptions);
}

/// <summary>A server that takes mails.</summary>
/// <param name="Host">A name, or an address without brackets.</param>
/// <param name="User">Null when it asks for no credentials.</param>
/// <param name="Tls">False when mails, and the password, may travel readable.</param>
public sealed record SmtpServer(string Host, int Port, string? User, string? Password, bool Tls)
{
    /// <summary>Without the credentials.</summary>
    public override string ToString() => $"{Host}:{Port}";
}

/// <summary>How many mails a day (UTC) one organization causes, and one address gets; 0 for no limit.</summary>
public sealed record MailLimits(int Organization, int Address);

/// <summary>A number of requests in a window of seconds.</summary>
public sealed record RateLimit(int Requests, int Seconds);
