using static Grove.Conformance.Access.Rules;

namespace Grove.Conformance.Access;

internal static class AskingRows
{
    private const string Permission = "#organization:read";

    public static IReadOnlyList<Row> All { get; } =
    [
        new("list-organizations-of-user", Rows.Operator, Operators),
        new("list-accounts-of-user", Rows.Operator, Operators),
        new("check", Rows.Operator, Operators) { Query = at => $"?user_id={at.User}&organization_id={at.Target}&permission={Uri.EscapeDataString(Permission)}" },
        new("check-many", Rows.Operator, Operators)
        {
            Body = at => new { checks = new object[] { new { user_id = at.User, organization_id = at.Target, permission = Permission }, new { user_id = at.User, account_id = at.Account, permission = Permission } } },
        },
        new("list-all-organizations", Rows.Operator, Operators),
        new("inspect-organization", Rows.Operator, Operators),
        new("list-all-accounts", Rows.Operator, Operators),
        new("inspect-account", Rows.Operator, Operators),
        new("administer-account", Rows.Operator, Operators) { Body = _ => new { external_id = Requests.UnknownId() } },
    ];
}
