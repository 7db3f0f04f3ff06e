using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

/// <summary>The members of an account's body; settings that are not given stay, null is the default.</summary>
internal sealed record AccountBody(string Name)
{
    public string? Type { get; init; }
    public Sent<string> AbuseEmail { get; init; }
    public Sent<bool?> EnforceTwoFactor { get; init; }
}

/// <summary>What changes accounts.</summary>
internal sealed partial class Forest
{
    /// <summary>The refusal of an organization that the caller does not see, or of none by a token that reaches only some.</summary>
    public Expected? RefuseUnit(Caller caller, string? unitId) => RefuseParent(caller, unitId);

    public Expected CreateAccount(Caller caller, AccountBody body, string? unitId, string[] faults, Func<string> shownId)
    {
        if (faults.Length > 0) return Expected.Invalid(faults);
        if (RefuseUnit(caller, unitId) is { } unseen) return unseen;
        var unit = unitId is null ? null : Find(unitId);
        if (unit is not null)
        {
            if (RoleOn(caller.Person, unit) < Role.Administrator) return Expected.Forbidden;
            if (!unit.Flags.Contains(Flags.AccountCreation)) return Expected.CapabilityOff;
            if (IsFull(unit, 1)) return Expected.Limit;
        }
        var account = new Account(shownId(), Time, created++) { Name = body.Name, Type = body.Type ?? "standard", Organization = unit };
        Apply(account, body);
        accounts.Add(account.Id, account);
        if (unit is null)
            AccountMembers.Add(new(account, caller.Person.Email) { Person = caller.Person, UserId = caller.Person.Id, Status = MemberStatus.Active, Roles = [Role.SuperAdministrator] });
        return Expected.Done(Show(caller, account), 1).With(About(account, "account.create", "create", null) with { After = State.Of(account) });
    }

    private bool IsFull(Organization organization, int more) =>
        limits.Accounts > 0 && accounts.Values.Count(account => account.Organization == organization) + more > limits.Accounts;

    private static void Apply(Account account, AccountBody body)
    {
        account.Name = body.Name;
        if (body.AbuseEmail.Given) account.AbuseEmail = body.AbuseEmail.Value;
        if (body.EnforceTwoFactor.Given) account.EnforceTwoFactor = body.EnforceTwoFactor.Value == true;
    }

    public Expected GetAccount(Caller caller, string id) =>
        FindVisibleAccount(caller, id) is { } account ? Expected.Done(Show(caller, account), account.Version) : Expected.NotFound;

    public Expected UpdateAccount(Caller caller, string id, AccountBody body, Condition? condition, string[] faults)
    {
        if (faults.Length > 0) return Expected.Invalid(faults);
        var (account, refused) = FindAdministered(caller, id, condition);
        if (account is null) return refused!;
        if (body.Type is not null && body.Type != account.Type) return Expected.Invalid("/type");
        var before = State.Of(account);
        Apply(account, body);
        if (!JsonNode.DeepEquals(before, State.Of(account))) account.Version++;
        return Expected.Done(Show(caller, account), account.Version)
            .With(About(account, "account.update", "update", before) with { After = State.Of(account) });
    }

    public Expected GetAccountProfile(Caller caller, string id) => FindVisibleAccount(caller, id) is { Profile: { } profile } account
        ? Expected.Done(profile.DeepClone(), account.Version)
        : Expected.NotFound;

    public Expected PutAccountProfile(Caller caller, string id, JsonObject profile, Condition? condition, string[] faults)
    {
        if (faults.Length > 0) return Expected.Invalid(faults);
        var (account, refused) = FindAdministered(caller, id, condition);
        if (account is null) return refused!;
        var before = State.Of(account);
        if (!JsonNode.DeepEquals(profile, account.Profile)) account.Version++;
        account.Profile = profile;
        return Expected.Empty.With(About(account, "account.profile.update", "update", before) with { After = State.Of(account) });
    }

