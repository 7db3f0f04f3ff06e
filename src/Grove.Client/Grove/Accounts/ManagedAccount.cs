using System.Text.Json.Serialization;

namespace Grove.Client;

/// <summary>An account as operators see it: with the organization that it is in, and what another system calls it.</summary>
public sealed record ManagedAccount : Account
{
    /// <summary>What another system calls it.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Whether anybody is a member of it, or invited; null when the server does not say.</summary>
    public bool? HasMembers { get; init; }

    /// <summary>The profile; null when it was never set.</summary>
    public Profile? Profile { get; init; }
}

/// <summary>A filter and paging of <c>GET /accounts</c>. What is left out does not filter.</summary>
public sealed record ManagedAccountListParams
{
    /// <summary>Exactly this external id, case-sensitive.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Rows on a page, 1 to 1,000. Default: 10.</summary>
    public int? PageSize { get; init; }

    /// <summary>From <see cref="ResultInfo.NextPageToken"/>; together with the same filter.</summary>
    public string? PageToken { get; init; }
}

/// <summary>A change of what operators keep of an account. What is left out stays.</summary>
public sealed record ManagedAccountUpdateParams
{
    /// <summary>What another system calls it, 1 to 255 characters, and no other account of its tree; null for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(OptionalConverter<string>))]
    public Optional<string?> ExternalId { get; init; }
}

/// <summary>Accounts that are moved together.</summary>
public sealed record AccountMoveParams
{
    /// <summary>The ids of the accounts, 1 to 100.</summary>
    public required IReadOnlyList<string> AccountIds { get; init; }

    /// <summary>The id of the organization that they are to be in.</summary>
    public required string DestinationOrganizationId { get; init; }
}
