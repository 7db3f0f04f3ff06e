namespace Grove.Client;

/// <summary>Order and paging of <c>GET /user/tokens</c>.</summary>
public sealed record TokenListParams
{
    /// <summary>The direction of the order of creation. Default: ascending.</summary>
    public SortDirection? Direction { get; init; }

    /// <summary>Whether expired tokens are listed too. Of Grove they are unless this is false.</summary>
    public bool? IncludeExpired { get; init; }

    /// <summary>The number of the page, from 1. Default: 1.</summary>
    public int? Page { get; init; }

    /// <summary>Rows on a page, 5 to 50. Default: 20.</summary>
    public int? PerPage { get; init; }
}

/// <summary>A new API token.</summary>
public sealed record TokenCreateParams
{
    /// <summary>Its name, 1 to 120 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What it allows and denies, and where; at least one.</summary>
    public required IReadOnlyList<TokenPolicy> Policies { get; init; }

    /// <summary>From where it can be used. Left out: from anywhere.</summary>
    public TokenCondition? Condition { get; init; }

    /// <summary>Before when it cannot be used.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>From when on it can no longer be used. Left out: never.</summary>
    public DateTimeOffset? ExpiresOn { get; init; }
}

/// <summary>What an API token is to be like from now on. What is left out is taken away.</summary>
public sealed record TokenUpdateParams
{
    /// <summary>Its name, 1 to 120 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What it allows and denies, and where; at least one.</summary>
    public required IReadOnlyList<TokenPolicy> Policies { get; init; }

    /// <summary>From where it can be used. Left out: from anywhere.</summary>
    public TokenCondition? Condition { get; init; }

    /// <summary><see cref="TokenStatus.Active"/> or <see cref="TokenStatus.Disabled"/>. Left out, of Grove: active.</summary>
    public TokenStatus? Status { get; init; }

    /// <summary>Before when it cannot be used.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>From when on it can no longer be used. Left out: never.</summary>
    public DateTimeOffset? ExpiresOn { get; init; }
}
