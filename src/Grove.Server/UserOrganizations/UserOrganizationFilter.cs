using Grove.Server.Http;

namespace Grove.Server.UserOrganizations;

/// <summary>What <c>GET /user/organizations</c> asks for.</summary>
internal sealed record UserOrganizationFilter
{
    private const int DefaultPerPage = 20;

    public string? Name { get; init; }
    public string? Status { get; init; }
    public string? Order { get; init; }
    public bool Descending { get; init; }
    public bool MatchAny { get; init; }
    public int Page { get; init; } = 1;
    public int PerPage { get; init; } = DefaultPerPage;

    public static UserOrganizationFilter Parse(QueryReader query) => new()
    {
        Name = query.Text("name", 100),
        Status = query.OneOf("status", ["member", "invited"]),
        Order = query.OneOf("order", ["id", "name", "status"]),
        Descending = query.OneOf("direction", ["asc", "desc"]) == "desc",
        MatchAny = query.OneOf("match", ["any", "all"]) == "any",
        Page = query.ClampedPage("page", 1, 1, int.MaxValue),
        PerPage = query.ClampedPage("per_page", DefaultPerPage, 5, 50),
    };
}
