using Grove.Cli.Names;
using Grove.Cli.Output;
using Grove.Cli.Verbs;

namespace Grove.Cli.Nouns;

/// <summary>Parameters and columns that several nouns have.</summary>
internal static class CommonParameters
{
    public static readonly Parameter Organization = new("ORGANIZATION", "organization_id", "Its id, name or path of names") { Named = Resource.Organization };
    public static readonly Parameter Account = new("ACCOUNT", "account_id", "Its id, name or path of names") { Named = Resource.Account };
    public static readonly Parameter User = new("USER", "user_id", "Their id or e-mail address") { Named = Resource.User };
    public static readonly Parameter Direction = new("--direction", "direction", "The direction of the order") { Choices = ["asc", "desc"] };

    /// <summary>The five texts of a profile, below a member of the body or at its top.</summary>
    public static Parameter[] Profile(string below, bool required) =>
    [
        new("--business-name", below + "business_name", "The name in the profile") { Required = required },
        new("--business-address", below + "business_address", "The address in the profile") { Required = required },
        new("--business-email", below + "business_email", "The e-mail address in the profile") { Required = required },
        new("--business-phone", below + "business_phone", "The telephone number in the profile") { Required = required },
        new("--external-metadata", below + "external_metadata", "Whatever is kept in the profile, often JSON") { Required = required },
    ];

    /// <summary>The filters of lists of organizations.</summary>
    public static Parameter[] OrganizationFilters { get; } =
    [
        new("--id", "id", "Only this one") { Kind = Kind.Texts, Named = Resource.Organization },
        new("--name", "name", "Only with exactly this name"),
        new("--name-starts-with", "name.startsWith", "Only with a name that begins so"),
        new("--name-ends-with", "name.endsWith", "Only with a name that ends so"),
        new("--name-contains", "name.contains", "Only with a name that contains this"),
        new("--containing-account", "containing.account", "Only those that contain this account") { Named = Resource.Account },
        new("--containing-organization", "containing.organization", "Only those that contain this organization") { Named = Resource.Organization },
        new("--containing-user", "containing.user", "Only those that manage this user") { Named = Resource.User },
        new("--parent", "parent.id", "Only those right below this one; null: roots") { Named = Resource.Organization, Literal = "null" },
    ];

    public static Column[] OrganizationColumns { get; } = [Column.Id, Column.Name, new("parent", "parent.name"), new("created", "create_time")];

    public static Column[] AccountColumns { get; } =
        [Column.Id, Column.Name, new("type", "type"), new("organization", "managed_by.parent_org_name"), new("created", "created_on")];

    public static Column[] AuditColumns { get; } =
    [
        new("time", "action.time"), new("action", "action.description"), new("result", "action.result"), new("actor", "actor.email"),
        new("resource", "resource.type"), new("resource id", "resource.id"), Column.Id,
    ];
}
