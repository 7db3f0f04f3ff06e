namespace Grove.Conformance.Model;

internal sealed class Person(Actor actor, string createTime)
{
    public Actor Actor => actor;
    public string Id => actor.Id;
    public string Email => actor.Email;
    public string CreateTime => createTime;

    public bool Operator { get; set; }
    public bool Suspended { get; set; }
    public bool TwoFactor { get; set; }
    public Organization? ManagedBy { get; set; }

    /// <summary>First name, last name, telephone, country, zipcode: those that are there.</summary>
    public Dictionary<string, string> Details { get; } = [];

    public long Version { get; set; } = 1;

    public List<Token> Tokens { get; } = [];

    /// <summary>What other members are shown.</summary>
    public string FullName => string.Join(' ', new[] { Details.GetValueOrDefault("first_name"), Details.GetValueOrDefault("last_name") }.Where(part => !string.IsNullOrEmpty(part)));
}

/// <summary>What permission groups are about.</summary>
internal enum Area
{
    Details,
    Accounts,
    Memberships,
    Audit,
    Operator,
}

/// <summary>An API token: what it permits, and where. All of its policies have the same groups.</summary>
internal sealed record Token(Actor Actor, Area[] Areas, bool Writes)
{
    public required string Id { get; init; }

    /// <summary>True when it allows all that its owner may do.</summary>
    public bool Everything { get; init; }

    /// <summary>Ids of organizations, each with all below it.</summary>
    public string[] Allowed { get; init; } = [];
    public string[] Denied { get; init; } = [];
    public string[] AllowedAccounts { get; init; } = [];
    public string[] DeniedAccounts { get; init; } = [];
}

/// <summary>Somebody by one of their credentials: their key, or a token.</summary>
internal sealed record Caller(Person Person, Token? Token = null)
{
    public Actor Actor => Token?.Actor ?? Person.Actor;

    public bool Permits(Area area, bool write) => Token is null || (Token.Areas.Contains(area) && (Token.Writes || !write));

    /// <summary>True when the token reaches less than its owner.</summary>
    public bool Narrowed => Token is { } token && (!token.Everything || token.Denied.Length > 0 || token.DeniedAccounts.Length > 0);

    public bool ActsAsOperator => Person.Operator && Permits(Area.Operator, write: true) && !Narrowed;

    public bool Covers(Organization organization) =>
        Token is null || ((Token.Everything || Within(organization, Token.Allowed)) && !Within(organization, Token.Denied));

    public bool Covers(Account account)
    {
        if (Token is null) return true;
        var allowed = Token.Everything || Token.AllowedAccounts.Contains(account.Id) || (account.Organization is { } at && Within(at, Token.Allowed));
        var denied = Token.DeniedAccounts.Contains(account.Id) || (account.Organization is { } place && Within(place, Token.Denied));
        return allowed && !denied;
    }

    private static bool Within(Organization organization, string[] tops) => organization.Upwards.Any(at => tops.Contains(at.Id));
}
