using static Grove.Conformance.Access.Rules;

namespace Grove.Conformance.Access;

internal static class AccountMemberRows
{
    public static IReadOnlyList<Row> All { get; } =
    [
        new("list-account-roles", Rows.Accounts, SeeingAccount),
        new("get-account-role", Rows.Accounts, SeeingAccount) { Ids = new() { ["role_id"] = _ => AccountRoleId.ReadOnly } },
        new("list-account-permission-groups", Rows.Accounts, SeeingAccount),
        new("get-account-permission-group", Rows.Accounts, SeeingAccount) { Ids = new() { ["permission_group_id"] = _ => AccountRoleId.ReadOnly } },
    ];
}
