using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>What somebody cannot see answers as if it did not exist, byte by byte.</summary>
public class IndistinguishableCases(SharedHosts hosts)
{
    [Theory, EveryDoor]
    public async Task A_stranger_cannot_tell_an_organization_from_one_that_is_not_there(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, stranger) = (await host.NewUserAsync(), await host.NewUserAsync());
        var hidden = await owner.CreateAsync("Hidden");
        (await owner.PutAsync($"organizations/{hidden}/profile", Surface.Profile)).Succeeded();
        var below = await owner.CreateAsync("Below", hidden);
        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{owner.Id}", new { managing_organization_id = below })).Succeeded();
        var own = await stranger.CreateAsync("Own");
        // Once a member, now no more: as much a stranger as anybody.
        var former = await owner.CreateAsync("Former", hidden);
        await host.GiveRoleAsync(former, stranger.Id, Role.SuperAdministrator);
        (await stranger.DeleteAsync($"user/organizations/{former}")).Succeeded();

        foreach (var id in (string[])[hidden, below, former, hidden.ToUpperInvariant(), own + "0", "x", owner.Id])
            await CompareAsync(host, stranger, id, own, owner.Id);
    }

    [Theory, EveryDoor]
    public async Task What_lies_above_or_beside_a_membership_is_not_there_either(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, member) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        var (seen, beside) = (await owner.CreateAsync("Seen", root), await owner.CreateAsync("Beside", root));
        await host.GiveRoleAsync(seen, member.Id, Role.SuperAdministrator);
        foreach (var id in (string[])[root, beside]) await CompareAsync(host, member, id, seen, owner.Id);
        Assert.Equal([seen], await member.WalkAsync());
        Assert.Empty(await member.WalkAsync("&parent.id=null"));
    }

    [Theory, EveryDoor]
    public async Task What_a_token_does_not_reach_is_not_there_for_it(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var (reached, denied) = (await owner.CreateAsync("Reached", root), await owner.CreateAsync("Denied", root));
        (await owner.PutAsync($"organizations/{root}/profile", Surface.Profile)).Succeeded();
        var subtree = await host.ByTokenAsync(owner, Policy.Allow("User Details Write", Policy.Subtree(reached)));
        foreach (var id in (string[])[root, denied]) await CompareAsync(host, subtree, id, reached, owner.Id);
        var without = await host.ByTokenAsync(owner, Policy.Allow("User Details Write", Policy.Everything(owner.Id)), Policy.Deny("User Details Write", Policy.Subtree(denied)));
        await CompareAsync(host, without, denied, reached, Requests.UnknownId());
    }

    /// <summary>Sends everything that can name an organization, about <paramref name="hidden"/> and about an unknown one.</summary>
    private static async Task CompareAsync(GroveHost host, Actor who, string hidden, string own, string otherUser)
    {
        var unknown = Requests.UnknownId();
        (string, string)[][] headers = [[], [("If-Match", "*")], [("If-Match", "\"1.0000000000000000\"")], [("If-Match", "x")], [("Idempotency-Key", Requests.UnknownId())]];
        foreach (var operation in Surface.Operations.Where(operation => operation.Path.Contains("{org}", StringComparison.Ordinal)))
        {
            foreach (var sent in headers)
            {
                foreach (var body in operation.Body is null || sent.Length > 0 ? [operation.Body] : (string?[])[operation.Body, "{}", "{", $$$"""{"name":"x","parent":{"id":"{{{own}}}"}}""", """{"name":"x","parent":null}"""])
                {
                    Task<Reply> Send(string id) => who.SendAsync(new(operation.Method), operation.At(id, otherUser), body, sent);
                    await SameAsync(Send, hidden, unknown, $"{operation} {body}");
                }
            }
        }
        foreach (var sent in headers)
        {
            await SameAsync(id => who.SendAsync(HttpMethod.Post, "organizations", $$$"""{"name":"x","parent":{"id":"{{{id}}}"}}""", sent), hidden, unknown, "POST parent.id");
            await SameAsync(id => who.SendAsync(HttpMethod.Put, $"organizations/{own}", $$$"""{"name":"x","parent":{"id":"{{{id}}}"}}""", sent), hidden, unknown, "PUT parent.id");
        }
        foreach (var query in (string[])["id={0}", "parent.id={0}", "containing.organization={0}", "containing.account={0}", "containing.user={0}", "id={0}&parent.id=null", "name.contains=e&parent.id={0}", "name=Hidden&id={0}", "page_size=1&id={0}&containing.organization={0}"])
            await SameAsync(id => who.GetAsync("organizations?" + string.Format(System.Globalization.CultureInfo.InvariantCulture, query, id)), hidden, unknown, query);
        await SameAsync(id => who.GetAsync($"organizations?containing.user={id}"), otherUser, unknown, "containing.user");
        // Beside what is visible it adds nothing.
        Assert.Equal([own], await who.WalkAsync($"&id={own},{hidden}"));
    }

    private static async Task SameAsync(Func<string, Task<Reply>> send, string hidden, string unknown, string about)
    {
        var (one, other) = (await send(hidden), await send(unknown));
        Assert.True(one.Status == other.Status && one.Text == other.Text, $"{about}: {one.Status} {one.Text} | {other.Status} {other.Text}");
        Assert.Equal(Headers(other), Headers(one));
        Assert.True(one.Status == HttpStatusCode.OK ? one.Result.GetArrayLength() == 0 : (int)one.Status is 400 or 403 or 404, about);
    }

    private static IEnumerable<string> Headers(Reply reply) => reply.Headers.Where(header => header.Key.ToUpperInvariant() is not ("X-REQUEST-ID" or "DATE"))
        .Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.Ordinal);
}
