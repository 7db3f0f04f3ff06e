using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

/// <summary>The roles on organizations; each may do all that the ones before it may.</summary>
internal enum Role
{
    None,
    ReadOnly,
    Administrator,
    SuperAdministrator,
}

internal sealed class Organization(string id, string createTime, int order)
{
    public string Id => id;
    public string CreateTime => createTime;

    /// <summary>Its place in the order of creation.</summary>
    public int Order => order;

    public required string Name { get; set; }
    public Organization? Parent { get; set; }
    public JsonObject? Profile { get; set; }
    public bool Embedded { get; set; }
    public long Version { get; set; } = 1;

    /// <summary>Itself, its parent, and so on up to its root.</summary>
    public IEnumerable<Organization> Upwards
    {
        get
        {
            for (var at = this; at is not null; at = at.Parent) yield return at;
        }
    }

    public int Level => Upwards.Count() - 1;
}

internal sealed class Person(Actor actor, bool isOperator)
{
    public Actor Actor => actor;
    public string Id => actor.Id;
    public bool Operator => isOperator;
    public Organization? ManagedBy { get; set; }
}

/// <summary>An active membership.</summary>
internal sealed class Membership(Person person, Organization organization, params Role[] roles)
{
    public Person Person => person;
    public Organization Organization => organization;

    /// <summary>The highest first.</summary>
    public Role[] Roles { get; set; } = roles;
    public Role Highest => Roles.Max();
    public long Version { get; set; } = 1;

    /// <summary>Null until an answer has shown it.</summary>
    public string? Id { get; set; }
    public string? CreateTime { get; set; }
}

/// <summary>
/// Organizations, people and memberships as the specification (design §2 and §3) describes them, in dictionaries and lists. It answers
/// what the service must answer; nothing in it comes from the service but ids and times.
/// </summary>
internal sealed partial class Forest(int levels)
{
    private readonly Dictionary<string, Organization> organizations = [];
    private int created;

    public List<Person> People { get; } = [];

    public List<Membership> Memberships { get; } = [];

    /// <summary>In order of creation.</summary>
    public IEnumerable<Organization> Organizations => organizations.Values.OrderBy(organization => organization.Order);

    public int Count => organizations.Count;

    /// <summary>Ids are hexadecimal digits in either case.</summary>
    public Organization? Find(string id) => organizations.GetValueOrDefault(id.ToLowerInvariant());

    public IEnumerable<Organization> Children(Organization? parent) => Organizations.Where(organization => organization.Parent == parent);

    public int Height(Organization organization) => Children(organization).Select(child => Height(child) + 1).DefaultIfEmpty(0).Max();

    public Membership? MembershipOf(Person person, Organization organization) =>
        Memberships.Find(membership => membership.Person == person && membership.Organization == organization);

    public Role OwnRole(Person person, Organization organization) => MembershipOf(person, organization)?.Highest ?? Role.None;

    public Role RoleOn(Person person, Organization organization) => organization.Upwards.Max(at => OwnRole(person, at));

    /// <summary>The role that the organizations above give.</summary>
    public Role RoleAbove(Person person, Organization organization) => organization.Parent is { } parent ? RoleOn(person, parent) : Role.None;

    public bool Sees(Person person, Organization organization) => RoleOn(person, organization) != Role.None;

    /// <summary>What the person sees under this id, or null.</summary>
    public Organization? FindVisible(Person person, string id) => Find(id) is { } found && Sees(person, found) ? found : null;

    /// <summary>
    /// The organization in the eyes of somebody who sees it: nothing above their topmost membership is there. Who lost sight of it by the very
    /// move that made it a root is answered with that root.
    /// </summary>
    public JsonObject Show(Person person, Organization organization)
    {
        var path = organization.Upwards.Where(at => at == organization || Sees(person, at)).Reverse().ToList();
        string[] older = ["account_creation", "account_deletion", "account_migration", "account_mobility", "sub_org_creation"];
        var json = new JsonObject
        {
            ["id"] = organization.Id,
            ["create_time"] = organization.CreateTime,
            ["name"] = organization.Name,
            ["meta"] = new JsonObject
            {
                ["flags"] = Flags(older),
                ["tenant_flags"] = Flags([.. older, "enterprise_capability", "member_management"], "account_creation_applies_tenant_defaults"),
                ["hierarchy_tags"] = new JsonArray([.. path.Select(at => (JsonNode)at.Id)]),
            },
        };
        if (path.Count > 1) json["parent"] = new JsonObject { ["id"] = path[^2].Id, ["name"] = path[^2].Name };
        if (organization.Embedded) json["profile"] = organization.Profile!.DeepClone();
        return json;
    }

    private static JsonObject Flags(string[] enabled, params string[] disabled) => new(
        [.. enabled.Select(name => KeyValuePair.Create(name, (JsonNode?)"enabled")), .. disabled.Select(name => KeyValuePair.Create(name, (JsonNode?)"disabled"))]);

    public static JsonObject IdOf(Organization organization) => new() { ["id"] = organization.Id };
}
