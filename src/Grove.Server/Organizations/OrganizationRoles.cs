using System.Numerics;

namespace Grove.Server.Organizations;

/// <summary>Roles on organizations, as stored: one bit each, and a higher bit may do all that a lower one may.</summary>
[Flags]
internal enum OrganizationRoles
{
    None = 0,
    ReadOnly = 1,
    Administrator = 2,
    SuperAdministrator = 4,
}

/// <summary>The catalogue of roles on organizations.</summary>
internal sealed record OrganizationRole(OrganizationRoles Bit, string Id, string Name, IReadOnlyList<string> Permissions)
{
    public static IReadOnlyList<OrganizationRole> All { get; } =
    [
        new(OrganizationRoles.SuperAdministrator, "4d1fcf3f8f6b4cb69b2e0c7b5e1aa301", "Organization Super Administrator",
            ["#organization:read", "#organization:edit", "#accounts:read", "#accounts:edit", "#members:read", "#members:edit", "#audit_logs:read"]),
        new(OrganizationRoles.Administrator, "4d1fcf3f8f6b4cb69b2e0c7b5e1aa302", "Organization Administrator",
            ["#organization:read", "#organization:edit", "#accounts:read", "#accounts:edit", "#members:read", "#audit_logs:read"]),
        new(OrganizationRoles.ReadOnly, "4d1fcf3f8f6b4cb69b2e0c7b5e1aa303", "Organization Read Only",
            ["#organization:read", "#accounts:read", "#members:read", "#audit_logs:read"]),
    ];

    public static OrganizationRole? Find(string id) => All.FirstOrDefault(role => string.Equals(role.Id, id, StringComparison.OrdinalIgnoreCase));

    public static IEnumerable<OrganizationRole> In(OrganizationRoles roles) => All.Where(role => roles.HasFlag(role.Bit));
}

internal static class OrganizationRolesExtensions
{
    /// <summary>True when these roles include <paramref name="least"/> or a higher one.</summary>
    public static bool Reach(this OrganizationRoles roles, OrganizationRoles least) => roles >= least;

    /// <summary>The highest of these roles alone: what the others add to it is nothing.</summary>
    public static OrganizationRoles Highest(this OrganizationRoles roles) =>
        roles == OrganizationRoles.None ? OrganizationRoles.None : (OrganizationRoles)(1 << BitOperations.Log2((uint)roles));
}
