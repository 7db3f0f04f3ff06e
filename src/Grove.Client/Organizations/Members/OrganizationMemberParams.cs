namespace Grove.Client;

/// <summary>Filters and paging of <c>GET /organizations/{organization_id}/members</c>. What is left out does not filter.</summary>
public sealed record OrganizationMemberListParams
{
    /// <summary>Only these statuses. Default: active and pending.</summary>
    public IReadOnlyList<OrganizationMemberStatus>? Status { get; init; }

    /// <summary>Only members with such an e-mail address.</summary>
    public TextFilter? UserEmail { get; init; }

    /// <summary>Rows on a page, 1 to 1,000. Default: 10.</summary>
    public int? PageSize { get; init; }

    /// <summary>From <see cref="ResultInfo.NextPageToken"/>; together with the same filters.</summary>
    public string? PageToken { get; init; }
}

/// <summary>A new member of an organization.</summary>
public sealed record OrganizationMemberCreateParams
{
    /// <summary>Who, and as what.</summary>
    public required NewOrganizationMember Member { get; init; }
}

/// <summary>New members of an organization.</summary>
public sealed record OrganizationMemberBatchCreateParams
{
    /// <summary>Who, and as what: 1 to 10, each address once.</summary>
    public required IReadOnlyList<NewOrganizationMember> Members { get; init; }
}

/// <summary>Who is to be a member of an organization, and as what.</summary>
public sealed record NewOrganizationMember
{
    /// <summary>Who.</summary>
    public required NewOrganizationMemberUser User { get; init; }

    /// <summary>
    /// Pending, the default, invites. Active adds them at once: for operators of Grove, and for users that the organization or one above it manages.
    /// </summary>
    public OrganizationMemberStatus? Status { get; init; }

    /// <summary>Ids of roles. Default: Organization Super Administrator. Grove only.</summary>
    public IReadOnlyList<string>? Roles { get; init; }
}

/// <summary>Somebody by their address.</summary>
/// <param name="Email">The e-mail address, 3 to 90 ASCII characters.</param>
public sealed record NewOrganizationMemberUser(string Email);
