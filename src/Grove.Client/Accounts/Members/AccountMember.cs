namespace Grove.Client;

/// <summary>A membership of an account, or an invitation to one.</summary>
public sealed record AccountMember : ApiObject
{
    /// <summary>Its id, which is not the user's.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>The e-mail address; of who has not accepted, as typed.</summary>
    public string Email { get; init => field = value ?? ""; } = "";

    /// <summary>Where it stands.</summary>
    public MembershipStatus Status { get; init; }

    /// <summary>The roles.</summary>
    public IReadOnlyList<AccountRole> Roles { get; init => field = value ?? []; } = [];

    /// <summary>The policies. Cloudflare only: on Grove members have roles, and this is empty.</summary>
    public IReadOnlyList<AccountMemberPolicy> Policies { get; init => field = value ?? []; } = [];

    /// <summary>Whose it is. Of who has not accepted: only the address as typed, and the id that their user has or will get.</summary>
    public AccountMemberUser User { get; init => field = value ?? new(); } = new();
}

/// <summary>Who is a member of an account.</summary>
public sealed record AccountMemberUser : ApiObject
{
    /// <summary>The id of the user.</summary>
    public string? Id { get; init; }

    /// <summary>The e-mail address.</summary>
    public string Email { get; init => field = value ?? ""; } = "";

    /// <summary>The first name.</summary>
    public string? FirstName { get; init; }

    /// <summary>The last name.</summary>
    public string? LastName { get; init; }

    /// <summary>True when the user has two-factor authentication.</summary>
    public bool TwoFactorAuthenticationEnabled { get; init; }
}

/// <summary>What a member may do with some resources of an account, in answers and in requests. Cloudflare only: Grove refuses policies.</summary>
public sealed record AccountMemberPolicy : ApiObject
{
    /// <summary>Its id; left out of a new one.</summary>
    public string? Id { get; init; }

    /// <summary>Whether it allows or denies.</summary>
    public PolicyAccess? Access { get; init; }

    /// <summary>What it is about; in requests by their ids alone.</summary>
    public IReadOnlyList<AccountPermissionGroup> PermissionGroups { get; init => field = value ?? []; } = [];

    /// <summary>On what; in requests by their ids alone.</summary>
    public IReadOnlyList<ResourceGroup> ResourceGroups { get; init => field = value ?? []; } = [];
}
