using System.Net;
using Grove.Server.Tokens;
using Xunit;

namespace Grove.Conformance.Cases;

public class TokenUsageCases
{
    [Theory, EveryDoor]
    public async Task What_is_refused_is_no_use_of_a_token(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine, options => options with { TrustedProxies = [IPNetwork.Parse("127.0.0.0/8")] });
        var user = await host.NewUserAsync();
        var (id, value) = await host.NewTokenAsync(user.Id, new() { ["condition"] = Policy.From("192.0.2.1") }, Policy.Allow("User Details Read", Policy.Everything(user.Id)));
        async Task<bool> IsUsedAsync()
        {
            await host.Background<TokenUsage>()!.FlushAsync(TestContext.Current.CancellationToken);
            return (await user.GetAsync($"user/tokens/{id}")).Succeeded().Result.TryGetProperty("last_used_on", out _);
        }

        (await host.SendAsync("GET", "user", null, [.. Requests.Bearer(value), ("X-Forwarded-For", "192.0.2.2")])).Refused(HttpStatusCode.Forbidden, 9109);
        Assert.False(await IsUsedAsync());
        // By now the token is known without a look at the database.
        (await host.SendAsync("GET", "user", null, [.. Requests.Bearer(value), ("X-Forwarded-For", "192.0.2.1")])).Succeeded();
        Assert.True(await IsUsedAsync());
    }
}
