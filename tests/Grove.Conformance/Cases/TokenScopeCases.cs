using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

public class TokenScopeCases(SharedHosts hosts)
{
    private static readonly object[] UserDetailsRead = [new { id = "8acbe5bb0d54464ab867149d7f7cf8ac" }];

    [Theory, EveryDoor]
    public async Task What_a_token_denies_is_not_found_in_what_contains_it(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (user, managed) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await user.CreateAsync("Root");
        var hidden = await user.CreateAsync("Hidden", root);
        var leaf = await user.CreateAsync("Leaf", hidden);
        var shown = await user.CreateAsync("Shown", root);
        await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{managed.Id}", new { managing_organization_id = leaf });
        object[] policies =
        [
            new { effect = "allow", permission_groups = UserDetailsRead, resources = new Dictionary<string, string> { [$"com.cloudflare.api.user.{user.Id}"] = "*" } },
            new { effect = "deny", permission_groups = UserDetailsRead, resources = new Dictionary<string, string> { [$"com.cloudflare.api.organization.{hidden}"] = "*" } },
        ];
        var made = await host.Operator.PostAsync($"/grove/v1/users/{user.Id}/tokens", new { name = "narrow", policies });
        Assert.Equal(HttpStatusCode.OK, made.Status);
        var token = new Actor(host.Http, made.Result.GetProperty("value").GetString()!) { Id = user.Id };

        Assert.Equal([root, shown], await token.WalkAsync());
        Assert.Equal([root], await token.WalkAsync($"&containing.organization={shown}"));
        foreach (var query in (string[])[$"&containing.organization={leaf}", $"&containing.organization={hidden}", $"&containing.user={managed.Id}", $"&parent.id={hidden}", $"&id={leaf}"])
        {
            Assert.Empty(await token.WalkAsync(query));
            Assert.Equal(0, (await token.GetAsync("organizations?page_size=1" + query)).Info.GetProperty("total_size").GetInt32());
        }
        Assert.Equal([root, hidden, leaf], await user.WalkAsync($"&containing.user={managed.Id}"));
    }
}
