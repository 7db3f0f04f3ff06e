using System.Net;
using System.Text.Json;
using Grove.Conformance.Laws;
using Xunit;

namespace Grove.Conformance.Cases;

public class CheckCases(SharedHosts hosts)
{
    private static readonly string[] OfOrganizations =
        ["#organization:read", "#organization:edit", "#accounts:read", "#accounts:edit", "#members:read", "#members:edit", "#audit_logs:read"];

    [Theory, EveryDoor]
    public async Task A_check_says_what_the_user_can_really_do(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var world = await Neighbourhood.SettleAsync(host, seed: 11);
        foreach (var person in world.People)
        {
            var questions = (from organization in world.Organizations from permission in OfOrganizations select (Id: organization, Permission: permission)).ToList();
            var answers = await CheckAsync(host, [.. questions.Select(question => new { user_id = person.Id, organization_id = question.Id, permission = question.Permission })]);
            foreach (var ((id, permission), answer) in questions.Zip(answers))
            {
                var reply = permission switch
                {
                    "#organization:read" => await person.GetAsync($"organizations/{id}"),
                    "#organization:edit" => await person.PutAsync($"organizations/{id}", new { name = world.Names[id] }),
                    "#accounts:read" => await person.GetAsync($"organizations/{id}/accounts"),
                    "#accounts:edit" => await person.PostAsync("accounts", new { name = "Made", unit = new { id } }),
                    "#members:read" => await person.GetAsync($"organizations/{id}/members"),
                    "#members:edit" => await person.PostAsync($"organizations/{id}/members", new { member = new { user = new { email = $"{Guid.NewGuid():N}@example.com" } } }),
                    _ => await person.GetAsync($"organizations/{id}/logs/audit?since=2020-01-01&before=2999-01-01&limit=1"),
                };
                Assert.True(answer.GetProperty("allowed").GetBoolean() == (reply.Status == HttpStatusCode.OK), $"{permission} {answer} {(int)reply.Status} {reply.Text}");
                var (role, at) = world.Holds(person, id);
                Assert.Equal(role, answer.Text("role"));
                if (at is null) Assert.Equal(JsonValueKind.Null, answer.GetProperty("via").ValueKind);
                else Assert.Equal((at, await MembershipAsync(world.Owner, at, person)), (answer.GetProperty("via").Text("organization_id"), answer.GetProperty("via").Text("member_id")));
            }
            // One by one they are the same.
            foreach (var ((id, permission), answer) in questions.Zip(answers).Where((_, i) => i % 9 == 0))
                Assert.Equal(answer.GetRawText(), (await OneAsync(host, person.Id, "organization_id", id, permission)).Result.GetRawText());
        }
    }

    [Theory, EveryDoor]
    public async Task A_check_of_an_account_knows_both_ways_to_it(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var world = await Neighbourhood.SettleAsync(host, seed: 12);
        string[] permissions = ["#organization:read", "#zones:edit", "#dns:read"];
        foreach (var person in world.People)
        {
            var questions = (from account in world.Accounts from permission in permissions select (Id: account, Permission: permission)).ToList();
            var answers = await CheckAsync(host, [.. questions.Select(question => new { user_id = person.Id, account_id = question.Id, permission = question.Permission })]);
            foreach (var ((id, permission), answer) in questions.Zip(answers))
            {
                var read = await person.GetAsync($"accounts/{id}");
                var reply = permission == "#zones:edit" ? await person.PutAsync($"accounts/{id}", new { name = read.Status == HttpStatusCode.OK ? read.Result.Text("name") : "x" }) : read;
                Assert.True(answer.GetProperty("allowed").GetBoolean() == (reply.Status == HttpStatusCode.OK), $"{permission} {answer} {(int)reply.Status} {reply.Text}");
                Assert.Equal(answer.GetRawText(), (await OneAsync(host, person.Id, "account_id", id, permission)).Result.GetRawText());
            }
        }
        // Their own accounts by the membership that came with them.
        var own = world.Accounts[^1];
        var mine = (await OneAsync(host, world.People[^1].Id, "account_id", own, "#organization:edit")).Result;
        Assert.Equal((true, "Super Administrator - All Privileges", own), (mine.GetProperty("allowed").GetBoolean(), mine.Text("role"), mine.GetProperty("via").Text("account_id")));
        Assert.False(mine.GetProperty("via").TryGetProperty("organization_id", out _));
    }

