using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

/// <summary>Somebody to be added to an organization.</summary>
internal sealed record Addition(string Email, Role[] Roles, bool Active, string Pointer);

/// <summary>Members as the organization has them.</summary>
internal sealed partial class Forest
{
    /// <summary>By the address: the id that its user has, or will have.</summary>
    private readonly Dictionary<string, string> addressIds = [];

    private static bool IsLive(Member member) => member.Status is MemberStatus.Active or MemberStatus.Pending;

    private Member? LiveOf(Person person, Organization organization) =>
        Members.Find(member => IsLive(member) && member.Person == person && member.Organization == organization);

    private Member MakeMember(Person person, Organization organization, params Role[] roles)
    {
        var member = new Member(organization, person.Email, Time) { Person = person, UserId = person.Id, Status = MemberStatus.Active, Roles = roles };
        Members.Add(member);
        return member;
    }

    private void Become(Member member, MemberStatus status, params Role[] roles)
    {
        (member.Status, member.Roles, member.UpdateTime) = (status, roles, Time);
        member.Version++;
    }

    /// <summary>True when a root would be left without a Super Administrator of its own.</summary>
    private bool IsLast(Member member) => member is { Status: MemberStatus.Active, Organization.Parent: null, Highest: Role.SuperAdministrator }
        && !Active.Any(other => other != member && other.Organization == member.Organization && other.Highest == Role.SuperAdministrator);

    private static Record About(Member member, string action, string actionType, JsonNode? before) =>
        Record.Of(member.Organization, action, actionType, "organization_member", member.Id!) with { Before = before, After = State.Of(member) };

    /// <summary>Adds all or none. What is shown are the id of each member, that of its user, and the secret.</summary>
    public Expected Add(Caller caller, string id, Addition[] additions, bool batch, string[] faults, Func<int, (string Id, string UserId, string Secret)> shown)
    {
        if (faults.Length > 0) return Expected.Invalid(faults);
        if (FindVisible(caller, id) is not { } organization) return Expected.NotFound;
        if (RoleOn(caller.Person, organization) < Role.SuperAdministrator) return Expected.Forbidden;
        if (!organization.Flags.Contains(Flags.MemberManagement)) return Expected.CapabilityOff;
        if (additions.Any(addition => addition.Active && !caller.ActsAsOperator && !IsManagedFrom(addition.Email, organization))) return Expected.CapabilityOff;
        var refused = additions.Where(addition => RefusesAddress(organization, addition)).Select(addition => addition.Pointer).ToArray();
        if (refused.Length > 0) return Expected.Invalid(refused);
        var members = additions.Select((addition, i) => Add(caller.Person, organization, addition, shown(i))).ToList();
        var done = batch
            ? Expected.Done(new JsonArray([.. members.Select(member => (JsonNode)member.ShowWithSecret())]))
            : Expected.Done(members[0].ShowWithSecret(), 1);
        return done.With([.. members.Select(member => About(member, "organization.member.create", "create", null))]);
    }

    /// <summary>True when the organization, or one above it, manages the user with this address.</summary>
    private bool IsManagedFrom(string email, Organization organization) =>
        FindAddress(email)?.ManagedBy is { } managing && organization.Upwards.Contains(managing);

    private bool RefusesAddress(Organization organization, Addition addition)
    {
        var person = FindAddress(addition.Email);
        if (person is null && addition.Active) return true;
        if (person is not null && MembershipOf(person, organization) is not null) return true;
        return PendingAt(organization, addition.Email)?.IsOpen(Now) == true;
    }

    private Member? PendingAt(Organization organization, string email) => Members.Find(
        member => member.Status == MemberStatus.Pending && member.Organization == organization && SameAddress(member.Email, email));

    private Member Add(Person inviter, Organization organization, Addition addition, (string Id, string UserId, string Secret) shown)
    {
        if (PendingAt(organization, addition.Email) is { } expired) Become(expired, MemberStatus.Replaced, expired.Roles);
        var person = FindAddress(addition.Email);
        var member = new Member(organization, addition.Active ? person!.Email : addition.Email, Time)
        {
            Id = shown.Id,
            Person = person,
            UserId = person?.Id ?? KnownId(addition.Email, shown.UserId),
            Status = addition.Active ? MemberStatus.Active : MemberStatus.Pending,
            Roles = addition.Roles,
            Expires = addition.Active ? null : Now.AddDays(limits.InviteDays),
            Inviter = addition.Active ? null : inviter,
            Secret = addition.Active ? null : shown.Secret,
        };
        Members.Add(member);
        return member;
    }

    /// <summary>The id that stands for this address; the first one shown is kept.</summary>
    private string KnownId(string email, string shown) => addressIds.TryAdd(Folded(email), shown) ? shown : addressIds[Folded(email)];

    public Expected GetMember(Caller caller, string id, string memberId)
    {
        if (FindVisible(caller, id) is not { } organization || FindMember(organization, memberId) is not { } member) return Expected.NotFound;
        return Expected.Done(member.Show(), member.Version);
    }

