using System.Net;
using Grove.Server.Organizations;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Grove.Conformance.Laws;

/// <summary>Totals are exact with stored counts present, whatever comes, goes and moves.</summary>
public class TotalLaws
{
    private static readonly object ReadOnly = new { roles = new[] { "4d1fcf3f8f6b4cb69b2e0c7b5e1aa303" } };
    // The inner tree holds two thirds of them: more than a move takes at once.
    private const int Planted = 2_400;

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Totals_stay_exact_over_stored_counts(string engine)
    {
        await using var database = await ScratchDatabase.CreateAsync(engine);
        var plantation = new Plantation();
        var parents = new Dictionary<string, string?>();
        var (left, right) = (plantation.Add("Left"), plantation.Add("Right"));
        var inner = plantation.Add("Inner", left);
        for (var i = 0; i < Planted; i++) plantation.Add($"Leaf {i}", i % 3 == 0 ? right : i % 30 == 1 ? inner : plantation.Organizations.Count > 40 && i % 30 == 2 ? plantation.Organizations.Count - 1 : inner);
        foreach (var planted in plantation.Organizations) parents[planted.Id] = planted.Parent < 0 ? null : plantation.Organizations[planted.Parent].Id;
        await database.OpenAsync(async db =>
        {
            await plantation.PlantAsync(db);
            using var counts = new SubtreeCounts(db, NullLogger<SubtreeCounts>.Instance);
            foreach (var key in (long[])[1, 2, 3]) await counts.CountAsync(key, CancellationToken.None);
            return 0;
        });
        await using (var host = await database.ServeAsync())
        {
            var viewers = new Dictionary<string, Actor>();
            foreach (var place in (int[])[left, right, inner])
            {
                var viewer = await host.NewUserAsync();
                viewers[plantation.Organizations[place].Id] = viewer;
                await host.Operator.PutAsync($"/grove/v1/organizations/{plantation.Organizations[place].Id}/users/{viewer.Id}", ReadOnly);
            }
            var admin = await host.NewUserAsync();
            foreach (var place in (int[])[left, right]) await host.Operator.PutAsync($"/grove/v1/organizations/{plantation.Organizations[place].Id}/users/{admin.Id}", "{}");
            var random = new Random(5);
            for (var i = 0; i < 90; i++)
            {
                await ActAsync(admin, parents, random, i);
                var (top, viewer) = viewers.ElementAt(i % 3);
                var visible = parents.Keys.Count(id => Upwards(parents, id).Contains(top));
                Assert.Equal(visible, (await viewer.GetAsync("organizations?page_size=1")).Info.GetProperty("total_size").GetInt32());
                Assert.Equal(parents.Count, (await admin.GetAsync("organizations?page_size=1")).Info.GetProperty("total_size").GetInt32());
            }
        }
        await database.OpenAsync(db => TreeTables.CheckAsync(db, plantation.Organizations.Select(planted => planted.Id).ToHashSet()));
    }

    private static async Task ActAsync(Actor admin, Dictionary<string, string?> parents, Random random, int step)
    {
        string Any() => parents.Keys.ElementAt(random.Next(parents.Count));
        var (id, to) = (Any(), Any());
        switch (step % 3)
        {
            case 0:
                parents[await admin.CreateAsync($"New {step}", parents.First(pair => pair.Value is null).Key)] = parents.First(pair => pair.Value is null).Key;
                break;
            case 1:
                // At times the inner tree itself, with all that it holds and its own count.
                if (step % 4 == 1) id = parents.Keys.ElementAt(2);
                to = parents.Where(pair => pair.Value is null).ElementAt(random.Next(2)).Key;
                if (parents[id] is null) return;
                Assert.Equal(HttpStatusCode.OK, (await admin.PutAsync($"organizations/{id}", new { name = $"Moved {step}", parent = new { id = to } })).Status);
                parents[id] = to;
                break;
            default:
                if (parents.ContainsValue(id) || parents[id] is null) return;
                Assert.Equal(HttpStatusCode.OK, (await admin.DeleteAsync($"organizations/{id}")).Status);
                parents.Remove(id);
                break;
        }
    }

    private static IEnumerable<string> Upwards(Dictionary<string, string?> parents, string id)
    {
        for (var at = id; at is not null; at = parents[at]) yield return at;
    }
}
