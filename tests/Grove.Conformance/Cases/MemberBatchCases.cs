using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>Adding up to ten members at once: all or none.</summary>
public class MemberBatchCases(SharedHosts hosts)
{
    [Theory, EveryDoor]
    public async Task Ten_are_added_in_their_order_by_either_spelling_of_the_colon(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var sent = new List<string>();
        foreach (var verb in (string[])["members:batchCreate", "members%3AbatchCreate", "members%3abatchCreate"])
        {
            var addresses = Enumerable.Range(0, 10).Select(i => $"{9 - i}-{Invitations.NewAddress()}").ToArray();
            var reply = await owner.PostAsync($"organizations/{root}/{verb}", Batch(addresses));
            Assert.Equal(addresses, reply.Succeeded(verb).Result.EnumerateArray().Select(row => row.GetProperty("user").GetProperty("email").GetString()));
            Assert.False(reply.Json.TryGetProperty("result_info", out _));
            sent.AddRange(addresses);
        }
        Assert.Equal(sent, (await owner.MembersAsync(root, "&status=pending")).Select(member => member.Email));
    }

    [Theory, EveryDoor]
    public async Task One_fault_keeps_all_from_being_added(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var invited = Invitations.NewAddress();
        await owner.InviteAsync(root, invited);
        async Task RefusedAsync(object body, HttpStatusCode status, int code, params string?[] pointers)
        {
            var reply = await owner.PostAsync($"organizations/{root}/members:batchCreate", body);
            reply.Refused(status, [.. pointers.Select(_ => code)]);
            Assert.Equal(pointers, reply.Pointers);
            Assert.Equal(2, (await owner.MembersAsync(root)).Count);
        }
        var fresh = Invitations.NewAddress();
        await RefusedAsync(Batch([.. Enumerable.Range(0, 11).Select(_ => Invitations.NewAddress())]), HttpStatusCode.BadRequest, 1001, "/members");
        await RefusedAsync(new { members = Array.Empty<object>() }, HttpStatusCode.BadRequest, 1001, "/members");
        await RefusedAsync(Batch(fresh, "x"), HttpStatusCode.BadRequest, 1001, "/members/1/user/email");
        await RefusedAsync(Batch(fresh, fresh.ToUpperInvariant()), HttpStatusCode.BadRequest, 1001, "/members/1/user");
        await RefusedAsync(Batch(invited, fresh, owner.Email), HttpStatusCode.BadRequest, 1001, "/members/0/user/email", "/members/2/user/email");
        var direct = new { members = new[] { Invitations.Entry(fresh), Invitations.Entry(Invitations.NewAddress(), status: "active") } };
        await RefusedAsync(direct, HttpStatusCode.Forbidden, 1002, [null]);
    }

    [Theory, EveryDoor]
    public async Task Of_batches_that_share_an_address_one_wins_and_the_others_add_nobody(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var other = await owner.CreateAsync("Other");
        var shared = Enumerable.Range(0, 3).Select(_ => Invitations.NewAddress()).ToArray();
        var batches = Enumerable.Range(0, 8).Select(i => (string[])[.. i % 2 == 0 ? shared : shared.Reverse(), Invitations.NewAddress()]).ToList();
        // The other organization takes the same addresses, in another order.
        var replies = await Task.WhenAll(batches.SelectMany(batch => new[]
        {
            owner.PostAsync($"organizations/{root}/members:batchCreate", Batch(batch)),
            owner.PostAsync($"organizations/{other}/members:batchCreate", Batch([.. batch.Reverse()])),
        }));
        foreach (var place in (int[])[0, 1])
        {
            var here = replies.Where((_, i) => i % 2 == place).ToList();
            Assert.Single(here, reply => reply.Status == HttpStatusCode.OK);
            foreach (var loser in here.Where(reply => reply.Status != HttpStatusCode.OK)) loser.Refused(HttpStatusCode.BadRequest, [1001, 1001, 1001]);
            Assert.Equal(4, (await owner.MembersAsync(place == 0 ? root : other, "&status=pending")).Count);
        }
    }

    [Theory, EveryDoor]
    public async Task A_repeated_batch_with_one_Idempotency_Key_happens_once(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (owner, second) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await owner.CreateAsync("Root");
        await host.GiveRoleAsync(root, second.Id, Role.SuperAdministrator);
        var body = Batch(Invitations.NewAddress(), Invitations.NewAddress());
        Task<Reply> SendAsync() => owner.SendAsync(HttpMethod.Post, $"organizations/{root}/members:batchCreate", body, ("Idempotency-Key", "once"));
        var (first, again) = (await SendAsync(), await SendAsync());
        Assert.Equal(first.Succeeded().Text, again.Text);
        Assert.Equal(2, (await owner.MembersAsync(root, "&status=pending")).Count);
        (await owner.DeleteAsync($"user/organizations/{root}")).Succeeded();
        (await SendAsync()).Refused(HttpStatusCode.NotFound, 1003);
    }

    private static object Batch(params string[] addresses) => new { members = addresses.Select(address => Invitations.Entry(address)).ToArray() };
}
