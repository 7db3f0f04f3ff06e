using Grove.Server.Http;

namespace Grove.Server.UserOrganizations;

/// <summary>What <c>GET /user/organizations</c> asks for.</summary>
internal sealed record UserOrganizationFilter
{
    public string? Name { get; init; }
    public string? Status { get; init; }
    public string? Order { get; init; }
    public bool Descending { get; init; }
    public bool MatchAny { get; init; }
    public PageNumber Page { get; init; }

    public static UserOrganizationFilter Parse(QueryReader query) => new()
    {
        Name = query.Text("name", 100),
        Status = query.OneOf("status", ["member", "invited"]),
        Order = query.OneOf("order", ["id", "name", "status"]),
        Descending = query.OneOf("direction", ["asc", "desc"]) == "desc",
        MatchAny = query.OneOf("match", ["any", "all"]) == "any",
        Page = PageNumber.Parse(query),
    };
}
