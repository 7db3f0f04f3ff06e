using System.Data.Common;
using System.Text.Json;
using Grove.Server.Http;
using Grove.Server.Storage;

namespace Grove.Server.Accounts;

/// <summary>An account as one caller sees it.</summary>
/// <param name="OrganizationId">The organization that holds it; null for a free account, and when the caller cannot see the organization.</param>
internal sealed record Account(
    string Id, string Name, string Type, long CreateTime, AccountSettings Settings, long Version, string? OrganizationId, string? OrganizationName)
{
    public const string Standard = "standard";
    public const string Enterprise = "enterprise";

    /// <summary>The columns that <see cref="Read"/> expects first, from <c>a</c> and its visible organization <c>vo</c>.</summary>
    public const string Columns = "a.id, a.name, a.type, a.create_time, a.settings, a.version, vo.id, vo.name";

    /// <summary>Where they come from, given <c>v</c> with <c>key</c>, <c>organization_key</c> and <c>depth</c>.</summary>
    public const string Joins =
        "join accounts a on a.key = v.key left join organizations vo on vo.key = v.organization_key and v.depth is not null";

    public const int ColumnCount = 8;

    public static Account Read(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3), AccountSettings.Load(row.GetString(4)), row.GetInt64(5),
        row.TextOrNull(6), row.TextOrNull(7));

    public static void Write(Utf8JsonWriter json, Account account)
    {
        json.WriteStartObject();
        WriteMembers(json, account);
        json.WriteEndObject();
    }

    /// <summary>The members of the object, for those who add to it.</summary>
    public static void WriteMembers(Utf8JsonWriter json, Account account)
    {
        WriteFirst(json, account);
        if (account.OrganizationId is not null)
        {
            json.WriteStartObject("managed_by"u8);
            json.WriteString("parent_org_id"u8, account.OrganizationId);
            json.WriteString("parent_org_name"u8, account.OrganizationName);
            json.WriteEndObject();
        }
        json.WritePropertyName("settings"u8);
        AccountSettings.Write(json, account.Settings);
    }

    /// <summary>A row of the accounts of an organization: without the organization, with all settings.</summary>
    public static void WriteInOrganization(Utf8JsonWriter json, Account account)
    {
        json.WriteStartObject();
        WriteFirst(json, account);
        json.WritePropertyName("settings"u8);
        AccountSettings.WriteWide(json, account.Settings);
        json.WriteEndObject();
    }

    /// <summary>Which account it is, for who does not see it yet.</summary>
    public static void WriteBrief(Utf8JsonWriter json, Account account)
    {
        json.WriteStartObject();
        WriteFirst(json, account);
        json.WriteEndObject();
    }

    private static void WriteFirst(Utf8JsonWriter json, Account account)
    {
        json.WriteString("id"u8, account.Id);
        json.WriteTime("created_on"u8, account.CreateTime);
        json.WriteString("name"u8, account.Name);
        json.WriteString("type"u8, account.Type);
    }
}
