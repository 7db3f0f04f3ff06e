namespace Grove.Client;

/// <summary>A group of permissions that policies of API tokens can name.</summary>
public sealed record TokenPermissionGroup : ApiObject
{
    /// <summary>Its id.</summary>
    public string? Id { get; init; }

    /// <summary>Its name, such as "User Details Read".</summary>
    public string? Name { get; init; }

    /// <summary>The types of resources on which it can be given, such as <c>com.cloudflare.api.user</c>.</summary>
    public IReadOnlyList<string> Scopes { get; init => field = value ?? []; } = [];

    /// <summary>The products it is about, such as "account_and_billing". Only of Cloudflare.</summary>
    public string? Category { get; init; }

    /// <summary>Whether the caller can give it to a token. Only of Cloudflare.</summary>
    public bool? IsSelectable { get; init; }
}

/// <summary>Filters of <c>GET /user/tokens/permission_groups</c>. What is left out does not filter.</summary>
public sealed record TokenPermissionGroupListParams
{
    /// <summary>Only the group with exactly this name.</summary>
    public string? Name { get; init; }

    /// <summary>Only groups with this scope.</summary>
    public string? Scope { get; init; }
}
