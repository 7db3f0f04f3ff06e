using System.Data.Common;
using System.Text.Json;
using Grove.Server.Organizations;
using Grove.Server.Text;

namespace Grove.Server.Members;

internal enum MemberStatus
{
    Pending = 0,
    Active = 1,
    Rejected = 2,
    Canceled = 3,
}

/// <summary>A user's membership in an organization.</summary>
internal sealed record OrganizationMember(
    long Key, string Id, MemberStatus Status, OrganizationRoles Roles, long Version, long CreateTime, long UpdateTime,
    string UserId, string Email, string? FirstName, string? LastName, bool TwoFactor)
{
    public const string Columns =
        "m.key, m.id, m.status, m.roles, m.version, m.create_time, m.update_time, u.id, u.email, u.first_name, u.last_name, u.two_factor";

    public const string From = "organization_members m join users u on u.key = m.user_key";

    private static readonly string[] Statuses = ["pending", "active", "rejected", "canceled"];

    public static OrganizationMember Read(DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), (MemberStatus)row.GetInt32(2), (OrganizationRoles)row.GetInt32(3), row.GetInt64(4), row.GetInt64(5),
        row.GetInt64(6), row.GetString(7), row.GetString(8), row.IsDBNull(9) ? null : row.GetString(9), row.IsDBNull(10) ? null : row.GetString(10),
        row.GetInt64(11) != 0);

    public static void Write(Utf8JsonWriter json, OrganizationMember member)
    {
        Span<byte> time = stackalloc byte[Timestamps.Length];
        json.WriteStartObject();
        json.WriteString("id"u8, member.Id);
        json.WriteString("status"u8, Statuses[(int)member.Status]);
        json.WriteStartObject("user"u8);
        json.WriteString("id"u8, member.UserId);
        json.WriteString("email"u8, member.Email);
        json.WriteString("name"u8, string.Join(' ', new[] { member.FirstName, member.LastName }.Where(part => !string.IsNullOrEmpty(part))));
        json.WriteBoolean("two_factor_authentication_enabled"u8, member.TwoFactor);
        json.WriteEndObject();
        json.WriteStartObject("meta"u8);
        json.WriteStartArray("roles"u8);
        foreach (var role in OrganizationRole.In(member.Roles))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, role.Id);
            json.WriteString("name"u8, role.Name);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        Timestamps.TryFormat(member.CreateTime, time);
        json.WriteString("create_time"u8, time);
        Timestamps.TryFormat(member.UpdateTime, time);
        json.WriteString("update_time"u8, time);
        json.WriteEndObject();
    }
}
