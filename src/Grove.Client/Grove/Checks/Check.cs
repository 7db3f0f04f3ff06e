namespace Grove.Client;

/// <summary>Whether a user may do something to an organization, or to an account.</summary>
public sealed record CheckParams
{
    /// <summary>The id of the user.</summary>
    public required string UserId { get; init; }

    /// <summary>The id of the organization; either this or <see cref="AccountId"/>.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>The id of the account; either this or <see cref="OrganizationId"/>.</summary>
    public string? AccountId { get; init; }

    /// <summary>
    /// What they would do, a word of the roles of <see cref="GroveRoleService.ListAsync"/>, such as <c>#organization:edit</c>, or <c>#dns:read</c> of an account.
    /// </summary>
    public required string Permission { get; init; }
}

/// <summary>Several checks at once.</summary>
public sealed record CheckBatchParams
{
    /// <summary>1 to 100.</summary>
    public required IReadOnlyList<CheckParams> Checks { get; init; }
}

/// <summary>Whether a user may do something, and why.</summary>
public sealed record CheckResult : ApiObject
{
    /// <summary>They may, by their role alone: capabilities and limits are not asked. Never for a suspended user.</summary>
    public bool Allowed { get; init; }

    /// <summary>The name of the highest role that they have there; null for none.</summary>
    public string? Role { get; init; }

    /// <summary>The membership that gives the role, the nearest of equal ones; null for none.</summary>
    public CheckVia? Via { get; init; }
}

/// <summary>The membership that gives a role: one of an organization, or one of an account.</summary>
public sealed record CheckVia : ApiObject
{
    /// <summary>The id of the organization in which it is; null when it is one of an account.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>The id of the account in which it is; null when it is one of an organization.</summary>
    public string? AccountId { get; init; }

    /// <summary>The id of the membership.</summary>
    public string MemberId { get; init => field = value ?? ""; } = "";
}
