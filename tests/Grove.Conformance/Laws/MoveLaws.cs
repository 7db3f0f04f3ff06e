using System.Net;
using Xunit;

namespace Grove.Conformance.Laws;

/// <summary>Moves of more than are moved at once.</summary>
public class MoveLaws
{
    private const int Leaves = 2_100;

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task A_move_that_fits_all_but_one_of_thousands_changes_nothing(string engine)
    {
        await using var database = await ScratchDatabase.CreateAsync(engine);
        var plantation = new Plantation();
        var root = plantation.Add("Root");
        var (inner, other) = (plantation.Add("Inner", root), plantation.Add("Other", root));
        for (var i = 0; i < Leaves; i++) plantation.Add($"Leaf {i}", inner);
        var leaf = plantation.Organizations.Count - 1;
        var last = plantation.Add("Last", leaf);
        string Id(int place) => plantation.Organizations[place].Id;
        Task<List<TreeTables.Row>> ReadAsync() => database.OpenAsync(db => TreeTables.CheckAsync(db, plantation.Organizations.Select(planted => planted.Id).ToHashSet()));
        async Task<Reply> MoveAsync(int levels)
        {
            await using var host = await database.ServeAsync(options => options with { MaxDepth = levels });
            var admin = await host.NewUserAsync();
            await host.Operator.PutAsync($"/grove/v1/organizations/{Id(root)}/users/{admin.Id}", "{}");
            return await admin.PutAsync($"organizations/{Id(inner)}", new { name = "Moved", parent = new { id = Id(other) } });
        }
        await database.OpenAsync(plantation.PlantAsync);
        var before = await ReadAsync();

        (await MoveAsync(levels: 3)).Refused(HttpStatusCode.Forbidden, 1012);
        Assert.Equal(before, await ReadAsync());

        Assert.Equal(HttpStatusCode.OK, (await MoveAsync(levels: 4)).Status);
        Assert.Equal(string.Concat(((int[])[root, other, inner, leaf, last]).Select(Id)), (await ReadAsync()).Single(row => row.Id == Id(last)).Lineage);
    }
}
