using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

/// <summary>Memberships as their own people have them: invitations, answers, leaving.</summary>
internal sealed partial class Forest
{
    /// <summary>The invitations that the caller sees: not what was withdrawn, what has ended, and what they put away.</summary>
    public IEnumerable<Member> InvitesOf(Caller caller) => Members.Where(member => member.Person == caller.Person && member.Expires is not null
        && !member.Dismissed && member.Status != MemberStatus.Canceled && caller.Covers(member.Organization));

    private Member? FindInvite(Caller caller, string id) =>
        InvitesOf(caller).FirstOrDefault(member => string.Equals(member.Id, id, StringComparison.OrdinalIgnoreCase));

    public Expected ListInvites(Caller caller) => Expected.Done(new JsonArray([.. InvitesOf(caller).Select(member => (JsonNode)member.ShowInvite(Now))]));

    public Expected GetInvite(Caller caller, string id) =>
        FindInvite(caller, id) is { } invite ? Expected.Done(invite.ShowInvite(Now), invite.Version) : Expected.NotFound;

    /// <summary><paramref name="accepts"/> is null for a body that is neither.</summary>
    public Expected Answer(Caller caller, string id, bool? accepts, Condition? condition)
    {
        if (accepts is null) return Expected.Invalid("/status");
        if (FindInvite(caller, id) is not { } invite) return Expected.NotFound;
        if (condition?.Holds(invite.Version) == false) return Expected.Changed;
        return invite.IsOpen(Now) ? Answer(invite, accepts.Value) : Expected.NotNow;
    }

    /// <summary>A secret that was shown counts for the invitee alone, while its invitation is open; all else is as if it were unknown.</summary>
    public Expected AnswerBySecret(Caller caller, string secret, bool accepts)
    {
        var invite = Members.Find(member => member.Secret == secret && member.Person == caller.Person && member.IsOpen(Now) && caller.Covers(member.Organization));
        return invite is null ? Expected.NotFound : Answer(invite, accepts);
    }

    /// <summary>The refusal to tell an answer again to somebody who does not see the invitation any more.</summary>
    public Expected? RefuseSecret(Caller caller, string secret) => Members.Exists(member => member.Secret == secret && member.Person == caller.Person
        && member.Status is MemberStatus.Active or MemberStatus.Rejected && caller.Covers(member.Organization)) ? null : Expected.NotFound;

    private Expected Answer(Member invite, bool accepts)
    {
        if (accepts && !MayStillInvite(invite)) return Expected.CapabilityOff;
        var before = State.Of(invite);
        Become(invite, accepts ? MemberStatus.Active : MemberStatus.Rejected, invite.Roles);
        var action = accepts ? "organization.invite.accept" : "organization.invite.reject";
        return Expected.Done(invite.ShowInvite(Now), invite.Version).With(About(invite, action, "update", before));
    }

    /// <summary>Who invited must be able to do so now.</summary>
    public bool MayStillInvite(Member invite) =>
        invite.Inviter is { Suspended: false } inviter && RoleOn(inviter, invite.Organization) == Role.SuperAdministrator;

    public Expected Dismiss(Caller caller, string id, Condition? condition)
    {
        if (FindInvite(caller, id) is not { } invite) return Expected.NotFound;
        if (condition?.Holds(invite.Version) == false) return Expected.Changed;
        if (invite.IsOpen(Now)) return Expected.NotNow;
        invite.Dismissed = true;
        return Expected.Done(IdOf(invite.Id!)).With(new Record("user.invite.dismiss", "delete", "invite", invite.Id!));
    }

    /// <summary>Memberships and open invitations of the caller's own.</summary>
    private IEnumerable<Member> Own(Caller caller) => Members.Where(member =>
        member.Person == caller.Person && (member.Status == MemberStatus.Active || member.IsOpen(Now)) && caller.Covers(member.Organization));

    private Member? FindOwn(Caller caller, string id) => Find(id) is { } organization ? Own(caller).FirstOrDefault(member => member.Organization == organization) : null;

    public Expected GetOwn(Caller caller, string id) =>
        FindOwn(caller, id) is { } member ? Expected.Done(member.ShowOwn(), member.Version) : Expected.NotFound;

    public Expected Leave(Caller caller, string id, Condition? condition)
    {
        if (FindOwn(caller, id) is not { } member) return Expected.NotFound;
        if (condition?.Holds(member.Version) == false) return Expected.Changed;
        if (IsLast(member)) return Expected.LastSuperAdministrator;
        var before = State.Of(member);
        Become(member, member.Status == MemberStatus.Active ? MemberStatus.Canceled : MemberStatus.Rejected, member.Roles);
        return Expected.Done(IdOf(member.Organization.Id)).With(About(member, "organization.member.leave", "delete", before)) with { Bare = true };
    }
}
