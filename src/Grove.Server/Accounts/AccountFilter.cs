using Grove.Server.Http;

namespace Grove.Server.Accounts;

/// <summary>What <c>GET /accounts</c> asks for.</summary>
internal sealed record AccountFilter(string? Name, bool Descending, PageNumber Page)
{
    public static AccountFilter Parse(QueryReader query) => new(
        query.Text("name", 200),
        query.OneOf("direction", ["asc", "desc"]) == "desc",
        PageNumber.Parse(query));
}
