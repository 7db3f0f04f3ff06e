using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

/// <summary>What changes organizations. Refusals come in the order of design §3.10: syntax, visibility, right, If-Match, state.</summary>
internal sealed partial class Forest
{
    /// <summary>The refusal of a parent that the caller does not see, or of none by a token that reaches only some.</summary>
    public Expected? RefuseParent(Caller caller, string? parentId)
    {
        if (parentId is null) return caller.Narrowed ? Expected.Forbidden : null;
        return FindVisible(caller, parentId) is null ? Expected.NotFound : null;
    }

    /// <summary><paramref name="faults"/> are pointers to what is wrong with the body.</summary>
    public Expected Create(Caller caller, string name, string? parentId, JsonObject? profile, string[] faults, Func<string> shownId)
    {
        if (faults.Length > 0) return Expected.Invalid(faults);
        if (RefuseParent(caller, parentId) is { } unseen) return unseen;
        var parent = parentId is null ? null : Find(parentId);
        if (parent is not null && RoleOn(caller.Person, parent) < Role.Administrator) return Expected.Forbidden;
        if (parent is not null && RefusePlace(parent, parent.Level + 1) is { } noPlace) return noPlace;
        var organization = new Organization(shownId(), Time, created++) { Name = name, Parent = parent, Profile = profile, Embedded = profile is not null };
        organizations.Add(organization.Id, organization);
        if (parent is null) MakeMember(caller.Person, organization, Role.SuperAdministrator);
        return Expected.Done(Show(caller, organization), 1)
            .With(Record.Of(organization, "organization.create", "create", "organization", organization.Id) with { After = State.Of(organization) });
    }

    public Expected Update(Caller caller, string id, string name, Sent<string> parentId, Sent<JsonObject> profile, Condition? condition, string[] faults)
    {
        if (faults.Length > 0) return Expected.Invalid(faults);
        if (FindVisible(caller, id) is not { } organization) return Expected.NotFound;
        var destination = parentId.Value is { } to ? FindVisible(caller, to) : null;
        if (parentId.Value is not null && destination is null) return Expected.NotFound;
        var moving = parentId.Given && destination != organization.Parent;
        if (RoleOn(caller.Person, organization) < Role.Administrator) return Expected.Forbidden;
        if (moving && !MayMove(caller, organization, destination)) return Expected.Forbidden;
        if (condition?.Holds(organization.Version) == false) return Expected.Changed;
        if (moving && destination is not null)
        {
            if (destination.Upwards.Contains(organization)) return Expected.Cycle;
            if (RefusePlace(destination, destination.Level + 1 + Height(organization)) is { } noPlace) return noPlace;
            // Two in one tree would have one external id.
            if (BringsTaken(organization, destination.Root)) return Expected.NotNow;
        }

        var (before, lineage) = (State.Of(organization), organization.Lineage);
        var embedded = profile.Given ? profile.Value is not null : organization.Embedded;
        var newProfile = profile.Value ?? organization.Profile;
        if (moving || name != organization.Name || embedded != organization.Embedded || !JsonNode.DeepEquals(newProfile, organization.Profile)) organization.Version++;
        organization.Name = name;
        organization.Profile = newProfile;
        organization.Embedded = embedded;
        if (moving) organization.Parent = destination;
        if (moving && destination is null) GiveSuperAdministrator(caller.Person, organization);
        return Expected.Done(Show(caller, organization), organization.Version)
            .With(Record.Of(organization, moving ? "organization.move" : "organization.update", "update", "organization", organization.Id) with
            {
                Before = before,
                After = State.Of(organization),
                OtherLineage = moving ? lineage : null,
            });
    }

    private bool BringsTaken(Organization organization, Organization root) => organization.Root != root
        && organizations.Values.Where(moved => moved.ExternalId is not null && moved.Upwards.Contains(organization))
            .Any(moved => organizations.Values.Any(there => there.Root == root && there.ExternalId == moved.ExternalId));

    private Expected? RefusePlace(Organization parent, int level)
    {
        if (!parent.Flags.Contains(Flags.SubOrgCreation)) return Expected.CapabilityOff;
        return level > limits.Levels ? Expected.Limit : null;
    }

