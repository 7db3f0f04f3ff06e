using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Organizations;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Users;

/// <summary>What <c>GET /grove/v1/users</c> asks for. Addresses are folded already.</summary>
internal sealed record UserFilter(string? Email, string? StartsWith, string? ExternalId, int PageSize, string? PageToken)
{
    private const string All = $"select {User.Columns} from {User.From} where u.key > @after";
    private const string InOrder = " order by u.key limit @take";
    private const string HasEmail = " and u.email_folded = @email";

    // A range, so that the index on the address serves it.
    private const string HasStart = " and u.email_folded >= @starts and u.email_folded < @beyond";

    private const string HasExternalId = " and u.external_id = @external_id";

    private static readonly Sql[] Statements = [.. Enumerable.Range(0, 8).Select(parts => new Sql(
        $"{All}{((parts & 1) != 0 ? HasEmail : "")}{((parts & 2) != 0 ? HasStart : "")}{((parts & 4) != 0 ? HasExternalId : "")}{InOrder}"))];

    /// <summary>Sorts after every address that starts so: no address has a character beyond the tilde.</summary>
    public string Beyond => StartsWith + "\u007F";

    public Sql Statement => Statements[(Email is null ? 0 : 1) + (StartsWith is null ? 0 : 2) + (ExternalId is null ? 0 : 4)];

    public static UserFilter Parse(QueryReader query)
    {
        var size = query.Integer("page_size", 0, 1000) ?? 0;
        var email = query.Text("email", 90);
        var starts = query.Text("email.startsWith", 90);
        return new(
            email is null ? null : EmailRules.Fold(email), starts is null ? null : EmailRules.Fold(starts), query.Text("external_id", ExternalIds.MaxLength), size == 0 ? 10 : size, query.Text("page_token", 2000));
    }

    /// <summary>What a page token is bound to.</summary>
    public byte[] Binding(Caller caller) => PageBinding.Of("/users", caller, Email, StartsWith, ExternalId);
}
