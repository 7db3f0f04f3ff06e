using Grove.Server.Http;
using Grove.Server.Organizations;

namespace Grove.Server.Members;

/// <summary>The state of a membership as audit records keep it: no more than its row shows.</summary>
internal static class MemberAudit
{
    public static string State(OrganizationMember member) => State(member.UserId, member.Email, member.Status, member.Roles);

    public static string State(string userId, string email, MemberStatus status, OrganizationRoles roles) => JsonShapes.Text(json =>
    {
        json.WriteStartObject();
        json.WriteString("user_id"u8, userId);
        json.WriteString("email"u8, email);
        json.WriteString("status"u8, status.Name());
        json.WriteStartArray("roles"u8);
        foreach (var role in OrganizationRole.In(roles)) json.WriteStringValue(role.Name);
        json.WriteEndArray();
        json.WriteEndObject();
    });
}
