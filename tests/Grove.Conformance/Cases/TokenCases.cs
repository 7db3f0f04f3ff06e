using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

public class TokenCases(SharedHosts hosts)
{
    private const string UserDetailsRead = "8acbe5bb0d54464ab867149d7f7cf8ac";
    private const string UserDetailsWrite = "55a5e17cc99e4a3fa1f3432d262f2e55";
    private const string ApiTokensWrite = "686d18d5ac6c441c867cbf6771e58a0a";
    private const string GroveOperator = "9c8e3b7f60d24f1e8a52d4c7b01f9e36";

    [Theory, EveryDoor]
    public async Task A_token_lives_from_creation_to_deletion(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var made = await user.PostAsync("user/tokens", Body("one", user, UserDetailsRead));
        Assert.Equal(HttpStatusCode.OK, made.Status);
        var id = made.Result.GetProperty("id").GetString();
        var token = new Actor(host.Http, made.Result.GetProperty("value").GetString()!) { Id = user.Id };

        var verified = await token.GetAsync("user/tokens/verify");
        Assert.Equal((id, "active"), (verified.Result.GetProperty("id").GetString(), verified.Result.GetProperty("status").GetString()));
        Assert.Equal(10000, verified.Json.GetProperty("messages")[0].GetProperty("code").GetInt32());
        Assert.Equal(HttpStatusCode.OK, (await token.GetAsync("user")).Status);
        Assert.Equal((HttpStatusCode.Forbidden, 9109), Told(await token.PostAsync("organizations", new { name = "x" })));

        var read = await user.GetAsync($"user/tokens/{id}");
        Assert.False(read.Result.TryGetProperty("value", out _));
        var listed = await user.GetAsync("user/tokens");
        Assert.Equal(1, listed.Info.GetProperty("total_count").GetInt32());
        Assert.Equal(read.Result.GetRawText(), listed.Result[0].GetRawText());

        var rolled = await user.SendAsync(HttpMethod.Put, $"user/tokens/{id}/value");
        Assert.Equal((HttpStatusCode.Unauthorized, 1000), Told(await token.GetAsync("user")));
        token = new Actor(host.Http, rolled.Result.GetString()!) { Id = user.Id };
        Assert.Equal(HttpStatusCode.OK, (await token.GetAsync("user")).Status);

        var disabled = await user.PutAsync($"user/tokens/{id}", new { name = "two", status = "disabled", policies = Policies(user, UserDetailsRead) });
        Assert.Equal(("two", "disabled"), (disabled.Result.GetProperty("name").GetString(), disabled.Result.GetProperty("status").GetString()));
        Assert.Equal((HttpStatusCode.Unauthorized, 1000), Told(await token.GetAsync("user")));
        Assert.Equal(id, (await user.DeleteAsync($"user/tokens/{id}")).Result.GetProperty("id").GetString());
        Assert.Equal((HttpStatusCode.NotFound, 1003), Told(await user.GetAsync($"user/tokens/{id}")));
    }

    [Theory, EveryDoor]
    public async Task A_token_never_makes_or_changes_one_that_may_do_more(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var made = await user.PostAsync("user/tokens", Body("minter", user, ApiTokensWrite, UserDetailsRead));
        var minter = new Actor(host.Http, made.Result.GetProperty("value").GetString()!) { Id = user.Id };
        Assert.Equal(HttpStatusCode.OK, (await minter.PostAsync("user/tokens", Body("equal", user, UserDetailsRead))).Status);
        Assert.Equal((HttpStatusCode.Forbidden, 9109), Told(await minter.PostAsync("user/tokens", Body("more", user, UserDetailsWrite))));

        var strong = (await user.PostAsync("user/tokens", Body("strong", user, UserDetailsWrite))).Result.GetProperty("id").GetString();
        Assert.Equal((HttpStatusCode.Forbidden, 9109), Told(await minter.SendAsync(HttpMethod.Put, $"user/tokens/{strong}/value")));
        Assert.Equal((HttpStatusCode.Forbidden, 9109), Told(await minter.PutAsync($"user/tokens/{strong}", Body("weak", user, UserDetailsRead))));
        Assert.Equal((HttpStatusCode.Forbidden, 9109), Told(await user.PostAsync("user/tokens", Body("operator", user, GroveOperator))));
    }

    [Theory, EveryDoor]
    public async Task Tokens_of_others_do_not_exist(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, other) = (await host.NewUserAsync(), await host.NewUserAsync());
        var id = (await owner.PostAsync("user/tokens", Body("mine", owner, UserDetailsRead))).Result.GetProperty("id").GetString();
        Assert.Equal((HttpStatusCode.NotFound, 1003), Told(await other.GetAsync($"user/tokens/{id}")));
        Assert.Equal((HttpStatusCode.NotFound, 1003), Told(await other.DeleteAsync($"user/tokens/{id}")));
        Assert.Equal((HttpStatusCode.NotFound, 1003), Told(await other.SendAsync(HttpMethod.Put, $"user/tokens/{id}/value")));
        Assert.Equal((HttpStatusCode.NotFound, 1003), Told(await other.PutAsync($"user/tokens/{id}", Body("x", other, UserDetailsRead))));
        Assert.Empty((await other.GetAsync("user/tokens")).Result.EnumerateArray());
    }

    private static (HttpStatusCode, int) Told(Reply reply) => (reply.Status, reply.Codes[0]);

    private static object Body(string name, Actor owner, params string[] groups) => new { name, policies = Policies(owner, groups) };

    private static object[] Policies(Actor owner, params string[] groups) =>
    [
        new
        {
            effect = "allow",
            permission_groups = groups.Select(id => new { id }).ToArray(),
            resources = new Dictionary<string, string> { [$"com.cloudflare.api.user.{owner.Id}"] = "*" },
        },
    ];
}
