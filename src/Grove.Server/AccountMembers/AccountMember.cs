using System.Data.Common;
using System.Text.Json;
using Grove.Server.Accounts;
using Grove.Server.Members;
using Grove.Server.Storage;

namespace Grove.Server.AccountMembers;

/// <summary>An explicit membership of an account, as whoever sees the account sees it.</summary>
internal sealed record AccountMember(
    long Key, string Id, MemberStatus Status, AccountRoles Roles, long Version, string UserId, string Email, string? FirstName, string? LastName, bool TwoFactor)
{
    public const string Columns = $"m.key, m.id, m.status, m.roles, m.version, {OrganizationMember.UserColumns}";

    public const int ColumnCount = 10;

    public const string From = "account_members m left join users u on u.key = m.user_key";

    public bool IsSuperAdministrator => Status == MemberStatus.Active && Roles.Reach(AccountRoles.SuperAdministrator);

    public static AccountMember Read(DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), (MemberStatus)row.GetInt32(2), (AccountRoles)row.GetInt32(3), row.GetInt64(4), row.GetString(5), row.GetString(6),
        row.TextOrNull(7), row.TextOrNull(8), row.GetInt64(9) != 0);

    public static void Write(Utf8JsonWriter json, AccountMember member)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, member.Id);
        json.WriteString("email"u8, member.Email);
        json.WriteString("status"u8, AccountMemberStatus.Name(member.Status));
        json.WriteStartArray("roles"u8);
        foreach (var role in AccountRole.In(member.Roles)) AccountRole.Write(json, role);
        json.WriteEndArray();
        // Wire: clients read the member; there are no policies.
        json.WriteStartArray("policies"u8);
        json.WriteEndArray();
        json.WriteStartObject("user"u8);
        json.WriteString("id"u8, member.UserId);
        json.WriteString("email"u8, member.Email);
        json.WriteString("first_name"u8, member.FirstName);
        json.WriteString("last_name"u8, member.LastName);
        json.WriteBoolean("two_factor_authentication_enabled"u8, member.TwoFactor);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}

/// <summary>Statuses as the wire calls them on accounts, where active is accepted.</summary>
internal static class AccountMemberStatus
{
    /// <summary>Those that can be asked for, in the order of their names.</summary>
    public static IReadOnlyList<(string Word, MemberStatus Status)> All { get; } =
        [("accepted", MemberStatus.Active), ("pending", MemberStatus.Pending), ("rejected", MemberStatus.Rejected)];

    public static string[] Names { get; } = [.. All.Select(static status => status.Word)];

    /// <summary>An expression that orders the column <paramref name="status"/> by name.</summary>
    public static string Order(string status) => $"case {status} when {(int)MemberStatus.Active} then 0 when {(int)MemberStatus.Pending} then 1 else 2 end";

    public static string Name(MemberStatus status) => status == MemberStatus.Active ? "accepted" : status.Name();

    public static MemberStatus Find(string word) => All.First(status => status.Word == word).Status;
}
