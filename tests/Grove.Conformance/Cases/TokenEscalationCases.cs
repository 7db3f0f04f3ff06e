using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>No API token makes itself or another one stronger, and none outlives what its owner may.</summary>
public class TokenEscalationCases(SharedHosts hosts)
{
    private const HttpStatusCode No = HttpStatusCode.Forbidden;
    private const string Soon = "2998-01-01T00:00:00Z";
    private const string Later = "2999-01-01T00:00:00Z";
    private static readonly object Loopback = Policy.From("127.0.0.0/8 ::1");

    [Theory, EveryDoor]
    public async Task A_token_neither_makes_nor_turns_one_into_what_covers_more(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var (inside, outside) = (await user.CreateAsync("Inside", root), await user.CreateAsync("Outside", root));
        var everything = Policy.Everything(user.Id);
        var (minting, details) = (Policy.Allow("API Tokens Write", everything), Policy.Allow("User Details Read", Policy.Subtree(inside)));
        var (own, minter) = await MakeAsync(host, user, [], minting, details);
        var (weaker, _) = await MakeAsync(host, user, [], details);
        foreach (var more in (object[])[
            Policy.Allow("User Details Read", everything), Policy.Allow("User Details Read", Policy.AllAccounts), Policy.Allow("User Details Read", Policy.Subtree(root)),
            Policy.Allow("User Details Read", Policy.Subtree(outside)), Policy.Allow("User Details Read", Policy.Subtree(inside), Policy.Subtree(outside)),
            Policy.Allow("User Details Write", Policy.Subtree(inside)), Policy.Allow("Memberships Read", Policy.Subtree(inside)), Policy.Allow("Grove Operator", everything)])
        {
            (await minter.PostAsync("user/tokens", Body([details, more]))).Refused(No, 9109);
            (await minter.PutAsync($"user/tokens/{weaker}", Body([details, more]))).Refused(No, 9109);
            (await minter.PutAsync($"user/tokens/{own}", Body([minting, details, more]))).Refused(No, 9109);
        }
        (await minter.PostAsync("user/tokens", Body([minting, details]))).Succeeded();
        (await minter.PutAsync($"user/tokens/{weaker}", Body([details]))).Succeeded();
    }

    [Theory, EveryDoor]
    public async Task A_token_throws_off_none_of_its_own_bonds(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var hidden = await user.CreateAsync("Hidden");
        var everything = Policy.Everything(user.Id);
        object[] policies = [Policy.Allow("API Tokens Write", everything), Policy.Allow("User Details Write", everything), Policy.Deny("User Details Write", Policy.Subtree(hidden))];
        Dictionary<string, object> Bonds(string? expires = Soon, object? condition = null) =>
            new((expires is null ? [] : new Dictionary<string, object> { ["expires_on"] = expires }).Append(new("condition", condition ?? Loopback)));
        var (own, bound) = await MakeAsync(host, user, Bonds(), policies);
        var (lasting, _) = await MakeAsync(host, user, Bonds(Later), policies);
        var (endless, _) = await MakeAsync(host, user, Bonds(null), policies);
        var (open, _) = await MakeAsync(host, user, new() { ["expires_on"] = Soon }, policies);
        var (undenied, _) = await MakeAsync(host, user, Bonds(), policies[..2]);
        // Into what is stronger, out of what is, or to a new secret of it.
        foreach (var looser in (Dictionary<string, object>[])[Bonds(Later), Bonds(null), Bonds(Soon, Policy.From("0.0.0.0/0 ::/0")), new() { ["expires_on"] = Soon }])
            (await bound.PutAsync($"user/tokens/{own}", Body(policies, looser))).Refused(No, 9109);
        (await bound.PutAsync($"user/tokens/{own}", Body(policies[..2], Bonds()))).Refused(No, 9109);
        foreach (var stronger in (string[])[lasting, endless, open, undenied])
        {
            (await bound.SendAsync(HttpMethod.Put, $"user/tokens/{stronger}/value")).Refused(No, 9109);
            (await bound.PutAsync($"user/tokens/{stronger}", Body(policies, Bonds()))).Refused(No, 9109);
        }
        (await bound.PutAsync($"user/tokens/{own}", Body(policies, Bonds()))).Succeeded();
        (await bound.GetAsync($"organizations/{hidden}")).Refused(HttpStatusCode.NotFound, 1003);
    }

    [Theory, EveryDoor]
    public async Task A_token_does_not_enable_what_is_stronger(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var everything = Policy.Everything(user.Id);
        object[] weak = [Policy.Allow("API Tokens Write", everything)];
        object[] strong = [.. weak, Policy.Allow("User Details Write", everything)];
        var (_, minter) = await MakeAsync(host, user, [], weak);
        var (id, sleeper) = await MakeAsync(host, user, [], strong);
        (await user.PutAsync($"user/tokens/{id}", Body(strong, new() { ["status"] = "disabled" }))).Succeeded();
        foreach (var policies in (object[][])[strong, weak])
            (await minter.PutAsync($"user/tokens/{id}", Body(policies, new() { ["status"] = "active" }))).Refused(No, 9109);
        (await sleeper.GetAsync("user")).Refused(HttpStatusCode.Unauthorized, 1000);
    }

