using Grove.Server.Audit;
using Grove.Server.Http;
using Grove.Server.Invites;
using Grove.Server.Organizations;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Members;

/// <summary>Changes and ends single memberships, on behalf of who manages the organization.</summary>
internal sealed class MemberChanges(Db db, AuditLog audit, InviteDelivery delivery, TimeProvider clock)
{
    private static readonly Sql Find = new(
        $"select {OrganizationMember.Columns} from {OrganizationMember.From} where m.organization_key = @organization and m.id = @id and m.status <= 2");

    // Nothing happens to a row that changed its status after it was read: a user who is being deleted does not lock the organization.
    private static readonly Sql Update = new(
        """
        update organization_members set status = @status, roles = @roles, version = version + 1, update_time = @now
        where key = @key and status = @was
        """);

    private static readonly Sql Renew = new(
        $"""
         update organization_members set expires_time = @expires, inviter_key = @inviter, dismissed = 0, secret_hash = @secret_hash, secret_mailed = 0,
           mail_due = @mail_due, mail_attempts = 0, version = version + 1, update_time = @now
         where key = @key and status = {(int)MemberStatus.Pending}
         """);

    private readonly MemberTargets targets = new(db.Dialect);

    public Task<ApiError?> DeleteAsync(ApiRequest request, string organizationId, string memberId) => db.WriteAsync(async session => (await ChangeAsync(
        session, request, organizationId, memberId, "organization.member.delete",
        async (organization, member) =>
        {
            if (await IsLastAsync(session, organization, member)) return LastOne;
            return await UpdateAsync(session, member, MemberStatus.Canceled, member.Roles) ? null : ApiError.Conflict;
        },
        "delete")).Error, request.Aborted);

    public Task<Outcome<OrganizationMember>> SetRolesAsync(ApiRequest request, string organizationId, string memberId, OrganizationRoles roles) => db.WriteAsync(
        session => ChangeAsync(
            session, request, organizationId, memberId, "organization.member.update",
            async (organization, member) =>
            {
                if (member.Status == MemberStatus.Rejected) return ApiError.Invalid("The invitation was rejected: invite again.");
                if (!roles.Reach(OrganizationRoles.SuperAdministrator) && await IsLastAsync(session, organization, member)) return LastOne;
                return member.Roles == roles || await UpdateAsync(session, member, member.Status, roles) ? null : ApiError.Conflict;
            },
            byOperator: true), request.Aborted);

    /// <summary>Lets an invitation begin anew, expired or not, with a new secret. Who asks vouches for it from now on.</summary>
    public async ValueTask<Outcome<OrganizationMember>> ResendAsync(SqlSession session, ApiRequest request, string organizationId, string memberId)
    {
        var now = Timestamps.Now(clock);
        var start = delivery.Start(now);
        var outcome = await ChangeAsync(session, request, organizationId, memberId, "organization.member.resend", async (_, member) =>
        {
            if (member.Status != MemberStatus.Pending) return ApiError.Invalid("The invitation has been answered already.");
            if (delivery.Fault(member.Email) is { } unmailable) return ApiError.Invalid(unmailable);
            if (await delivery.CountAsync(session, organizationId, [(EmailRules.Fold(member.Email), null)]) is { } over) return over;
            var renewed = await session.ExecuteAsync(Renew, ("key", member.Key), ("expires", start.Expires), ("inviter", request.Caller.UserKey),
                ("secret_hash", start.SecretHash), ("mail_due", start.MailDue), ("now", now));
            return renewed > 0 ? null : ApiError.Conflict;
        });
        return outcome.Error is { } error ? error : outcome.Value! with { InviteSecret = start.Secret };
    }

    /// <summary>The refusal of an organization or member that the caller cannot see; asked before a stored answer is given again.</summary>
    public async ValueTask<ApiError?> RefuseInvisibleAsync(SqlSession session, ApiRequest request, string organizationId, string memberId)
    {
        if (await targets.FindAsync(session, request, organizationId) is not { } organization) return ApiError.OrganizationNotFound;
        return await FindAsync(session, organization, memberId) is null ? ApiError.MembershipNotFound : null;
    }

    private static ApiError LastOne { get; } =
        ApiError.LastSuperAdministrator("The member is the last Super Administrator of this root organization: appoint another first.");

    private async ValueTask<Outcome<OrganizationMember>> ChangeAsync(
        SqlSession session, ApiRequest request, string organizationId, string memberId, string action,
        Func<MemberTarget, OrganizationMember, ValueTask<ApiError?>> change, string actionType = "update", bool byOperator = false)
    {
        var found = byOperator ? await targets.LockForOperatorAsync(session, request, organizationId) : await targets.LockAsync(session, request, organizationId);
        if (found is not { } organization) return ApiError.OrganizationNotFound;
        if (await FindAsync(session, organization, memberId) is not { } before) return ApiError.MembershipNotFound;
        if (MemberTargets.RefuseRight(organization) is { } notAllowed) return notAllowed;
        if (!request.MayChange(before.Version)) return ApiError.Changed;
        if (MemberTargets.RefuseCapability(organization) is { } off) return off;
        if (await change(organization, before) is { } refused) return refused;
        var after = await FindAsync(session, organization, memberId) ?? before with { Status = MemberStatus.Canceled };
        await audit.WriteAsync(session, request.Actor, new(action, actionType, "organization_member", memberId)
        {
            OrganizationId = organizationId,
            Lineage = organization.Lineage,
            Before = MemberAudit.State(before),
            After = MemberAudit.State(after),
        });
        return after;
    }

    private static async ValueTask<OrganizationMember?> FindAsync(SqlSession session, MemberTarget organization, string id)
    {
        var rows = await session.QueryAsync(Find, [("organization", organization.Key), ("id", id)], OrganizationMember.Read);
        return rows.Count == 0 ? null : rows[0];
    }

    private static async ValueTask<bool> IsLastAsync(SqlSession session, MemberTarget organization, OrganizationMember member) =>
        member.IsSuperAdministrator && await SuperAdministrators.HasNoOtherAsync(session, organization.Key, member.Key);

    private async ValueTask<bool> UpdateAsync(SqlSession session, OrganizationMember member, MemberStatus status, OrganizationRoles roles) =>
        await session.ExecuteAsync(
            Update, ("key", member.Key), ("was", (int)member.Status), ("status", (int)status), ("roles", (int)roles), ("now", Timestamps.Now(clock))) > 0;
}
