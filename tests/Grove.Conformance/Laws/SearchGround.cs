using System.Net;
using Grove.Conformance.Model;
using Xunit;

namespace Grove.Conformance.Laws;

/// <summary>Somebody who looks, and the places that they see, in order, with the topmost visible one above each.</summary>
internal sealed record Viewer(string Name, Actor Actor, IReadOnlyList<int> Visible, IReadOnlyDictionary<int, int> Tops);

/// <summary>
/// More organizations than the search counts (20,000) below one root, more than it scans (1,000) below another, and many small trees; seen
/// by members at several places and through tokens.
/// </summary>
internal sealed class SearchGround : IAsyncDisposable
{
    private const string ReadOnly = "4d1fcf3f8f6b4cb69b2e0c7b5e1aa303";
    private const string UserDetailsRead = "8acbe5bb0d54464ab867149d7f7cf8ac";
    private const string Everything = "*";

    public const string Rare = "Überraſchung—Straße ΣΊΣΥΦΟΣ 漢字 😀";

    private readonly ScratchDatabase database;
    private readonly Plantation plantation;
    private GroveHost? host;

    private SearchGround(ScratchDatabase database, Plantation plantation) => (this.database, this.plantation) = (database, plantation);

    public List<Viewer> Viewers { get; } = [];

    public IReadOnlyList<Planted> Organizations => plantation.Organizations;

    public required string[] Folded { get; init; }

    public static async Task<SearchGround> CreateAsync(string engine)
    {
        var random = new Random(20);
        var plantation = new Plantation();
        var large = Tree(plantation, random, 20_600);
        var middle = Tree(plantation, random, 4_300);
        var small = Tree(plantation, random, 500);
        var groves = Enumerable.Range(0, 60).Select(_ => Tree(plantation, random, 1 + random.Next(12))).ToArray();
        var ground = new SearchGround(await ScratchDatabase.CreateAsync(engine), plantation) { Folded = [.. plantation.Organizations.Select(planted => Names.Fold(planted.Name))] };
        await ground.database.OpenAsync(plantation.PlantAsync);
        ground.host = await ground.database.ServeAsync();

        // Places inside the trees with much below them: a tree grows in width first.
        var (inLarge, deeper, inMiddle) = (large + 1, large + 30, middle + 2);
        await ground.AddAsync("the small tree", [small]);
        await ground.AddAsync("the middle tree", [middle]);
        await ground.AddAsync("the large tree", [large]);
        await ground.AddAsync("all trees", [large, middle, small, .. groves]);
        await ground.AddAsync("nested", [large, inLarge, deeper, inMiddle, small, small + 3, middle]);
        await ground.AddAsync("parts", [inLarge, deeper, large + 45, inMiddle, middle + 40, small + 1, .. groves[..20]]);
        await ground.AddAsync("nothing", []);
        await ground.AddAsync("token for a part", [large, small], allowed: [inLarge, small + 1]);
        await ground.AddAsync("token above the membership", [inLarge, deeper, inMiddle], allowed: [large, middle]);
        await ground.AddAsync("token that denies", [large, middle], denied: [inLarge, middle + 1, small]);
        await ground.AddAsync("token that allows and denies", [middle, small, inMiddle], allowed: [middle, inMiddle], denied: [middle + 1, inMiddle + 30]);
        return ground;
    }

    /// <summary>A root with <paramref name="count"/> - 1 below it, wide and down to eight levels; the place of the root.</summary>
    private static int Tree(Plantation plantation, Random random, int count)
    {
        var root = plantation.Add(Name(random, plantation.Organizations.Count));
        for (var i = 1; i < count; i++)
        {
            var parent = i < 50 || random.Next(3) == 0 ? root : root + random.Next(Math.Min(i, 1500));
            if (plantation.Upwards(parent).Count() > 8) parent = root;
            plantation.Add(Name(random, plantation.Organizations.Count), parent);
        }
        return root;
    }

    private static string Name(Random random, int place) => random.Next(100) switch
    {
        < 60 => $"Team {place} {random.GetItems(["north", "SOUTH", "œst", "West", "Ånström"], 1)[0]}",
        < 62 => $"{Rare} {place}",
        < 63 => random.GetItems(["q", "Q!", "Zz", "zZ top", "same name", "Same Name"], 1)[0],
        _ => Names.Random(random, 8),
    };

    private async Task AddAsync(string name, int[] memberships, int[]? allowed = null, int[]? denied = null)
    {
        var actor = await host!.NewUserAsync();
        foreach (var place in memberships.Distinct())
        {
            var made = await host.Operator.PutAsync($"/grove/v1/organizations/{Organizations[place].Id}/users/{actor.Id}", new { roles = new[] { ReadOnly } });
            Assert.Equal(HttpStatusCode.OK, made.Status);
        }
        if (allowed is not null || denied is not null) actor = await TokenAsync(actor.Id, allowed, denied);
        var (own, may, mayNot) = (memberships.ToHashSet(), allowed?.ToHashSet(), (denied ?? []).ToHashSet());
        var (visible, tops) = (new List<int>(), new Dictionary<int, int>());
        for (var place = 0; place < Organizations.Count; place++)
        {
            var path = plantation.Upwards(place).ToList();
            if (path.Exists(mayNot.Contains)) continue;
            var top = Math.Min(path.FindLastIndex(own.Contains), may is null ? int.MaxValue : path.FindLastIndex(may.Contains));
            if (top < 0) continue;
            visible.Add(place);
            tops[place] = path[top];
        }
        Viewers.Add(new(name, actor, visible, tops));
    }

    private async Task<Actor> TokenAsync(string userId, int[]? allowed, int[]? denied)
    {
        Dictionary<string, string> Resources(IEnumerable<int> places) => places.ToDictionary(place => $"com.cloudflare.api.organization.{Organizations[place].Id}", _ => Everything);
        object Policy(string effect, Dictionary<string, string> resources) => new { effect, permission_groups = new[] { new { id = UserDetailsRead } }, resources };
        List<object> policies = [Policy("allow", allowed is null ? new() { ["com.cloudflare.api.user." + userId] = Everything } : Resources(allowed))];
        if (denied is not null) policies.Add(Policy("deny", Resources(denied)));
        var made = await host!.Operator.PostAsync($"/grove/v1/users/{userId}/tokens", new { name = "narrow", policies });
        Assert.Equal(HttpStatusCode.OK, made.Status);
        return new(host.Http, made.Result.GetProperty("value").GetString()!) { Id = userId };
    }

    /// <summary>From the organization itself up to its root.</summary>
    public IEnumerable<int> Upwards(int place) => plantation.Upwards(place);

    public async ValueTask DisposeAsync()
    {
        if (host is not null) await host.DisposeAsync();
        await database.DisposeAsync();
    }
}

/// <summary>One ground for each engine, made when first asked for.</summary>
public sealed class SearchGrounds : IAsyncDisposable
{
    private readonly Dictionary<string, SearchGround> grounds = [];

    internal async Task<SearchGround> GetAsync(string engine)
    {
        // The tests of one class run one after the other.
        if (!grounds.TryGetValue(engine, out var ground)) grounds[engine] = ground = await SearchGround.CreateAsync(engine);
        return ground;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var ground in grounds.Values) await ground.DisposeAsync();
    }
}
