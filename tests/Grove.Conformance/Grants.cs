using System.Net;
using Xunit;

namespace Grove.Conformance;

/// <summary>The ids of the roles on organizations.</summary>
public static class Role
{
    public const string SuperAdministrator = "4d1fcf3f8f6b4cb69b2e0c7b5e1aa301";
    public const string Administrator = "4d1fcf3f8f6b4cb69b2e0c7b5e1aa302";
    public const string ReadOnly = "4d1fcf3f8f6b4cb69b2e0c7b5e1aa303";
}

/// <summary>The ids of the roles on accounts.</summary>
public static class AccountRoleId
{
    public const string SuperAdministrator = "33666b9c79b9a5273fc7344ff42f953d";
    public const string Administrator = "05784afa30c1afe1440e79d9351c7430";
    public const string ReadOnly = "f2b20eaa1a5d4af42b53ac16238c99c7";
}

/// <summary>Parts of the body of a token.</summary>
public static class Policy
{
    /// <summary>The permission groups by name.</summary>
    public static IReadOnlyDictionary<string, string> Groups { get; } = new Dictionary<string, string>
    {
        ["User Details Read"] = "8acbe5bb0d54464ab867149d7f7cf8ac",
        ["User Details Write"] = "55a5e17cc99e4a3fa1f3432d262f2e55",
        ["Account Settings Read"] = "c1fde68c7bcc44588cbb6ddbc16d6480",
        ["Account Settings Write"] = "1af1fa2adc104452b74a9a3364202f20",
        ["Memberships Read"] = "3518d0f75557482e952c6762d3e64903",
        ["Memberships Write"] = "9201bc6f42d440968aaab0c6f17ebb1d",
        ["API Tokens Read"] = "0cc3a61731504c89b99ec1be78b77aa0",
        ["API Tokens Write"] = "686d18d5ac6c441c867cbf6771e58a0a",
        ["Audit Logs Read"] = "6f1d0a2c54be4bb5a3c10e7d92f8b461",
        ["Grove Operator"] = "9c8e3b7f60d24f1e8a52d4c7b01f9e36",
    };

    public const string AllAccounts = "com.cloudflare.api.account.*";

    public static string Everything(string userId) => "com.cloudflare.api.user." + userId;

    public static string Subtree(string organizationId) => "com.cloudflare.api.organization." + organizationId;

    public static object Allow(string group, params string[] resources) => Make("allow", group, resources);

    public static object Deny(string group, params string[] resources) => Make("deny", group, resources);

    /// <summary>The condition that a token is used from these addresses, separated by spaces, and not from those.</summary>
    public static object From(string within, string outside = "") =>
        new { request_ip = new { @in = within.Split(' '), not_in = outside.Split(' ', StringSplitOptions.RemoveEmptyEntries) } };

    private static object Make(string effect, string group, string[] resources) => new
    {
        effect,
        permission_groups = new[] { new { id = Groups[group] } },
        resources = resources.ToDictionary(resource => resource, _ => "*"),
    };
}

public static class Grants
{
    /// <summary>Makes the user an active member with this role.</summary>
    public static async Task GiveRoleAsync(this GroveHost host, string organization, string user, string role) =>
        (await host.Operator.PutAsync($"/grove/v1/organizations/{organization}/users/{user}", new { roles = new[] { role } })).Succeeded();

    /// <summary>A token of this user's.</summary>
    public static Task<(string Id, string Value)> NewTokenAsync(this GroveHost host, string user, params object[] policies) => host.NewTokenAsync(user, [], policies);

    /// <summary>A token of this user's; <paramref name="more"/> are further members of its body.</summary>
    public static async Task<(string Id, string Value)> NewTokenAsync(this GroveHost host, string user, Dictionary<string, object> more, params object[] policies)
    {
        var body = new Dictionary<string, object>(more) { ["name"] = "token", ["policies"] = policies };
        var made = await host.Operator.PostAsync($"/grove/v1/users/{user}/tokens", body);
        Assert.True(made.Status == HttpStatusCode.OK, made.Text);
        return (made.Result.GetProperty("id").GetString()!, made.Result.GetProperty("value").GetString()!);
    }

    /// <summary>The same person, by a new token with these policies.</summary>
    public static async Task<Actor> ByTokenAsync(this GroveHost host, Actor user, params object[] policies) =>
        new(host.Http, (await host.NewTokenAsync(user.Id, policies)).Value) { Id = user.Id };
}
