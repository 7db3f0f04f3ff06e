using Grove.Cli.Trees;
using Grove.Conformance.Trees;
using Grove.Tests.Cli.Trees;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>How often imports and exports ask.</summary>
public class TreeTrafficCases
{
    private const int PageSize = 10;

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task An_operator_asks_for_pages_and_beyond_them_only_for_members(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine);
        var desk = await TreeDesk.OpenAsync(host);
        var forest = Forest(roots: 3, below: 19);
        Assert.Empty((await desk.ImportAsync(forest)).Failures);
        const int pages = (60 / PageSize) + (60 / PageSize) + (120 / PageSize);

        var line = new CountingLine();
        var exported = await desk.ExportAsync(new(), line, PageSize);
        Assert.Equal(TreeFiles.WriteYaml(TreeDesk.AsExported(forest)), TreeFiles.WriteYaml(exported));
        // The caller, the roles, the members of each root (the caller is one), and those of one organization and of one account in each tree: a list with page numbers ends with an empty page.
        Assert.Equal(pages + 2 + 3 + 3 + (3 * 2), line.Reads);

        line = new CountingLine();
        var again = await desk.ImportAsync(exported, line: line, pageSize: PageSize);
        Assert.Equal((0, 60, 120), (again.Failures.Count, again.Count(ImportKind.Organization, ImportOutcome.Unchanged), again.Count(ImportKind.Account, ImportOutcome.Unchanged)));
        Assert.Equal((0, pages + 1 + 3 + (3 * 2)), (line.Changes, line.Reads));
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Below_a_root_external_ids_that_stayed_are_not_asked_for(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine);
        var desk = await TreeDesk.OpenAsync(host);
        var forest = TreeDesk.Read("organizations: [{name: R, organizations: [{name: A, external_id: a, accounts: [{name: X, external_id: x}]}, {name: B, external_id: b}]}]");
        Assert.Empty((await desk.ImportAsync(forest)).Failures);
        var line = new CountingLine();
        Assert.Equal(3, (await desk.ImportAsync(forest, line: line)).Count(ImportKind.Organization, ImportOutcome.Unchanged));
        Assert.Equal((0, 3), (line.Changes, line.Reads));
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Who_is_no_operator_exports_the_same(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine);
        var desk = await TreeDesk.OpenAsync(host);
        var forest = new RandomForest(5).Make(25);
        await desk.ImportAsync(forest);
        var profile = await desk.Actor.CreateAsync("With a profile of its own");
        await desk.Actor.SendAsync(HttpMethod.Put, $"organizations/{profile}/profile", Surface.Profile);
        var expected = TreeFiles.WriteYaml(await desk.ExportAsync(new()));
        Assert.Contains("Street 1", expected, StringComparison.Ordinal);

        (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{desk.Actor.Id}", new { @operator = false })).Succeeded();
        Assert.Equal(expected, TreeFiles.WriteYaml(await desk.ExportAsync(new())));
        Assert.Equal(25, (await desk.ImportAsync([.. forest.Select(WithoutExternalIds)])).Count(ImportKind.Organization, ImportOutcome.Unchanged));
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Of_a_little_among_much_the_lists_of_everything_are_not_read_to_their_end(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine);
        var others = await TreeDesk.OpenAsync(host);
        await others.ImportAsync([.. Enumerable.Range(0, 120).Select(number => new TreeOrganization { Name = $"{number:D3}" })]);
        var desk = await TreeDesk.OpenAsync(host);
        var forest = TreeDesk.Read("organizations: [{name: A, accounts: [{name: X, profile: {business_name: X}}]}]");
        await desk.ImportAsync(forest);

        var line = new CountingLine();
        Assert.Equal(TreeFiles.WriteYaml(forest), TreeFiles.WriteYaml(await desk.ExportAsync(new(), line, PageSize)));
        // A hundred rows of everything; then the caller, the roles, the organization, its profile, members and accounts, and of the account the profile and the members.
        Assert.Equal(10 + 8, line.Reads);
    }

    private static List<TreeOrganization> Forest(int roots, int below) => [.. Enumerable.Range(0, roots).Select(root => new TreeOrganization
    {
        Name = $"Root {root}",
        Profile = new() { BusinessName = "Root" },
        Accounts = [new() { Name = "First" }, new() { Name = "Second" }],
        Organizations = [.. Enumerable.Range(0, below).Select(number => new TreeOrganization
        {
            Name = $"Below {number:D2}",
            Profile = new() { BusinessName = "Below" },
            Members = number == 3 ? [new() { Email = "m0@example.com", Status = "active" }] : [],
            Accounts =
            [
                new() { Name = "First", Profile = new() { BusinessPhone = "1" }, Settings = new() { EnforceTwofactor = true } },
                new() { Name = "Second", Members = number == 4 ? [new() { Email = "a0@example.com", Status = "accepted", Roles = ["Administrator"] }] : [] },
            ],
        })],
    })];

    private static TreeOrganization WithoutExternalIds(TreeOrganization organization) => organization with
    {
        ExternalId = null,
        Accounts = [.. organization.Accounts.Select(account => account with { ExternalId = null })],
        Organizations = [.. organization.Organizations.Select(WithoutExternalIds)],
    };
}