    [Theory, EveryDoor]
    public async Task The_highest_role_decides_and_the_nearest_membership_of_equal_ones(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var middle = await owner.CreateAsync("Middle", root);
        var leaf = await owner.CreateAsync("Leaf", middle);
        var user = await host.NewMemberAsync(leaf, Role.ReadOnly);
        async Task ViaAsync(string role, string at)
        {
            var answer = (await OneAsync(host, user.Id, "organization_id", leaf, "#organization:edit")).Result;
            Assert.Equal((role, at), (answer.Text("role"), answer.GetProperty("via").Text("organization_id")));
            Assert.Equal(role != "Organization Read Only", answer.GetProperty("allowed").GetBoolean());
        }
        await ViaAsync("Organization Read Only", leaf);
        await host.GiveRoleAsync(root, user.Id, Role.Administrator);
        await ViaAsync("Organization Administrator", root);
        await host.GiveRoleAsync(middle, user.Id, Role.Administrator);
        await ViaAsync("Organization Administrator", middle);
        // A role that comes with a lower one is not above that role alone.
        (await host.Operator.PutAsync($"/grove/v1/organizations/{root}/users/{user.Id}", new { roles = new[] { Role.Administrator, Role.ReadOnly } })).Succeeded();
        await ViaAsync("Organization Administrator", middle);
        await host.GiveRoleAsync(root, user.Id, Role.SuperAdministrator);
        await ViaAsync("Organization Super Administrator", root);
    }

    [Theory, EveryDoor]
    public async Task Whoever_is_suspended_invited_or_unknown_may_nothing(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var account = await owner.CreateAccountAsync("A", root);
        var guest = await host.NewUserAsync();
        (await owner.PostAsync($"organizations/{root}/members", new { member = new { user = new { email = guest.Email } } })).Succeeded();
        const string nothing = """{"allowed":false,"role":null,"via":null}""";
        Assert.Equal(nothing, (await OneAsync(host, guest.Id, "organization_id", root, "#organization:read")).Result.GetRawText());

        await host.Operator.SendAsync(HttpMethod.Patch, $"/grove/v1/users/{owner.Id}", new { suspended = true });
        foreach (var (kind, id) in ((string, string)[])[("organization_id", root), ("account_id", account)])
        {
            var suspended = (await OneAsync(host, owner.Id, kind, id, "#organization:read")).Result;
            Assert.Equal((false, "Organization Super Administrator"), (suspended.GetProperty("allowed").GetBoolean(), suspended.Text("role")));
        }

        var unknown = new HashSet<string>();
        foreach (var (user, kind, id) in ((string, string, string)[])
            [(Requests.UnknownId(), "organization_id", root), (owner.Id, "organization_id", Requests.UnknownId()), (owner.Id, "account_id", root), ("x", "account_id", account), (owner.Id, "organization_id", "x")])
        {
            unknown.Add((await OneAsync(host, user, kind, id, "#organization:read")).Refused(HttpStatusCode.NotFound, 1003).Text);
            var one = Assert.Single(await CheckAsync(host, new Dictionary<string, string> { ["user_id"] = user, [kind] = id, ["permission"] = "#organization:read" }));
            Assert.Equal(nothing, one.GetRawText());
        }
        Assert.Single(unknown);
    }

    [Theory, EveryDoor]
    public async Task Ids_are_taken_in_any_case(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var owner = await host.NewUserAsync();
        var account = await owner.CreateAccountAsync("A");
        Assert.Equal(
            (await OneAsync(host, owner.Id, "account_id", account, "#dns:edit")).Text,
            (await OneAsync(host, owner.Id.ToUpperInvariant(), "account_id", account.ToUpperInvariant(), "#dns:edit")).Text);
    }