    private (Account? Account, Expected? Refused) FindAdministered(Caller caller, string id, Condition? condition)
    {
        if (FindVisibleAccount(caller, id) is not { } account) return (null, Expected.NotFound);
        if (RoleOn(caller.Person, account) < Role.Administrator) return (null, Expected.Forbidden);
        return condition?.Holds(account.Version) == false ? (null, Expected.Changed) : (account, null);
    }

    public Expected DeleteAccount(Caller caller, string id, Condition? condition)
    {
        if (FindVisibleAccount(caller, id) is not { } account) return Expected.NotFound;
        if (OwnRole(caller.Person, account) < Role.SuperAdministrator && RoleThrough(caller.Person, account) < Role.Administrator) return Expected.Forbidden;
        if (condition?.Holds(account.Version) == false) return Expected.Changed;
        if (account.Organization?.Flags.Contains(Flags.AccountDeletion) == false) return Expected.CapabilityOff;
        accounts.Remove(account.Id);
        AccountMembers.RemoveAll(member => member.Account == account);
        return Expected.Done(IdOf(account.Id)).With(About(account, "account.delete", "delete", State.Of(account)));
    }

    /// <summary>The refusal of what the caller does not see. In a batch the pointer names the first account that is not there.</summary>
    public Expected? RefuseMove(Caller caller, string[] ids, string destinationId, bool batch)
    {
        var unseen = Array.FindIndex(ids, id => FindVisibleAccount(caller, id) is null);
        if (unseen >= 0) return batch ? Expected.NotFound with { Pointers = [$"/account_ids/{unseen}"] } : Expected.NotFound;
        return FindVisible(caller, destinationId) is null ? Expected.NotFound : null;
    }

    /// <summary>Moves all or none.</summary>
    public Expected MoveAccounts(Caller caller, string[] ids, string destinationId, bool batch, string[] faults)
    {
        if (faults.Length > 0) return Expected.Invalid(faults);
        if (RefuseMove(caller, ids, destinationId, batch) is { } unseen) return unseen;
        var (moved, destination) = (ids.Select(id => FindAccount(id)!).ToList(), Find(destinationId)!);
        if (RoleOn(caller.Person, destination) < Role.Administrator) return Expected.Forbidden;
        if (moved.Exists(account => !MayMove(caller, account, destination))) return Expected.Forbidden;
        var moving = moved.Where(account => account.Organization != destination).ToList();
        if (moving.Exists(account => !HasFlags(account, destination))) return Expected.CapabilityOff;
        if (moving.Count > 0 && IsFull(destination, moving.Count)) return Expected.Limit;

        var rows = moved.Select(account => new JsonObject
        {
            ["account_id"] = account.Id,
            ["destination_organization_id"] = destination.Id,
            ["source_organization_id"] = account.Organization?.Id ?? "",
        }).ToList();
        var records = moving.Select(account => Move(account, destination)).ToArray();
        return (batch ? Expected.Done(new JsonArray([.. rows])) : Expected.Done(rows[0])).With(records);
    }

    private bool MayMove(Caller caller, Account account, Organization destination)
    {
        var person = caller.Person;
        if (account.Organization is not { } source) return OwnRole(person, account) == Role.SuperAdministrator;
        // Who has it only as its own member, or by a token for it alone, holds nothing of the place that it leaves.
        if (!Sees(caller, source) || RoleOn(person, source) < Role.Administrator) return false;
        return RoleOn(person, destination) <= RoleOn(person, account);
    }

    private static bool HasFlags(Account account, Organization destination) => account.Organization is { } source
        ? source.Flags.Contains(Flags.AccountMobility) && destination.Flags.Contains(Flags.AccountMobility)
        : destination.Flags.Contains(Flags.AccountMigration);

    private static Record Move(Account account, Organization destination)
    {
        var (left, before) = (account.Organization?.Lineage, State.Of(account));
        account.Organization = destination;
        account.Version++;
        return About(account, "account.move", "update", before) with { After = State.Of(account), OtherLineage = left };
    }

    private static Record About(Account account, string action, string actionType, JsonNode? before) => (account.Organization is { } place
        ? Record.Of(place, action, actionType, "account", account.Id)
        : new(action, actionType, "account", account.Id)) with
    { Before = before };
}
