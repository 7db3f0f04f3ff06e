using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

/// <summary>What the server is configured with.</summary>
internal sealed record Limits(int Levels, int Accounts, int InviteDays);

/// <summary>
/// Organizations, accounts, people and memberships as the specification (design §2 and §3) describes them, in dictionaries and lists. It
/// answers what the service must answer; nothing in it comes from the service but ids.
/// </summary>
internal sealed partial class Forest(Limits limits, TimeProvider clock)
{
    private readonly Dictionary<string, Organization> organizations = [];
    private readonly Dictionary<string, Account> accounts = [];
    private int created;

    public List<Person> People { get; } = [];

    /// <summary>In order of creation, with all that is over.</summary>
    public List<Member> Members { get; } = [];

    /// <summary>In order of creation.</summary>
    public IEnumerable<Organization> Organizations => organizations.Values.OrderBy(organization => organization.Order);

    /// <summary>In order of creation.</summary>
    public IEnumerable<Account> Accounts => accounts.Values.OrderBy(account => account.Order);

    public IEnumerable<Member> Active => Members.Where(member => member.Status == MemberStatus.Active);

    public int Count => organizations.Count;

    private DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The present time as answers write it.</summary>
    public string Time => Times.Written(Now);

    /// <summary>Ids are hexadecimal digits in either case.</summary>
    public Organization? Find(string id) => organizations.GetValueOrDefault(id.ToLowerInvariant());

    public Account? FindAccount(string id) => accounts.GetValueOrDefault(id.ToLowerInvariant());

    public Person? FindPerson(string id) => People.Find(person => string.Equals(person.Id, id, StringComparison.OrdinalIgnoreCase));

    /// <summary>Addresses are compared by ASCII lower case.</summary>
    public Person? FindAddress(string email) => People.Find(person => SameAddress(person.Email, email));

    public IEnumerable<Organization> Children(Organization? parent) => Organizations.Where(organization => organization.Parent == parent);

    public int Height(Organization organization) => Children(organization).Select(child => Height(child) + 1).DefaultIfEmpty(0).Max();

    public Member? MembershipOf(Person person, Organization organization) =>
        Members.Find(member => member.Status == MemberStatus.Active && member.Person == person && member.Organization == organization);

    public Role OwnRole(Person person, Organization organization) => MembershipOf(person, organization)?.Highest ?? Role.None;

    public Role RoleOn(Person person, Organization organization) => organization.Upwards.Max(at => OwnRole(person, at));

    /// <summary>The role that the organizations above give.</summary>
    public Role RoleAbove(Person person, Organization organization) => organization.Parent is { } parent ? RoleOn(person, parent) : Role.None;

    public bool Sees(Caller caller, Organization organization) => caller.Covers(organization) && RoleOn(caller.Person, organization) != Role.None;

    /// <summary>The role that the organization which holds the account gives on it.</summary>
    public Role RoleThrough(Person person, Account account) => account.Organization is { } place ? RoleOn(person, place) : Role.None;

    public Role RoleOn(Person person, Account account) => (Role)Math.Max((int)OwnRole(person, account), (int)RoleThrough(person, account));

    public bool Sees(Caller caller, Account account) => caller.Covers(account) && RoleOn(caller.Person, account) != Role.None;

    /// <summary>What the caller sees under this id, or null.</summary>
    public Organization? FindVisible(Caller caller, string id) => Find(id) is { } found && Sees(caller, found) ? found : null;

    public Account? FindVisibleAccount(Caller caller, string id) => FindAccount(id) is { } found && Sees(caller, found) ? found : null;

    /// <summary>
    /// The organization in the eyes of somebody who sees it: nothing above their topmost membership is there. Who lost sight of it by the very
    /// move that made it a root is answered with that root.
    /// </summary>
    public JsonObject Show(Caller caller, Organization organization) =>
        Show(organization, organization.Upwards.Where(at => at == organization || Sees(caller, at)).Reverse().ToList());

    /// <summary>As operators see it: the whole, what another system calls it, and what more there is to ask for.</summary>
    public JsonObject ShowWhole(Organization organization)
    {
        var json = Show(organization, organization.Upwards.Reverse().ToList());
        json["external_id"] = organization.ExternalId;
        json["has_members"] = Members.Exists(member => member.Organization == organization && member.Status is (MemberStatus.Pending or MemberStatus.Active));
        json["has_profile"] = organization.Profile is not null;
        return json;
    }

    private static JsonObject Show(Organization organization, List<Organization> path)
    {
        var meta = new JsonObject
        {
            ["flags"] = Flags.Show(organization, Flags.Older),
            ["tenant_flags"] = Flags.Show(organization, Flags.All),
            ["hierarchy_tags"] = new JsonArray([.. path.Select(at => (JsonNode)at.Id)]),
        };
        if (organization.ManagedBy is not null) meta["managed_by"] = organization.ManagedBy;
        var json = new JsonObject { ["id"] = organization.Id, ["create_time"] = organization.CreateTime, ["name"] = organization.Name, ["meta"] = meta };
        if (path.Count > 1) json["parent"] = new JsonObject { ["id"] = path[^2].Id, ["name"] = path[^2].Name };
        if (organization.Embedded) json["profile"] = organization.Profile!.DeepClone();
        return json;
    }

    public JsonObject Show(Caller caller, Account account) => account.Show(account.Organization is { } place && Sees(caller, place));

    public static JsonObject IdOf(string id) => new() { ["id"] = id };

    private static bool SameAddress(string left, string right) => string.Equals(Folded(left), Folded(right), StringComparison.Ordinal);

    public static string Folded(string address) => string.Concat(address.Select(letter => char.IsAsciiLetterUpper(letter) ? (char)(letter | 0x20) : letter));
}
