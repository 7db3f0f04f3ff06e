using System.Data.Common;
using System.Text.Json;
using Grove.Server.Http;
using Grove.Server.Organizations;
using Grove.Server.Storage;

namespace Grove.Server.Members;

/// <summary>
/// A membership in an organization. While it is not active it shows the address as typed and nothing else of a user, so that it does not
/// tell whether the address has one.
/// </summary>
internal sealed record OrganizationMember(
    long Key, string Id, MemberStatus Status, OrganizationRoles Roles, long Version, long CreateTime, long UpdateTime, long? ExpiresTime,
    string UserId, string Email, string? FirstName, string? LastName, bool TwoFactor)
{
    /// <summary>The secret of an invitation just made or sent again, for who passes it on; never read from the database.</summary>
    public string? InviteSecret { get; init; }

    /// <summary>What a membership <c>m</c>, of an organization or of an account, shows of its user <c>u</c>.</summary>
    public const string UserColumns =
        """
        coalesce(u.id, m.user_id), case when m.status = 1 then u.email else m.email end, case when m.status = 1 then u.first_name end,
          case when m.status = 1 then u.last_name end, case when m.status = 1 then u.two_factor else 0 end
        """;

    public const string Columns =
        $"m.key, m.id, m.status, m.roles, m.version, m.create_time, m.update_time, m.expires_time, {UserColumns}";

    public const int ColumnCount = 13;

    public const string From = "organization_members m left join users u on u.key = m.user_key";

    public bool IsSuperAdministrator => Status == MemberStatus.Active && Roles.Reach(OrganizationRoles.SuperAdministrator);

    public static OrganizationMember Read(DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), (MemberStatus)row.GetInt32(2), (OrganizationRoles)row.GetInt32(3), row.GetInt64(4), row.GetInt64(5),
        row.GetInt64(6), row.IntegerOrNull(7), row.GetString(8), row.GetString(9), row.TextOrNull(10),
        row.TextOrNull(11), row.GetInt64(12) != 0);

    public static void Write(Utf8JsonWriter json, OrganizationMember member)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, member.Id);
        json.WriteString("status"u8, member.Status.Name());
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
        if (member.Status == MemberStatus.Pending) json.WriteTime("expires_on"u8, member.ExpiresTime);
        if (member.InviteSecret is not null) json.WriteString("invite_secret"u8, member.InviteSecret);
        json.WriteEndObject();
        json.WriteTime("create_time"u8, member.CreateTime);
        json.WriteTime("update_time"u8, member.UpdateTime);
        json.WriteEndObject();
    }
}
