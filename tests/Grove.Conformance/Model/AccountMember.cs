using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

/// <summary>An explicit membership of an account.</summary>
internal sealed class AccountMember(Account account, string email)
{
    public Account Account => account;

    /// <summary>As it was typed by who invited; else the user's own.</summary>
    public string Email => email;

    /// <summary>Null until an answer has shown it.</summary>
    public string? Id { get; set; }

    /// <summary>Who has the address; null when nobody has.</summary>
    public Person? Person { get; set; }

    /// <summary>The id of whoever has or will have the address.</summary>
    public string? UserId { get; set; }

    public MemberStatus Status { get; set; }

    /// <summary>The highest first.</summary>
    public required Role[] Roles { get; set; }
    public Role Highest => Roles.Max();

    public long Version { get; set; } = 1;
    public Person? Inviter { get; set; }

    /// <summary>True when its own user put it away.</summary>
    public bool Dismissed { get; set; }

    public bool IsLive => Status is MemberStatus.Pending or MemberStatus.Active;

    public string StatusName => Status == MemberStatus.Active ? "accepted" : Status.ToString().ToLowerInvariant();

    public string ShownEmail => Status == MemberStatus.Active ? Person!.Email : Email;

    /// <summary>A name of the user, as it is shown.</summary>
    public string? Detail(string name) => Status == MemberStatus.Active ? Person!.Details.GetValueOrDefault(name) : null;

    /// <summary>As whoever sees the account sees it.</summary>
    public JsonObject Show() => new()
    {
        ["id"] = Id,
        ["email"] = ShownEmail,
        ["status"] = StatusName,
        ["roles"] = new JsonArray([.. Roles.Select(role => (JsonNode)AccountRoles.Show(role))]),
        ["policies"] = new JsonArray(),
        ["user"] = new JsonObject
        {
            ["id"] = UserId,
            ["email"] = ShownEmail,
            ["first_name"] = Detail("first_name"),
            ["last_name"] = Detail("last_name"),
            ["two_factor_authentication_enabled"] = Status == MemberStatus.Active && Person!.TwoFactor,
        },
    };

    /// <summary>As its own user sees it, who may see the organization of the account too.</summary>
    public JsonObject ShowOwn(bool withOrganization) => new()
    {
        ["id"] = Id,
        ["account"] = Status == MemberStatus.Active ? Account.Show(withOrganization) : Account.ShowBrief(),
        ["api_access_enabled"] = null,
        ["permissions"] = AccountRoles.Permissions(Roles),
        ["roles"] = new JsonArray([.. Roles.Select(role => (JsonNode)AccountRoles.Name(role))]),
        ["status"] = StatusName,
    };
}

/// <summary>The catalogue of roles on accounts.</summary>
internal static class AccountRoles
{
    private static readonly string[] Areas =
        ["analytics", "billing", "cache_purge", "dns", "dns_records", "lb", "logs", "organization", "ssl", "waf", "zone_settings", "zones"];

    private static readonly Dictionary<Role, (string Id, string Name, string Description)> Catalogue = new()
    {
        [Role.SuperAdministrator] = ("33666b9c79b9a5273fc7344ff42f953d", "Super Administrator - All Privileges", "Can change everything of the account, its members included."),
        [Role.Administrator] = ("05784afa30c1afe1440e79d9351c7430", "Administrator", "Can change everything of the account but its members."),
        [Role.ReadOnly] = ("f2b20eaa1a5d4af42b53ac16238c99c7", "Administrator Read Only", "Can see everything of the account."),
    };

    public static string Id(Role role) => Catalogue[role].Id;

    public static string Name(Role role) => Catalogue[role].Name;

    public static JsonObject Show(Role role) => new()
    {
        ["id"] = Id(role),
        ["name"] = Name(role),
        ["description"] = Catalogue[role].Description,
        ["permissions"] = Permissions([role]),
    };

    public static JsonObject Permissions(Role[] roles) => new(Areas.Select(area => KeyValuePair.Create(area, (JsonNode?)new JsonObject
    {
        ["read"] = true,
        ["write"] = roles.Contains(Role.SuperAdministrator) || (roles.Contains(Role.Administrator) && area is not ("billing" or "organization")),
    })));
}