    [Theory, EveryDoor]
    public async Task What_is_no_question_is_refused_whole(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var sound = $"user_id={user.Id}&organization_id={user.Id}&permission=%23organization:read";
        Assert.Equal((HttpStatusCode.Forbidden, 9109), (await user.GetAsync("/grove/v1/check?" + sound)).Told());
        foreach (var query in (string[])
            [$"organization_id={user.Id}&permission=%23organization:read", $"user_id={user.Id}&permission=%23organization:read", sound + "&account_id=x",
                $"user_id={user.Id}&organization_id={user.Id}", sound.Replace("organization:read", "zones:read", StringComparison.Ordinal), sound.Replace("organization:read", "Organization:read", StringComparison.Ordinal)])
            (await host.Operator.GetAsync("/grove/v1/check?" + query)).Refused(HttpStatusCode.BadRequest, 1001, query);
        Assert.Equal(3, (await host.Operator.GetAsync("/grove/v1/check")).Codes.Count);

        object[] checks =
        [
            new { user_id = user.Id, organization_id = user.Id, permission = "#organization:read" },
            new { user_id = user.Id, organization_id = user.Id, permission = "#zones:read" },
            new { organization_id = user.Id, account_id = user.Id, permission = "#zones:read" },
            new { user_id = user.Id, organization_id = 5, permission = "#organization:read" },
        ];
        var refused = await host.Operator.PostAsync("/grove/v1/check", new { checks });
        Assert.Equal(["/checks/1/permission", "/checks/2/user_id", "/checks/2/organization_id", "/checks/3/organization_id"], refused.Refused(HttpStatusCode.BadRequest, [1001, 1001, 1001, 1001]).Pointers);
        foreach (var body in (object[])[new { }, new { checks = Array.Empty<object>() }, new { checks = Enumerable.Repeat(checks[0], 101) }])
            Assert.Equal("/checks", Assert.Single((await host.Operator.PostAsync("/grove/v1/check", body)).Refused(HttpStatusCode.BadRequest, 1001).Pointers));
        Assert.Equal(100, (await CheckAsync(host, [.. Enumerable.Repeat(checks[0], 100)])).Count);
    }

    /// <summary>A batch that asks about both kinds mixed keeps the order.</summary>
    [Theory, EveryDoor]
    public async Task Answers_come_in_the_order_of_the_questions(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (first, second) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await first.CreateAsync("Root");
        var account = await second.CreateAccountAsync("A");
        object[] checks =
        [
            new { user_id = second.Id, account_id = account, permission = "#zones:edit" }, new { user_id = first.Id, account_id = account, permission = "#zones:edit" },
            new { user_id = first.Id, organization_id = root, permission = "#members:edit" }, new { user_id = second.Id, organization_id = root, permission = "#members:edit" },
            new { user_id = second.Id, account_id = account, permission = "#zones:read" },
        ];
        Assert.Equal([true, false, true, false, true], (await CheckAsync(host, checks)).Select(answer => answer.GetProperty("allowed").GetBoolean()));
    }

    private static async Task<IReadOnlyList<JsonElement>> CheckAsync(GroveHost host, params object[] checks) =>
        [.. (await host.Operator.PostAsync("/grove/v1/check", new { checks })).Succeeded().Result.EnumerateArray()];

    private static Task<Reply> OneAsync(GroveHost host, string user, string kind, string id, string permission) =>
        host.Operator.GetAsync($"/grove/v1/check?user_id={user}&{kind}={id}&permission={Uri.EscapeDataString(permission)}");

    private static async Task<string?> MembershipAsync(Actor owner, string organization, Actor person) =>
        (await owner.GetAsync($"organizations/{organization}/members?page_size=1000")).Result.EnumerateArray()
        .Single(member => member.GetProperty("user").Text("id") == person.Id && member.Text("status") == "active").Text("id");
}
