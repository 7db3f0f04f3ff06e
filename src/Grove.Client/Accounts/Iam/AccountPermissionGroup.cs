namespace Grove.Client;

/// <summary>A permission group that members of an account can have. On Grove it is a role, with the same id.</summary>
public sealed record AccountPermissionGroup : ApiObject
{
    /// <summary>Its id.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>Its name; not needed in a request.</summary>
    public string? Name { get; init; }

    /// <summary>What else there is to it; not needed in a request.</summary>
    public AccountPermissionGroupMeta? Meta { get; init; }
}

/// <summary>What else there is to a permission group.</summary>
public sealed record AccountPermissionGroupMeta : ApiObject
{
    /// <summary>What groups it belongs with. Cloudflare only.</summary>
    public string? Category { get; init; }

    /// <summary>Whether it is deprecated. Cloudflare only.</summary>
    public string? Deprecated { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Whether it can be changed. Cloudflare only.</summary>
    public string? Editable { get; init; }

    /// <summary>When it ends. Cloudflare only.</summary>
    public string? EolAt { get; init; }

    /// <summary>A name for programs, such as "administrator_read_only".</summary>
    public string? Label { get; init; }

    /// <summary>What it can be given on, such as "com.cloudflare.api.account".</summary>
    public string? Scopes { get; init; }

    /// <summary>To whom it is available. Cloudflare only.</summary>
    public string? Visibility { get; init; }
}

/// <summary>Filters and paging of <c>GET /accounts/{account_id}/iam/permission_groups</c>. What is left out does not filter.</summary>
public sealed record AccountPermissionGroupListParams
{
    /// <summary>Only the group with this id.</summary>
    public string? Id { get; init; }

    /// <summary>Only the group with exactly this name.</summary>
    public string? Name { get; init; }

    /// <summary>Only the group with exactly this label.</summary>
    public string? Label { get; init; }

    /// <summary>The number of the page, from 1, the default.</summary>
    public int? Page { get; init; }

    /// <summary>Rows on a page, 5 to 50. Default: 20.</summary>
    public int? PerPage { get; init; }
}
