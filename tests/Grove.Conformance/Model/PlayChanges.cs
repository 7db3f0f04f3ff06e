using System.Net;
using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

internal sealed partial class Play
{
    private static readonly string[] ProfileMembers = ["business_address", "business_email", "business_name", "business_phone", "external_metadata"];

    private async Task CreateAsync(Person person)
    {
        if (forest.Count > Crowded && Chance(70)) return;
        var parentId = forest.Count > 0 && Chance(85) ? SomeId(person) : null;
        var (body, name, profile, faults) = SomeBody();
        if (parentId is not null) body["parent"] = new JsonObject { ["id"] = Decoded(parentId), ["name"] = "ignored" };
        else if (Chance(20)) body["parent"] = null;
        await SendAsync(person, HttpMethod.Post, "organizations", body.ToJsonString(), null, () =>
        {
            var refused = forest.RefuseCreation(person, parentId, faults);
            if (refused is not null || judging!.Status != HttpStatusCode.OK) return refused ?? Expected.Done(new JsonObject());
            var made = judging.Result;
            return forest.Create(person, name, parentId, profile.Value, (made.GetProperty("id").GetString()!, made.GetProperty("create_time").GetString()!));
        });
    }

    private async Task UpdateAsync(Person person)
    {
        var id = SomeId(person);
        var present = forest.Find(id);
        var (body, name, profile, faults) = SomeBody();
        if (present is not null && faults.Length == 0 && Chance(40)) body["name"] = name = present.Name;
        var parentId = random.Next(100) switch
        {
            < 50 => Sent<string>.Nothing,
            < 65 => Sent<string>.Of(null),
            < 70 => Sent<string>.Of(present?.Parent?.Id),
            _ => Sent<string>.Of(SomeId(person)),
        };
        if (parentId.Given) body["parent"] = parentId.Value is null ? null : new JsonObject { ["id"] = Decoded(parentId.Value) };
        var condition = SomeCondition(present?.Version);
        await SendAsync(person, HttpMethod.Put, $"organizations/{id}", body.ToJsonString(), condition,
            () => forest.Update(person, id, name, parentId, profile, condition, faults), parentId.Given ? "MoveAsync" : nameof(UpdateAsync));
    }

    private async Task DeleteAsync(Person person)
    {
        var id = SomeId(person);
        // A leaf has a chance.
        if (Chance(50)) id = forest.Organizations.Where(organization => forest.Sees(person, organization) && !forest.Children(organization).Any()).LastOrDefault()?.Id ?? id;
        var condition = SomeCondition(forest.Find(id)?.Version);
        var reply = await SendAsync(person, HttpMethod.Delete, $"organizations/{id}", null, condition, () => forest.Delete(person, id, condition));
        if (reply.Status == HttpStatusCode.OK) gone.Add(id.ToLowerInvariant());
    }

    private async Task PutProfileAsync(Person person)
    {
        var id = SomeId(person);
        var profile = SomeProfile();
        string[] faults = [];
        if (Chance(8)) faults = [Spoil(profile, "")];
        var condition = SomeCondition(forest.Find(id)?.Version);
        await SendAsync(person, HttpMethod.Put, $"organizations/{id}/profile", profile.ToJsonString(), condition, () => forest.PutProfile(person, id, profile, condition, faults));
    }

    private async Task LeaveAsync(Person person)
    {
        var own = forest.Memberships.Where(membership => membership.Person == person).ToArray();
        var id = own.Length > 0 && Chance(70) ? OneOf(own).Organization.Id : SomeId(person);
        var condition = SomeCondition(own.FirstOrDefault(membership => membership.Organization.Id == id)?.Version);
        // The id comes back as the service spells it.
        await SendAsync(person, HttpMethod.Delete, $"user/organizations/{id}", null, condition, () => forest.Leave(person, id, condition));
    }

