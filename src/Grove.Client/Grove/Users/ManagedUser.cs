namespace Grove.Client;

/// <summary>A user as operators see them.</summary>
public record ManagedUser : ApiObject
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
    public bool TwoFactorAuthenticationEnabled { get; init; }

    /// <summary>They are suspended: none of their credentials is accepted.</summary>
    public bool Suspended { get; init; }

    /// <summary>They are an operator.</summary>
    public bool Operator { get; init; }

    /// <summary>The id of the organization that manages them; null for none.</summary>
    public string? ManagingOrganizationId { get; init; }

    /// <summary>When they became a user.</summary>
    public DateTimeOffset CreateTime { get; init; }

    /// <summary>What another system calls them.</summary>
    public string? ExternalId { get; init; }
}

/// <summary>A user who was just made, with their global API key.</summary>
public sealed record CreatedUser : ManagedUser
{
    /// <summary>Their global API key. It cannot be read again.</summary>
    public string ApiKey { get; init => field = value ?? ""; } = "";

    /// <summary>The user without their key.</summary>
    public override string ToString() => $"CreatedUser {{ Id = {Id}, Email = {Email} }}";
}

/// <summary>A new global API key.</summary>
public sealed record UserApiKey : ApiObject
{
    /// <summary>The key. It cannot be read again.</summary>
    public string ApiKey { get; init => field = value ?? ""; } = "";

    /// <summary>Nothing of the key.</summary>
    public override string ToString() => "UserApiKey";
}
