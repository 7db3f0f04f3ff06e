using Grove.Server.Http;
using Grove.Server.Organizations;
using Grove.Server.Storage;

namespace Grove.Server.Members;

/// <summary>
/// The organization whose members are about to be changed, and who may change them: Super Administrators, their own or from above. No
/// role is higher, so nobody grants more than they hold.
/// </summary>
internal sealed class MemberTargets(SqlDialect dialect)
{
    // Of an inviter at the time of acceptance. Who is suspended vouches for nothing.
    private static readonly Sql MayStillInvite = new(
        $"""
         select 1 from closure c join organization_members rm on rm.organization_key = c.ancestor join users u on u.key = rm.user_key
         where c.descendant = @organization and rm.user_key = @inviter and rm.status = 1 and u.suspended = 0
           and rm.roles >= {(int)OrganizationRoles.SuperAdministrator}
         """);

    private readonly OrganizationTargets organizations = new(dialect);

    /// <summary>The organization without a lock, as it is asked for before a stored answer is given again.</summary>
    public ValueTask<OrganizationTarget?> FindAsync(SqlSession session, ApiRequest request, string organizationId) =>
        organizations.FindAsync(session, request.Access, organizationId);

    /// <summary>Locks the row of the organization, then reads it; null when the caller does not see it.</summary>
    public ValueTask<OrganizationTarget?> LockAsync(SqlSession session, ApiRequest request, string organizationId) =>
        organizations.LockAsync(session, request.Access, organizationId, null);

    public static ApiError? RefuseRight(OrganizationTarget organization) =>
        organization.Roles.Reach(OrganizationRoles.SuperAdministrator) ? null : ApiError.NotAuthorized;

    public static ApiError? RefuseCapability(OrganizationTarget organization) => organization.Shown.Flags.HasFlag(CapabilityFlags.MemberManagement)
        ? null
        : ApiError.CapabilityOff("The organization's capability member_management is disabled.");

    /// <summary>True when the inviter could invite to the organization now.</summary>
    public static async ValueTask<bool> MayStillInviteAsync(SqlSession session, long organization, long inviter) =>
        (await session.QueryAsync(MayStillInvite, [("organization", organization), ("inviter", inviter)], static row => true)).Count > 0;
}
