using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

/// <summary>The members of <c>GET /organizations</c>; null is not sent.</summary>
internal sealed record OrganizationQuery
{
    public string[]? Ids { get; init; }
    public string? Name { get; init; }
    public string? StartsWith { get; init; }
    public string? EndsWith { get; init; }
    public string? Contains { get; init; }
    public string? ContainingOrganization { get; init; }
    public string? ContainingUser { get; init; }

    /// <summary>An id, or the word null for roots.</summary>
    public string? Parent { get; init; }

    /// <summary>As it goes into a URL, each part led by an ampersand.</summary>
    public string Write(bool commas)
    {
        var parts = new List<(string Name, string? Value)>
        {
            ("name", Name), ("name.startsWith", StartsWith), ("name.endsWith", EndsWith), ("name.contains", Contains),
            ("containing.organization", ContainingOrganization), ("containing.user", ContainingUser), ("parent.id", Parent),
        };
        if (Ids is not null) parts.AddRange(commas ? [("id", string.Join(',', Ids))] : Ids.Select(id => ("id", (string?)id)));
        return string.Concat(parts.Where(part => part.Value is not null).Select(part => $"&{part.Name}={Uri.EscapeDataString(part.Value!)}"));
    }
}

/// <summary>The members of <c>GET /user/organizations</c>; null is not sent.</summary>
internal sealed record MembershipQuery(string? Name, string? Status, string? Order, string? Direction, string? Match, string? Page, string? PerPage);

/// <summary>What is read from the forest.</summary>
internal sealed partial class Forest
{
    private static readonly Dictionary<Role, (string Id, string Name, string[] Permissions)> Catalogue = new()
    {
        [Role.SuperAdministrator] = ("4d1fcf3f8f6b4cb69b2e0c7b5e1aa301", "Organization Super Administrator",
            ["#organization:read", "#organization:edit", "#accounts:read", "#accounts:edit", "#members:read", "#members:edit", "#audit_logs:read"]),
        [Role.Administrator] = ("4d1fcf3f8f6b4cb69b2e0c7b5e1aa302", "Organization Administrator",
            ["#organization:read", "#organization:edit", "#accounts:read", "#accounts:edit", "#members:read", "#audit_logs:read"]),
        [Role.ReadOnly] = ("4d1fcf3f8f6b4cb69b2e0c7b5e1aa303", "Organization Read Only",
            ["#organization:read", "#accounts:read", "#members:read", "#audit_logs:read"]),
    };

    public static string RoleId(Role role) => Catalogue[role].Id;

    public Expected Get(Person person, string id) =>
        FindVisible(person, id) is { } found ? Expected.Done(Show(person, found), found.Version) : Expected.NotFound;

    public Expected GetProfile(Person person, string id) =>
        FindVisible(person, id) is { Profile: { } profile } found ? Expected.Done(profile.DeepClone(), found.Version) : Expected.NotFound;

    /// <summary>What the person is shown for a query, in order.</summary>
    public List<JsonObject> List(Person person, OrganizationQuery query) =>
        [.. Organizations.Where(organization => Sees(person, organization) && Matches(person, organization, query)).Select(organization => Show(person, organization))];

    private bool Matches(Person person, Organization organization, OrganizationQuery query)
    {
        if (query.Ids is not null && !query.Ids.Contains(organization.Id, StringComparer.OrdinalIgnoreCase)) return false;
        if (query.Name is not null && organization.Name != query.Name) return false;
        if (query.StartsWith is not null && !Names.StartsWith(organization.Name, query.StartsWith)) return false;
        if (query.EndsWith is not null && !Names.EndsWith(organization.Name, query.EndsWith)) return false;
        if (query.Contains is not null && !Names.Contains(organization.Name, query.Contains)) return false;
        if (query.ContainingOrganization is { } inner && Find(inner)?.Upwards.Skip(1).Contains(organization) != true) return false;
        if (query.ContainingUser is { } managed && People.Find(other => other.Id == managed)?.ManagedBy?.Upwards.Contains(organization) != true) return false;
        return query.Parent switch
        {
            null => true,
            "null" => organization.Parent is null,
            var parent => organization.Parent is { } above && above == FindVisible(person, parent),
        };
    }

    public Expected GetOwn(Person person, string id) =>
        Find(id) is { } organization && MembershipOf(person, organization) is { } membership ? Expected.Done(ShowOwn(membership), membership.Version) : Expected.NotFound;

    /// <summary>The whole answer: result and result_info.</summary>
    public (JsonArray Rows, JsonObject Info) ListOwn(Person person, MembershipQuery query)
    {
        var byName = (Membership membership) => query.Name is null || membership.Organization.Name == query.Name;
        // There are active memberships only.
        var byStatus = query.Status is null or "member";
        var matches = Memberships.Where(membership => membership.Person == person && (query is { Match: "any", Name: not null, Status: not null }
            ? byName(membership) || byStatus
            : byName(membership) && byStatus)).OrderBy(membership => membership.Organization.Order);
        var order = query.Order switch
        {
            "id" => Comparer<Membership>.Create((a, b) => string.CompareOrdinal(a.Organization.Id, b.Organization.Id)),
            "name" => Comparer<Membership>.Create((a, b) => Names.Compare(Names.Fold(a.Organization.Name), Names.Fold(b.Organization.Name))),
            "status" => Comparer<Membership>.Create((_, _) => 0),
            _ => Comparer<Membership>.Create((a, b) => a.Organization.Order.CompareTo(b.Organization.Order)),
        };
        var sorted = (query.Direction == "desc" ? matches.OrderDescending(order) : matches.Order(order)).ToList();
        var page = query.Page is null ? 1 : Math.Max(1, (int)double.Parse(query.Page, System.Globalization.CultureInfo.InvariantCulture));
        var perPage = query.PerPage is null ? 20 : Math.Clamp(int.Parse(query.PerPage, System.Globalization.CultureInfo.InvariantCulture), 5, 50);
        var rows = sorted.Skip((page - 1) * perPage).Take(perPage).ToList();
        return (new([.. rows.Select(ShowOwn)]), new()
        {
            ["page"] = page,
            ["per_page"] = perPage,
            ["count"] = rows.Count,
            ["total_count"] = sorted.Count,
            ["total_pages"] = (sorted.Count + perPage - 1) / perPage,
        });
    }

    private static JsonObject ShowOwn(Membership membership) => new()
    {
        ["id"] = membership.Organization.Id,
        ["name"] = membership.Organization.Name,
        ["permissions"] = new JsonArray([.. membership.Roles.SelectMany(role => Catalogue[role].Permissions).Distinct().Select(permission => (JsonNode)permission)]),
        ["roles"] = new JsonArray([.. membership.Roles.Select(role => (JsonNode)Catalogue[role].Name)]),
        ["status"] = "member",
    };

    /// <summary>The membership as an operator sees it, without its times.</summary>
    public static JsonObject ShowMember(Membership membership) => new()
    {
        ["id"] = membership.Id,
        ["status"] = "active",
        ["user"] = new JsonObject
        {
            ["id"] = membership.Person.Id,
            ["email"] = membership.Person.Actor.Email,
            ["name"] = "",
            ["two_factor_authentication_enabled"] = false,
        },
        ["meta"] = new JsonObject
        {
            ["roles"] = new JsonArray([.. membership.Roles.Select(role => (JsonNode)new JsonObject { ["id"] = Catalogue[role].Id, ["name"] = Catalogue[role].Name })]),
        },
    };
}
