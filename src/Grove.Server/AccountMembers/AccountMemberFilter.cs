using Grove.Server.Http;
using Grove.Server.Members;

namespace Grove.Server.AccountMembers;

/// <summary>What <c>GET /accounts/{id}/members</c> asks for.</summary>
/// <param name="Status">Null for accepted and pending.</param>
internal sealed record AccountMemberFilter(MemberStatus? Status, string? Order, bool Descending, PageNumber Page)
{
    public static readonly string[] Orders = ["user.first_name", "user.last_name", "user.email", "status"];

    public static AccountMemberFilter Parse(QueryReader query) => new(
        query.OneOf("status", AccountMemberStatus.Names) is { } status ? AccountMemberStatus.Find(status) : null,
        query.OneOf("order", Orders),
        query.OneOf("direction", ["asc", "desc"]) == "desc",
        PageNumber.Parse(query));

    /// <summary>The stored statuses asked for.</summary>
    public long[] Stored => Status is { } one ? [(long)one] : [(long)MemberStatus.Pending, (long)MemberStatus.Active];
}
