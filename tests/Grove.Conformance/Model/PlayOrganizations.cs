using System.Net;
using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

internal sealed partial class Play
{
    private const int Crowded = 45;

    private async Task CreateAsync(Caller caller)
    {
        if (forest.Count > Crowded && Chance(70)) return;
        var parentId = forest.Count > 0 && Chance(85) ? SomeIdWith(caller, Role.Administrator, Flags.SubOrgCreation) : null;
        // Deep ones are worth more.
        if (Chance(15)) parentId = forest.Organizations.Where(organization => forest.Sees(caller, organization)).MaxBy(organization => organization.Level)?.Id;
        var (body, name, profile, faults) = SomeBody();
        if (parentId is not null) (body["parent"] = Reference(parentId))["name"] = "ignored";
        else if (Chance(20)) body["parent"] = null;
        await PostAsync(caller, Area.Details, "organizations", body,
            () => forest.Create(caller, name, parentId, profile.Value, faults, () => Shown("id")), () => forest.RefuseParent(caller, parentId));
    }

    private async Task UpdateAsync(Caller caller)
    {
        var id = SomeId(caller);
        var present = forest.Find(id);
        var (body, name, profile, faults) = SomeBody();
        if (present is not null && faults.Length == 0 && Chance(40)) body["name"] = name = present.Name;
        var parentId = random.Next(100) switch
        {
            < 50 => Sent<string>.Nothing,
            < 65 => Sent<string>.Of(null),
            < 70 => Sent<string>.Of(present?.Parent?.Id),
            < 92 => Sent<string>.Of(SomeIdWith(caller, Role.Administrator, Flags.SubOrgCreation)),
            _ => Sent<string>.Of(SomeId(caller)),
        };
        if (parentId.Given) body["parent"] = parentId.Value is null ? null : Reference(parentId.Value);
        var condition = SomeCondition(present?.Version);
        await SendAsync(caller, Area.Details, HttpMethod.Put, $"organizations/{id}", body, condition,
            () => forest.Update(caller, id, name, parentId, profile, condition, faults), parentId.Given ? "MoveAsync" : nameof(UpdateAsync));
    }

    private async Task DeleteAsync(Caller caller)
    {
        var id = SomeId(caller);
        // A leaf has a chance.
        if (Chance(60)) id = forest.Organizations.Where(organization => forest.Sees(caller, organization) && !forest.Children(organization).Any()).LastOrDefault()?.Id ?? id;
        var condition = SomeCondition(forest.Find(id)?.Version);
        var reply = await SendAsync(caller, Area.Details, HttpMethod.Delete, $"organizations/{id}", null, condition, () => forest.Delete(caller, id, condition));
        if (reply.Status == HttpStatusCode.OK) gone.Add(id.ToLowerInvariant());
    }

    private async Task PutProfileAsync(Caller caller)
    {
        var id = SomeId(caller);
        var profile = SomeProfile();
        string[] faults = Chance(8) ? [Spoil(profile, "")] : [];
        var condition = SomeCondition(forest.Find(id)?.Version);
        await SendAsync(caller, Area.Details, HttpMethod.Put, $"organizations/{id}/profile", profile, condition, () => forest.PutProfile(caller, id, profile, condition, faults));
    }

    /// <summary>An operator switches capabilities, and at times all of an organization's on again, so that there is something left to do.</summary>
    private async Task AdministerAsync(Caller otherwise)
    {
        var by = OftenAnOperator(otherwise);
        // Where there are accounts flags count more.
        var held = forest.Accounts.Where(account => account.Organization is not null).ToArray();
        var id = held.Length > 0 && Chance(50) ? OneOf(held).Organization!.Id : SomeId(Someone());
        var flags = Enumerable.Range(0, random.Next(5)).Select(_ => OneOf(Flags.All)).Distinct().ToDictionary(flag => flag, _ => Chance(35));
        if (forest.Find(id) is { } present && Chance(25)) flags = Flags.All.Where(flag => !present.Flags.Contains(flag)).ToDictionary(flag => flag, _ => true);
        var managedBy = Chance(20) ? Sent<string>.Of(OneOf(null, "partner", "ſ")) : Sent<string>.Nothing;
        var externalId = Chance(20) ? Sent<string>.Of(OneOf(null, "one", "One", "two", "ſ")) : Sent<string>.Nothing;
        string[] faults = Chance(5) ? ["/flags/unheard_of"] : [];
        var body = new JsonObject { ["flags"] = new JsonObject(flags.Select(flag => KeyValuePair.Create(flag.Key, (JsonNode?)(flag.Value ? "enabled" : "disabled")))) };
        if (faults.Length > 0) body["flags"]!["unheard_of"] = "enabled";
        if (managedBy.Given) body["managed_by"] = managedBy.Value;
        if (externalId.Given) body["external_id"] = externalId.Value;
        var condition = SomeCondition(forest.Find(id)?.Version);
        await SendAsync(by, Area.Operator, HttpMethod.Patch, $"/grove/v1/organizations/{id}", body, condition, () => forest.Administer(by, id, flags, managedBy, externalId, condition, faults));
    }

    private (JsonObject Body, string Name, Sent<JsonObject> Profile, string[] Faults) SomeBody()
    {
        var (sent, name, faults) = SomeName();
        var body = new JsonObject { ["name"] = sent };
        var profile = random.Next(10) switch { < 6 => Sent<JsonObject>.Nothing, 6 or 7 => Sent<JsonObject>.Of(null), _ => Sent<JsonObject>.Of(SomeProfile()) };
        if (profile.Value is { } given && Chance(10)) faults = [.. faults, Spoil(given, "/profile")];
        if (profile.Given) body["profile"] = profile.Value?.DeepClone();
        if (Chance(10)) (body["id"], body["meta"], body["create_time"]) = ("ignored", new JsonObject(), 1);
        return (body, name, profile, faults);
    }
}
