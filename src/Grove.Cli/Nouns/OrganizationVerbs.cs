using Grove.Cli.Names;
using Grove.Cli.Output;
using Grove.Cli.Verbs;
using static Grove.Cli.Nouns.CommonParameters;

namespace Grove.Cli.Nouns;

/// <summary><c>grove org</c>: <c>/organizations</c>.</summary>
internal static class OrganizationVerbs
{
    private const string One = "organizations/{organization_id}";
    private const string OfOperators = "/grove/v1/organizations/{organization_id}";

    private static readonly Parameter Name = new("--name", "name", "The name") { Required = true };

    public static IEnumerable<Verb> All() =>
    [
        new("list", "List the organizations that you have access to", HttpMethod.Get, "organizations")
        {
            Query = OrganizationFilters, Paging = Paging.Token, Columns = OrganizationColumns,
        },
        new("get", "Show an organization", HttpMethod.Get, One) { In = [Organization] },
        new("create", "Create an organization, a root unless it has a parent", HttpMethod.Post, "organizations")
        {
            Body =
            [
                new("NAME", "name", "The name") { Required = true },
                new("--parent", "parent.id", "The organization right above") { Named = Resource.Organization },
                .. Profile("profile.", required: false),
            ],
        },
        new("update", "Change an organization: its name, its parent, the profile that it shows", HttpMethod.Put, One)
        {
            In = [Organization],
            Body =
            [
                Name,
                new("--parent", "parent.id", "The organization right above") { Named = Resource.Organization },
                .. Profile("profile.", required: false),
            ],
            Unsettable = ["parent", "profile"],
        },
        new("rename", "Give an organization another name", HttpMethod.Put, One) { In = [Organization], Body = [new("NAME", "name", "The name") { Required = true }] },
        new("delete", "Delete an organization that holds nothing", HttpMethod.Delete, One)
        {
            In = [Organization], Question = "Delete the organization {organization_id}?",
        },
        new("profile get", "Show the profile of an organization", HttpMethod.Get, One + "/profile") { In = [Organization] },
        new("profile set", "Replace the profile of an organization", HttpMethod.Put, One + "/profile") { In = [Organization], Body = Profile("", required: true) },
        new("accounts", "List the accounts right in an organization", HttpMethod.Get, One + "/accounts")
        {
            In = [Organization],
            Query =
            [
                new("--name", "name", "Only with this name"),
                new("--name-starts-with", "name.startsWith", "Only with a name that begins so"),
                new("--name-ends-with", "name.endsWith", "Only with a name that ends so"),
                new("--name-contains", "name.contains", "Only with a name that contains this"),
                new("--account-pubname", "account_pubname", "As --name; deprecated"),
                new("--account-pubname-starts-with", "account_pubname.startsWith", "As --name-starts-with; deprecated"),
                new("--account-pubname-ends-with", "account_pubname.endsWith", "As --name-ends-with; deprecated"),
                new("--account-pubname-contains", "account_pubname.contains", "As --name-contains; deprecated"),
                new("--order-by", "order_by", "The order; that of creation when left out") { Choices = ["account_name"] },
                Direction,
            ],
            Paging = Paging.Token,
            Columns = [Column.Id, Column.Name, new("type", "type"), new("created", "created_on")],
        },
        MemberVerbs.List("members"),
        new("audit", "List the audit records of an organization", HttpMethod.Get, One + "/logs/audit")
        {
            In = [Organization], Query = AuditVerbs.Filters, Paging = Paging.Cursor, Columns = AuditColumns,
        },
        new("audit-history", "List the audit records of the resource that one record tells of", HttpMethod.Get, One + "/logs/audit/{audit_id}/history")
        {
            In = [Organization, new("RECORD", "audit_id", "The id of the record")],
            Query =
            [
                new("--action-time", "action_time", "The time of that record, where the server asks for it"), new("--since", "since", "From this date or time on"), new("--before", "before", "Up to this date or time"),
                Direction,
            ],
            Paging = Paging.Cursor,
            Columns = AuditColumns,
        },
        new("audit-subtree", "List the audit records of an organization and of all that was below it", HttpMethod.Get, OfOperators + "/logs/audit")
        {
            In = [Organization], Query = AuditVerbs.Filters, Paging = Paging.Cursor, Columns = AuditColumns,
        },
        new("list-all", "List all organizations; for operators", HttpMethod.Get, "/grove/v1/organizations")
        {
            Query = [new("--external-id", "external_id", "Only the one with this external id")], Paging = Paging.Token, Columns = OrganizationColumns,
        },
        new("inspect", "Show any organization, with its external id; for operators", HttpMethod.Get, OfOperators) { In = [Organization] },
        new("administer", "Change capabilities, what manages it, and the external id of an organization; for operators", HttpMethod.Patch, OfOperators)
        {
            In = [Organization],
            Body =
            [
                .. Capabilities.Select(flag => new Parameter($"--{flag.Replace('_', '-')}", $"flags.{flag}", $"The capability {flag}") { Choices = ["enabled", "disabled"] }),
                new("--managed-by", "managed_by", "What manages it") { Nullable = true },
                new("--external-id", "external_id", "Its external id") { Nullable = true },
            ],
        },
    ];

    private static string[] Capabilities =>
    [
        "account_creation", "account_creation_applies_tenant_defaults", "account_deletion", "account_migration", "account_mobility",
        "enterprise_capability", "member_management", "sub_org_creation",
    ];
}
