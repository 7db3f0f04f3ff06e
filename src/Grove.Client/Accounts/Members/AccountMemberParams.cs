namespace Grove.Client;

/// <summary>Filter, order and paging of <c>GET /accounts/{account_id}/members</c>. What is left out does not filter.</summary>
public sealed record AccountMemberListParams
{
    /// <summary>Only this status. Default: accepted and pending.</summary>
    public MembershipStatus? Status { get; init; }

    /// <summary>What to order by. Default: when members were added.</summary>
    public AccountMemberOrder? Order { get; init; }

    /// <summary>The direction of the order. Default: ascending.</summary>
    public SortDirection? Direction { get; init; }

    /// <summary>The number of the page, from 1, the default.</summary>
    public int? Page { get; init; }

    /// <summary>Rows on a page, 5 to 50. Default: 20.</summary>
    public int? PerPage { get; init; }
}

/// <summary>A new member of an account, with either roles or policies.</summary>
public sealed record AccountMemberCreateParams
{
    /// <summary>The e-mail address, 3 to 90 ASCII characters.</summary>
    public required string Email { get; init; }

    /// <summary>Ids of roles, at least one.</summary>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>Policies instead of roles. Cloudflare only.</summary>
    public IReadOnlyList<AccountMemberPolicy>? Policies { get; init; }

    /// <summary>
    /// Pending, the default, invites. Accepted adds them at once: for operators of Grove, and for users that the account's organization or one above it
    /// manages.
    /// </summary>
    public MembershipStatus? Status { get; init; }
}

/// <summary>What a member of an account may do from now on: either roles or policies.</summary>
public sealed record AccountMemberUpdateParams
{
    /// <summary>All roles from now on, at least one, by their ids.</summary>
    public IReadOnlyList<RoleReference>? Roles { get; init; }

    /// <summary>All policies from now on, instead of roles. Cloudflare only.</summary>
    public IReadOnlyList<AccountMemberPolicy>? Policies { get; init; }
}
