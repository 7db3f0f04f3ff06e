using System.Net;
using System.Text.Json;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>What the cases about accounts share.</summary>
internal static class AccountWorld
{
    /// <summary>Creates an account and answers its id; a free one without an organization.</summary>
    public static async Task<string> CreateAccountAsync(this Actor actor, string name, string? organization = null)
    {
        var made = await actor.PostAsync("accounts", organization is null ? new { name } : new { name, unit = new { id = organization } });
        Assert.Equal(HttpStatusCode.OK, made.Status);
        return made.Id();
    }

    /// <summary>A new user who is an active member with this role.</summary>
    public static async Task<Actor> NewMemberAsync(this GroveHost host, string organization, string role = Role.SuperAdministrator)
    {
        var user = await host.NewUserAsync();
        await host.GiveRoleAsync(organization, user.Id, role);
        return user;
    }

    public static async Task SetFlagAsync(this GroveHost host, string organization, string flag, bool on) => Assert.Equal(
        HttpStatusCode.OK,
        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/organizations/{organization}",
            new { flags = new Dictionary<string, string> { [flag] = on ? "enabled" : "disabled" } })).Status);

    /// <summary>The same person by a token with each policy for each of the groups.</summary>
    public static Task<Actor> ByTokenAsync(this GroveHost host, Actor owner, string[] groups, params (string Effect, string Resource)[] policies) => host.ByTokenAsync(owner,
        [.. groups.SelectMany(group => policies.Select(policy => policy.Effect == "allow" ? Policy.Allow(group, policy.Resource) : Policy.Deny(group, policy.Resource)))]);

    public static string Id(this Reply reply) => reply.Result.GetProperty("id").GetString()!;

    public static List<string> Ids(this Reply reply) => [.. reply.Result.EnumerateArray().Select(row => row.GetProperty("id").GetString()!)];

    public static (HttpStatusCode, int) Told(this Reply reply) => (reply.Status, reply.Status == HttpStatusCode.OK ? 0 : reply.Codes[0]);

    public static string? Text(this JsonElement element, string name) => element.GetProperty(name).GetString();

    /// <summary>Every account of the list, page by page.</summary>
    public static async Task<List<string>> WalkAccountsAsync(this Actor actor, string query = "", int perPage = 50)
    {
        var ids = new List<string>();
        for (var page = 1; ; page++)
        {
            var reply = await actor.GetAsync($"accounts?page={page}&per_page={perPage}{query}");
            Assert.Equal(HttpStatusCode.OK, reply.Status);
            if (reply.Result.GetArrayLength() == 0) return ids;
            ids.AddRange(reply.Ids());
        }
    }

    /// <summary>Every account directly in an organization, page by page.</summary>
    public static async Task<List<string>> WalkOrganizationAccountsAsync(this Actor actor, string organization, string query = "", int pageSize = 1000)
    {
        var ids = new List<string>();
        string? token = null;
        do
        {
            var page = await actor.GetAsync($"organizations/{organization}/accounts?page_size={pageSize}{query}{(token is null ? "" : "&page_token=" + token)}");
            Assert.Equal(HttpStatusCode.OK, page.Status);
            ids.AddRange(page.Ids());
            token = page.Info.TryGetProperty("next_page_token", out var next) ? next.GetString() : null;
        }
        while (token is not null);
        return ids;
    }
}