    private bool MayMove(Caller caller, Organization organization, Organization? destination)
    {
        var person = caller.Person;
        if (destination is null && caller.Narrowed) return false;
        if (organization.Parent is not { } parent)
        {
            // Only a root that becomes a sub-organization: its destination is there.
            if (OwnRole(person, organization) < Role.SuperAdministrator) return false;
        }
        else if (!Sees(caller, parent) || RoleOn(person, parent) < (destination is null ? Role.SuperAdministrator : Role.Administrator))
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
        if (Active.Any(member => member.Organization == organization && member.Highest == Role.SuperAdministrator)) return;
        if (LiveOf(person, organization) is { } weaker) Become(weaker, MemberStatus.Active, Role.SuperAdministrator);
        else MakeMember(person, organization, Role.SuperAdministrator);
    }

    public Expected PutProfile(Caller caller, string id, JsonObject profile, Condition? condition, string[] faults)
    {
        if (faults.Length > 0) return Expected.Invalid(faults);
        if (FindVisible(caller, id) is not { } organization) return Expected.NotFound;
        if (RoleOn(caller.Person, organization) < Role.Administrator) return Expected.Forbidden;
        if (condition?.Holds(organization.Version) == false) return Expected.Changed;
        var before = State.Of(organization);
        if (organization.Embedded || !JsonNode.DeepEquals(profile, organization.Profile)) organization.Version++;
        organization.Embedded = false;
        organization.Profile = profile;
        return Expected.Empty.With(Record.Of(organization, "organization.profile.update", "update", "organization", organization.Id) with
        {
            Before = before,
            After = State.Of(organization),
        });
    }

    public Expected Delete(Caller caller, string id, Condition? condition)
    {
        if (FindVisible(caller, id) is not { } organization) return Expected.NotFound;
        var may = RoleOn(caller.Person, organization) == Role.SuperAdministrator || RoleAbove(caller.Person, organization) >= Role.Administrator;
        if (!may) return Expected.Forbidden;
        if (condition?.Holds(organization.Version) == false) return Expected.Changed;
        int[] holds =
        [
            Children(organization).Count(), accounts.Values.Count(account => account.Organization == organization),
            People.Count(other => other.ManagedBy == organization),
            Members.Count(member => member.Organization == organization && IsLive(member) && member.Person != caller.Person),
        ];
        if (holds.Any(number => number > 0)) return Expected.NotEmpty([.. holds.Where(number => number > 0)]);
        var record = Record.Of(organization, "organization.delete", "delete", "organization", organization.Id) with
        {
            Before = State.Of(organization),
            OtherLineage = organization.Parent?.Lineage,
        };
        organizations.Remove(organization.Id);
        Members.RemoveAll(member => member.Organization == organization);
        return Expected.Done(IdOf(organization.Id)).With(record);
    }

    /// <summary>What operators write into an organization.</summary>
    public Expected Administer(Caller caller, string id, Dictionary<string, bool> flags, Sent<string> managedBy, Sent<string> externalId, Condition? condition, string[] faults)
    {
        if (!caller.ActsAsOperator) return Expected.Forbidden;
        if (faults.Length > 0) return Expected.Invalid(faults);
        if (Find(id) is not { } organization) return Expected.NotFound;
        if (condition?.Holds(organization.Version) == false) return Expected.Changed;
        if (externalId.Value is { } external && organizations.Values.Any(other => other != organization && other.Root == organization.Root && other.ExternalId == external))
            return Expected.Invalid("/external_id");
        var before = State.OfCapabilities(organization);
        foreach (var (flag, on) in flags)
        {
            if (on) organization.Flags.Add(flag);
            else organization.Flags.Remove(flag);
        }
        if (managedBy.Given) organization.ManagedBy = managedBy.Value;
        if (externalId.Given) organization.ExternalId = externalId.Value;
        if (!JsonNode.DeepEquals(before, State.OfCapabilities(organization))) organization.Version++;
        return Expected.Done(ShowWhole(organization), organization.Version)
            .With(Record.Of(organization, "organization.capabilities.update", "update", "organization", organization.Id) with
            {
                Before = before,
                After = State.OfCapabilities(organization),
            });
    }
}
