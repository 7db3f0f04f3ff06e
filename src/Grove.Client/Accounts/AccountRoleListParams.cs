namespace Grove.Client;

/// <summary>The page of <c>GET /accounts/{account_id}/roles</c>.</summary>
public sealed record AccountRoleListParams
{
    /// <summary>The number of the page, from 1, the default.</summary>
    public int? Page { get; init; }

    /// <summary>Rows on a page, 5 to 50. Default: 20.</summary>
    public int? PerPage { get; init; }
}
