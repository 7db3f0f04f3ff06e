using System.Text.Json.Serialization;

namespace Grove.Client;

/// <summary>Filters and paging of <c>GET /organizations</c>. What is left out does not filter.</summary>
public sealed record OrganizationListParams
{
    /// <summary>Only these ids, up to 1,000.</summary>
    public IReadOnlyList<string>? Id { get; init; }

    /// <summary>Only organizations that contain something.</summary>
    public OrganizationContaining? Containing { get; init; }

    /// <summary>Only organizations with such a name, whatever the case.</summary>
    public OrganizationNameFilter? Name { get; init; }

    /// <summary>Only organizations right below another, or roots.</summary>
    public OrganizationParentFilter? Parent { get; init; }

    /// <summary>Rows on a page, 1 to 1,000. Default: 10.</summary>
    public int? PageSize { get; init; }

    /// <summary>From <see cref="ResultInfo.NextPageToken"/>; together with the same filters.</summary>
    public string? PageToken { get; init; }
}

/// <summary>What an organization must contain, itself or below.</summary>
public sealed record OrganizationContaining
{
    /// <summary>The id of an account.</summary>
    public string? Account { get; init; }

    /// <summary>The id of an organization.</summary>
    public string? Organization { get; init; }

    /// <summary>The id of a user who is managed there; this says nothing about rights.</summary>
    public string? User { get; init; }
}

/// <summary>What a name must be like; several must all hold.</summary>
public sealed record OrganizationNameFilter
{
    /// <summary>What it begins with.</summary>
    public string? StartsWith { get; init; }

    /// <summary>What it ends with.</summary>
    public string? EndsWith { get; init; }

    /// <summary>What it contains.</summary>
    public string? Contains { get; init; }
}

/// <summary>Where an organization must be.</summary>
public sealed record OrganizationParentFilter
{
    /// <summary>Roots.</summary>
    public static OrganizationParentFilter None { get; } = new() { Id = "null" };

    /// <summary>The id of the organization right above; "null" for roots.</summary>
    public string? Id { get; init; }
}

/// <summary>A new organization.</summary>
public sealed record OrganizationCreateParams
{
    /// <summary>1 to 100 characters, without white space at either end.</summary>
    public required string Name { get; init; }

    /// <summary>The organization right above; left out or null for a root.</summary>
    public OrganizationReference? Parent { get; init; }

    /// <summary>Its profile.</summary>
    public Profile? Profile { get; init; }
}

/// <summary>A change of an organization.</summary>
public sealed record OrganizationUpdateParams
{
    /// <summary>The name, also when it stays; 1 to 100 characters, without white space at either end.</summary>
    public required string Name { get; init; }

    /// <summary>Another parent, or null to make it a root. Left out, it stays where it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(OptionalConverter<OrganizationReference>))]
    public Optional<OrganizationReference?> Parent { get; init; }

    /// <summary>Another profile. Null: it is no longer shown with the organization, but kept. Left out, it stays.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(OptionalConverter<Profile>))]
    public Optional<Profile?> Profile { get; init; }
}

/// <summary>An organization by its id.</summary>
/// <param name="Id">The id.</param>
public sealed record OrganizationReference(string Id);
