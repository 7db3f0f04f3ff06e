using System.Net;
using System.Text.Json;
using Grove.Conformance.Model;
using Xunit;

namespace Grove.Conformance.Laws;

/// <summary>A filter equals its oracle, whoever asks and whichever way the answer is found: by scanning, or by the index of grams.</summary>
public class FilterLaws(SearchGrounds grounds) : IClassFixture<SearchGrounds>
{
    private const int TotalBudget = 20_000;

    // One, two, three and twenty characters; common, rare and absent ones of each.
    private static readonly string[] Terms =
    [
        "T", "q", "😀", "ÿ", "TH", "zz", "漢字", "ÿÿ", "eam", "ſch", "top", "%_\\", "7 NORTH",
        SearchGround.Rare[..20], SearchGround.Rare.ToUpperInvariant()[..20], "Team 20000 SOUTH abc", "same name",
    ];

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task A_name_filter_equals_its_oracle_for_every_viewer(string engine)
    {
        var ground = await grounds.GetAsync(engine);
        var folded = Terms.ToDictionary(term => term, Names.Fold);
        await EachAsync(ground.Viewers.SelectMany((viewer, v) => Terms.Select((term, t) => (viewer, term, v + t))), async item =>
        {
            var (viewer, term, turn) = item;
            var (value, text) = (Uri.EscapeDataString(term), folded[term]);
            await CheckAsync(ground, viewer, $"name.contains={value}", place => ground.Folded[place].Contains(text, StringComparison.Ordinal));
            // The stricter checks take turns: they are found in the same way.
            if (turn % 3 == 0) await CheckAsync(ground, viewer, $"name.startsWith={value}", place => ground.Folded[place].StartsWith(text, StringComparison.Ordinal));
            if (turn % 3 == 1) await CheckAsync(ground, viewer, $"name.endsWith={value}", place => ground.Folded[place].EndsWith(text, StringComparison.Ordinal));
            if (turn % 3 == 2) await CheckAsync(ground, viewer, $"name={value}", place => ground.Organizations[place].Name == term);
        });
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Filters_together_equal_their_oracles_together(string engine)
    {
        var ground = await grounds.GetAsync(engine);
        var random = new Random(3);
        var queries = Enumerable.Range(0, 120).Select(_ => (Viewer: random.GetItems([.. ground.Viewers], 1)[0], Filter: SomeFilter(ground, random))).ToList();
        await EachAsync(queries, query => CheckAsync(ground, query.Viewer, query.Filter.Text, query.Filter.Matches(query.Viewer)));
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Everything_and_the_roots_are_listed_with_their_exact_number(string engine)
    {
        var ground = await grounds.GetAsync(engine);
        await EachAsync(ground.Viewers, async viewer =>
        {
            await CheckAsync(ground, viewer, "", _ => true, alwaysCounted: true, pages: viewer.Name is "nested" or "token that allows and denies" ? int.MaxValue : 2);
            await CheckAsync(ground, viewer, "parent.id=null", place => ground.Organizations[place].Parent < 0);
        });
    }

    /// <summary>Some pages of two sizes: a page that the scan fills, and one that it may not fill.</summary>
    private static async Task CheckAsync(SearchGround ground, Viewer viewer, string filter, Func<int, bool> matches, bool alwaysCounted = false, int pages = 2)
    {
        var expected = viewer.Visible.Where(matches).ToList();
        var counted = alwaysCounted || viewer.Visible.Count <= TotalBudget;
        // Great pages are slow to read and to compare; a part of the queries is enough to see that they are right.
        var great = pages > 2 || (filter.Length + viewer.Visible.Count) % 8 == 0;
        await WalkAsync(ground, viewer, filter, expected, great ? 1000 : 60, pages, counted);
        await WalkAsync(ground, viewer, filter, expected, 7, 2, counted);
    }

    private static async Task WalkAsync(SearchGround ground, Viewer viewer, string filter, List<int> expected, int size, int pages, bool counted)
    {
        string? token = null;
        for (var page = 0; page < pages && (page == 0 || page * size < expected.Count); page++)
        {
            var reply = await viewer.Actor.GetAsync($"organizations?page_size={size}&{filter}{(token is null ? "" : "&page_token=" + token)}");
            var what = $"{viewer.Name}: {filter} page {page + 1} of {size}";
            Assert.True(reply.Status == HttpStatusCode.OK, $"{what}: {reply.Text}");
            var rows = expected.Skip(page * size).Take(size).ToList();
            Equal(what, rows.Select(place => ground.Organizations[place].Id), reply.Result.EnumerateArray().Select(row => row.GetProperty("id").GetString()!));
            foreach (var (place, row) in rows.Zip(reply.Result.EnumerateArray())) CheckRow(ground, viewer, place, row);
            var total = reply.Info.TryGetProperty("total_size", out var number) ? number.GetInt32() : (int?)null;
            if (total is not null || counted) Assert.True(total == expected.Count, $"{what}: total_size {total}, not {expected.Count}");
            token = reply.Info.TryGetProperty("next_page_token", out var next) ? next.GetString() : null;
            Assert.True(token is null == (page + 1) * size >= expected.Count, $"{what}: {(token is null ? "no" : "a")} next page");
        }
    }

    /// <summary>What the row tells of the organizations above begins at the topmost visible one.</summary>
    private static void CheckRow(SearchGround ground, Viewer viewer, int place, JsonElement row)
    {
        var path = ground.Upwards(place).ToList();
        var visible = path[..(path.IndexOf(viewer.Tops[place]) + 1)];
        Equal(viewer.Name, visible.AsEnumerable().Reverse().Select(at => ground.Organizations[at].Id), row.GetProperty("meta").GetProperty("hierarchy_tags").EnumerateArray().Select(tag => tag.GetString()!));
        Assert.Equal(ground.Organizations[place].Name, row.GetProperty("name").GetString());
        Assert.Equal(visible.Count > 1 ? ground.Organizations[visible[1]].Id : null, row.TryGetProperty("parent", out var parent) ? parent.GetProperty("id").GetString() : null);
    }

    private static (string Text, Func<Viewer, Func<int, bool>> Matches) SomeFilter(SearchGround ground, Random random)
    {
        var texts = new List<string>();
        var filters = new List<Func<Viewer, int, bool>>();
        void Add(string name, string value, Func<Viewer, int, bool> matches)
        {
            texts.Add($"{name}={Uri.EscapeDataString(value)}");
            filters.Add(matches);
        }
        string Term() => random.Next(2) == 0 ? random.GetItems(Terms, 1)[0] : Names.RandomTerm(random, ground.Organizations[random.Next(ground.Organizations.Count)].Name);
        if (random.Next(2) == 0 && Term() is var contains) Add("name.contains", contains, (_, place) => ground.Folded[place].Contains(Names.Fold(contains), StringComparison.Ordinal));
        if (random.Next(3) == 0 && Term() is var starts) Add("name.startsWith", starts, (_, place) => ground.Folded[place].StartsWith(Names.Fold(starts), StringComparison.Ordinal));
        if (random.Next(3) == 0 && Term() is var ends) Add("name.endsWith", ends, (_, place) => ground.Folded[place].EndsWith(Names.Fold(ends), StringComparison.Ordinal));
        if (random.Next(3) == 0)
        {
            var parent = random.Next(3) == 0 ? random.Next(ground.Organizations.Count) : ground.Upwards(random.Next(ground.Organizations.Count)).Last();
            Add("parent.id", ground.Organizations[parent].Id, (viewer, place) => ground.Organizations[place].Parent == parent && viewer.Tops.ContainsKey(parent));
        }
        if (random.Next(4) == 0)
        {
            var inner = random.Next(ground.Organizations.Count);
            var above = ground.Upwards(inner).Skip(1).ToHashSet();
            Add("containing.organization", ground.Organizations[inner].Id, (viewer, place) => viewer.Tops.ContainsKey(inner) && above.Contains(place));
        }
        if (random.Next(5) == 0)
        {
            var ids = Enumerable.Range(0, 400).Select(_ => random.Next(ground.Organizations.Count)).ToHashSet();
            Add("id", string.Join(',', ids.Select(place => ground.Organizations[place].Id)), (_, place) => ids.Contains(place));
        }
        return (string.Join('&', texts), viewer => place => filters.TrueForAll(filter => filter(viewer, place)));
    }

    private static void Equal(string what, IEnumerable<string> expected, IEnumerable<string> actual)
    {
        var (left, right) = (expected.ToList(), actual.ToList());
        if (!left.SequenceEqual(right)) Assert.Fail($"{what}: {left.Count} expected, {right.Count} came; missing {string.Join(',', left.Except(right).Take(5))}; too many {string.Join(',', right.Except(left).Take(5))}");
    }

    private static Task EachAsync<T>(IEnumerable<T> items, Func<T, Task> check) =>
        Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (item, _) => await check(item));
}
