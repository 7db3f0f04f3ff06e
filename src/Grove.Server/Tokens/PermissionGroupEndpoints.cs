using System.Text.Json;
using Grove.Server.Auth;
using Grove.Server.Http;

namespace Grove.Server.Tokens;

/// <summary>U11: <c>/user/tokens/permission_groups</c>, what token policies can name.</summary>
internal static class PermissionGroupEndpoints
{
    public static void Map(ApiEndpoints api) => api.Get("/user/tokens/permission_groups", Permission.Read(PermissionArea.ApiTokens),
        new("list-permission-groups", "List the permission groups that token policies can name")
        {
            OwnOnly = true,
            Result = "PermissionGroup",
            Shape = ResultShape.PlainList,
            Query =
            [
                new("name", "string", "Only the group with exactly this name."),
                new("scope", "string", "Only groups with this scope."),
            ],
        }, List);

    private static ValueTask<Answer> List(ApiRequest request)
    {
        var name = request.Query.Text("name", 100);
        var scope = request.Query.Text("scope", 100);
        if (request.Invalid is { } invalid) return new(invalid);
        var groups = PermissionGroup.All.Where(group => (name is null || group.Name == name) && (scope is null || group.Scope == scope));
        return new(Answer.List([.. groups], Write, null));
    }

    private static void Write(Utf8JsonWriter json, PermissionGroup group)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, group.Id);
        json.WriteString("name"u8, group.Name);
        json.WriteStartArray("scopes"u8);
        json.WriteStringValue(group.Scope);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
