using System.Net;
using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

internal sealed partial class Play
{
    private const int ManyAccounts = 70;

    private async Task CreateAccountAsync(Caller caller)
    {
        if (forest.Accounts.Count() > ManyAccounts && Chance(70)) return;
        var unitId = random.Next(100) switch { < 40 => SomeIdWith(caller, Role.Administrator, Flags.AccountCreation), < 60 => SomeId(caller), < 75 => SomeFullId(caller), _ => null };
        var (json, body, faults) = SomeAccountBody(type: OneOf(null, null, "standard", "enterprise"));
        if (unitId is not null) json["unit"] = Reference(unitId);
        else if (Chance(30)) json["standalone"] = true;
        if (unitId is not null && Chance(4))
        {
            json["standalone"] = true;
            faults = [.. faults, "/standalone"];
        }
        await PostAsync(caller, Area.Accounts, "accounts", json,
            () => forest.CreateAccount(caller, body, unitId, faults, () => Shown("id")), () => forest.RefuseUnit(caller, unitId));
    }

    /// <summary>Where limits are near.</summary>
    private string SomeFullId(Caller caller) => forest.Organizations.Where(organization => forest.Sees(caller, organization) && forest.RoleOn(caller.Person, organization) >= Role.Administrator)
        .MaxBy(organization => random.Next(2) + forest.Accounts.Count(account => account.Organization == organization))?.Id ?? "x";

    private async Task UpdateAccountAsync(Caller caller)
    {
        var id = SomeAccountId(caller);
        var present = forest.FindAccount(id);
        var (json, body, faults) = SomeAccountBody(type: OneOf(null, present?.Type, present?.Type, "enterprise"));
        if (present is not null && faults.Length == 0 && Chance(40))
        {
            json["name"] = present.Name;
            body = body with { Name = present.Name };
        }
        if (Chance(30)) json["managed_by"] = new JsonObject { ["parent_org_id"] = "ignored" };
        var condition = SomeCondition(present?.Version);
        await SendAsync(caller, Area.Accounts, HttpMethod.Put, $"accounts/{id}", json, condition, () => forest.UpdateAccount(caller, id, body, condition, faults));
    }

    private async Task DeleteAccountAsync(Caller caller)
    {
        var kept = forest.Accounts.Where(account => forest.Sees(caller, account) && account.Organization?.Flags.Contains(Flags.AccountDeletion) == false).ToArray();
        var id = kept.Length > 0 && Chance(25) ? OneOf(kept).Id : SomeAccountId(caller);
        var condition = SomeCondition(forest.FindAccount(id)?.Version);
        var reply = await SendAsync(caller, Area.Accounts, HttpMethod.Delete, $"accounts/{id}", null, condition, () => forest.DeleteAccount(caller, id, condition));
        if (reply.Status == HttpStatusCode.OK) gone.Add(id.ToLowerInvariant());
    }

    private async Task MoveAccountAsync(Caller caller)
    {
        var (id, destination) = (SomeAccountId(caller), random.Next(10) switch { < 6 => SomeIdWith(caller, Role.Administrator, Flags.AccountMobility), < 8 => SomeId(caller), _ => SomeFullId(caller) });
        var body = new JsonObject { ["destination_organization_id"] = Decoded(destination) };
        string[] faults = [];
        if (Chance(3))
        {
            body["destination_organization_id"] = OneOf<JsonNode?>(null, 1);
            faults = ["/destination_organization_id"];
        }
        await PostAsync(caller, Area.Accounts, $"accounts/{id}/move", body,
            () => forest.MoveAccounts(caller, [id], destination, batch: false, faults), () => forest.RefuseMove(caller, [id], destination, batch: false));
    }

    private async Task MoveAccountsAsync(Caller caller)
    {
        var destination = Chance(75) ? SomeIdWith(caller, Role.Administrator, Flags.AccountMigration) : SomeFullId(caller);
        var movable = forest.Accounts.Where(account => forest.Sees(caller, account) && forest.RoleOn(caller.Person, account) >= Role.Administrator).Select(account => account.Id).ToArray();
        var ids = Enumerable.Range(0, random.Next(5)).Select(_ => movable.Length > 0 && Chance(92) ? OneOf(movable) : SomeAccountId(caller)).ToArray();
        // Naming an account twice is refused, in whatever case.
        var twice = ids.Distinct(StringComparer.OrdinalIgnoreCase).Count() < ids.Length;
        if (twice && Chance(80)) (ids, twice) = ([.. ids.Distinct(StringComparer.OrdinalIgnoreCase)], false);
        var body = new JsonObject { ["account_ids"] = new JsonArray([.. ids.Select(id => (JsonNode)Decoded(id))]), ["destination_organization_id"] = Decoded(destination) };
        await PostAsync(caller, Area.Accounts, "/grove/v1/accounts/move", body,
            () => forest.MoveAccounts(caller, ids, destination, batch: true, twice || ids.Length == 0 ? ["/account_ids"] : []),
            () => forest.RefuseMove(caller, ids, destination, batch: true));
    }

    private async Task PutAccountProfileAsync(Caller caller)
    {
        var id = SomeAccountId(caller);
        var profile = SomeProfile();
        string[] faults = Chance(8) ? [Spoil(profile, "")] : [];
        var condition = SomeCondition(forest.FindAccount(id)?.Version);
        await SendAsync(caller, Area.Accounts, HttpMethod.Put, $"accounts/{id}/profile", profile, condition, () => forest.PutAccountProfile(caller, id, profile, condition, faults));
    }

    private (JsonObject Json, AccountBody Body, string[] Faults) SomeAccountBody(string? type)
    {
        var (sent, name, faults) = SomeName();
        var json = new JsonObject { ["name"] = sent };
        var body = new AccountBody(name) { Type = type };
        if (type is not null || Chance(20)) json["type"] = type;
        if (Chance(40)) return (json, body, faults);
        var settings = new JsonObject();
        if (Chance(60))
        {
            body = body with { AbuseEmail = Sent<string>.Of(OneOf(null, "abuse@example.com", "A@b")) };
            settings["abuse_contact_email"] = body.AbuseEmail.Value;
        }
        if (Chance(60))
        {
            body = body with { EnforceTwoFactor = Sent<bool?>.Of(OneOf(null, true, (bool?)false)) };
            settings["enforce_twofactor"] = body.EnforceTwoFactor.Value;
        }
        if (Chance(5))
        {
            settings["abuse_contact_email"] = "nobody";
            faults = [.. faults, "/settings/abuse_contact_email"];
        }
        json["settings"] = Chance(90) || settings.Count > 0 ? settings : null;
        return (json, body, faults);
    }
}
