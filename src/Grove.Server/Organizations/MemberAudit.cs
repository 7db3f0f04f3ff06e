using System.Text;
using Grove.Server.Http;

namespace Grove.Server.Organizations;

/// <summary>The state of a membership as audit records keep it.</summary>
internal static class MemberAudit
{
    private static readonly string[] Statuses = ["pending", "active", "rejected", "canceled"];

    public static string State(string? userId, int status, OrganizationRoles roles)
    {
        var buffer = new AnswerBuffer();
        var json = buffer.Json;
        json.WriteStartObject();
        json.WriteString("user_id"u8, userId);
        json.WriteString("status"u8, Statuses[status]);
        json.WriteStartArray("roles"u8);
        foreach (var role in OrganizationRole.In(roles)) json.WriteStringValue(role.Name);
        json.WriteEndArray();
        json.WriteEndObject();
        return Encoding.UTF8.GetString(buffer.Written.Span);
    }
}
