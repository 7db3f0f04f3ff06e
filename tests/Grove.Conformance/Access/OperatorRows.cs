using static Grove.Conformance.Access.Rules;

namespace Grove.Conformance.Access;

internal static class OperatorRows
{
    public static IReadOnlyList<Row> All { get; } =
    [
        new("list-users", Rows.Operator, Operators),
        new("create-user", Rows.Operator, Operators) { Body = _ => new { email = Invitations.NewAddress() } },
        new("get-user", Rows.Operator, Operators),
        new("update-user", Rows.Operator, Operators) { Body = _ => new { first_name = "Bo" } },
        new("delete-user", Rows.Operator, Operators) { Changes = true },
        new("roll-user-api-key", Rows.Operator, Operators),
        new("create-user-token", Rows.Operator, Operators)
        {
            Body = at => new { name = "Made", policies = new[] { Policy.Allow("Grove Operator", Policy.Everything(at.User)) } },
        },
        new("administer-organization", Rows.Operator, Operators) { Body = _ => new { flags = new { account_creation = "enabled" } } },
        new("put-organization-user", Rows.Operator, Operators) { Body = _ => new { }, Changes = true },
        new("delete-organization-user", Rows.Operator, Operators) { Changes = true },
        new("metrics", Rows.Operator, Operators),
    ];
}
