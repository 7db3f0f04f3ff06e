using Grove.Server.Http;
using Grove.Server.Organizations;

namespace Grove.Server.Members;

/// <summary>The member <c>roles</c> of a body: ids of roles on organizations.</summary>
internal static class MemberRoles
{
    /// <summary>The roles, and Super Administrator when they may be left out and are.</summary>
    public static OrganizationRoles Parse(JsonMembers body, bool required = false)
    {
        var ids = body.Texts("roles");
        if (ids.IsAbsent && !required) return OrganizationRoles.SuperAdministrator;
        var found = ids.Or([])!.Select(OrganizationRole.Find).ToList();
        if (found.Count == 0 || found.Contains(null)) body.Fail("roles", "roles must hold at least one id of a role on organizations, and nothing else.");
        return found.OfType<OrganizationRole>().Aggregate(OrganizationRoles.None, (roles, role) => roles | role.Bit);
    }
}
