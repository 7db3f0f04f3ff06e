namespace Grove.Client;

/// <summary>An account.</summary>
public record Account : ApiObject
{
    /// <summary>Its id.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedOn { get; init; }

    /// <summary>Its name; not unique.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Its type.</summary>
    public AccountType Type { get; init; }

    /// <summary>The organization that it is in; null for a free account, and when the caller does not see the organization.</summary>
    public AccountManager? ManagedBy { get; init; }

    /// <summary>Its settings; null in an invitation to it.</summary>
    public AccountSettings? Settings { get; init; }
}

/// <summary>The organization that an account is in.</summary>
public sealed record AccountManager : ApiObject
{
    /// <summary>Its id.</summary>
    public string? ParentOrgId { get; init; }

    /// <summary>Its name.</summary>
    public string? ParentOrgName { get; init; }
}

/// <summary>The settings of an account.</summary>
public sealed record AccountSettings : ApiObject
{
    /// <summary>Where abuse of the account is reported to; null for nowhere in particular.</summary>
    public string? AbuseContactEmail { get; init; }

    /// <summary>Whether members must have two-factor authentication; null when it was never set.</summary>
    public bool? EnforceTwofactor { get; init; }
}

/// <summary>Where an account was moved.</summary>
public sealed record MovedAccount : ApiObject
{
    /// <summary>The id of the account.</summary>
    public string AccountId { get; init => field = value ?? ""; } = "";

    /// <summary>The id of the organization that it is in now.</summary>
    public string DestinationOrganizationId { get; init => field = value ?? ""; } = "";

    /// <summary>The id of the organization that it was in; empty for an account that was free.</summary>
    public string SourceOrganizationId { get; init => field = value ?? ""; } = "";
}
