using System.Text.Json.Serialization;

namespace Grove.Client;

/// <summary>An organization as operators see it: with all that is above it, and what another system calls it.</summary>
public sealed record ManagedOrganization : Organization
{
    /// <summary>What another system calls it.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Whether anybody is a member of it, or invited; null when the server does not say.</summary>
    public bool? HasMembers { get; init; }

    /// <summary>Whether it has a profile, shown with it or not; null when the server does not say.</summary>
    public bool? HasProfile { get; init; }
}

/// <summary>A filter and paging of <c>GET /organizations</c>. What is left out does not filter.</summary>
public sealed record ManagedOrganizationListParams
{
    /// <summary>Exactly this external id, case-sensitive.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Rows on a page, 1 to 1,000. Default: 10.</summary>
    public int? PageSize { get; init; }

    /// <summary>From <see cref="ResultInfo.NextPageToken"/>; together with the same filter.</summary>
    public string? PageToken { get; init; }
}

/// <summary>A change of what an organization may do. What is left out stays.</summary>
public sealed record ManagedOrganizationUpdateParams
{
    /// <summary>Capabilities, each "enabled" or "disabled"; those that are left out stay.</summary>
    public OrganizationTenantFlags? Flags { get; init; }

    /// <summary>By whom it is managed, up to 100 characters; null for nobody.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(OptionalConverter<string>))]
    public Optional<string?> ManagedBy { get; init; }

    /// <summary>What another system calls it, 1 to 255 characters, and no other organization of its tree; null for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(OptionalConverter<string>))]
    public Optional<string?> ExternalId { get; init; }
}
