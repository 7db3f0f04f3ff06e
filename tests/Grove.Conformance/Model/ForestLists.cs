using System.Globalization;
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
    public string? ContainingAccount { get; init; }
    public string? ContainingOrganization { get; init; }
    public string? ContainingUser { get; init; }

    /// <summary>An id, or the word null for roots.</summary>
    public string? Parent { get; init; }

    public string Write(bool commas)
    {
        var parts = new List<(string Name, string? Value)>
        {
            ("name", Name), ("name.startsWith", StartsWith), ("name.endsWith", EndsWith), ("name.contains", Contains), ("containing.account", ContainingAccount),
            ("containing.organization", ContainingOrganization), ("containing.user", ContainingUser), ("parent.id", Parent),
        };
        if (Ids is not null) parts.AddRange(commas ? [("id", string.Join(',', Ids))] : Ids.Select(id => ("id", (string?)id)));
        return Query.Write(parts);
    }
}

/// <summary>The members of <c>GET /user/organizations</c>; null is not sent.</summary>
internal sealed record MembershipQuery(string? Name, string? Status, string? Order, string? Direction, string? Match, string? Page, string? PerPage)
{
    public string Write() => Query.Write(
        [("name", Name), ("status", Status), ("order", Order), ("direction", Direction), ("match", Match), ("page", Page), ("per_page", PerPage)]);
}

internal static class Query
{
    /// <summary>As it goes into a URL, each part led by an ampersand; null is left out.</summary>
    public static string Write(IEnumerable<(string Name, string? Value)> parts) =>
        string.Concat(parts.Where(part => part.Value is not null).Select(part => $"&{part.Name}={Uri.EscapeDataString(part.Value!)}"));

    /// <summary>A page by number of what there is, with its result_info.</summary>
    public static (JsonArray Rows, JsonObject Info) Page<T>(List<T> all, string? page, string? perPage, Func<T, JsonNode> show)
    {
        var at = page is null ? 1 : Math.Max(1, (int)double.Parse(page, CultureInfo.InvariantCulture));
        var size = perPage is null ? 20 : Math.Clamp(int.Parse(perPage, CultureInfo.InvariantCulture), 5, 50);
        var rows = all.Skip((at - 1) * size).Take(size).ToList();
        return (new([.. rows.Select(show)]), new()
        {
            ["page"] = at,
            ["per_page"] = size,
            ["count"] = rows.Count,
            ["total_count"] = all.Count,
            ["total_pages"] = (all.Count + size - 1) / size,
        });
    }
}

/// <summary>What is read of organizations.</summary>
internal sealed partial class Forest
{
    public Expected Get(Caller caller, string id) =>
        FindVisible(caller, id) is { } found ? Expected.Done(Show(caller, found), found.Version) : Expected.NotFound;

    public Expected GetProfile(Caller caller, string id) =>
        FindVisible(caller, id) is { Profile: { } profile } found ? Expected.Done(profile.DeepClone(), found.Version) : Expected.NotFound;

    /// <summary>What the caller is shown for a query, in order.</summary>
    public List<JsonObject> List(Caller caller, OrganizationQuery query) =>
        [.. Organizations.Where(organization => Sees(caller, organization) && Matches(caller, organization, query)).Select(organization => Show(caller, organization))];

    private bool Matches(Caller caller, Organization organization, OrganizationQuery query)
    {
        if (query.Ids is not null && !query.Ids.Contains(organization.Id, StringComparer.OrdinalIgnoreCase)) return false;
        if (query.Name is not null && organization.Name != query.Name) return false;
        if (query.StartsWith is not null && !Names.StartsWith(organization.Name, query.StartsWith)) return false;
        if (query.EndsWith is not null && !Names.EndsWith(organization.Name, query.EndsWith)) return false;
        if (query.Contains is not null && !Names.Contains(organization.Name, query.Contains)) return false;
        if (query.ContainingAccount is { } account && FindVisibleAccount(caller, account)?.Organization?.Upwards.Contains(organization) != true) return false;
        // Neither tells about what the caller does not see.
        if (query.ContainingOrganization is { } inner && FindVisible(caller, inner)?.Upwards.Skip(1).Contains(organization) != true) return false;
        if (query.ContainingUser is { } managed && !(FindPerson(managed)?.ManagedBy is { } managing && Sees(caller, managing) && managing.Upwards.Contains(organization))) return false;
        return query.Parent switch
        {
            null => true,
            "null" => organization.Parent is null,
            var parent => organization.Parent is { } above && above == FindVisible(caller, parent),
        };
    }

    /// <summary>The whole answer: result and result_info.</summary>
    public (JsonArray Rows, JsonObject Info) ListOwn(Caller caller, MembershipQuery query)
    {
        var byName = (Member member) => query.Name is null || member.Organization.Name == query.Name;
        var byStatus = (Member member) => query.Status is null || query.Status == (member.Status == MemberStatus.Active ? "member" : "invited");
        var matches = Own(caller).Where(member => query is { Match: "any", Name: not null, Status: not null }
            ? byName(member) || byStatus(member)
            : byName(member) && byStatus(member)).OrderBy(member => member.Organization.Order);
        var order = query.Order switch
        {
            "id" => Comparer<Member>.Create((a, b) => string.CompareOrdinal(a.Organization.Id, b.Organization.Id)),
            "name" => Comparer<Member>.Create((a, b) => Names.Compare(Names.Fold(a.Organization.Name), Names.Fold(b.Organization.Name))),
            // Invited comes before member, as the words do.
            "status" => Comparer<Member>.Create((a, b) => (a.Status == MemberStatus.Active).CompareTo(b.Status == MemberStatus.Active)),
            _ => Comparer<Member>.Create((a, b) => a.Organization.Order.CompareTo(b.Organization.Order)),
        };
        var sorted = query.Direction == "desc" ? matches.OrderDescending(order) : matches.Order(order);
        return Query.Page([.. sorted], query.Page, query.PerPage, member => member.ShowOwn());
    }
}
