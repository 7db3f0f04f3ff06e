using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

/// <summary>What changes people, by operators and by themselves.</summary>
internal sealed partial class Forest
{
    private static readonly string[] DetailNames = ["first_name", "last_name", "telephone", "country", "zipcode"];

    /// <summary>As operators see them.</summary>
    public static JsonObject Show(Person person)
    {
        var json = ShowDetails(person);
        json["operator"] = person.Operator;
        json["managing_organization_id"] = person.ManagedBy?.Id;
        json["create_time"] = person.CreateTime;
        json["external_id"] = null;
        return json;
    }

    private static JsonObject ShowDetails(Person person)
    {
        var json = new JsonObject { ["id"] = person.Id, ["email"] = person.Email };
        foreach (var name in DetailNames) json[name] = person.Details.GetValueOrDefault(name);
        json["two_factor_authentication_enabled"] = person.TwoFactor;
        json["suspended"] = person.Suspended;
        return json;
    }

    /// <summary>Makes a user, who has the invitations to their address at once. <paramref name="make"/> makes their actor from what was shown.</summary>
    public Expected CreateUser(Caller caller, string email, Change change, string[] faults, Func<Actor> make)
    {
        if (RefuseUserChange(caller, change, faults) is { } refused) return refused;
        if (FindAddress(email) is not null) return Expected.Invalid("/email");
        var person = new Person(make(), Time);
        KnownId(email, person.Id);
        Apply(person, change);
        People.Add(person);
        foreach (var invitation in Members.Where(member => member is { Status: MemberStatus.Pending, Person: null } && SameAddress(member.Email, email))) invitation.Person = person;
        foreach (var invitation in AccountMembers.Where(member => member is { Status: MemberStatus.Pending, Person: null } && SameAddress(member.Email, email))) invitation.Person = person;
        return Expected.Done(Show(person), 1).With(About(person, "user.create", "create", null, Show(person)));
    }

    /// <summary>True when the id of the new user is the one that was shown for their address, if any was.</summary>
    public bool IsExpectedId(Person person) => addressIds[Folded(person.Email)] == person.Id;

    public Expected GetUser(Caller caller, string id)
    {
        if (!caller.ActsAsOperator) return Expected.Forbidden;
        return FindPerson(id) is { } person ? Expected.Done(Show(person), person.Version) : Expected.NotFound;
    }

    public Expected ChangeUser(Caller caller, string id, Change change, Condition? condition, string[] faults)
    {
        if (!caller.ActsAsOperator) return Expected.Forbidden;
        if (faults.Length > 0) return Expected.Invalid(faults);
        if (FindPerson(id) is not { } person) return Expected.NotFound;
        if (RefuseUserChange(caller, change, faults) is { } refused) return refused;
        if (condition?.Holds(person.Version) == false) return Expected.Changed;
        if (IsLastOperator(person) && (change.Suspended == true || change.Operator == false)) return Expected.LastOperator;
        var before = Show(person);
        Apply(person, change);
        if (!JsonNode.DeepEquals(before, Show(person))) person.Version++;
        return Expected.Done(Show(person), person.Version).With(About(person, "user.update", "update", before, Show(person)));
    }

    private Expected? RefuseUserChange(Caller caller, Change change, string[] faults)
    {
        if (!caller.ActsAsOperator) return Expected.Forbidden;
        if (faults.Length > 0) return Expected.Invalid(faults);
        return change.ManagedBy.Value is { } managing && Find(managing) is null ? Expected.NotFound : null;
    }

