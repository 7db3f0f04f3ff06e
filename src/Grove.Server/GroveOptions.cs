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

/// <summary>A number of requests in a window of seconds.</summary>
public sealed record RateLimit(int Requests, int Seconds);
