using System.Globalization;
using Grove.Conformance.Model;
using Xunit;

namespace Grove.Conformance.Laws;

/// <summary>
/// The law above the others: whatever several people do, every answer is the one that the specification gives. GROVE_MODEL_SEED and
/// GROVE_MODEL_STEPS replay a failure, or search longer.
/// </summary>
public class RandomSequences(ITestOutputHelper output)
{
    private const int Levels = 4;
    private const int CheckEvery = 150;

    private static readonly string[] Varied =
    [
        "CreateAsync 200", "CreateAsync 403 9109", "CreateAsync 403 1012", "CreateAsync 404 1003", "UpdateAsync 412 1014", "MoveAsync 200", "MoveAsync 400 1011",
        "MoveAsync 403 9109", "MoveAsync 403 1012", "MoveAsync 404 1003", "DeleteAsync 200", "DeleteAsync 400 1010", "LeaveAsync 200", "LeaveAsync 400 1013",
    ];

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Whatever_people_do_every_answer_is_that_of_the_model(string engine)
    {
        var seed = Setting("GROVE_MODEL_SEED", 1);
        var steps = Setting("GROVE_MODEL_STEPS", 3000);
        await using var host = await GroveHost.StartAsync(engine, options => options with { MaxDepth = Levels });
        var people = new List<Person>();
        for (var i = 0; i < 7; i++) people.Add(new(await host.NewUserAsync(asOperator: i == 0), isOperator: i == 0));
        var play = new Play(seed, Levels, people);
        await play.RunAsync(steps, CheckEvery);
        output.WriteLine(string.Join('\n', play.Seen.Select(outcome => $"{outcome.Key}: {outcome.Value}")));
        foreach (var outcome in Varied) Assert.True(play.Seen.ContainsKey(outcome) || steps < 2000, $"No {outcome}: the play has lost its variety.");
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
