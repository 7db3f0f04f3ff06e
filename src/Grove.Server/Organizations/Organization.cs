using System.Data.Common;
using System.Text.Json;
using Grove.Server.Http;
using Grove.Server.Storage;

namespace Grove.Server.Organizations;

/// <summary>An organization as one caller sees it.</summary>
/// <param name="Lineage">The ids from the root to this organization, without separators.</param>
/// <param name="VisibleDepth">How many levels above it the caller sees.</param>
/// <param name="Profile">The embedded profile as JSON; null when it is not embedded.</param>
internal sealed record Organization(
    string Id, string Name, long CreateTime, CapabilityFlags Flags, string? ManagedBy, string Lineage, string? ParentName, string? Profile,
    long Version, int VisibleDepth)
{
    /// <summary>The columns that <see cref="Read"/> expects first, from <c>o</c>, its parent <c>p</c> and <c>v.depth</c>.</summary>
    public const string Columns =
        """
        o.id, o.name, o.create_time, o.flags, o.managed_by, o.lineage, p.name,
          case when o.profile_embedded = 1 then o.profile end, o.version, v.depth
        """;

    public const int ColumnCount = 10;

    public string? ParentId => VisibleDepth > 0 ? Lineage.Substring(Lineage.Length - 2 * ResourceId.Length, ResourceId.Length) : null;

    public static Organization Read(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetInt64(2), (CapabilityFlags)row.GetInt32(3), row.TextOrNull(4),
        row.GetString(5), row.TextOrNull(6), row.TextOrNull(7), row.GetInt64(8), row.GetInt32(9));

    public static void Write(Utf8JsonWriter json, Organization organization)
    {
        json.WriteStartObject();
        WriteMembers(json, organization);
        json.WriteEndObject();
    }

    /// <summary>The members of the object, for those who add to it.</summary>
    public static void WriteMembers(Utf8JsonWriter json, Organization organization)
    {
        json.WriteString("id"u8, organization.Id);
        json.WriteTime("create_time"u8, organization.CreateTime);
        json.WriteStartObject("meta"u8);
        CapabilityFlagsJson.Write(json, organization.Flags);
        WriteHierarchy(json, organization);
        if (organization.ManagedBy is not null) json.WriteString("managed_by"u8, organization.ManagedBy);
        json.WriteEndObject();
        json.WriteString("name"u8, organization.Name);
        if (organization.VisibleDepth > 0)
        {
            json.WriteStartObject("parent"u8);
            json.WriteString("id"u8, organization.Lineage.AsSpan(organization.Lineage.Length - 2 * ResourceId.Length, ResourceId.Length));
            json.WriteString("name"u8, organization.ParentName);
            json.WriteEndObject();
        }
        if (organization.Profile is not null)
        {
            json.WritePropertyName("profile"u8);
            json.WriteRawValue(organization.Profile, skipInputValidation: true);
        }
    }

    private static void WriteHierarchy(Utf8JsonWriter json, Organization organization)
    {
        json.WriteStartArray("hierarchy_tags"u8);
        var visible = organization.Lineage.AsSpan(organization.Lineage.Length - (organization.VisibleDepth + 1) * ResourceId.Length);
        for (; visible.Length > 0; visible = visible[ResourceId.Length..]) json.WriteStringValue(visible[..ResourceId.Length]);
        json.WriteEndArray();
    }
}
