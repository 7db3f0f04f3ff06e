using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

internal sealed partial class Play
{
    private const int Addresses = 9;
    private const string Spoiled = "no address";

    private async Task AddMemberAsync(Caller caller)
    {
        var id = SomeIdWith(caller, Role.SuperAdministrator, Flags.MemberManagement);
        var (json, addition, faults) = SomeAddition("/member");
        await PostAsync(caller, Area.Memberships, $"organizations/{id}/members", new JsonObject { ["member"] = json },
            () => forest.Add(caller, id, [addition], batch: false, faults, _ => ShownInvited(judging!.Result)), () => forest.RefuseUnseen(caller, id));
    }

    private async Task AddMembersAsync(Caller caller)
    {
        var id = SomeIdWith(caller, Role.SuperAdministrator, Flags.MemberManagement);
        var additions = Enumerable.Range(0, OneOf(1, 2, 2, 3, 3, 4, 10, 11)).Select(i => SomeAddition($"/members/{i}")).ToList();
        // An address comes once in a body that is to have a chance.
        if (Chance(85)) additions = [.. additions.DistinctBy(item => item.Addition.Email.ToUpperInvariant()).Select((item, i) => Moved(item, i))];
        var faults = additions.SelectMany(item => item.Faults).Concat(Repeated([.. additions.Select(item => item.Addition.Email)])).ToArray();
        if (additions.Count > 10) faults = ["/members"];
        var body = new JsonObject { ["members"] = new JsonArray([.. additions.Select(item => (JsonNode)item.Json)]) };
        await PostAsync(caller, Area.Memberships, $"organizations/{id}/{OneOf("members:batchCreate", "members%3AbatchCreate")}", body,
            () => forest.Add(caller, id, [.. additions.Select(item => item.Addition)], batch: true, faults, i => ShownInvited(judging!.Result[i])),
            () => forest.RefuseUnseen(caller, id));
    }

    private static (JsonObject Json, Addition Addition, string[] Faults) Moved((JsonObject Json, Addition Addition, string[] Faults) item, int index)
    {
        var (from, to) = (string.Join('/', item.Addition.Pointer.Split('/').Take(3)), $"/members/{index}");
        return (item.Json, item.Addition with { Pointer = to + item.Addition.Pointer[from.Length..] }, [.. item.Faults.Select(fault => to + fault[from.Length..])]);
    }

    /// <summary>The pointers to those whose address came before, in whatever case.</summary>
    private static IEnumerable<string> Repeated(string[] emails)
    {
        for (var i = 0; i < emails.Length; i++)
            if (emails.Take(i).Contains(emails[i], StringComparer.OrdinalIgnoreCase)) yield return $"/members/{i}/user";
    }

    private (JsonObject Json, Addition Addition, string[] Faults) SomeAddition(string at)
    {
        var (email, roles, faults) = (SomeAddress(), SomeRoles(), new List<string>());
        if (Chance(3))
        {
            email = Spoiled;
            faults.Add($"{at}/user/email");
        }
        var json = new JsonObject { ["user"] = new JsonObject { ["email"] = email } };
        if (roles is not [Role.SuperAdministrator] || Chance(50)) json["roles"] = RoleIds(roles);
        var active = Chance(20);
        if (active || Chance(30)) json["status"] = active ? "active" : "pending";
        if (Chance(3))
        {
            json["status"] = "canceled";
            faults.Add($"{at}/status");
        }
        return (json, new(email, roles, active, $"{at}/user/email"), [.. faults]);
    }

    /// <summary>One of a few addresses, so that they meet again; as different people type it.</summary>
    private string SomeAddress()
    {
        var address = $"Person-{random.Next(Addresses)}@Example.com";
        return random.Next(4) switch { 0 => address.ToUpperInvariant(), 1 => address.ToLowerInvariant(), _ => address };
    }

    private async Task RemoveMemberAsync(Caller caller)
    {
        var (id, member) = SomeMember(caller);
        var condition = SomeCondition(forest.Members.Find(known => known.Id == member)?.Version);
        await SendAsync(caller, Area.Memberships, HttpMethod.Delete, $"organizations/{id}/members/{member}", Chance(20) ? new JsonObject() : null, condition,
            () => forest.RemoveMember(caller, id, member, condition));
    }

    private async Task SetRolesAsync(Caller otherwise)
    {
        var caller = Chance(15) ? OftenAnOperator(otherwise) : otherwise;
        var ((id, member), roles) = (SomeMember(caller), SomeRoles());
        var body = new JsonObject { ["roles"] = RoleIds(roles) };
        string[] faults = [];
        if (Chance(4))
        {
            body["roles"] = OneOf<JsonNode?>(null, new JsonArray(), new JsonArray("x"));
            faults = ["/roles"];
        }
        var condition = SomeCondition(forest.Members.Find(known => known.Id == member)?.Version);
        await SendAsync(caller, Area.Memberships, HttpMethod.Patch, $"/grove/v1/organizations/{id}/members/{member}", body, condition,
            () => forest.SetRoles(caller, id, member, roles, condition, faults));
    }

