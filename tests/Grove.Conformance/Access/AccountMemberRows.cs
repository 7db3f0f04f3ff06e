using static Grove.Conformance.Access.Rules;

namespace Grove.Conformance.Access;

internal static class AccountMemberRows
{
    private static readonly Dictionary<string, Func<Named, string>> Member = new() { ["member_id"] = at => at.AccountMember };

    public static IReadOnlyList<Row> All { get; } =
    [
        new("list-account-members", Rows.Accounts, SeeingAccount) { Query = _ => "?status=pending&per_page=50", Holds = at => at.AccountMember },
        new("create-account-member", Rows.Accounts, ManagingAccount) { Of = "invite", Body = _ => AccountMemberships.Body(Invitations.NewAddress()) },
        new("create-account-member", Rows.Accounts, AddingToAccountWithoutConsent)
        {
            Of = "add at once",
            Body = _ => AccountMemberships.Body(Invitations.NewAddress(), status: "accepted"),
        },
        new("get-account-member", Rows.Accounts, SeeingAccount) { Ids = Member },
        new("update-account-member", Rows.Accounts, ManagingAccount) { Ids = Member, Body = _ => new { roles = new[] { AccountRoleId.Administrator } }, Changes = true },
        new("delete-account-member", Rows.Accounts, ManagingAccount) { Ids = Member, Changes = true },
        new("list-memberships", Rows.Members, FindingMembership) { Query = at => $"?name={at.AccountName}", Holds = at => at.Membership },
        new("get-membership", Rows.Members, HoldingMembership),
        // It is accepted already.
        new("answer-membership", Rows.Members, HoldingMembership) { Body = _ => new { status = "accepted" }, Ends = (400, 1001) },
        new("leave-account", Rows.Members, HoldingMembership) { Changes = true },
        new("list-account-roles", Rows.Accounts, SeeingAccount),
        new("get-account-role", Rows.Accounts, SeeingAccount) { Ids = new() { ["role_id"] = _ => AccountRoleId.ReadOnly } },
        new("list-account-permission-groups", Rows.Accounts, SeeingAccount),
        new("get-account-permission-group", Rows.Accounts, SeeingAccount) { Ids = new() { ["permission_group_id"] = _ => AccountRoleId.ReadOnly } },
    ];
}
