using System.Text.Json;

namespace Grove.Conformance;

/// <summary>What people do about members and invitations.</summary>
public static class Invitations
{
    public static string NewAddress() => $"Guest-{Guid.NewGuid():N}@example.com";

    /// <summary>The body that adds somebody; without roles and status they are invited as Super Administrator.</summary>
    public static object Body(string email, string? role = null, string? status = null) => new { member = Entry(email, role, status) };

    public static Dictionary<string, object> Entry(string email, string? role = null, string? status = null)
    {
        var entry = new Dictionary<string, object> { ["user"] = new { email } };
        if (role is not null) entry["roles"] = new[] { role };
        if (status is not null) entry["status"] = status;
        return entry;
    }

    public static Task<Reply> AddAsync(this Actor actor, string organization, string email, string? role = null, string? status = null) =>
        actor.PostAsync($"organizations/{organization}/members", Body(email, role, status));

    /// <summary>Invites and answers the id of the member, which is the invitation's too.</summary>
    public static async Task<string> InviteAsync(this Actor actor, string organization, string email, string? role = null) =>
        (await actor.AddAsync(organization, email, role)).Succeeded().Result.GetProperty("id").GetString()!;

    public static Task<Reply> AnswerAsync(this Actor actor, string invite, string status) =>
        actor.SendAsync(HttpMethod.Patch, $"user/invites/{invite}", new { status });

    /// <summary>Invites and answers the id of the member and the secret, which is shown this once.</summary>
    public static async Task<(string Id, string Secret)> InviteForSecretAsync(this Actor actor, string organization, string email, string? role = null)
    {
        var made = (await actor.AddAsync(organization, email, role)).Succeeded();
        return (made.Result.GetProperty("id").GetString()!, made.InviteSecret()!);
    }

    /// <summary>The secret in the answer about a member, if it shows one.</summary>
    public static string? InviteSecret(this Reply reply) =>
        reply.Result.GetProperty("meta").TryGetProperty("invite_secret", out var secret) ? secret.GetString() : null;

    public static Task<Reply> AcceptAsync(this Actor actor, string secret, params (string, string)[] headers) =>
        actor.SendAsync(HttpMethod.Post, "/grove/v1/invites/accept", new { secret }, headers);

    public static Task<Reply> RejectAsync(this Actor actor, string secret) => actor.PostAsync("/grove/v1/invites/reject", new { secret });

    /// <summary>Accepts with the secret and these headers only.</summary>
    public static Task<Reply> AcceptAsync(this GroveHost host, string secret, params (string, string)[] headers) =>
        host.SendAsync("POST", "/grove/v1/invites/accept", new { secret }, headers);

    public static Task<Reply> RejectAsync(this GroveHost host, string secret) => host.SendAsync("POST", "/grove/v1/invites/reject", new { secret });

    public static Task<Reply> SetRolesAsync(this Actor actor, string organization, string member, string role) =>
        actor.SendAsync(HttpMethod.Patch, $"/grove/v1/organizations/{organization}/members/{member}", new { roles = new[] { role } });

    public static Task<Reply> ResendAsync(this Actor actor, string organization, string member) =>
        actor.SendAsync(HttpMethod.Post, $"/grove/v1/organizations/{organization}/members/{member}/resend");

    /// <summary>Makes somebody an active member by invitation and acceptance.</summary>
    public static async Task<string> JoinAsync(this Actor inviter, string organization, Actor guest, string? role = null)
    {
        var id = await inviter.InviteAsync(organization, guest.Email, role);
        (await guest.AnswerAsync(id, "accepted")).Succeeded();
        return id;
    }

    /// <summary>The statuses of the invitations that somebody sees.</summary>
    public static async Task<List<string>> InvitesAsync(this Actor actor) =>
        [.. (await actor.GetAsync("user/invites")).Succeeded().Result.EnumerateArray().Select(invite => invite.GetProperty("status").GetString()!)];

    /// <summary>Each member of a list as address and status.</summary>
    public static async Task<List<(string Email, string Status)>> MembersAsync(this Actor actor, string organization, string query = "") =>
        [.. (await actor.GetAsync($"organizations/{organization}/members?page_size=1000{query}")).Succeeded().Result.EnumerateArray().Select(Pair)];

    private static (string, string) Pair(JsonElement member) =>
        (member.GetProperty("user").GetProperty("email").GetString()!, member.GetProperty("status").GetString()!);
}
