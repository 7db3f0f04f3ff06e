using System.Text.Json;
using Grove.Server.Accounts;
using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Organizations;

namespace Grove.Server.Members;

/// <summary><c>/grove/v1/roles</c>: the catalogues of roles on organizations and on accounts.</summary>
internal static class RoleEndpoints
{
    private static readonly IReadOnlyList<Role> Roles =
    [
        .. OrganizationRole.All.Select(static role => new Role("organization", role.Id, role.Name, role.Permissions)),
        .. AccountRole.All.Select(static role => new Role("account", role.Id, role.Name, [.. role.Permissions])),
    ];

    public static void Map(ApiEndpoints api) => api.Get("/roles", Permission.Read(PermissionArea.Memberships),
        new("list-roles", "List the roles that members of organizations and of accounts can have") { Result = "Role", Shape = ResultShape.PlainList },
        static _ => new(Answer.List(Roles, Write, null)));

    private static void Write(Utf8JsonWriter json, Role role)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, role.Id);
        json.WriteString("name"u8, role.Name);
        json.WriteString("scope"u8, role.Scope);
        json.WriteStartArray("permissions"u8);
        foreach (var permission in role.Permissions) json.WriteStringValue(permission);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <param name="Scope">What the role is held on: <c>organization</c> or <c>account</c>.</param>
    private sealed record Role(string Scope, string Id, string Name, IReadOnlyList<string> Permissions);
}
