using System.Globalization;
using Grove.Conformance.Model;
using Grove.Tests;
using Xunit;

namespace Grove.Conformance.Laws;

/// <summary>
/// The law above the others: whatever several people do, every answer is the one that the specification gives. GROVE_MODEL_SEED and
/// GROVE_MODEL_STEPS replay a failure, or search longer.
/// </summary>
public class RandomSequences(ITestOutputHelper output)
{
    private const int CheckEvery = 200;

    private static readonly (int Seed, int Steps) Usual = (3, 4500);

    private static readonly Limits Small = new(Levels: 4, Accounts: 3, InviteDays: 2);

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Whatever_people_do_every_answer_is_that_of_the_model(string engine)
    {
        var (seed, steps) = (Setting("GROVE_MODEL_SEED", Usual.Seed), Setting("GROVE_MODEL_STEPS", Usual.Steps));
        var clock = new TestClock();
        await using var host = await GroveHost.StartAsync(
            engine, options => options with { MaxDepth = Small.Levels, MaxAccounts = Small.Accounts, InviteDays = Small.InviteDays }, clock);
        var play = new Play(seed, Small, host, clock);
        await play.RunAsync(steps, CheckEvery);
        var tables = await Invariants.CheckAsync(host.Database);
        play.CheckLog(tables);
        // Lists were answered from stored counts too.
        Assert.Contains(tables["account_counts"], row => row["count"] is not null);
        output.WriteLine(string.Join('\n', play.Seen.Select(outcome => $"{outcome.Key}: {outcome.Value}")));
        // The play of the suite must meet all of these; another may miss a rare one.
        var missing = Outcomes.Wanted.Where(outcome => !play.Seen.ContainsKey(outcome)).ToList();
        output.WriteLine($"missing: {string.Join(", ", missing)}");
        if ((seed, steps) == Usual) Assert.Empty(missing);
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
