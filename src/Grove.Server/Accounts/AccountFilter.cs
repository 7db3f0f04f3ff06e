using Grove.Server.Http;

namespace Grove.Server.Accounts;

/// <summary>What <c>GET /accounts</c> asks for.</summary>
internal sealed record AccountFilter(string? Name, bool Descending, int Page, int PerPage)
{
    private const int DefaultPerPage = 20;

    public static AccountFilter Parse(QueryReader query) => new(
        query.Text("name", 200),
        query.OneOf("direction", ["asc", "desc"]) == "desc",
        query.ClampedPage("page", 1, 1, int.MaxValue),
        query.ClampedPage("per_page", DefaultPerPage, 5, 50));
}