    private Member? FindMember(Organization organization, string id) => Members.Find(member => member.Organization == organization
        && string.Equals(member.Id, id, StringComparison.OrdinalIgnoreCase) && member.Status is not (MemberStatus.Canceled or MemberStatus.Replaced));

    /// <summary>The refusal of an organization, or a member of it, that the caller does not see.</summary>
    public Expected? RefuseUnseen(Caller caller, string id, string? memberId = null) =>
        FindVisible(caller, id) is { } organization && (memberId is null || FindMember(organization, memberId) is not null) ? null : Expected.NotFound;

    public Expected RemoveMember(Caller caller, string id, string memberId, Condition? condition)
    {
        var (member, refused) = FindManaged(caller, id, memberId, condition);
        if (member is null) return refused!;
        if (IsLast(member)) return Expected.LastSuperAdministrator;
        var before = State.Of(member);
        Become(member, MemberStatus.Canceled, member.Roles);
        return Expected.Empty.With(About(member, "organization.member.delete", "delete", before));
    }

    public Expected SetRoles(Caller caller, string id, string memberId, Role[] roles, Condition? condition, string[] faults)
    {
        if (faults.Length > 0) return Expected.Invalid(faults);
        var (member, refused) = FindManaged(caller, id, memberId, condition, byOperator: true);
        if (member is null) return refused!;
        if (member.Status == MemberStatus.Rejected) return Expected.NotNow;
        if (!roles.Contains(Role.SuperAdministrator) && IsLast(member)) return Expected.LastSuperAdministrator;
        var before = State.Of(member);
        if (!roles.SequenceEqual(member.Roles)) Become(member, member.Status, roles);
        return Expected.Done(member.Show(), member.Version).With(About(member, "organization.member.update", "update", before));
    }

    public Expected Resend(Caller caller, string id, string memberId, Func<string> shownSecret)
    {
        var (member, refused) = FindManaged(caller, id, memberId, null);
        if (member is null) return refused!;
        if (member.Status != MemberStatus.Pending) return Expected.NotNow;
        var before = State.Of(member);
        Become(member, MemberStatus.Pending, member.Roles);
        (member.Expires, member.Inviter, member.Dismissed, member.Secret) = (Now.AddDays(limits.InviteDays), caller.Person, false, shownSecret());
        return Expected.Done(member.ShowWithSecret(), member.Version).With(About(member, "organization.member.resend", "update", before));
    }

    /// <summary>A member whom the caller may change, or the refusal.</summary>
    private (Member? Member, Expected? Refused) FindManaged(Caller caller, string id, string memberId, Condition? condition, bool byOperator = false)
    {
        var asOperator = byOperator && caller.ActsAsOperator;
        if ((asOperator ? Find(id) : FindVisible(caller, id)) is not { } organization) return (null, Expected.NotFound);
        if (FindMember(organization, memberId) is not { } member) return (null, Expected.NotFound);
        if (!asOperator && RoleOn(caller.Person, organization) < Role.SuperAdministrator) return (null, Expected.Forbidden);
        if (condition?.Holds(member.Version) == false) return (null, Expected.Changed);
        return organization.Flags.Contains(Flags.MemberManagement) ? (member, null) : (null, Expected.CapabilityOff);
    }

    public Expected PutMembership(Caller caller, string id, string personId, Role[] roles, Condition? condition, Func<string> shownId)
    {
        if (RefuseOperator(caller, id, personId) is { } refused) return refused;
        var (organization, person) = (Find(id)!, FindPerson(personId)!);
        var member = LiveOf(person, organization);
        if (condition is not null && (member is null || !condition.Holds(member.Version))) return Expected.Changed;
        if (member is not null && !roles.Contains(Role.SuperAdministrator) && IsLast(member)) return Expected.LastSuperAdministrator;
        var before = member is null ? null : State.Of(member);
        if (member is null) (member = MakeMember(person, organization, roles)).Id = shownId();
        else if (member.Status != MemberStatus.Active || !roles.SequenceEqual(member.Roles)) Become(member, MemberStatus.Active, roles);
        var (action, actionType) = before is null ? ("organization.member.create", "create") : ("organization.member.update", "update");
        return Expected.Done(member.Show(), member.Version).With(About(member, action, actionType, before));
    }

    public Expected EndMembership(Caller caller, string id, string personId, Condition? condition)
    {
        if (RefuseOperator(caller, id, personId) is { } refused) return refused;
        if (LiveOf(FindPerson(personId)!, Find(id)!) is not { } member) return Expected.NotFound;
        if (condition?.Holds(member.Version) == false) return Expected.Changed;
        if (IsLast(member)) return Expected.LastSuperAdministrator;
        var before = State.Of(member);
        Become(member, MemberStatus.Canceled, member.Roles);
        return Expected.Done(IdOf(member.Id!)).With(About(member, "organization.member.delete", "delete", before));
    }

    private Expected? RefuseOperator(Caller caller, string id, string personId)
    {
        if (!caller.ActsAsOperator) return Expected.Forbidden;
        return Find(id) is null || FindPerson(personId) is null ? Expected.NotFound : null;
    }
}
