using System.Net;
using Xunit;

namespace Grove.Conformance.Laws;

/// <summary>Two requests at the same moment of which only one can have its way; many rounds, since one proves little.</summary>
public class Duels(SharedHosts hosts)
{
    private static readonly object ReadOnly = new { roles = new[] { "4d1fcf3f8f6b4cb69b2e0c7b5e1aa303" } };
    private const int Rounds = 25;

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Equal_posts_with_one_Idempotency_Key_make_one_organization(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        for (var round = 0; round < 3; round++)
        {
            var body = new { name = $"Once {round}", parent = new { id = root } };
            var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => user.SendAsync(HttpMethod.Post, "organizations", body, ("Idempotency-Key", $"key-{round}"))));
            Assert.All(replies, reply => Assert.Equal((HttpStatusCode.OK, replies[0].Text, replies[0].Headers["ETag"]), (reply.Status, reply.Text, reply.Headers["ETag"])));
            Assert.Equal(round + 2, (await user.WalkAsync()).Count);
        }
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Of_the_last_two_Super_Administrators_one_stays(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (one, other) = (await host.NewUserAsync(), await host.NewUserAsync());
        for (var round = 0; round < Rounds; round++)
        {
            var root = await one.CreateAsync("Root");
            await host.Operator.PutAsync(Membership(root, other), "{}");
            var replies = await Task.WhenAll(EndAsync(one, round % 4), EndAsync(other, round / 2 % 4));
            Assert.Single(replies, reply => reply.Status == HttpStatusCode.OK);
            Assert.Single(replies, reply => reply.Status == HttpStatusCode.BadRequest && reply.Codes[0] == 1013);
            Task<Reply> EndAsync(Actor user, int way) => way switch
            {
                0 => user.DeleteAsync($"user/organizations/{root}"),
                1 => host.Operator.DeleteAsync(Membership(root, user)),
                _ => host.Operator.PutAsync(Membership(root, user), ReadOnly),
            };
        }
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Deleting_against_creating_below_has_one_winner(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        for (var round = 0; round < Rounds; round++)
        {
            var parent = await user.CreateAsync("Parent", root);
            var (deleted, created) = await BothAsync(user.DeleteAsync($"organizations/{parent}"), user.PostAsync("organizations", new { name = "Child", parent = new { id = parent } }));
            OneOf([(HttpStatusCode.OK, HttpStatusCode.NotFound), (HttpStatusCode.BadRequest, HttpStatusCode.OK)], deleted, created);
            if (deleted.Status == HttpStatusCode.BadRequest) Assert.Equal([1010], deleted.Codes);
        }
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Deleting_against_a_new_member_has_one_winner(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (user, other) = (await host.NewUserAsync(), await host.NewUserAsync());
        for (var round = 0; round < Rounds; round++)
        {
            var root = await user.CreateAsync("Root");
            var (deleted, joined) = await BothAsync(user.DeleteAsync($"organizations/{root}"), host.Operator.PutAsync(Membership(root, other), "{}"));
            OneOf([(HttpStatusCode.OK, HttpStatusCode.NotFound), (HttpStatusCode.BadRequest, HttpStatusCode.OK)], deleted, joined);
        }
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Deleting_against_becoming_managing_has_one_winner(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (user, other) = (await host.NewUserAsync(), await host.NewUserAsync());
        for (var round = 0; round < Rounds; round++)
        {
            var root = await user.CreateAsync("Root");
            var (deleted, managed) = await BothAsync(
                user.DeleteAsync($"organizations/{root}"), host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{other.Id}", new { managing_organization_id = root }));
            OneOf([(HttpStatusCode.OK, HttpStatusCode.NotFound), (HttpStatusCode.BadRequest, HttpStatusCode.OK)], deleted, managed);
        }
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Deleting_a_user_against_what_refers_to_them_is_never_a_fault(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        for (var round = 0; round < Rounds; round++)
        {
            var other = await host.NewUserAsync();
            var policy = new { effect = "allow", permission_groups = new[] { new { id = "8acbe5bb0d54464ab867149d7f7cf8ac" } }, resources = new Dictionary<string, string> { ["com.cloudflare.api.account.*"] = "*" } };
            var (deleted, referred) = await BothAsync(host.Operator.DeleteAsync($"/grove/v1/users/{other.Id}"), (round % 3) switch
            {
                0 => host.Operator.PutAsync(Membership(root, other), "{}"),
                1 => host.Operator.PostAsync($"/grove/v1/users/{other.Id}/tokens", new { name = "t", policies = new[] { policy } }),
                _ => other.PostAsync("organizations", new { name = "Theirs" }),
            });
            Assert.True((int)deleted.Status < 500 && (int)referred.Status < 500, $"{deleted.Text} {referred.Text}");
        }
    }

    [Fact]
    public async Task A_user_deleted_by_way_of_one_node_makes_no_leaderless_root_on_another()
    {
        await using var database = await ScratchDatabase.CreateAsync(Engine.Postgres);
        await using (var one = await database.ServeAsync())
        await using (var other = await database.ServeAsync())
        {
            var user = await one.NewUserAsync();
            var elsewhere = user.Through(other.Http);
            // The other node remembers the credentials from here on.
            Assert.Equal(HttpStatusCode.OK, (await elsewhere.GetAsync("organizations")).Status);
            Assert.Equal(HttpStatusCode.OK, (await one.Operator.DeleteAsync($"/grove/v1/users/{user.Id}")).Status);
            Assert.NotEqual(HttpStatusCode.OK, (await elsewhere.PostAsync("organizations", new { name = "Nobody's" })).Status);
        }
        await database.OpenAsync(db => TreeTables.CheckAsync(db, new HashSet<string>()));
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Deleting_against_moving_has_one_winner(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        for (var round = 0; round < Rounds; round++)
        {
            var (into, moved) = (await user.CreateAsync("Into", root), await user.CreateAsync("Moved", root));
            var victim = round % 2 == 0 ? into : moved;
            var (deleted, moves) = await BothAsync(
                user.DeleteAsync($"organizations/{victim}"), user.PutAsync($"organizations/{moved}", new { name = "Moved", parent = new { id = into } }));
            OneOf(victim == into
                ? [(HttpStatusCode.OK, HttpStatusCode.NotFound), (HttpStatusCode.BadRequest, HttpStatusCode.OK)]
                : [(HttpStatusCode.OK, HttpStatusCode.NotFound), (HttpStatusCode.OK, HttpStatusCode.OK)], deleted, moves);
        }
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Moving_two_below_each_other_never_makes_a_cycle(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        for (var round = 0; round < Rounds; round++)
        {
            var (a, b) = (await user.CreateAsync("A", root), await user.CreateAsync("B", root));
            var (first, second) = await BothAsync(
                user.PutAsync($"organizations/{a}", new { name = "A", parent = new { id = b } }), user.PutAsync($"organizations/{b}", new { name = "B", parent = new { id = a } }));
            OneOf([(HttpStatusCode.OK, HttpStatusCode.BadRequest), (HttpStatusCode.BadRequest, HttpStatusCode.OK)], first, second);
        }
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Of_equal_conditional_changes_one_is_lost_to_nobody(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var id = await user.CreateAsync("Root");
        for (var round = 0; round < Rounds; round++)
        {
            var tag = (await user.GetAsync($"organizations/{id}")).Headers["ETag"];
            var replies = await Task.WhenAll(Enumerable.Range(0, 4)
                .Select(client => user.SendAsync(HttpMethod.Put, $"organizations/{id}", new { name = $"Name {round}.{client}" }, ("If-Match", tag))));
            var won = Assert.Single(replies, reply => reply.Status == HttpStatusCode.OK);
            Assert.All(replies.Where(reply => reply != won), reply => Assert.Equal(HttpStatusCode.PreconditionFailed, reply.Status));
            Assert.Equal(won.Text, (await user.GetAsync($"organizations/{id}")).Text);
        }
    }

    private static string Membership(string organization, Actor user) => $"/grove/v1/organizations/{organization}/users/{user.Id}";

    private static async Task<(Reply, Reply)> BothAsync(Task<Reply> one, Task<Reply> other) => (await one, await other);

    private static void OneOf((HttpStatusCode, HttpStatusCode)[] legal, Reply one, Reply other) =>
        Assert.True(legal.Contains((one.Status, other.Status)), $"{one.Status} and {other.Status}: {one.Text} {other.Text}");
}
