namespace Grove.Client;

/// <summary>A membership of an account, or an invitation to one, as its own user sees it.</summary>
public sealed record Membership : ApiObject
{
    /// <summary>Its id.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>The account; until the invitation is accepted only its id, name, type and creation.</summary>
    public Account Account { get; init => field = value ?? new(); } = new();

    /// <summary>Whether the API may be used for the account; null when it is not limited. Cloudflare only.</summary>
    public bool? ApiAccessEnabled { get; init; }

    /// <summary>What the roles allow.</summary>
    public AccountPermissions Permissions { get; init => field = value ?? new(); } = new();

    /// <summary>The names of the roles.</summary>
    public IReadOnlyList<string> Roles { get; init => field = value ?? []; } = [];

    /// <summary>Where it stands.</summary>
    public MembershipStatus Status { get; init; }

    /// <summary>The policies; null in lists. Cloudflare only: on Grove members have roles, and this is empty.</summary>
    public IReadOnlyList<AccountMemberPolicy>? Policies { get; init; }
}

/// <summary>Filters, order and paging of <c>GET /memberships</c>. What is left out does not filter.</summary>
public sealed record MembershipListParams
{
    /// <summary>Only accounts with exactly this name.</summary>
    public string? AccountName { get; init; }

    /// <summary>The same as <see cref="AccountName"/>; when both are given, both must hold.</summary>
    public string? Name { get; init; }

    /// <summary>Only this status. Default: accepted and pending.</summary>
    public MembershipStatus? Status { get; init; }

    /// <summary>What to order by. Default: when memberships were made.</summary>
    public MembershipOrder? Order { get; init; }

    /// <summary>The direction of the order. Default: ascending.</summary>
    public SortDirection? Direction { get; init; }

    /// <summary>The number of the page, from 1, the default.</summary>
    public int? Page { get; init; }

    /// <summary>Rows on a page, 5 to 50. Default: 20.</summary>
    public int? PerPage { get; init; }
}

/// <summary>The answer to an invitation to an account.</summary>
public sealed record MembershipUpdateParams
{
    /// <summary>Accepted or rejected.</summary>
    public required MembershipStatus Status { get; init; }
}
