using System.Collections.Concurrent;
using System.Net;
using Xunit;

namespace Grove.Conformance.Laws;

/// <summary>What holds when several clients change one tree at the same moment.</summary>
public class Races
{
    private const int Large = 1_300;

    private static readonly HttpStatusCode[] Legal =
        [HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.BadRequest, HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.Conflict];

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Creating_moving_and_deleting_at_once_leaves_one_sound_tree(string engine)
    {
        await using var database = await ScratchDatabase.CreateAsync(engine);
        var there = new ConcurrentDictionary<string, bool>();
        await using (var host = await database.ServeAsync()) await ChurnAsync([host], there, clients: 8, acts: 60);
        await CheckAsync(database, there.Keys, new HashSet<string>());
    }

    [Fact]
    public async Task Two_nodes_over_one_database_leave_one_sound_tree()
    {
        await using var database = await ScratchDatabase.CreateAsync(Engine.Postgres);
        var there = new ConcurrentDictionary<string, bool>();
        await using (var one = await database.ServeAsync())
        await using (var other = await database.ServeAsync()) await ChurnAsync([one, other], there, clients: 8, acts: 40);
        await CheckAsync(database, there.Keys, new HashSet<string>());
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Counting_large_subtrees_while_they_change_stays_exact(string engine)
    {
        await using var database = await ScratchDatabase.CreateAsync(engine);
        var plantation = new Plantation();
        var (left, right) = (plantation.Add("Left"), plantation.Add("Right"));
        for (var i = 0; i < Large; i++)
        {
            plantation.Add($"L{i}", i % 10 == 0 ? left : plantation.Organizations.Count - 2);
            plantation.Add($"R{i}", i % 10 == 0 ? right : plantation.Organizations.Count - 2);
        }
        await database.OpenAsync(plantation.PlantAsync);
        var there = new ConcurrentDictionary<string, bool>(plantation.Organizations.Select(planted => KeyValuePair.Create(planted.Id, true)));
        await using (var host = await database.ServeAsync())
        {
            foreach (var root in (int[])[left, right])
                await host.Operator.PutAsync($"/grove/v1/organizations/{plantation.Organizations[root].Id}/users/{(await host.Operator.GetAsync("user")).Result.GetProperty("id").GetString()}", "{}");
            // Each list that counts the long way asks for a count, which is then taken among the changes.
            using var done = new CancellationTokenSource();
            var counting = ListUntilAsync(host.Operator, done.Token);
            await ActAsync(host.Operator, there, clients: 6, acts: 50);
            await done.CancelAsync();
            await counting;
            Assert.Equal(there.Count, (await host.Operator.GetAsync("organizations?page_size=1")).Info.GetProperty("total_size").GetInt32());
            Assert.Equal(there.Keys.Order(), (await host.Operator.WalkAsync("", 1000)).Order());
        }
        await CheckAsync(database, there.Keys, plantation.Organizations.Select(planted => planted.Id).ToHashSet());
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task A_walk_during_writes_returns_what_was_there_throughout_exactly_once(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine);
        var user = await host.NewUserAsync();
        var (a, b) = (await user.CreateAsync("A"), await user.CreateAsync("B"));
        var stable = new List<string> { a, b };
        for (var i = 0; i < 60; i++) stable.Add(await user.CreateAsync($"S{i}", stable[i % 5]));
        using var done = new CancellationTokenSource();
        var writing = Enumerable.Range(0, 4).Select(async client =>
        {
            for (var i = 0; !done.IsCancellationRequested; i++)
            {
                var made = await user.PostAsync("organizations", new { name = $"T{client}.{i}", parent = new { id = i % 2 == 0 ? a : b } });
                Assert.Equal(HttpStatusCode.OK, made.Status);
                // What stays moves to and fro meanwhile, which is no reason to miss it.
                await user.PutAsync($"organizations/{stable[^(client + 1)]}", new { name = $"S{i}", parent = new { id = i % 2 == 0 ? b : a } });
                Assert.Equal(HttpStatusCode.OK, (await user.DeleteAsync($"organizations/{made.Result.GetProperty("id").GetString()}")).Status);
            }
        }).ToList();
        foreach (var size in (int[])[1, 3, 7, 20, 50])
        {
            var walked = await user.WalkAsync("", size);
            Assert.Equal(walked.Distinct(), walked);
            Assert.Equal(stable, walked.Where(stable.Contains));
        }
        await done.CancelAsync();
        await Task.WhenAll(writing);
    }

    /// <summary>Clients of one user on one tree, spread over the nodes.</summary>
    private static async Task ChurnAsync(GroveHost[] nodes, ConcurrentDictionary<string, bool> there, int clients, int acts)
    {
        var user = await nodes[0].NewUserAsync();
        foreach (var name in (string[])["A", "B", "C"]) there[await user.CreateAsync(name)] = true;
        // The other nodes know the user by the same key.
        var actors = nodes.Select(node => user.Through(node.Http)).ToArray();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => ActAsync(actors[client % actors.Length], there, 1, acts, client)));
        var seen = await actors[^1].WalkAsync("", 1000);
        Assert.Equal(there.Keys.Order(), seen.Order());
    }

    private static Task ActAsync(Actor actor, ConcurrentDictionary<string, bool> there, int clients, int acts, int seed = 0) =>
        Task.WhenAll(Enumerable.Range(0, clients).Select(async client =>
        {
            var random = new Random(client + 100 * seed);
            // One root stays, so that there is always somewhere to go.
            var anchor = there.Keys.Min(StringComparer.Ordinal);
            string Any() => there.Keys.ToArray() is var keys ? keys[random.Next(keys.Length)] : "";
            for (var i = 0; i < acts; i++)
            {
                var id = Any();
                var reply = random.Next(10) switch
                {
                    var act when act < 4 || (act > 7 && id == anchor) => await actor.PostAsync("organizations", new { name = $"N{seed}.{client}.{i}", parent = new { id } }),
                    < 7 => await actor.PutAsync($"organizations/{id}", new { name = $"M{i} ß", parent = new { id = Any() } }),
                    7 => await actor.PutAsync($"organizations/{id}", new { name = $"ſ{i}", parent = (object?)null }),
                    _ => await actor.DeleteAsync($"organizations/{id}"),
                };
                Assert.True(Legal.Contains(reply.Status), reply.Text);
                if (reply.Status != HttpStatusCode.OK) continue;
                // A change says nothing: somebody may have deleted it since.
                var answered = reply.Result.GetProperty("id").GetString()!;
                if (!reply.Result.TryGetProperty("name", out _)) there.TryRemove(id, out _);
                else if (answered != id) there.TryAdd(answered, true);
            }
        }));

    private static async Task ListUntilAsync(Actor actor, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            var reply = await actor.GetAsync("organizations?page_size=1");
            Assert.Equal(HttpStatusCode.OK, reply.Status);
        }
    }

    private static async Task CheckAsync(ScratchDatabase database, IEnumerable<string> there, IReadOnlySet<string> planted)
    {
        var rows = await database.OpenAsync(db => TreeTables.CheckAsync(db, planted));
        Assert.Equal(there.Order(), rows.Select(row => row.Id).Order());
    }
}