    [Theory, EveryDoor]
    public async Task A_token_for_single_organizations_or_accounts_reaches_no_token(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var account = await user.CreateAccountAsync("A", root);
        var (victim, _) = await MakeAsync(host, user, [], Policy.Allow("API Tokens Read", Policy.Everything(user.Id)));
        foreach (var resource in (string[])[Policy.Subtree(root), $"com.cloudflare.api.account.{account}"])
        {
            var policy = Policy.Allow("API Tokens Write", resource);
            var (own, narrow) = await MakeAsync(host, user, [], policy);
            foreach (var id in (string[])[victim, own, Requests.UnknownId()])
            {
                foreach (var reply in (Reply[])[
                    await narrow.GetAsync("user/tokens"), await narrow.PostAsync("user/tokens", Body([policy])), await narrow.GetAsync($"user/tokens/{id}"),
                    await narrow.PutAsync($"user/tokens/{id}", Body([policy])), await narrow.SendAsync(HttpMethod.Put, $"user/tokens/{id}/value"),
                    await narrow.DeleteAsync($"user/tokens/{id}")])
                    reply.Refused(No, 9109);
            }
            // It may still ask about itself.
            (await narrow.GetAsync("user/tokens/verify")).Succeeded();
        }
        (await user.GetAsync($"user/tokens/{victim}")).Succeeded();
    }

    [Theory, EveryDoor]
    public async Task Only_operators_hand_on_what_operators_may_and_it_ends_with_them(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (user, second) = (await host.NewUserAsync(), await host.NewUserAsync(asOperator: true));
        object[] Acting(Actor owner) => [Policy.Allow("Grove Operator", Policy.Everything(owner.Id))];
        var (plain, _) = await MakeAsync(host, user, [], Policy.Allow("User Details Read", Policy.Everything(user.Id)));
        (await user.PostAsync("user/tokens", Body(Acting(user)))).Refused(No, 9109);
        (await user.PutAsync($"user/tokens/{plain}", Body(Acting(user)))).Refused(No, 9109);
        // One that an operator made for somebody else makes nobody an operator.
        var handed = await host.ByTokenAsync(user, Acting(user));
        (await handed.GetAsync("/grove/v1/users")).Refused(No, 9109);
        var (_, acting) = await MakeAsync(host, second, [], Acting(second));
        (await acting.GetAsync("/grove/v1/users?page_size=1")).Succeeded();
        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{second.Id}", new { @operator = false })).Succeeded();
        foreach (var by in (Actor[])[acting, second])
        {
            (await by.GetAsync("/grove/v1/users?page_size=1")).Refused(No, 9109);
            (await by.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{second.Id}", new { @operator = true })).Refused(No, 9109);
        }
    }

    [Theory, EveryDoor]
    public async Task The_tokens_of_somebody_suspended_do_nothing_until_they_are_back(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (user, other) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await user.CreateAsync("Root");
        await host.GiveRoleAsync(root, other.Id, Role.SuperAdministrator);
        var everything = Policy.Everything(user.Id);
        var (id, token) = await MakeAsync(host, user, [], [.. Policy.Groups.Keys.Select(group => Policy.Allow(group, everything))]);
        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{user.Id}", new { suspended = true })).Succeeded();
        foreach (var operation in Surface.Operations)
        {
            var path = operation.At(root, user.Id);
            (await token.SendAsync(new(operation.Method), path, operation.Body)).Refused(HttpStatusCode.Unauthorized, 1000, path);
        }
        (await token.GetAsync("user/tokens/verify")).Refused(HttpStatusCode.Unauthorized, 1000);
        // A token that is made meanwhile is no better.
        (await (await host.ByTokenAsync(user, Policy.Allow("User Details Read", everything))).GetAsync("user")).Refused(HttpStatusCode.Unauthorized, 1000);
        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{user.Id}", new { suspended = false })).Succeeded();
        Assert.Equal(id, (await token.GetAsync("user/tokens/verify")).Succeeded().Id());
        Assert.Equal("Root", (await token.GetAsync($"organizations/{root}")).Succeeded().Result.Text("name"));
    }

    private static async Task<(string Id, Actor By)> MakeAsync(GroveHost host, Actor owner, Dictionary<string, object> more, params object[] policies)
    {
        var (id, value) = await host.NewTokenAsync(owner.Id, more, policies);
        return (id, new(host.Http, value) { Id = owner.Id });
    }

    private static Dictionary<string, object> Body(object[] policies, Dictionary<string, object>? more = null) => new(more ?? []) { ["name"] = "token", ["policies"] = policies };
}