    private async Task ResendAsync(Caller caller)
    {
        var (id, member) = SomeMember(caller, MemberStatus.Pending);
        await PostAsync(caller, Area.Memberships, $"/grove/v1/organizations/{id}/members/{member}/resend", null,
            () => forest.Resend(caller, id, member, () => ShownInvited(judging!.Result).Secret), () => forest.RefuseUnseen(caller, id, member));
    }

    private async Task PutMembershipAsync(Caller otherwise)
    {
        var by = OftenAnOperator(otherwise);
        var (id, personId) = (SomeId(Someone()), SomePersonId());
        if (forest.Active.ToArray() is { Length: > 0 } active && Chance(30) && OneOf(active) is var one) (id, personId) = (one.Organization.Id, one.Person!.Id);
        var roles = SomeRoles();
        var body = roles is [Role.SuperAdministrator] && Chance(50) ? new JsonObject() : new JsonObject { ["roles"] = RoleIds(roles) };
        var condition = SomeCondition(forest.Members.FindLast(member => member.Organization.Id == id && member.Person?.Id == personId)?.Version);
        await SendAsync(by, Area.Operator, HttpMethod.Put, $"/grove/v1/organizations/{id}/users/{personId}", body, condition,
            () => forest.PutMembership(by, id, personId, roles, condition, () => Shown("id")));
    }

    private async Task EndMembershipAsync(Caller otherwise)
    {
        var by = OftenAnOperator(otherwise);
        var known = forest.Members.Where(member => member.Person is not null).ToArray() is { Length: > 0 } some && Chance(85) ? OneOf(some) : null;
        var (id, personId) = (known?.Organization.Id ?? SomeId(by), known?.Person!.Id ?? SomePersonId());
        var condition = SomeCondition(known?.Version);
        await SendAsync(by, Area.Operator, HttpMethod.Delete, $"/grove/v1/organizations/{id}/users/{personId}", null, condition,
            () => forest.EndMembership(by, id, personId, condition));
    }

    private async Task GetMemberAsync(Caller caller)
    {
        var (id, member) = SomeMember(caller);
        await SendAsync(caller, Area.Memberships, HttpMethod.Get, $"organizations/{id}/members/{member}", null, null, () => forest.GetMember(caller, id, member));
    }

    private async Task ListMembersAsync(Caller caller)
    {
        var query = new MemberQuery
        {
            Statuses = Chance(50) ? [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => OneOf("active", "pending", "rejected", "canceled")).Distinct()] : null,
            Emails = Enumerable.Range(0, OneOf(0, 0, 1, 2)).Select(_ => OneOf("user.email", "user.email.startsWith", "user.email.endsWith", "user.email.contains")).Distinct()
                .ToDictionary(filter => filter, _ => OneOf(SomeAddress(), "person-1", "PERSON", "@example.com", "-", "_", "%", "per\u017Fon", SomeAddress()[^3..])),
        };
        await WalkMembersAsync(caller, SomeId(caller), query, OneOf(0, 1, 2, 3, 1000));
    }

    private async Task WalkMembersAsync(Caller caller, string id, MemberQuery query, int pageSize) => await WalkAsync(
        caller, Area.Memberships, $"organizations/{id}/members", query.Write(commas: Chance(50)),
        forest.ListMembers(caller, id, query)?.ConvertAll(member => member.Show()), pageSize, nameof(ListMembersAsync));

    /// <summary>An organization and one of its members, mostly where the caller may do something about it.</summary>
    private (string Organization, string Member) SomeMember(Caller caller, MemberStatus? status = null)
    {
        var visible = forest.Members.Where(member => forest.Sees(caller, member.Organization)
            && (status is null || member.Status == status || Chance(10)) && (member.Status <= MemberStatus.Rejected || Chance(20))).ToArray();
        var limited = visible.Where(member => !member.Organization.Flags.Contains(Flags.MemberManagement)).ToArray();
        if (limited.Length > 0 && Chance(12) && OneOf(limited) is var kept) return (kept.Organization.Id, kept.Id!);
        if (visible.Length > 0 && Chance(90) && OneOf(visible) is var one) return (Chance(97) ? one.Organization.Id : SomeId(caller), one.Id!);
        return (SomeId(caller), forest.Members.Count > 0 && Chance(80) ? OneOf([.. forest.Members]).Id! : OneOf("x", Guid.NewGuid().ToString("N")));
    }

    /// <summary>What only the service gives: the ids of a member and its user, and the secret of an invitation.</summary>
    private static (string Id, string UserId, string Secret) ShownInvited(System.Text.Json.JsonElement member) =>
        member.ValueKind == System.Text.Json.JsonValueKind.Object && member.TryGetProperty("user", out var user)
            ? (ShownIn(member, "id"), ShownIn(user, "id"), ShownIn(member.GetProperty("meta"), "invite_secret"))
            : ("no id", "no user", "no secret");

    private Role[] SomeRoles() => OneOf<Role[]>(
        [Role.SuperAdministrator], [Role.SuperAdministrator], [Role.Administrator], [Role.Administrator], [Role.ReadOnly], [Role.Administrator, Role.ReadOnly], [Role.SuperAdministrator, Role.ReadOnly]);

    /// <summary>In any order, as it means nothing.</summary>
    private static JsonArray RoleIds(Role[] roles) => new([.. roles.Reverse().Select(role => (JsonNode)Roles.Id(role))]);
}
