using System.Data.Common;
using System.Text.Json;
using Grove.Server.Http;

namespace Grove.Server.Organizations;

/// <summary>An organization as operators see it: whole, and with its external id.</summary>
/// <param name="HasProfile">Whether a profile was ever set, shown with the organization or not.</param>
/// <param name="HasMembers">Whether anybody is a member or invited.</param>
internal sealed record ManagedOrganization(Organization Shown, long Key, string? ExternalId, bool HasProfile, bool HasMembers)
{
    /// <summary>The columns that <see cref="Read"/> expects, from <see cref="Joins"/>.</summary>
    // With exists PostgreSQL may look at all members once, to know for the few rows of a page.
    public const string Columns =
        $"""
         {Organization.Columns}, o.key, e.external_id, case when o.profile is null then 0 else 1 end,
           case when (select 1 from organization_members om where om.organization_key = o.key and om.status <= 1 limit 1) is not null then 1 else 0 end
         """;

    /// <summary>Every level above is visible to operators; <c>v</c> has <c>key</c> and <c>depth</c>.</summary>
    public const string Joins =
        """
        v join organizations o on o.key = v.key left join organizations p on p.key = o.parent_key
        left join external_ids e on e.kind = 1 and e.resource_key = o.key
        """;

    /// <summary>How many levels are above an organization <c>k</c>.</summary>
    public static string Depth { get; } = $"length(k.lineage) / {ResourceId.Length} - 1";

    public static ManagedOrganization Read(DbDataReader row)
    {
        const int next = Organization.ColumnCount;
        return new(Organization.Read(row), row.GetInt64(next), Storage.Rows.TextOrNull(row, next + 1), row.GetInt64(next + 2) == 1, row.GetInt64(next + 3) == 1);
    }

    public static void Write(Utf8JsonWriter json, ManagedOrganization organization)
    {
        json.WriteStartObject();
        Organization.WriteMembers(json, organization.Shown);
        json.WriteString("external_id"u8, organization.ExternalId);
        json.WriteBoolean("has_members"u8, organization.HasMembers);
        json.WriteBoolean("has_profile"u8, organization.HasProfile);
        json.WriteEndObject();
    }
}
