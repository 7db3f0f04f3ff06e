namespace Grove.Client;

/// <summary>An organization.</summary>
public record Organization : ApiObject
{
    /// <summary>Its id.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreateTime { get; init; }

    /// <summary>What it may do, and where it is.</summary>
    public OrganizationMeta Meta { get; init => field = value ?? new(); } = new();

    /// <summary>Its name; not unique.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The organization above; null for a root, and for the topmost organization that the caller sees.</summary>
    public OrganizationParent? Parent { get; init; }

    /// <summary>Its profile, when that was last written together with the organization.</summary>
    public Profile? Profile { get; init; }
}

/// <summary>The organization above another.</summary>
public sealed record OrganizationParent : ApiObject
{
    /// <summary>Its id.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; init => field = value ?? ""; } = "";
}

/// <summary>What an organization may do, and where it is.</summary>
public sealed record OrganizationMeta : ApiObject
{
    /// <summary>The five capabilities of the earlier schema.</summary>
    public OrganizationFlags? Flags { get; init; }

    /// <summary>The eight capabilities of the present schema.</summary>
    public OrganizationTenantFlags? TenantFlags { get; init; }

    /// <summary>The ids from the topmost organization that the caller sees to this one.</summary>
    public IReadOnlyList<string> HierarchyTags { get; init => field = value ?? []; } = [];

    /// <summary>By whom it is managed.</summary>
    public string? ManagedBy { get; init; }
}

/// <summary>Five capabilities, each a text such as "enabled".</summary>
public sealed record OrganizationFlags : ApiObject
{
    /// <summary>Accounts may be created.</summary>
    public string? AccountCreation { get; init; }

    /// <summary>Accounts may be deleted.</summary>
    public string? AccountDeletion { get; init; }

    /// <summary>Free accounts may be brought in.</summary>
    public string? AccountMigration { get; init; }

    /// <summary>Accounts may be moved between organizations.</summary>
    public string? AccountMobility { get; init; }

    /// <summary>Sub-organizations may be created.</summary>
    public string? SubOrgCreation { get; init; }
}

/// <summary>Eight capabilities, each a text such as "enabled".</summary>
public sealed record OrganizationTenantFlags : ApiObject
{
    /// <summary>Accounts may be created.</summary>
    public string? AccountCreation { get; init; }

    /// <summary>Accounts that are created take the defaults of the tenant.</summary>
    public string? AccountCreationAppliesTenantDefaults { get; init; }

    /// <summary>Accounts may be deleted.</summary>
    public string? AccountDeletion { get; init; }

    /// <summary>Free accounts may be brought in.</summary>
    public string? AccountMigration { get; init; }

    /// <summary>Accounts may be moved between organizations.</summary>
    public string? AccountMobility { get; init; }

    /// <summary>What is for enterprises is available.</summary>
    public string? EnterpriseCapability { get; init; }

    /// <summary>Members may be managed.</summary>
    public string? MemberManagement { get; init; }

    /// <summary>Sub-organizations may be created.</summary>
    public string? SubOrgCreation { get; init; }
}

/// <summary>Who is behind an organization or an account: five texts, all of which are sent. Kept exactly as sent.</summary>
public sealed record Profile : ApiObject
{
    /// <summary>The address.</summary>
    public string BusinessAddress { get; init => field = value ?? ""; } = "";

    /// <summary>The e-mail address.</summary>
    public string BusinessEmail { get; init => field = value ?? ""; } = "";

    /// <summary>The name.</summary>
    public string BusinessName { get; init => field = value ?? ""; } = "";

    /// <summary>The telephone number.</summary>
    public string BusinessPhone { get; init => field = value ?? ""; } = "";

    /// <summary>Whatever the caller keeps there, often JSON.</summary>
    public string ExternalMetadata { get; init => field = value ?? ""; } = "";
}
