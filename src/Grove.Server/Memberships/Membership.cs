using System.Data.Common;
using System.Text.Json;
using Grove.Server.AccountMembers;
using Grove.Server.Accounts;
using Grove.Server.Members;
using Grove.Server.Organizations;
using Grove.Server.Storage;

namespace Grove.Server.Memberships;

/// <summary>A membership of an account as its own user sees it: accepted, pending or rejected.</summary>
internal sealed record Membership(long Key, string Id, MemberStatus Status, AccountRoles Roles, long Version, Account Account)
{
    public const string Columns = $"{Account.Columns}, m.key, m.id, m.status, m.roles, m.version";

    public const int ColumnCount = Account.ColumnCount + 5;

    public static Membership Read(DbDataReader row)
    {
        const int next = Account.ColumnCount;
        return new(
            row.GetInt64(next), row.GetString(next + 1), (MemberStatus)row.GetInt32(next + 2), (AccountRoles)row.GetInt32(next + 3), row.GetInt64(next + 4),
            Account.Read(row));
    }

    /// <summary>The condition on <c>m</c> and its account <c>a</c> that the membership is one that the caller sees.</summary>
    public static string Own(SqlDialect dialect, AccessShape shape) =>
        $"m.user_key = @user and m.status <= {(int)MemberStatus.Rejected} and m.dismissed = 0 and {AccountVisibility.Permitted(dialect, shape, "a")}";

    /// <summary>The join of <c>vo</c>: the account's organization, when the membership is accepted and the caller sees the organization.</summary>
    public static string JoinOrganization(SqlDialect dialect, AccessShape shape) =>
        $"""
         left join organizations vo on vo.key = a.organization_key and m.status = {(int)MemberStatus.Active}
           and {Visibility.Depth(dialect, shape, "a.organization_key")} is not null
         """;

    /// <summary>A row of the list.</summary>
    public static void WriteRow(Utf8JsonWriter json, Membership membership)
    {
        json.WriteStartObject();
        WriteMembers(json, membership);
        json.WriteEndObject();
    }

    /// <summary>The membership by itself, which by the schema also has policies; there are none.</summary>
    public static void Write(Utf8JsonWriter json, Membership membership)
    {
        json.WriteStartObject();
        WriteMembers(json, membership);
        json.WriteStartArray("policies"u8);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, Membership membership)
    {
        json.WriteString("id"u8, membership.Id);
        json.WritePropertyName("account"u8);
        // Who has not accepted is told which account it is, and nothing of what is in it.
        if (membership.Status == MemberStatus.Active) Account.Write(json, membership.Account);
        else Account.WriteBrief(json, membership.Account);
        json.WriteNull("api_access_enabled"u8);
        AccountRole.WritePermissions(json, membership.Roles);
        json.WriteStartArray("roles"u8);
        foreach (var role in AccountRole.In(membership.Roles)) json.WriteStringValue(role.Name);
        json.WriteEndArray();
        json.WriteString("status"u8, AccountMemberStatus.Name(membership.Status));
    }
}
