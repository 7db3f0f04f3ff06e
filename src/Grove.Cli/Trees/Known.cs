using Grove.Client;

namespace Grove.Cli.Trees;

/// <summary>An organization that is there already.</summary>
internal sealed record KnownOrganization(string Id, string Name, string? ParentId, Profile? Profile)
{
    /// <summary>Another of this name in the same place.</summary>
    public KnownOrganization? Namesake { get; set; }

    public static KnownOrganization Of(Organization organization) => new(organization.Id, organization.Name, organization.Parent?.Id, organization.Profile);
}

/// <summary>An account that is there already.</summary>
internal sealed record KnownAccount(string Id, string Name, string Type, string? AbuseContactEmail, bool EnforceTwofactor)
{
    /// <summary>Whether anybody is a member or invited; null when that is not known.</summary>
    public bool? HasMembers { get; init; }

    /// <summary>Null when it has none, and when that is not known.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Whether <see cref="Profile"/> is known.</summary>
    public bool IsWhole { get; init; }

    public Profile? Profile { get; init; }

    public static KnownAccount Of(ManagedAccount account) =>
        new(account.Id, account.Name, account.Type.Value, account.Settings?.AbuseContactEmail, account.Settings?.EnforceTwofactor ?? false)
        {
            HasMembers = account.HasMembers,
            ExternalId = account.ExternalId,
            // A server that does not say one says neither.
            IsWhole = account.HasMembers is not null,
            Profile = account.Profile,
        };
}

/// <summary>A member of an organization or of an account who is there already.</summary>
/// <param name="Roles">The ids of their roles.</param>
internal sealed record KnownMember(string Id, string UserId, string Email, string Status, IReadOnlyList<string> Roles);

/// <summary>What has an external id, and where it is.</summary>
/// <param name="ParentId">The organization right above; null for none.</param>
/// <param name="Lineage">The ids of all organizations above it, itself included when it is one.</param>
internal sealed record KnownExternally(string Id, string Name, string? ParentId, IReadOnlyList<string> Lineage, Profile? Profile);
