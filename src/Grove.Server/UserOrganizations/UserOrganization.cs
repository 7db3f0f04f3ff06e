using System.Data.Common;
using System.Text.Json;
using Grove.Server.Organizations;

namespace Grove.Server.UserOrganizations;

/// <summary>An organization in which the caller has a membership of their own, active or pending.</summary>
internal sealed record UserOrganization(string Id, string Name, OrganizationRoles Roles, bool Active, long Version)
{
    public static UserOrganization Read(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), (OrganizationRoles)row.GetInt32(2), row.GetInt64(3) == 1, row.GetInt64(4));

    public static void Write(Utf8JsonWriter json, UserOrganization organization)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, organization.Id);
        json.WriteString("name"u8, organization.Name);
        json.WriteStartArray("permissions"u8);
        foreach (var permission in OrganizationRole.In(organization.Roles).SelectMany(role => role.Permissions).Distinct()) json.WriteStringValue(permission);
        json.WriteEndArray();
        json.WriteStartArray("roles"u8);
        foreach (var role in OrganizationRole.In(organization.Roles)) json.WriteStringValue(role.Name);
        json.WriteEndArray();
        json.WriteString("status"u8, organization.Active ? "member"u8 : "invited"u8);
        json.WriteEndObject();
    }
}
