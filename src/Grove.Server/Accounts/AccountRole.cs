using System.Text.Json;

namespace Grove.Server.Accounts;

/// <summary>What may be done in one area of an account, by Cloudflare's name for the area.</summary>
internal sealed record AreaPermission(string Area, bool Read, bool Write);

/// <summary>The catalogue of roles on accounts. Ids and names are Cloudflare's.</summary>
/// <param name="Label">A short name in the style of Cloudflare's labels; our own.</param>
/// <param name="Areas">Every area, in alphabetical order.</param>
internal sealed record AccountRole(AccountRoles Bit, string Id, string Name, string Label, string Description, IReadOnlyList<AreaPermission> Areas)
{
    private static readonly string[] AreaNames =
        ["analytics", "billing", "cache_purge", "dns", "dns_records", "lb", "logs", "organization", "ssl", "waf", "zone_settings", "zones"];

    public static IReadOnlyList<AccountRole> All { get; } =
    [
        new(AccountRoles.SuperAdministrator, "33666b9c79b9a5273fc7344ff42f953d", "Super Administrator - All Privileges", "super_administrator",
            "Can change everything of the account, its members included.", Make(static _ => true)),
        new(AccountRoles.Administrator, "05784afa30c1afe1440e79d9351c7430", "Administrator", "administrator",
            "Can change everything of the account but its members.", Make(static area => area is not ("billing" or "organization"))),
        new(AccountRoles.ReadOnly, "f2b20eaa1a5d4af42b53ac16238c99c7", "Administrator Read Only", "administrator_read_only",
            "Can see everything of the account.", Make(static _ => false)),
    ];

    /// <summary>The permissions as words, in the style of <c>/user/organizations</c>.</summary>
    public IEnumerable<string> Permissions => Areas.SelectMany(static area => area.Write ? [$"#{area.Area}:read", $"#{area.Area}:edit"] : (string[])[$"#{area.Area}:read"]);

    public static AccountRole? Find(string id) => All.FirstOrDefault(role => string.Equals(role.Id, id, StringComparison.OrdinalIgnoreCase));

    public static IEnumerable<AccountRole> In(AccountRoles roles) => All.Where(role => roles.HasFlag(role.Bit));

    public static void Write(Utf8JsonWriter json, AccountRole role)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, role.Id);
        json.WriteString("name"u8, role.Name);
        json.WriteString("description"u8, role.Description);
        WritePermissions(json, role.Bit);
        json.WriteEndObject();
    }

    /// <summary>The role as a permission group of policies, which is how Cloudflare shows it under <c>/iam</c>.</summary>
    public static void WriteGroup(Utf8JsonWriter json, AccountRole role)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, role.Id);
        json.WriteString("name"u8, role.Name);
        json.WriteStartObject("meta"u8);
        json.WriteString("description"u8, role.Description);
        json.WriteString("label"u8, role.Label);
        json.WriteString("scopes"u8, "com.cloudflare.api.account"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The member <c>permissions</c>: what these roles may together, for every area.</summary>
    public static void WritePermissions(Utf8JsonWriter json, AccountRoles roles)
    {
        var held = In(roles).ToList();
        json.WriteStartObject("permissions"u8);
        for (var i = 0; i < AreaNames.Length; i++)
        {
            json.WriteStartObject(AreaNames[i]);
            json.WriteBoolean("read"u8, held.Exists(role => role.Areas[i].Read));
            json.WriteBoolean("write"u8, held.Exists(role => role.Areas[i].Write));
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static AreaPermission[] Make(Func<string, bool> writes) => [.. AreaNames.Select(area => new AreaPermission(area, true, writes(area)))];
}
