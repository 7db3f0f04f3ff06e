using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

/// <summary>What changes the forest. Refusals come in the order of design §3.10: syntax, visibility, right, If-Match, state.</summary>
internal sealed partial class Forest
{
    /// <summary>The refusal of a new organization, or null. <paramref name="faults"/> are pointers to what is wrong with the body.</summary>
    public Expected? RefuseCreation(Person person, string? parentId, string[] faults)
    {
        if (faults.Length > 0) return Expected.Invalid(faults);
        if (parentId is null) return null;
        if (FindVisible(person, parentId) is not { } parent) return Expected.NotFound;
        if (RoleOn(person, parent) < Role.Administrator) return Expected.Forbidden;
        return parent.Level + 1 > levels ? Expected.TooDeep : null;
    }

    public Expected Create(Person person, string name, string? parentId, JsonObject? profile, (string Id, string CreateTime) made)
    {
        var organization = new Organization(made.Id, made.CreateTime, created++)
        {
            Name = name,
            Parent = parentId is null ? null : Find(parentId),
            Profile = profile,
            Embedded = profile is not null,
        };
        organizations.Add(made.Id, organization);
        if (parentId is null) Memberships.Add(new(person, organization, Role.SuperAdministrator));
        return Expected.Done(Show(person, organization), 1);
    }

    public Expected Update(Person person, string id, string name, Sent<string> parentId, Sent<JsonObject> profile, Condition? condition, string[] faults)
    {
        if (faults.Length > 0) return Expected.Invalid(faults);
        if (FindVisible(person, id) is not { } organization) return Expected.NotFound;
        var destination = parentId.Value is { } to ? FindVisible(person, to) : null;
        if (parentId.Value is not null && destination is null) return Expected.NotFound;
        var moving = parentId.Given && destination != organization.Parent;
        if (RoleOn(person, organization) < Role.Administrator) return Expected.Forbidden;
        if (moving && !MayMove(person, organization, destination)) return Expected.Forbidden;
        if (condition?.Holds(organization.Version) == false) return Expected.Changed;
        if (moving && destination is not null)
        {
            if (destination.Upwards.Contains(organization)) return Expected.Cycle;
            if (destination.Level + 1 + Height(organization) > levels) return Expected.TooDeep;
        }

        var embedded = profile.Given ? profile.Value is not null : organization.Embedded;
        var newProfile = profile.Value ?? organization.Profile;
        if (moving || name != organization.Name || embedded != organization.Embedded || !JsonNode.DeepEquals(newProfile, organization.Profile)) organization.Version++;
        organization.Name = name;
        organization.Profile = newProfile;
        organization.Embedded = embedded;
        if (moving) organization.Parent = destination;
        if (moving && destination is null) GiveSuperAdministrator(person, organization);
        return Expected.Done(Show(person, organization), organization.Version);
    }

    private bool MayMove(Person person, Organization organization, Organization? destination)
    {
        if (organization.Parent is null)
        {
            // Only a root that becomes a sub-organization: its destination is there.
            if (OwnRole(person, organization) < Role.SuperAdministrator) return false;
        }
        else if (RoleAbove(person, organization) < (destination is null ? Role.SuperAdministrator : Role.Administrator))
        {
            return false;
        }
        if (destination is null) return true;
        if (RoleOn(person, destination) < Role.Administrator) return false;
        var after = (Role)Math.Max((int)OwnRole(person, organization), (int)RoleOn(person, destination));
        return after <= RoleOn(person, organization);
    }

    /// <summary>A sub-organization that becomes a root gets the caller as its Super Administrator when it has none of its own.</summary>
    private void GiveSuperAdministrator(Person person, Organization organization)
    {
        if (Memberships.Exists(membership => membership.Organization == organization && membership.Highest == Role.SuperAdministrator)) return;
        if (MembershipOf(person, organization) is not { } weaker)
        {
            Memberships.Add(new(person, organization, Role.SuperAdministrator));
            return;
        }
        weaker.Roles = [Role.SuperAdministrator];
        weaker.Version++;
    }

