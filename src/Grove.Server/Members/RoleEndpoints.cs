using System.Text.Json;
using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Organizations;

namespace Grove.Server.Members;

/// <summary><c>/grove/v1/roles</c>: the catalogue of roles on organizations.</summary>
internal static class RoleEndpoints
{
    public static void Map(ApiEndpoints api) => api.Get("/roles", Permission.Read(PermissionArea.Memberships),
        new("list-organization-roles", "List the roles that members of organizations can have") { Result = "OrganizationRole", Shape = ResultShape.PlainList },
        static _ => new(Answer.List(OrganizationRole.All, Write, null)));

    private static void Write(Utf8JsonWriter json, OrganizationRole role)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, role.Id);
        json.WriteString("name"u8, role.Name);
        json.WriteStartArray("permissions"u8);
        foreach (var permission in role.Permissions) json.WriteStringValue(permission);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
