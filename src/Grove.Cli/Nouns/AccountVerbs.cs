using Grove.Cli.Names;
using Grove.Cli.Output;
using Grove.Cli.Verbs;
using static Grove.Cli.Nouns.CommonParameters;

namespace Grove.Cli.Nouns;

/// <summary><c>grove account</c>: <c>/accounts</c>.</summary>
internal static class AccountVerbs
{
    private const string One = "accounts/{account_id}";
    private const string OfOperators = "/grove/v1/accounts/{account_id}";

    private static readonly Parameter Destination = new("--to", "destination_organization_id", "The organization to move to") { Named = Resource.Organization, Required = true };

    private static readonly Parameter[] Settings =
    [
        new("--abuse-contact-email", "settings.abuse_contact_email", "The address for reports of abuse") { Nullable = true },
        new("--enforce-twofactor", "settings.enforce_twofactor", "Whether members need two factors") { Kind = Kind.Truth, Nullable = true },
    ];

    private static readonly Parameter Type = new("--type", "type", "What kind of account it is") { Choices = ["standard", "enterprise"], Nullable = true };

    public static IEnumerable<Verb> All() =>
    [
        new("list", "List the accounts that you have access to", HttpMethod.Get, "accounts")
        {
            Query = [new("--name", "name", "Only with exactly this name"), Direction], Paging = Paging.Number, Columns = AccountColumns,
        },
        new("get", "Show an account", HttpMethod.Get, One) { In = [Account] },
        new("create", "Create an account, in an organization or free", HttpMethod.Post, "accounts")
        {
            Body =
            [
                new("NAME", "name", "The name") { Required = true },
                new("--organization", "unit.id", "The organization to create it in") { Named = Resource.Organization },
                new("--standalone", "standalone", "Say that it is to be free") { Kind = Kind.Truth, Nullable = true },
                Type,
                .. Settings,
            ],
            Unsettable = ["unit", "settings"],
        },
        new("update", "Change an account: its name and its settings", HttpMethod.Put, One)
        {
            In = [Account], Body = [new("--name", "name", "The name") { Required = true }, Type, .. Settings], Unsettable = ["settings"],
        },
        new("rename", "Give an account another name", HttpMethod.Put, One) { In = [Account], Body = [new("NAME", "name", "The name") { Required = true }] },
        new("move", "Move an account into an organization", HttpMethod.Post, One + "/move") { In = [Account], Body = [Destination] },
        new("move-many", "Move up to 100 accounts into an organization, all or none", HttpMethod.Post, "/grove/v1/accounts/move")
        {
            Body = [new("--account", "account_ids", "An account") { Kind = Kind.Texts, Named = Resource.Account, Required = true }, Destination],
            Columns = [new("account", "account_id"), new("from", "source_organization_id"), new("to", "destination_organization_id")],
        },
        new("delete", "Delete an account", HttpMethod.Delete, One) { In = [Account], Question = "Delete the account {account_id}?" },
        new("profile get", "Show the profile of an account", HttpMethod.Get, One + "/profile") { In = [Account] },
        new("profile set", "Replace the profile of an account", HttpMethod.Put, One + "/profile") { In = [Account], Body = Profile("", required: true) },
        new("organizations", "List the organizations that contain an account, from the topmost down", HttpMethod.Get, One + "/organizations")
        {
            In = [Account], Columns = OrganizationColumns,
        },
        new("roles", "List the roles that members of an account can have", HttpMethod.Get, One + "/roles")
        {
            In = [Account], Paging = Paging.Number, Columns = [Column.Id, Column.Name, new("description", "description")],
        },
        new("role", "Show a role that members of an account can have", HttpMethod.Get, One + "/roles/{role_id}")
        {
            In = [Account, new("ROLE", "role_id", "Its id or name") { Named = Resource.AccountRole }],
        },
        new("permission-groups", "List the permission groups that members of an account can have", HttpMethod.Get, One + "/iam/permission_groups")
        {
            In = [Account],
            Query = [new("--id", "id", "Only this one"), new("--name", "name", "Only with exactly this name"), new("--label", "label", "Only with this label")],
            Paging = Paging.Number,
            Columns = [Column.Id, Column.Name, new("label", "meta.label")],
        },
        new("permission-group", "Show a permission group that members of an account can have", HttpMethod.Get, One + "/iam/permission_groups/{permission_group_id}")
        {
            In = [Account, new("GROUP", "permission_group_id", "Its id, or the name of the role that it is") { Named = Resource.AccountRole }],
        },
        .. AccountMemberVerbs.All(),
        new("list-all", "List all accounts; for operators", HttpMethod.Get, "/grove/v1/accounts")
        {
            Query = [new("--external-id", "external_id", "Only the one with this external id")], Paging = Paging.Token, Columns = AccountColumns,
        },
        new("inspect", "Show any account, with its external id; for operators", HttpMethod.Get, OfOperators) { In = [Account] },
        new("administer", "Change the external id of an account; for operators", HttpMethod.Patch, OfOperators)
        {
            In = [Account], Body = [new("--external-id", "external_id", "Its external id") { Nullable = true }],
        },
    ];
}
