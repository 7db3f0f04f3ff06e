using System.Net;
using Grove.Cli.Trees;
using Grove.Conformance.Trees;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>Imports that meet something.</summary>
public class TreeImportCases(SharedHosts hosts)
{
    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task What_the_file_does_not_name_stays_as_it_is(string engine)
    {
        var desk = await TreeDesk.OpenAsync(await hosts.GetAsync(engine));
        const string before =
            """
            organizations:
              - name: A
                profile: {business_name: Old, business_phone: "1"}
                accounts: [{name: X, type: enterprise, settings: {enforce_twofactor: true, abuse_contact_email: a@example.com}, profile: {business_name: X}}]
                organizations: [{name: Kept}]
            """;
        await desk.ImportAsync(before);
        var report = await desk.ImportAsync(
            "organizations: [{name: A, profile: {business_name: New}, accounts: [{name: X, settings: {abuse_contact_email: ~}}, {name: Y}], organizations: [{name: B}]}]");

        Assert.Empty(report.Failures);
        Assert.Equal((1, 1, 1, 1), (
            report.Count(ImportKind.Organization, ImportOutcome.Created), report.Count(ImportKind.Organization, ImportOutcome.Changed),
            report.Count(ImportKind.Account, ImportOutcome.Created), report.Count(ImportKind.Account, ImportOutcome.Changed)));
        var root = Assert.Single(await desk.ExportAsync());
        Assert.Equal(new TreeProfile { BusinessName = "New", BusinessPhone = "1" }, root.Profile);
        Assert.Equal(["B", "Kept"], root.Organizations.Select(below => below.Name));
        Assert.Equal(["X", "Y"], root.Accounts.Select(account => account.Name));
        Assert.Equal(("enterprise", new TreeSettings { EnforceTwofactor = true }, new TreeProfile { BusinessName = "X" }), (root.Accounts[0].Type, root.Accounts[0].Settings, root.Accounts[0].Profile));
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Where_several_have_the_name_none_is_chosen_and_what_is_below_is_skipped(string engine)
    {
        var desk = await TreeDesk.OpenAsync(await hosts.GetAsync(engine));
        var root = await desk.Actor.CreateAsync("A");
        await desk.Actor.CreateAsync("Twin", root);
        await desk.Actor.CreateAsync("Twin", root);
        var report = await desk.ImportAsync("organizations:\n- name: A\n  organizations:\n  - name: Twin\n    organizations: [{name: x, organizations: [{name: y}]}]\n  - name: Other\n");

        var failure = Assert.Single(report.Failures);
        Assert.Equal((4, "A/Twin: Several organizations have this name in this place; which of them is meant cannot be known. The 2 below it are skipped."), (failure.Place.Line, failure.Message));
        Assert.Equal((2, 1, 1), (report.Skipped, report.Count(ImportKind.Organization, ImportOutcome.Created), report.Count(ImportKind.Organization, ImportOutcome.Unchanged)));
        Assert.Contains("A/Twin", TreeExport.Ambiguities(await desk.ExportAsync()));
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task What_the_server_refuses_is_reported_with_its_line_and_the_rest_goes_on(string engine)
    {
        var desk = await TreeDesk.OpenAsync(await hosts.GetAsync(engine), asOperator: false);
        var deep = "";
        for (var level = 12; level > 0; level--) deep = $"organizations:\n{new string(' ', level * 2)}- name: L{level}\n{new string(' ', (level * 2) + 2)}{deep}";
        var report = await desk.ImportAsync(
            $$"""
            organizations:
            - name: A
              members:
              - {email: m0@example.com, status: active}
              - {email: somebody@example.com}
              {{deep}}
            """.ReplaceLineEndings("\n"));

        Assert.Equal([(4, "A: member m0@example.com: 403"), (27, "A/L1/L2/L3/L4/L5/L6/L7/L8/L9/L10/L11: 403")], report.Failures.Select(failure => ((int)failure.Place.Line, failure.Message[..(failure.Message.IndexOf(": 40", StringComparison.Ordinal) + 5)])));
        Assert.EndsWith("The 1 below it are skipped.", report.Failures[1].Message, StringComparison.Ordinal);
        Assert.Equal((1, 11, 1), (report.Skipped, report.Count(ImportKind.Organization, ImportOutcome.Created), report.Count(ImportKind.Member, ImportOutcome.Created)));
        // There are no mails here, so the one who imports passes it on.
        Assert.Equal(("A", "somebody@example.com"), (Assert.Single(report.Invitations).Organization, report.Invitations[0].Email));
        Assert.StartsWith("grvi_", report.Invitations[0].Secret, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Members_are_known_by_their_address_and_get_the_roles_of_the_file(string engine)
    {
        var desk = await TreeDesk.OpenAsync(await hosts.GetAsync(engine));
        await desk.ImportAsync("organizations: [{name: A, members: [{email: m0@example.com, status: active}, {email: new@example.com}], accounts: [{name: X, members: [{email: a0@example.com, status: accepted, roles: [Administrator]}]}]}]");
        var report = await desk.ImportAsync(
            """
            organizations:
            - name: A
              members: [{email: M0@Example.com, roles: [Organization Read Only]}, {email: new@example.com}]
              accounts: [{name: X, members: [{email: a0@example.com, roles: [f2b20eaa1a5d4af42b53ac16238c99c7]}]}]
            """);

        Assert.Empty(report.Failures);
        Assert.Equal((0, 2, 1), (report.Count(ImportKind.Member, ImportOutcome.Created), report.Count(ImportKind.Member, ImportOutcome.Changed), report.Count(ImportKind.Member, ImportOutcome.Unchanged)));
        var root = Assert.Single(await desk.ExportAsync());
        Assert.Equal(["Organization Read Only"], root.Members.Single(member => member.Email == "m0@example.com").Roles!);
        Assert.Equal(["Administrator Read Only"], Assert.Single(root.Accounts[0].Members).Roles!);

        Assert.Equal("A: member new@example.com: They are invited, and only they can accept.",
            Assert.Single((await desk.ImportAsync("organizations: [{name: A, members: [{email: new@example.com, status: active}]}]")).Failures).Message);
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Roles_that_do_not_exist_are_faults_of_the_file(string engine)
    {
        var desk = await TreeDesk.OpenAsync(await hosts.GetAsync(engine));
        using var client = desk.Client();
        var forest = TreeDesk.Read("organizations:\n- name: A\n  members: [{email: a@example.com, roles: [Administrator]}]\n  accounts:\n  - name: X\n    members: [{email: a@example.com}]\n");
        var faults = (await RoleBook.ReadAsync(new(client, client), forest, TestContext.Current.CancellationToken)).FaultsOf(forest);

        Assert.Equal([3, 6], faults.Select(fault => (int)fault.Place.Line));
        Assert.StartsWith("There is no role Administrator on organizations; there are Organization Super Administrator, ", faults[0].Message, StringComparison.Ordinal);
        Assert.Equal("A member of an account needs roles.", faults[1].Message);
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Below_an_organization_the_roots_of_the_file_are_its_children(string engine)
    {
        var desk = await TreeDesk.OpenAsync(await hosts.GetAsync(engine));
        var root = await desk.Actor.CreateAsync("Root");
        var place = await desk.Actor.CreateAsync("Place", root);
        var options = new ImportOptions { Under = place };
        await desk.ImportAsync("organizations: [{name: A, external_id: a, organizations: [{name: B}]}]", options);
        var again = await desk.ImportAsync("organizations: [{name: A, external_id: a, organizations: [{name: B}]}]", options);

        Assert.Equal((2, 0), (again.Count(ImportKind.Organization, ImportOutcome.Unchanged), again.Failures.Count));
        var exported = Assert.Single(await desk.ExportAsync(new() { Organization = place }));
        Assert.Equal(("Place", "A", "B"), (exported.Name, exported.Organizations[0].Name, exported.Organizations[0].Organizations[0].Name));
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task By_its_external_id_an_organization_or_account_is_renamed_and_one_elsewhere_is_not_taken(string engine)
    {
        var desk = await TreeDesk.OpenAsync(await hosts.GetAsync(engine));
        await desk.ImportAsync("organizations: [{name: R, organizations: [{name: A, external_id: a, accounts: [{name: X, external_id: x}]}, {name: C, external_id: c}]}]");
        var renamed = await desk.ImportAsync("organizations: [{name: R, organizations: [{name: B, external_id: a, accounts: [{name: Y, external_id: x}]}]}]");

        Assert.Empty(renamed.Failures);
        Assert.Equal((1, 1), (renamed.Count(ImportKind.Organization, ImportOutcome.Changed), renamed.Count(ImportKind.Account, ImportOutcome.Changed)));
        var root = Assert.Single(await desk.ExportAsync());
        Assert.Equal(["B", "C"], root.Organizations.Select(below => below.Name));
        Assert.Equal(["Y"], root.Organizations[0].Accounts.Select(account => account.Name));

        var conflicts = (await desk.ImportAsync("organizations:\n- name: R\n  organizations:\n  - {name: B, external_id: other}\n  - name: New\n    organizations: [{name: Inner, external_id: c}]\n")).Failures;
        Assert.Equal([4, 6], conflicts.Select(failure => (int)failure.Place.Line));
        Assert.Equal("R/B: The organization of this name has another external id, a.", conflicts[0].Message);
        Assert.Contains("is elsewhere in the tree: move it first.", conflicts[1].Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task What_was_deleted_since_is_made_anew_although_its_creation_was_answered_before(string engine)
    {
        var desk = await TreeDesk.OpenAsync(await hosts.GetAsync(engine));
        const string file = "organizations: [{name: A, organizations: [{name: B}], accounts: [{name: X}]}]";
        for (var round = 0; round < 3; round++)
        {
            var report = await desk.ImportAsync(file);
            Assert.Empty(report.Failures);
            Assert.Equal(["B"], Assert.Single(await desk.ExportAsync()).Organizations.Select(below => below.Name));
            Assert.Equal(["X"], (await desk.ExportAsync())[0].Accounts.Select(account => account.Name));
            foreach (var account in (await desk.Actor.GetAsync("accounts")).Succeeded().Ids()) Assert.Equal(HttpStatusCode.OK, (await desk.Actor.DeleteAsync($"accounts/{account}")).Status);
            foreach (var id in (await desk.Actor.WalkAsync()).AsEnumerable().Reverse()) Assert.Equal(HttpStatusCode.OK, (await desk.Actor.DeleteAsync($"organizations/{id}")).Status);
        }
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task An_external_id_that_arrives_late_from_a_run_that_was_broken_off_is_its_own(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var desk = await TreeDesk.OpenAsync(host);
        await desk.ImportAsync("organizations: [{name: A, accounts: [{name: X}]}]");
        var (organization, account) = ((await desk.Actor.WalkAsync())[0], (await desk.Actor.GetAsync("accounts")).Ids()[0]);
        var late = new LateLine(async path =>
        {
            var (list, id) = path.Contains("/accounts", StringComparison.Ordinal) ? ("accounts", account) : ("organizations", organization);
            (await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/{list}/{id}", new { external_id = $"{list}-{organization}" })).Succeeded();
        });
        var report = await desk.ImportAsync(
            TreeDesk.Read($"organizations: [{{name: A, external_id: organizations-{organization}, accounts: [{{name: X, external_id: accounts-{organization}}}]}}]"), line: late);
        Assert.Empty(report.Failures);
        Assert.Equal(2, late.Asked);
        Assert.Equal((1, 1), (report.Count(ImportKind.Organization, ImportOutcome.Unchanged), report.Count(ImportKind.Account, ImportOutcome.Unchanged)));
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task A_profile_that_is_not_shown_with_its_organization_is_exported_and_stays_so(string engine)
    {
        var desk = await TreeDesk.OpenAsync(await hosts.GetAsync(engine));
        var id = await desk.Actor.CreateAsync("A");
        await desk.Actor.SendAsync(HttpMethod.Put, $"organizations/{id}/profile", Surface.Profile);
        var exported = await desk.ExportAsync();
        Assert.Equal("Street 1", Assert.Single(exported).Profile!.BusinessAddress);
        Assert.Equal(1, (await desk.ImportAsync(exported)).Count(ImportKind.Organization, ImportOutcome.Unchanged));

        await desk.ImportAsync("organizations: [{name: A, profile: {business_name: New}}]");
        Assert.False((await desk.Actor.GetAsync($"organizations/{id}")).Result.TryGetProperty("profile", out _));
        Assert.Equal(("New", "Street 1"), (Assert.Single(await desk.ExportAsync()).Profile!.BusinessName, (await desk.ExportAsync())[0].Profile!.BusinessAddress));
    }
}
