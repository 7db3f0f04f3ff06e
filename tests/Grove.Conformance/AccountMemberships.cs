using System.Text.Json;
using Grove.Conformance.Cases;
using Xunit;

namespace Grove.Conformance;

/// <summary>What people do about members of accounts, and about their own memberships.</summary>
public static class AccountMemberships
{
    public static Dictionary<string, object> Body(string email, string role = AccountRoleId.ReadOnly, string? status = null)
    {
        var body = new Dictionary<string, object> { ["email"] = email, ["roles"] = new[] { role } };
        if (status is not null) body["status"] = status;
        return body;
    }

    public static Task<Reply> AddToAccountAsync(this Actor actor, string account, string email, string role = AccountRoleId.ReadOnly, string? status = null) =>
        actor.PostAsync($"accounts/{account}/members", Body(email, role, status));

    /// <summary>Invites and answers the id of the member, which is that of the membership too.</summary>
    public static async Task<string> InviteToAccountAsync(this Actor actor, string account, string email, string role = AccountRoleId.ReadOnly) =>
        (await actor.AddToAccountAsync(account, email, role)).Succeeded().Id();

    public static Task<Reply> AnswerMembershipAsync(this Actor actor, string membership, string status) => actor.PutAsync($"memberships/{membership}", new { status });

    /// <summary>Makes somebody a member by invitation and acceptance.</summary>
    public static async Task<string> JoinAccountAsync(this Actor inviter, string account, Actor guest, string role = AccountRoleId.ReadOnly)
    {
        var id = await inviter.InviteToAccountAsync(account, guest.Email, role);
        (await guest.AnswerMembershipAsync(id, "accepted")).Succeeded();
        return id;
    }

    public static Task<Reply> SetAccountRolesAsync(this Actor actor, string account, string member, params string[] roles) =>
        actor.PutAsync($"accounts/{account}/members/{member}", new { roles = roles.Select(id => new { id }) });

    public static Task<Reply> RemoveFromAccountAsync(this Actor actor, string account, string member) => actor.DeleteAsync($"accounts/{account}/members/{member}");

    /// <summary>The id of the membership that somebody has of an account.</summary>
    public static async Task<string> MembershipOfAsync(this Actor actor, string account) =>
        (await actor.MembershipsAsync("&per_page=50")).Single(row => row.GetProperty("account").Text("id") == account).Text("id")!;

    public static async Task<List<JsonElement>> MembershipsAsync(this Actor actor, string query = "") =>
        [.. (await actor.GetAsync("memberships?" + query)).Succeeded(query).Result.EnumerateArray()];

    /// <summary>Each member of a list as address and status.</summary>
    public static async Task<List<(string Email, string Status)>> AccountMembersAsync(this Actor actor, string account, string query = "") =>
        [.. (await actor.GetAsync($"accounts/{account}/members?per_page=50{query}")).Succeeded(query).Result.EnumerateArray().Select(member => (member.Text("email")!, member.Text("status")!))];

    /// <summary>The ids of the roles of a member, in the order of the answer.</summary>
    public static List<string> RoleIds(this JsonElement member) => [.. member.GetProperty("roles").EnumerateArray().Select(role => role.Text("id")!)];

    /// <summary>Fails unless the refusal points to these members of the body, each with 1001.</summary>
    public static void Faulty(this Reply reply, params string[] pointers)
    {
        reply.Refused(System.Net.HttpStatusCode.BadRequest, [.. pointers.Select(_ => 1001)]);
        Assert.Equal(pointers, reply.Pointers);
    }
}
