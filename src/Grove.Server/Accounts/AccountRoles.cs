using Grove.Server.Organizations;

namespace Grove.Server.Accounts;

/// <summary>Roles on accounts, as stored: one bit each, and a higher bit may do all that a lower one may.</summary>
[Flags]
internal enum AccountRoles
{
    None = 0,
    ReadOnly = 1,
    Administrator = 2,
    SuperAdministrator = 4,
}

internal static class AccountRolesExtensions
{
    /// <summary>True when these roles include <paramref name="least"/> or a higher one.</summary>
    public static bool Reach(this AccountRoles roles, AccountRoles least) => roles >= least;

    /// <summary>What a role on an organization is worth on the accounts of its subtree.</summary>
    public static AccountRoles OnAccounts(this OrganizationRoles roles) => roles switch
    {
        _ when roles.Reach(OrganizationRoles.SuperAdministrator) => AccountRoles.SuperAdministrator,
        _ when roles.Reach(OrganizationRoles.Administrator) => AccountRoles.Administrator,
        _ when roles.Reach(OrganizationRoles.ReadOnly) => AccountRoles.ReadOnly,
        _ => AccountRoles.None,
    };
}
