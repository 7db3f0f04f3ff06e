using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>Something is deleted at the moment at which something else is about to need it, or two want what only one can have: one is refused, and nothing breaks.</summary>
public class RaceCases(SharedHosts hosts)
{
    private const int Rounds = 25;

    [Theory, EveryDoor]
    public async Task A_parent_that_goes_away_is_not_found(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var parent = await user.CreateAsync($"Parent {round}");
            var body = $$$"""{"name":"Child","parent":{"id":"{{{parent}}}"}}""";
            await AtOnceAsync(
                () => user.DeleteAsync($"organizations/{parent}"),
                () => user.SendAsync(HttpMethod.Post, "organizations", body, ("Idempotency-Key", Requests.UnknownId())),
                () => user.PostAsync("organizations", body),
                () => user.PutAsync($"organizations/{parent}/profile", Surface.Profile),
                () => user.GetAsync($"organizations/{parent}"));
        }
        await Invariants.CheckAsync(host.Database);
    }

    [Theory, EveryDoor]
    public async Task A_user_who_goes_away_is_not_found(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        for (var round = 0; round < Rounds; round++)
        {
            var user = await host.NewUserAsync();
            await AtOnceAsync(
                () => host.Operator.DeleteAsync($"/grove/v1/users/{user.Id}"),
                () => host.Operator.PostAsync($"/grove/v1/users/{user.Id}/tokens", Surface.Token),
                () => host.Operator.PutAsync($"/grove/v1/organizations/{root}/users/{user.Id}", "{}"),
                () => host.Operator.SendAsync(HttpMethod.Post, $"/grove/v1/users/{user.Id}/api_key"),
                () => user.PostAsync("organizations", new { name = "Last" }),
                () => user.SendAsync(HttpMethod.Patch, "user", """{"first_name":"x"}"""));
        }
        await Invariants.CheckAsync(host.Database);
    }

    [Theory, EveryDoor]
    public async Task A_managing_organization_that_goes_away_is_not_found(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var managing = await owner.CreateAsync($"Managing {round}");
            var other = await host.NewUserAsync();
            await AtOnceAsync(
                () => owner.DeleteAsync($"organizations/{managing}"),
                () => host.Operator.PostAsync("/grove/v1/users", new { email = $"{Requests.UnknownId()}@x", managing_organization_id = managing }),
                () => host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{other.Id}", new { managing_organization_id = managing }),
                () => host.Operator.PutAsync($"/grove/v1/organizations/{managing}/users/{other.Id}", "{}"));
        }
        await Invariants.CheckAsync(host.Database);
    }

    [Theory, EveryDoor]
    public async Task One_address_or_membership_is_made_once(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        for (var round = 0; round < 5; round++)
        {
            var email = $"{Requests.UnknownId()}@x";
            var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => host.Operator.PostAsync("/grove/v1/users", new { email })));
            Assert.Single(made, reply => reply.Status == HttpStatusCode.OK);
            Assert.Equal(5, made.Count(reply => reply.Status == HttpStatusCode.BadRequest && reply.Pointers[0] == "/email"));
            var id = made.Single(reply => reply.Status == HttpStatusCode.OK).Result.GetProperty("id").GetString();
            var members = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => host.Operator.PutAsync($"/grove/v1/organizations/{root}/users/{id}", "{}")));
            Assert.Single(members.Select(reply => reply.Succeeded().Result.GetProperty("id").GetString()).Distinct());
        }
    }

    [Theory, EveryDoor]
    public async Task Of_batches_of_accounts_that_do_not_both_fit_one_moves_and_the_other_stays_whole(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine, options => options with { MaxAccounts = 5 });
        var user = await host.NewUserAsync();
        for (var round = 0; round < 8; round++)
        {
            string[] from = [await user.CreateAsync($"A {round}"), await user.CreateAsync($"B {round}")];
            var into = await user.CreateAsync($"Into {round}");
            var batches = new List<List<string>>();
            foreach (var place in from)
            {
                batches.Add([]);
                for (var i = 0; i < 3; i++) batches[^1].Add(await user.CreateAccountAsync($"{i}", place));
            }
            var replies = await Task.WhenAll(batches.Select(batch => user.PostAsync("/grove/v1/accounts/move", new { account_ids = batch, destination_organization_id = into })));
            var loser = Assert.Single(replies, reply => reply.Status != HttpStatusCode.OK);
            loser.Refused(HttpStatusCode.Forbidden, 1012);
            var lost = loser == replies[0] ? 0 : 1;
            Assert.Equal(batches[lost], await user.WalkOrganizationAccountsAsync(from[lost]));
            Assert.Equal(batches[1 - lost], await user.WalkOrganizationAccountsAsync(into));
        }
        await Invariants.CheckAsync(host.Database);
    }

    /// <summary>Sends all at once, several of each; whatever is not a success is a refusal that fits.</summary>
    private static async Task AtOnceAsync(params Func<Task<Reply>>[] requests)
    {
        var replies = await Task.WhenAll(requests.Concat(requests[1..]).Concat(requests[1..]).Select(async send => await send()));
        foreach (var reply in replies)
            Assert.True((int)reply.Status is 200 or 204 or 400 or 403 or 404, $"{(int)reply.Status} {reply.Text}");
    }
}
