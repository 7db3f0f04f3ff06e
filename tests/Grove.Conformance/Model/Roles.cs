namespace Grove.Conformance.Model;

/// <summary>The roles on organizations; each may do all that the ones before it may. On the accounts below they count as the role of that rank.</summary>
internal enum Role
{
    None,
    ReadOnly,
    Administrator,
    SuperAdministrator,
}

/// <summary>What the catalogue says about roles.</summary>
internal static class Roles
{
    private static readonly Dictionary<Role, (string Id, string Name, string[] Permissions)> Catalogue = new()
    {
        [Role.SuperAdministrator] = ("4d1fcf3f8f6b4cb69b2e0c7b5e1aa301", "Organization Super Administrator",
            ["#organization:read", "#organization:edit", "#accounts:read", "#accounts:edit", "#members:read", "#members:edit", "#audit_logs:read"]),
        [Role.Administrator] = ("4d1fcf3f8f6b4cb69b2e0c7b5e1aa302", "Organization Administrator",
            ["#organization:read", "#organization:edit", "#accounts:read", "#accounts:edit", "#members:read", "#audit_logs:read"]),
        [Role.ReadOnly] = ("4d1fcf3f8f6b4cb69b2e0c7b5e1aa303", "Organization Read Only",
            ["#organization:read", "#accounts:read", "#members:read", "#audit_logs:read"]),
    };

    public static string Id(Role role) => Catalogue[role].Id;

    public static string Name(Role role) => Catalogue[role].Name;

    public static IEnumerable<string> Permissions(IEnumerable<Role> roles) => roles.SelectMany(role => Catalogue[role].Permissions).Distinct();
}
