using System.Data.Common;
using System.Text.Json;
using Grove.Server.Http;

namespace Grove.Server.Organizations;

/// <summary>An organization as operators see it: whole, and with its external id.</summary>
internal sealed record ManagedOrganization(Organization Shown, long Key, string? ExternalId)
{
    /// <summary>The columns that <see cref="Read"/> expects, from <see cref="Joins"/>.</summary>
    public const string Columns = $"{Organization.Columns}, o.key, e.external_id";

    /// <summary>Every level above is visible to operators; <c>v</c> has <c>key</c> and <c>depth</c>.</summary>
    public const string Joins =
        """
        v join organizations o on o.key = v.key left join organizations p on p.key = o.parent_key
        left join external_ids e on e.kind = 1 and e.resource_key = o.key
        """;

    /// <summary>How many levels are above an organization <c>k</c>.</summary>
    public static string Depth { get; } = $"length(k.lineage) / {ResourceId.Length} - 1";

    public static ManagedOrganization Read(DbDataReader row) =>
        new(Organization.Read(row), row.GetInt64(Organization.ColumnCount), Storage.Rows.TextOrNull(row, Organization.ColumnCount + 1));

    public static void Write(Utf8JsonWriter json, ManagedOrganization organization)
    {
        json.WriteStartObject();
        Organization.WriteMembers(json, organization.Shown);
        json.WriteString("external_id"u8, organization.ExternalId);
        json.WriteEndObject();
    }
}
