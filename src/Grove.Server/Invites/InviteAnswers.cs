using Grove.Server.Audit;
using Grove.Server.Http;
using Grove.Server.Members;
using Grove.Server.Storage;

namespace Grove.Server.Invites;

/// <summary>
/// What accepting or rejecting does, however the invitation was found. Ask only about one that is pending, with its organization and its
/// invitee locked.
/// </summary>
internal sealed class InviteAnswers(AuditLog audit, GroveOptions options)
{
    private static readonly Sql Answer = new(
        $"""
         update organization_members set status = @status, version = version + 1, update_time = @now
         where key = @key and status = {(int)MemberStatus.Pending}
         """);

    /// <summary>The refusal of accepting; rejecting is always possible.</summary>
    public async ValueTask<ApiError?> RefuseAcceptanceAsync(SqlSession session, Invite invite)
    {
        if (!await MemberTargets.MayStillInviteAsync(session, invite.OrganizationKey, invite.InviterKey))
            return ApiError.CapabilityOff("Who invited you may not do so any more: ask for another invitation.");
        return options.InviteTwoFactor && !invite.TwoFactor
            ? ApiError.CapabilityOff("Accepting needs two-factor authentication: turn it on where you sign in, then accept again.")
            : null;
    }

    /// <summary>Gives the answer and records it; returns the invitation as it is then.</summary>
    public async ValueTask<Invite> GiveAsync(SqlSession session, Actor actor, Invite invite, bool accept, long now)
    {
        var answered = invite with { MemberStatus = accept ? MemberStatus.Active : MemberStatus.Rejected, Version = invite.Version + 1 };
        await session.ExecuteAsync(Answer, ("key", invite.Key), ("status", (int)answered.MemberStatus), ("now", now));
        await audit.WriteAsync(session, actor, new(accept ? "organization.invite.accept" : "organization.invite.reject", "update", "organization_member", invite.Id)
        {
            OrganizationId = invite.OrganizationId,
            Lineage = invite.Lineage,
            ActorIsMember = true,
            Before = State(invite),
            After = State(answered),
        });
        return answered;
    }

    private static string State(Invite invite) => MemberAudit.State(invite.UserId, invite.Email, invite.MemberStatus, invite.Roles);
}
