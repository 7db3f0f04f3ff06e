namespace Grove.Client;

/// <summary>The user whose credential is used.</summary>
public sealed record User : ApiObject
{
    /// <summary>Their id.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>Their e-mail address.</summary>
    public string Email { get; init => field = value ?? ""; } = "";

    /// <summary>Their first name.</summary>
    public string? FirstName { get; init; }

    /// <summary>Their last name.</summary>
    public string? LastName { get; init; }

    /// <summary>Their telephone number.</summary>
    public string? Telephone { get; init; }

    /// <summary>The country they live in.</summary>
    public string? Country { get; init; }

    /// <summary>The postal code of where they live.</summary>
    public string? Zipcode { get; init; }

    /// <summary>They sign in with a second factor.</summary>
    public bool? TwoFactorAuthenticationEnabled { get; init; }

    /// <summary>One of their accounts asks for a second factor, so they cannot do without.</summary>
    public bool? TwoFactorAuthenticationLocked { get; init; }

    /// <summary>They are suspended.</summary>
    public bool? Suspended { get; init; }

    /// <summary>The betas in which they take part.</summary>
    public IReadOnlyList<string> Betas { get; init => field = value ?? []; } = [];

    /// <summary>They have zones of the plan Pro. Never of Grove, which has no zones.</summary>
    public bool? HasProZones { get; init; }

    /// <summary>They have zones of the plan Business. Never of Grove, which has no zones.</summary>
    public bool? HasBusinessZones { get; init; }

    /// <summary>They have zones of the plan Enterprise. Never of Grove, which has no zones.</summary>
    public bool? HasEnterpriseZones { get; init; }

    /// <summary>Organizations in which they have a membership of their own; of Grove the first 50.</summary>
    public IReadOnlyList<UserOrganization> Organizations { get; init => field = value ?? []; } = [];
}
