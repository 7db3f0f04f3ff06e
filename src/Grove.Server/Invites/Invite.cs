using System.Data.Common;
using Grove.Server.Http;
using Grove.Server.Members;
using Grove.Server.Organizations;
using Grove.Server.Storage;

namespace Grove.Server.Invites;

internal enum InviteStatus
{
    Pending,
    Accepted,
    Rejected,
    Expired,
}

/// <summary>The pending side of a membership as its invitee sees it. It has the id of the membership.</summary>
/// <param name="UserKey">The invitee; null when nobody has the address yet.</param>
/// <param name="TwoFactor">True when they have two-factor authentication.</param>
internal sealed record Invite(
    long Key, string Id, MemberStatus MemberStatus, OrganizationRoles Roles, long Version, string Email, long CreateTime, long ExpiresTime,
    long InviterKey, string? InviterEmail, string UserId, long OrganizationKey, string OrganizationId, string OrganizationName, string Lineage,
    long? UserKey, bool TwoFactor)
{
    public const string Columns =
        """
        m.key, m.id, m.status, m.roles, m.version, m.email, m.create_time, m.expires_time, m.inviter_key, i.email, m.user_id,
          o.key, o.id, o.name, o.lineage, m.user_key, coalesce(u.two_factor, 0)
        """;

    public const int ColumnCount = 17;

    public const string From =
        """
        organization_members m join organizations o on o.key = m.organization_key left join users i on i.key = m.inviter_key
          left join users u on u.key = m.user_key
        """;

    private static readonly string[] Statuses = ["pending", "accepted", "rejected", "expired"];

    public static Invite Read(DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), (MemberStatus)row.GetInt32(2), (OrganizationRoles)row.GetInt32(3), row.GetInt64(4), row.GetString(5),
        row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), row.TextOrNull(9), row.GetString(10), row.GetInt64(11),
        row.GetString(12), row.GetString(13), row.GetString(14), row.IntegerOrNull(15), row.GetInt64(16) != 0);

    public InviteStatus StatusAt(long now) => MemberStatus switch
    {
        MemberStatus.Active => InviteStatus.Accepted,
        MemberStatus.Rejected => InviteStatus.Rejected,
        _ => MemberStatus == MemberStatus.Pending && now < ExpiresTime ? InviteStatus.Pending : InviteStatus.Expired,
    };

    /// <summary>Writes invitations as they are at this time.</summary>
    /// <param name="twoFactor">Whether accepting asks for two-factor authentication.</param>
    /// <param name="apiKey">The key of who became a user by accepting, if somebody just did.</param>
    public static WriteJson<Invite> At(long now, bool twoFactor, string? apiKey = null) => (json, invite) =>
    {
        json.WriteStartObject();
        json.WriteString("id"u8, invite.Id);
        json.WriteString("organization_id"u8, invite.OrganizationId);
        json.WriteString("organization_name"u8, invite.OrganizationName);
        json.WriteString("invited_member_id"u8, invite.UserId);
        json.WriteString("invited_member_email"u8, invite.Email);
        json.WriteString("invited_by"u8, invite.InviterEmail);
        json.WriteTime("invited_on"u8, invite.CreateTime);
        json.WriteTime("expires_on"u8, invite.ExpiresTime);
        json.WriteStartArray("roles"u8);
        foreach (var role in OrganizationRole.In(invite.Roles)) json.WriteStringValue(role.Name);
        json.WriteEndArray();
        json.WriteString("status"u8, Statuses[(int)invite.StatusAt(now)]);
        json.WriteBoolean("organization_is_enforcing_twofactor"u8, twoFactor);
        if (apiKey is not null) json.WriteString("api_key"u8, apiKey);
        json.WriteEndObject();
    };
}