    public Expected PutProfile(Person person, string id, JsonObject profile, Condition? condition, string[] faults)
    {
        if (faults.Length > 0) return Expected.Invalid(faults);
        if (FindVisible(person, id) is not { } organization) return Expected.NotFound;
        if (RoleOn(person, organization) < Role.Administrator) return Expected.Forbidden;
        if (condition?.Holds(organization.Version) == false) return Expected.Changed;
        if (organization.Embedded || !JsonNode.DeepEquals(profile, organization.Profile)) organization.Version++;
        organization.Embedded = false;
        organization.Profile = profile;
        return Expected.Empty;
    }

    public Expected Delete(Person person, string id, Condition? condition)
    {
        if (FindVisible(person, id) is not { } organization) return Expected.NotFound;
        var may = RoleOn(person, organization) == Role.SuperAdministrator || RoleAbove(person, organization) >= Role.Administrator;
        if (!may) return Expected.Forbidden;
        if (condition?.Holds(organization.Version) == false) return Expected.Changed;
        int[] holds =
        [
            Children(organization).Count(), People.Count(other => other.ManagedBy == organization),
            Memberships.Count(membership => membership.Organization == organization && membership.Person != person),
        ];
        if (holds.Any(number => number > 0)) return Expected.NotEmpty([.. holds.Where(number => number > 0)]);
        organizations.Remove(organization.Id);
        Memberships.RemoveAll(membership => membership.Organization == organization);
        return Expected.Done(IdOf(organization));
    }

    public Expected Leave(Person person, string id, Condition? condition)
    {
        if (Find(id) is not { } organization || MembershipOf(person, organization) is not { } membership) return Expected.NotFound;
        if (condition?.Holds(membership.Version) == false) return Expected.Changed;
        if (IsLast(membership)) return Expected.LastSuperAdministrator;
        Memberships.Remove(membership);
        return Expected.Done(IdOf(organization)) with { Bare = true };
    }

    /// <summary>True when a root would be left without a Super Administrator of its own.</summary>
    private bool IsLast(Membership membership) => membership.Organization.Parent is null && membership.Highest == Role.SuperAdministrator
        && !Memberships.Exists(other => other != membership && other.Organization == membership.Organization && other.Highest == Role.SuperAdministrator);

    /// <summary>What an operator's change of a membership is refused with, or the membership as it is then.</summary>
    public (Expected? Refused, Membership? Made) PutMembership(Person by, string id, string personId, Role[] roles)
    {
        if (RefuseOperator(by, id, personId) is { } refused) return (refused, null);
        var (organization, person) = (Find(id)!, People.First(other => other.Id == personId));
        if (MembershipOf(person, organization) is not { } membership)
        {
            Memberships.Add(membership = new(person, organization, roles));
            return (null, membership);
        }
        if (!roles.Contains(Role.SuperAdministrator) && IsLast(membership)) return (Expected.LastSuperAdministrator, null);
        if (!roles.SequenceEqual(membership.Roles)) membership.Version++;
        membership.Roles = roles;
        return (null, membership);
    }

    public (Expected? Refused, Membership? Ended) EndMembership(Person by, string id, string personId)
    {
        if (RefuseOperator(by, id, personId) is { } refused) return (refused, null);
        var membership = MembershipOf(People.First(other => other.Id == personId), Find(id)!);
        if (membership is null) return (Expected.NotFound, null);
        if (IsLast(membership)) return (Expected.LastSuperAdministrator, null);
        Memberships.Remove(membership);
        return (null, membership);
    }

    /// <summary>Makes the organization manage the user; null ends it.</summary>
    public Expected? SetManaging(Person by, string personId, string? id)
    {
        if (!by.Operator) return Expected.Forbidden;
        if (People.Find(person => person.Id == personId) is not { } person) return Expected.NotFound;
        var organization = id is null ? null : Find(id);
        if (id is not null && organization is null) return Expected.NotFound;
        person.ManagedBy = organization;
        return null;
    }

    private Expected? RefuseOperator(Person by, string id, string personId)
    {
        if (!by.Operator) return Expected.Forbidden;
        return Find(id) is null || !People.Exists(person => person.Id == personId) ? Expected.NotFound : null;
    }
}
