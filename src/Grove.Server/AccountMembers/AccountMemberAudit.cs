using Grove.Server.Accounts;
using Grove.Server.Audit;
using Grove.Server.Http;
using Grove.Server.Members;

namespace Grove.Server.AccountMembers;

/// <summary>Memberships of accounts as audit records keep them: no more than the row shows.</summary>
internal static class AccountMemberAudit
{
    /// <summary>An entry about the membership, filed under the organization that holds the account.</summary>
    public static AuditEntry Entry(AccountTarget account, string action, string actionType, string memberId) => new(action, actionType, "account_member", memberId)
    {
        OrganizationId = account.OrganizationId,
        Lineage = account.Lineage,
        ActorIsMember = account.OwnRoles != AccountRoles.None,
    };

    public static string State(AccountMember member) => State(member.UserId, member.Email, member.Status, member.Roles);

    public static string State(string userId, string email, MemberStatus status, AccountRoles roles) => JsonShapes.Text(json =>
    {
        json.WriteStartObject();
        json.WriteString("user_id"u8, userId);
        json.WriteString("email"u8, email);
        json.WriteString("status"u8, AccountMemberStatus.Name(status));
        json.WriteStartArray("roles"u8);
        foreach (var role in AccountRole.In(roles)) json.WriteStringValue(role.Name);
        json.WriteEndArray();
        json.WriteEndObject();
    });
}
