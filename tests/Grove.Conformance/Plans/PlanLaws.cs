using Xunit;

namespace Grove.Conformance.Plans;

/// <summary>What a page of a list touches is bounded by the page, not by how much there is: by the statements that the server sends, with either plan of PostgreSQL.</summary>
public sealed class PlanLaws(PlanGrounds grounds, ITestOutputHelper output) : IClassFixture<PlanGrounds>
{
    public static TheoryData<string, string> Lists
    {
        get
        {
            var lists = new TheoryData<string, string>();
            foreach (var list in PlannedList.All)
            {
                lists.Add(list.Name, Engine.Sqlite);
                lists.Add(list.Name, Engine.Postgres);
            }
            return lists;
        }
    }

    [Theory, MemberData(nameof(Lists))]
    public async Task A_page_touches_no_more_than_its_bound_and_eight_times_the_data_do_not_double_it(string name, string engine)
    {
        var list = PlannedList.All.Single(list => list.Name == name);
        var (small, large) = await grounds.GetAsync(engine);
        var before = (await list.WalkAsync(small)).ToDictionary(page => page.Place, page => page.Reading);
        var after = await list.WalkAsync(large);
        foreach (var (place, reading) in after)
            output.WriteLine($"{place}: {reading.Buffers} buffers, {reading.Rows} rows; {(before.TryGetValue(place, out var less) ? $"{less.Buffers}, {less.Rows} with an eighth" : "")}");
        foreach (var (place, reading) in after)
        {
            Assert.True(reading.Buffers <= list.Bound(large, place), $"The {place} page touches {reading.Buffers} buffers; {list.Bound(large, place)} are allowed.");
            if (list.Counts(place) || !before.TryGetValue(place, out var less)) continue;
            // An index gets a level more, and what was half empty fills up.
            Assert.True(reading.Buffers <= 2 * less.Buffers + 130, $"The {place} page touches {reading.Buffers} buffers, and {less.Buffers} with an eighth of the data.");
            // An index that is read to its end shows by its rows long before it shows by its pages.
            Assert.True(reading.Rows <= 2 * less.Rows + 500, $"The {place} page comes upon {reading.Rows} rows, and {less.Rows} with an eighth of the data.");
        }
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Eight_times_the_data_do_not_double_what_a_start_touches(string engine)
    {
        var (small, large) = await grounds.GetAsync(engine);
        output.WriteLine($"{large.Start.Buffers} buffers, {large.Start.Rows} rows; {small.Start.Buffers}, {small.Start.Rows} with an eighth");
        Assert.NotEqual(0, small.Start.Rows);
        Assert.True(large.Start.Buffers <= 2 * small.Start.Buffers, $"A start touches {large.Start.Buffers} buffers, and {small.Start.Buffers} with an eighth of the data.");
        Assert.True(large.Start.Rows <= 2 * small.Start.Rows, $"A start comes upon {large.Start.Rows} rows, and {small.Start.Rows} with an eighth of the data.");
    }
}
