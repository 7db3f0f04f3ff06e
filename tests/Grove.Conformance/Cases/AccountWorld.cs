using System.Net;
using System.Text.Json;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>What the cases about accounts share.</summary>
internal static class AccountWorld
{
    public const string Administrator = "4d1fcf3f8f6b4cb69b2e0c7b5e1aa302";
    public const string ReadOnly = "4d1fcf3f8f6b4cb69b2e0c7b5e1aa303";
    public const string AccountSettingsRead = "c1fde68c7bcc44588cbb6ddbc16d6480";
    public const string AccountSettingsWrite = "1af1fa2adc104452b74a9a3364202f20";
    public const string UserDetailsWrite = "55a5e17cc99e4a3fa1f3432d262f2e55";

    /// <summary>Creates an account and answers its id; a free one without an organization.</summary>
    public static async Task<string> CreateAccountAsync(this Actor actor, string name, string? organization = null)
    {
        var made = await actor.PostAsync("accounts", organization is null ? new { name } : new { name, unit = new { id = organization } });
        Assert.Equal(HttpStatusCode.OK, made.Status);
        return made.Id();
    }

    /// <summary>A new user who is an active member with one role; the default is Super Administrator.</summary>
    public static async Task<Actor> NewMemberAsync(this GroveHost host, string organization, string? role = null)
    {
        var user = await host.NewUserAsync();
        await host.JoinAsync(user, organization, role);
        return user;
    }

    public static async Task JoinAsync(this GroveHost host, Actor user, string organization, string? role = null)
    {
        var joined = await host.Operator.PutAsync($"/grove/v1/organizations/{organization}/users/{user.Id}", role is null ? new { } : new { roles = new[] { role } });
        Assert.Equal(HttpStatusCode.OK, joined.Status);
    }

    public static async Task SetFlagAsync(this GroveHost host, string organization, string flag, bool on) => Assert.Equal(
        HttpStatusCode.OK,
        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/organizations/{organization}",
            new { flags = new Dictionary<string, string> { [flag] = on ? "enabled" : "disabled" } })).Status);

    /// <summary>The same person by a token whose policies are pairs of an effect and a resource.</summary>
    public static async Task<Actor> NewTokenAsync(this GroveHost host, Actor owner, string[] groups, params (string Effect, string Resource)[] policies)
    {
        var made = await owner.PostAsync("user/tokens", new
        {
            name = "narrow",
            policies = policies.Select(policy => new
            {
                effect = policy.Effect,
                permission_groups = groups.Select(id => new { id }).ToArray(),
                resources = new Dictionary<string, string> { [policy.Resource] = "*" },
            }).ToArray(),
        });
        Assert.Equal(HttpStatusCode.OK, made.Status);
        return new Actor(host.Http, made.Result.GetProperty("value").GetString()!) { Id = owner.Id };
    }

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