    private async Task PutMembershipAsync(Person otherwise)
    {
        var by = OftenAnOperator(otherwise);
        var id = SomeId(Someone());
        var personId = Chance(95) ? Someone().Id : Guid.NewGuid().ToString("N");
        Role[] roles = OneOf<Role[]>(
            [Role.SuperAdministrator], [Role.Administrator], [Role.Administrator], [Role.ReadOnly], [Role.Administrator, Role.ReadOnly], [Role.SuperAdministrator, Role.ReadOnly]);
        var body = roles is [Role.SuperAdministrator] && Chance(50)
            ? new JsonObject()
            : new JsonObject { ["roles"] = new JsonArray([.. roles.Reverse().Select(role => (JsonNode)Forest.RoleId(role))]) };
        Membership? made = null;
        var reply = await SendAsync(by, HttpMethod.Put, $"/grove/v1/organizations/{id}/users/{personId}", body.ToJsonString(), null, () =>
        {
            (var refused, made) = forest.PutMembership(by, id, personId, roles);
            return refused ?? new Expected(HttpStatusCode.OK) { Version = made!.Version };
        });
        if (made is null) return;
        var shown = JsonNode.Parse(reply.Result.GetRawText())!.AsObject();
        var (createTime, _) = (shown["create_time"]!.GetValue<string>(), shown["update_time"]!.GetValue<string>());
        shown.Remove("create_time");
        shown.Remove("update_time");
        made.Id ??= shown["id"]!.GetValue<string>();
        made.CreateTime ??= createTime;
        Same("create_time", made.CreateTime, createTime, reply);
        SameJson("membership", Forest.ShowMember(made), System.Text.Json.JsonSerializer.SerializeToElement(shown), reply);
    }

    private async Task EndMembershipAsync(Person otherwise)
    {
        var by = OftenAnOperator(otherwise);
        var known = forest.Memberships.Count > 0 && Chance(85) ? OneOf([.. forest.Memberships]) : null;
        var (id, personId) = (known?.Organization.Id ?? SomeId(by), known?.Person.Id ?? Someone().Id);
        Membership? ended = null;
        var reply = await SendAsync(by, HttpMethod.Delete, $"/grove/v1/organizations/{id}/users/{personId}", null, null, () =>
        {
            (var refused, ended) = forest.EndMembership(by, id, personId);
            return refused ?? new Expected(HttpStatusCode.OK);
        });
        if (ended?.Id is { } memberId) Same("membership", memberId, reply.Result.GetProperty("id").GetString(), reply);
    }

    private async Task SetManagingAsync(Person otherwise)
    {
        var by = OftenAnOperator(otherwise);
        var personId = Chance(95) ? Someone().Id : Guid.NewGuid().ToString("N");
        var id = Chance(40) ? null : SomeId(by);
        var body = new JsonObject { ["managing_organization_id"] = id is null ? null : Decoded(id) };
        var (managing, refused) = ((JsonNode?)null, (Expected?)null);
        await SendAsync(by, HttpMethod.Patch, $"/grove/v1/users/{personId}", body.ToJsonString(), null, () =>
        {
            refused = forest.SetManaging(by, personId, id);
            if (refused is not null || judging!.Status != HttpStatusCode.OK) return refused ?? new Expected(HttpStatusCode.OK);
            managing = judging.Result.GetProperty("managing_organization_id").GetString();
            Same("managing organization", forest.Find(id ?? "")?.Id, managing?.GetValue<string>(), judging);
            return new Expected(HttpStatusCode.OK) { Version = VersionIn(judging) };
        });
    }

    private static long VersionIn(Reply reply) => long.Parse(reply.Headers["ETag"].Trim('"').Split('.')[0], System.Globalization.CultureInfo.InvariantCulture);

    private (JsonObject Body, string Name, Sent<JsonObject> Profile, string[] Faults) SomeBody()
    {
        var name = Names.Random(random);
        var body = new JsonObject { ["name"] = name };
        var profile = random.Next(10) switch { < 6 => Sent<JsonObject>.Nothing, 6 or 7 => Sent<JsonObject>.Of(null), _ => Sent<JsonObject>.Of(SomeProfile()) };
        var faults = new List<string>();
        if (profile.Value is { } given && Chance(10)) faults.Add(Spoil(given, "/profile"));
        if (profile.Given) body["profile"] = profile.Value?.DeepClone();
        if (Chance(4))
        {
            body["name"] = OneOf<JsonNode?>(Names.RandomInvalid(random), null, 7);
            faults.Add("/name");
        }
        if (Chance(10)) (body["id"], body["meta"], body["create_time"]) = ("ignored", new JsonObject(), 1);
        return (body, name, profile, [.. faults]);
    }

    private JsonObject SomeProfile() => new([.. ProfileMembers.Select(member => KeyValuePair.Create(member, (JsonNode?)(
        member == "business_email" ? OneOf("", "a@b", "ß@\u0301") : Chance(30) ? "" : " " + Names.Random(random) + "\n")))]);

    /// <summary>Makes the profile one that is refused; the pointer to what is wrong.</summary>
    private string Spoil(JsonObject profile, string at)
    {
        var member = OneOf(ProfileMembers);
        switch (random.Next(3))
        {
            case 0: profile.Remove(member); break;
            case 1: profile[member] = null; break;
            default: profile[member = "business_email"] = "nobody"; break;
        }
        return $"{at}/{member}";
    }

    private static string Decoded(string id) => Uri.UnescapeDataString(id);
}
