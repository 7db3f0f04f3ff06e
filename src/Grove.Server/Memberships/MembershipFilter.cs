using Grove.Server.AccountMembers;
using Grove.Server.Http;
using Grove.Server.Members;

namespace Grove.Server.Memberships;

/// <summary>What <c>GET /memberships</c> asks for.</summary>
/// <param name="Status">Null for accepted and pending.</param>
internal sealed record MembershipFilter(string? AccountName, string? Name, MemberStatus? Status, string? Order, bool Descending, PageNumber Page)
{
    public static readonly string[] Orders = ["id", "account.name", "status"];

    public static MembershipFilter Parse(QueryReader query) => new(
        query.Text("account.name", 100),
        query.Text("name", 100),
        query.OneOf("status", AccountMemberStatus.Names) is { } status ? AccountMemberStatus.Find(status) : null,
        query.OneOf("order", Orders),
        query.OneOf("direction", ["asc", "desc"]) == "desc",
        PageNumber.Parse(query));
}
