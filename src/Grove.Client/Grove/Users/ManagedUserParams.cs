using System.Text.Json.Serialization;

namespace Grove.Client;

/// <summary>Filters and paging of <c>GET /users</c>. What is left out does not filter.</summary>
public sealed record ManagedUserListParams
{
    /// <summary>Only users with such an e-mail address.</summary>
    public ManagedUserEmailFilter? Email { get; init; }

    /// <summary>Exactly this external id, case-sensitive.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Rows on a page, 1 to 1,000. Default: 10.</summary>
    public int? PageSize { get; init; }

    /// <summary>From <see cref="ResultInfo.NextPageToken"/>; together with the same filters.</summary>
    public string? PageToken { get; init; }
}

/// <summary>What an e-mail address must be like, whatever the case; both must hold.</summary>
public sealed record ManagedUserEmailFilter
{
    /// <summary>What it is.</summary>
    public string? Is { get; init; }

    /// <summary>What it begins with.</summary>
    public string? StartsWith { get; init; }
}

/// <summary>A new user.</summary>
public sealed record ManagedUserCreateParams
{
    /// <summary>Their e-mail address, 3 to 90 ASCII characters; no other user may have it.</summary>
    public required string Email { get; init; }

    /// <summary>Their first name, up to 100 characters.</summary>
    public string? FirstName { get; init; }

    /// <summary>Their last name, up to 100 characters.</summary>
    public string? LastName { get; init; }

    /// <summary>Their telephone number, up to 100 characters.</summary>
    public string? Telephone { get; init; }

    /// <summary>The country they live in, up to 100 characters.</summary>
    public string? Country { get; init; }

    /// <summary>The postal code of where they live, up to 100 characters.</summary>
    public string? Zipcode { get; init; }

    /// <summary>The id of the organization that manages them.</summary>
    public string? ManagingOrganizationId { get; init; }

    /// <summary>What another system calls them, 1 to 255 characters; no other user may have it.</summary>
    public string? ExternalId { get; init; }

    /// <summary>They are an operator. Default: they are not.</summary>
    public bool? Operator { get; init; }

    /// <summary>They sign in with a second factor: Grove has none of its own, so whoever signs users in tells it. Default: they don't.</summary>
    public bool? TwoFactorAuthenticationEnabled { get; init; }
}

/// <summary>A change of a user. What is left out stays; null takes it away.</summary>
public sealed record ManagedUserUpdateParams
{
    /// <summary>Their first name, up to 100 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(OptionalConverter<string>))]
    public Optional<string?> FirstName { get; init; }

    /// <summary>Their last name, up to 100 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(OptionalConverter<string>))]
    public Optional<string?> LastName { get; init; }

    /// <summary>Their telephone number, up to 100 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(OptionalConverter<string>))]
    public Optional<string?> Telephone { get; init; }

    /// <summary>The country they live in, up to 100 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(OptionalConverter<string>))]
    public Optional<string?> Country { get; init; }

    /// <summary>The postal code of where they live, up to 100 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(OptionalConverter<string>))]
    public Optional<string?> Zipcode { get; init; }

    /// <summary>The id of the organization that manages them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(OptionalConverter<string>))]
    public Optional<string?> ManagingOrganizationId { get; init; }

    /// <summary>What another system calls them, 1 to 255 characters; no other user may have it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(OptionalConverter<string>))]
    public Optional<string?> ExternalId { get; init; }

    /// <summary>Whether they are an operator; left out, it stays.</summary>
    public bool? Operator { get; init; }

    /// <summary>Whether they are suspended, so that none of their credentials is accepted; left out, it stays.</summary>
    public bool? Suspended { get; init; }

    /// <summary>Whether they sign in with a second factor; left out, it stays.</summary>
    public bool? TwoFactorAuthenticationEnabled { get; init; }
}