    public Expected DeleteUser(Caller caller, string id, Condition? condition)
    {
        if (!caller.ActsAsOperator) return Expected.Forbidden;
        if (FindPerson(id) is not { } person) return Expected.NotFound;
        if (condition?.Holds(person.Version) == false) return Expected.Changed;
        if (IsLastOperator(person)) return Expected.LastOperator;
        bool[] last = [Members.Exists(member => member.Person == person && IsLast(member)), AccountMembers.Exists(member => member.Person == person && IsLast(member))];
        if (last.Contains(true)) return Expected.LastSuperAdministratorOf(last.Count(of => of));
        foreach (var member in Members.Where(member => member.Person == person))
        {
            Become(member, IsLive(member) ? MemberStatus.Canceled : member.Status, member.Roles);
            member.Person = null;
        }
        foreach (var invitation in Members.Where(member => member.Inviter == person)) invitation.Inviter = null;
        foreach (var member in AccountMembers.Where(member => member.Person == person))
        {
            Become(member, member.IsLive ? MemberStatus.Canceled : member.Status, member.Roles);
            member.Person = null;
        }
        foreach (var invitation in AccountMembers.Where(member => member.Inviter == person)) invitation.Inviter = null;
        People.Remove(person);
        addressIds.Remove(Folded(person.Email));
        return Expected.Done(IdOf(person.Id)).With(About(person, "user.delete", "delete", Show(person), null));
    }

    private bool IsLastOperator(Person person) => IsActiveOperator(person) && !People.Exists(other => other != person && IsActiveOperator(other));

    private static bool IsActiveOperator(Person person) => person is { Operator: true, Suspended: false };

    public Expected GetSelf(Caller caller) => RefuseSelf(caller) ?? Expected.Done(ShowSelf(caller), caller.Person.Version);

    public Expected ChangeSelf(Caller caller, Change change, Condition? condition, string[] faults)
    {
        if (RefuseSelf(caller) is { } elsewhere) return elsewhere;
        if (faults.Length > 0) return Expected.Invalid(faults);
        var person = caller.Person;
        if (condition?.Holds(person.Version) == false) return Expected.Changed;
        var before = Show(person);
        Apply(person, change);
        if (!JsonNode.DeepEquals(before, Show(person))) person.Version++;
        return Expected.Done(ShowSelf(caller), person.Version).With(About(person, "user.update", "update", before, Show(person)));
    }

    /// <summary>A token for single organizations or accounts does not reach its owner.</summary>
    private static Expected? RefuseSelf(Caller caller) => caller.Token is { Everything: false } ? Expected.Forbidden : null;

    private JsonObject ShowSelf(Caller caller)
    {
        var json = ShowDetails(caller.Person);
        json["two_factor_authentication_locked"] = false;
        json["betas"] = new JsonArray();
        foreach (var plan in (string[])["pro", "business", "enterprise"]) json[$"has_{plan}_zones"] = false;
        json["organizations"] = new JsonArray([.. Own(caller).OrderBy(member => member.Organization.Order).Take(50).Select(member => (JsonNode)member.ShowOwn())]);
        return json;
    }

    private void Apply(Person person, Change change)
    {
        foreach (var (name, value) in change.Details)
        {
            if (value is null) person.Details.Remove(name);
            else person.Details[name] = value;
        }
        person.TwoFactor = change.TwoFactor ?? person.TwoFactor;
        person.Operator = change.Operator ?? person.Operator;
        person.Suspended = change.Suspended ?? person.Suspended;
        if (change.ManagedBy.Given) person.ManagedBy = change.ManagedBy.Value is { } id ? Find(id) : null;
    }

    private static Record About(Person person, string action, string actionType, JsonNode? before, JsonNode? after) =>
        new(action, actionType, "user", person.Id) { Before = before, After = after };
}

/// <summary>What a body says about a user; null in <see cref="Details"/> clears.</summary>
internal sealed record Change
{
    public Dictionary<string, string?> Details { get; init; } = [];
    public bool? Operator { get; init; }
    public bool? Suspended { get; init; }
    public bool? TwoFactor { get; init; }
    public Sent<string> ManagedBy { get; init; }

    public JsonObject Body()
    {
        var json = new JsonObject(Details.Select(detail => KeyValuePair.Create(detail.Key, (JsonNode?)detail.Value)));
        if (Operator is not null) json["operator"] = Operator;
        if (TwoFactor is not null) json["two_factor_authentication_enabled"] = TwoFactor;
        if (Suspended is not null) json["suspended"] = Suspended;
        if (ManagedBy.Given) json["managing_organization_id"] = ManagedBy.Value is null ? null : Uri.UnescapeDataString(ManagedBy.Value);
        return json;
    }
}
