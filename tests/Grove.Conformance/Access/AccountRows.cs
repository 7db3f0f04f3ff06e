using static Grove.Conformance.Access.Rules;

namespace Grove.Conformance.Access;

internal static class AccountRows
{
    public static IReadOnlyList<Row> All { get; } =
    [
        new("list-accounts", Rows.Accounts, FindingAccount) { Query = at => $"?name={at.AccountName}", Holds = at => at.Account },
        new("list-organization-accounts", Rows.Accounts, Seeing(Place.Target)) { Query = at => $"?name={at.AccountName}", Holds = at => at.Account },
        new("create-account", Rows.Accounts, Themself) { Of = "a free one", Body = _ => new { name = "Made" } },
        new("create-account", Rows.Accounts, Administering(Place.Target))
        {
            Of = "in the organization",
            Body = at => new { name = "Made", unit = new { id = at.Target } },
        },
        new("get-account", Rows.Accounts, SeeingAccount),
        new("update-account", Rows.Accounts, AdministeringAccount) { Body = _ => new { name = "Renamed" }, Changes = true },
        new("delete-account", Rows.Accounts, DeletingAccount) { Changes = true },
        new("list-account-organizations", Rows.Accounts, SeeingAccount),
        new("move-account", Rows.Accounts, MovingAccountToSibling)
        {
            Of = "to the sibling of its organization",
            Body = at => new { destination_organization_id = at.Sibling },
            Changes = true,
        },
        new("move-account", Rows.Accounts, BringingAccountIntoTarget)
        {
            Of = "a free one of the caller's into the organization",
            Ids = new() { ["account_id"] = at => at.Free },
            Body = at => new { destination_organization_id = at.Target },
            Changes = true,
        },
        new("move-accounts", Rows.Accounts, MovingAccountToSibling)
        {
            Of = "to the sibling of its organization",
            Body = at => new { account_ids = new[] { at.Account }, destination_organization_id = at.Sibling },
            Changes = true,
        },
        new("move-accounts", Rows.Accounts, BringingAccountIntoTarget)
        {
            Of = "a free one of the caller's into the organization",
            Body = at => new { account_ids = new[] { at.Free }, destination_organization_id = at.Target },
            Changes = true,
        },
        new("get-account-profile", Rows.Accounts, SeeingAccount),
        new("update-account-profile", Rows.Accounts, AdministeringAccount) { Body = _ => Rows.Profile, Changes = true },
    ];
}
