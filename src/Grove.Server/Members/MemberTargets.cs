using Grove.Server.Http;
using Grove.Server.Organizations;
using Grove.Server.Storage;

namespace Grove.Server.Members;

/// <summary>An organization whose members are about to be changed, and the roles by which its caller would do it.</summary>
internal sealed record MemberTarget(long Key, string Lineage, CapabilityFlags Flags, OrganizationRoles Roles);

/// <summary>
/// Finds them. Members are managed by Super Administrators, of the organization itself or from above. No role is higher, so nobody grants
/// more than they hold.
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
    private readonly Sql lockAny = new("select key, lineage, flags from organizations where id = @id" + dialect.ForChange);

    /// <summary>The organization without a lock, as it is asked for before a stored answer is given again.</summary>
    public async ValueTask<MemberTarget?> FindAsync(SqlSession session, ApiRequest request, string organizationId) =>
        Of(await organizations.FindAsync(session, request.Access, organizationId));

    /// <summary>Locks the row of the organization, then reads it; null when the caller does not see it.</summary>
    public async ValueTask<MemberTarget?> LockAsync(SqlSession session, ApiRequest request, string organizationId) =>
        Of(await organizations.LockAsync(session, request.Access, organizationId, null));

    /// <summary>As <see cref="LockAsync"/>; an operator finds every organization, and may do all there.</summary>
    public async ValueTask<MemberTarget?> LockForOperatorAsync(SqlSession session, ApiRequest request, string organizationId)
    {
        if (!request.Caller.ActsAsOperator) return await LockAsync(session, request, organizationId);
        var rows = await session.QueryAsync(lockAny, [("id", organizationId)], static row => new MemberTarget(
            row.GetInt64(0), row.GetString(1), (CapabilityFlags)row.GetInt32(2), OrganizationRoles.SuperAdministrator));
        return rows.Count == 0 ? null : rows[0];
    }

    public static ApiError? RefuseRight(MemberTarget organization) =>
        organization.Roles.Reach(OrganizationRoles.SuperAdministrator) ? null : ApiError.NotAuthorized;

    public static ApiError? RefuseCapability(MemberTarget organization) => organization.Flags.HasFlag(CapabilityFlags.MemberManagement)
        ? null
        : ApiError.CapabilityOff("The organization's capability member_management is disabled.");

    /// <summary>True when the inviter could invite to the organization now.</summary>
    public static async ValueTask<bool> MayStillInviteAsync(SqlSession session, long organization, long inviter) =>
        (await session.QueryAsync(MayStillInvite, [("organization", organization), ("inviter", inviter)], static row => true)).Count > 0;

    private static MemberTarget? Of(OrganizationTarget? found) =>
        found is null ? null : new(found.Key, found.Shown.Lineage, found.Shown.Flags, found.Roles);
}
