namespace Grove.Client;

/// <summary>An account as the list of its organization shows it, which has other settings than the account by itself.</summary>
public sealed record OrganizationAccount : ApiObject
{
    /// <summary>Its id.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedOn { get; init; }

    /// <summary>Its name; not unique.</summary>
    public string? Name { get; init; }

    /// <summary>Its type.</summary>
    public AccountType Type { get; init; }

    /// <summary>Its settings.</summary>
    public OrganizationAccountSettings Settings { get; init => field = value ?? new(); } = new();
}

/// <summary>The settings of an account in the list of its organization. What is null is not known there, or not set.</summary>
public sealed record OrganizationAccountSettings : ApiObject
{
    /// <summary>Where abuse of the account is reported to.</summary>
    public string? AbuseContactEmail { get; init; }

    /// <summary>Until when access for support is approved. Cloudflare only.</summary>
    public string? AccessApprovalExpiry { get; init; }

    /// <summary>Whether the API may be used. Cloudflare only.</summary>
    public bool? ApiAccessEnabled { get; init; }

    /// <summary>The name servers of new zones. Cloudflare only.</summary>
    public string? DefaultNameservers { get; init; }

    /// <summary>Whether members must have two-factor authentication.</summary>
    public bool? EnforceTwofactor { get; init; }

    /// <summary>Whether new zones use the account's own name servers. Cloudflare only.</summary>
    public bool? UseAccountCustomNsByDefault { get; init; }
}
