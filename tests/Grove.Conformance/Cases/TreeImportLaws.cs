using Grove.Cli.Trees;
using Grove.Conformance.Trees;
using Grove.Tests.Cli.Trees;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>What holds of every import and export.</summary>
public class TreeImportLaws(SharedHosts hosts)
{
    private const string Small =
        """
        organizations:
          - name: A
            profile: {business_name: A}
            members: [{email: ada@example.com, roles: [Organization Read Only]}]
            accounts:
              - name: First
                settings: {enforce_twofactor: true}
                members: [{email: bo@example.com, status: accepted, roles: [Administrator]}]
              - {name: Second, external_id: second, profile: {business_phone: "1"}}
            organizations:
              - {name: B, external_id: b}
              - name: C
                organizations: [{name: D, profile: {}, accounts: [{name: Third}]}]
          - name: E
        """;

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task The_export_of_an_import_is_the_same_forest_in_both_formats(string engine)
    {
        var host = await hosts.GetAsync(engine);
        foreach (var seed in Enumerable.Range(1, 3))
        {
            var forest = new RandomForest(seed).Make(25);
            foreach (var file in new[] { TreeFiles.Yaml(TreeFiles.WriteYaml(forest)), TreeFiles.Json(TreeFiles.WriteJson(forest)) })
            {
                var desk = await TreeDesk.OpenAsync(host);
                var report = await desk.ImportAsync(file.Organizations);

                Assert.Empty(report.Failures);
                Assert.Null(report.Stopped);
                Assert.Equal(25, report.Count(ImportKind.Organization, ImportOutcome.Created));
                Assert.Equal(TreeFiles.Shape(TreeDesk.AsExported(forest)), await desk.ShapeAsync());
            }
        }
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task A_second_import_changes_nothing_and_an_export_imports_as_nothing_new(string engine)
    {
        var desk = await TreeDesk.OpenAsync(await hosts.GetAsync(engine));
        var forest = new RandomForest(7).Make(25);
        await desk.ImportAsync(forest);
        foreach (var again in new[] { forest, await desk.ExportAsync() })
        {
            var line = new CountingLine();
            var report = await desk.ImportAsync(again, line: line);

            Assert.Empty(report.Failures);
            Assert.Equal(0, line.Changes);
            Assert.Equal(25, report.Count(ImportKind.Organization, ImportOutcome.Unchanged));
            foreach (var kind in Enum.GetValues<ImportKind>()) Assert.Equal((0, 0), (report.Count(kind, ImportOutcome.Created), report.Count(kind, ImportOutcome.Changed)));
        }
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Broken_off_after_any_request_and_started_again_it_ends_with_the_same_forest(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var forest = TreeDesk.Read(Small);
        var expected = TreeFiles.Shape(TreeDesk.AsExported(forest));
        foreach (var answerLost in new[] { false, true })
        {
            var broke = true;
            for (var whole = 2; broke; whole++)
            {
                var desk = await TreeDesk.OpenAsync(host);
                var line = new BreakingLine(whole, answerLost);
                var report = await desk.ImportAsync(forest, new() { Concurrency = 1 }, line);
                broke = line.Broke;
                Assert.Equal(broke, report.Stopped is Client.ApiConnectionException);

                report = await desk.ImportAsync(forest);
                Assert.Empty(report.Failures);
                Assert.Null(report.Stopped);
                Assert.Equal(expected, await desk.ShapeAsync());
            }
        }
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Broken_off_among_many_at_once_it_ends_with_the_same_forest(string engine)
    {
        var host = await hosts.GetAsync(engine);
        foreach (var whole in new[] { 5, 11, 23, 37 })
        {
            var desk = await TreeDesk.OpenAsync(host);
            var forest = new RandomForest(whole).Make(25);
            Assert.NotNull((await desk.ImportAsync(forest, line: new BreakingLine(whole, answerLost: true))).Stopped);

            var report = await desk.ImportAsync(forest);
            Assert.Empty(report.Failures);
            Assert.Null(report.Stopped);
            Assert.Equal(TreeFiles.Shape(TreeDesk.AsExported(forest)), await desk.ShapeAsync());
        }
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task An_answer_lost_in_flight_makes_no_second_one(string engine)
    {
        var desk = await TreeDesk.OpenAsync(await hosts.GetAsync(engine));
        var forest = TreeDesk.Read(Small);

        Assert.Empty((await desk.ImportAsync(forest, line: new ForgetfulLine(), retries: 2)).Failures);
        Assert.Equal(TreeFiles.Shape(TreeDesk.AsExported(forest)), await desk.ShapeAsync());
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Stopped_by_hand_and_started_again_it_ends_with_the_same_forest(string engine)
    {
        var host = await hosts.GetAsync(engine);
        foreach (var after in new[] { 0, 4, 17 })
        {
            var desk = await TreeDesk.OpenAsync(host);
            var forest = new RandomForest(after).Make(25);
            using var stop = new CancellationTokenSource();
            Assert.IsType<OperationCanceledException>((await desk.ImportAsync(forest, line: new CountingLine(stop, after), cancellation: stop.Token)).Stopped, exactMatch: false);

            var report = await desk.ImportAsync(forest);
            Assert.Empty(report.Failures);
            Assert.Null(report.Stopped);
            Assert.Equal(TreeFiles.Shape(TreeDesk.AsExported(forest)), await desk.ShapeAsync());
        }
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task A_dry_run_sends_no_change_and_names_as_many_as_the_import_makes(string engine)
    {
        var desk = await TreeDesk.OpenAsync(await hosts.GetAsync(engine));
        var forest = new RandomForest(11).Make(25);
        await desk.ImportAsync([.. forest.Take(1)]);
        var before = await desk.ShapeAsync();
        var line = new CountingLine();
        var planned = await desk.ImportAsync(forest, new() { DryRun = true }, line);

        Assert.Equal(0, line.Changes);
        Assert.Equal(before, await desk.ShapeAsync());
        var made = await desk.ImportAsync(forest);
        foreach (var kind in Enum.GetValues<ImportKind>())
            foreach (var outcome in Enum.GetValues<ImportOutcome>()) Assert.Equal(made.Count(kind, outcome), planned.Count(kind, outcome));
        Assert.Equal(planned.Plan.Count, Enum.GetValues<ImportKind>().Sum(kind => made.Count(kind, ImportOutcome.Created) + made.Count(kind, ImportOutcome.Changed)));
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task A_small_import_into_a_large_forest_asks_name_by_name_and_finds_the_same(string engine)
    {
        var desk = await TreeDesk.OpenAsync(await hosts.GetAsync(engine));
        await desk.ImportAsync(new RandomForest(13).Make(25));
        var forest = TreeDesk.Read(Small);
        await desk.ImportAsync(forest);
        var line = new CountingLine();
        var report = await desk.ImportAsync(TreeDesk.Read("organizations: [{name: A, organizations: [{name: C, organizations: [{name: D}, {name: New}]}]}]"), line: line, pageSize: 2);

        Assert.Equal((3, 1), (report.Count(ImportKind.Organization, ImportOutcome.Unchanged), report.Count(ImportKind.Organization, ImportOutcome.Created)));
        // One page, one question for each organization that may be there, and one whether what was just made is.
        Assert.Equal(1, line.Changes);
        Assert.InRange(line.Reads, 5, 6);
    }
}
