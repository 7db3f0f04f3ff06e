using System.Collections.Concurrent;
using System.Net;
using Grove.Conformance.Cases;
using Grove.Server.Organizations;
using Xunit;

namespace Grove.Conformance.Laws;

/// <summary>The total of the accounts that somebody sees is what a walk through all pages gives, with stored counts and without, whatever comes, goes and moves.</summary>
public class AccountTotalLaws
{
    private const int PerPage = 50;

    private static readonly HttpStatusCode[] Legal = [HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.Conflict];

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Totals_equal_what_a_walk_gives_before_and_after_counts_are_taken_and_folded(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine);
        var (admin, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        var (left, right) = (await admin.CreateAsync("Left"), await admin.CreateAsync("Right"));
        var inner = await admin.CreateAsync("Inner", left);
        var organizations = new Dictionary<string, string?> { [left] = null, [right] = null, [inner] = left };
        for (var i = 0; i < 12; i++)
        {
            var parent = organizations.Keys.ElementAt(i % organizations.Count);
            organizations[await admin.CreateAsync($"Below {i}", parent)] = parent;
        }
        // The guest sees one tree, one inside the other tree and what is below that once more; and accounts by themselves, one of them there too.
        foreach (var place in (string[])[right, inner, organizations.Keys.Last()]) await host.GiveRoleAsync(place, guest.Id, Role.ReadOnly);
        await guest.CreateAccountAsync("free");
        var accounts = new Dictionary<string, string>();
        foreach (var place in (string[])[left, inner])
        {
            var id = await admin.CreateAccountAsync("shared", place);
            accounts[id] = place;
            await admin.JoinAccountAsync(id, guest);
        }
        var counts = host.Background<AccountCounts>()!;
        var random = new Random(8);
        for (var i = 0; i < 240; i++)
        {
            await ActAsync(admin, organizations, accounts, random, i);
            // Keys are small: one organization after the other is counted, those in the middle of the tree as well.
            if (i % 20 == 10) await counts.CountAsync(1 + i / 20, CancellationToken.None);
            if (i % 50 == 49) await counts.FoldAsync(CancellationToken.None);
            if (i % 8 != 0) continue;
            foreach (var viewer in (Actor[])[admin, guest])
            {
                var walked = await viewer.WalkAccountsAsync("", PerPage);
                Assert.Equal(walked.Distinct(), walked);
                foreach (var query in (string[])["page=1", "page=2&direction=desc", "page=99"])
                    Assert.Equal(walked.Count, (await viewer.GetAsync($"accounts?per_page=5&{query}")).Info.GetProperty("total_count").GetInt32());
                Assert.Equal(walked.Count, (await host.Operator.GetAsync($"/grove/v1/users/{viewer.Id}/accounts?page_size=1")).Info.GetProperty("total_size").GetInt32());
            }
            Assert.Equal(accounts.Keys.Order(), (await admin.WalkAccountsAsync("", PerPage)).Order());
        }
        var tables = await Invariants.CheckAsync(host.Database);
        Assert.Contains(tables["account_counts"], row => row["count"] is not (null or "0"));
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Counts_taken_and_folded_among_changes_stay_exact(string engine)
    {
        await using var database = await ScratchDatabase.CreateAsync(engine);
        await using var host = await database.ServeAsync();
        await ChurnAsync([host]);
    }

    [Fact]
    public async Task Counts_taken_and_folded_by_two_nodes_stay_exact()
    {
        await using var database = await ScratchDatabase.CreateAsync(Engine.Postgres);
        await using var one = await database.ServeAsync();
        await using var other = await database.ServeAsync();
        await ChurnAsync([one, other]);
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Who_lists_a_large_subtree_has_it_counted_and_changes_are_folded(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine, options => options with { MaxAccounts = 0 });
        var user = await host.NewUserAsync();
        var (root, small) = (await user.CreateAsync("Root"), await user.CreateAsync("Small"));
        await user.CreateAccountAsync("Alone", small);
        await Tables.ExecuteAsync(host.Database,
            $"""
             insert into accounts (id, name, name_folded, type, organization_key, create_time)
             with recursive n(i) as (select 1 union all select i + 1 from n where i <= {AccountCounts.Large})
             select 'planted' || i, 'Planted', 'PLANTED', 'standard', (select key from organizations where id = '{root}'), 1 from n
             """);
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            Assert.Equal(AccountCounts.Large + 2, (await user.GetAsync("accounts")).Info.GetProperty("total_count").GetInt32());
            var counts = (await Tables.DumpAsync(host.Database))["account_counts"];
            if (counts.Any(row => row["count"] is not null))
            {
                Assert.Equal($"{AccountCounts.Large + 1}", Assert.Single(counts)["count"]);
                break;
            }
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(30), "nobody counts");
        }
        for (var i = 0; i < AccountCounts.FoldEvery; i++) await user.CreateAccountAsync($"Late {i}", root);
        while ((await Tables.DumpAsync(host.Database))["account_deltas"].Count >= AccountCounts.FoldEvery / 2)
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(60), "nobody folds");
        Assert.Equal(AccountCounts.Large + 2 + AccountCounts.FoldEvery, (await user.GetAsync("accounts?page=9")).Info.GetProperty("total_count").GetInt32());
        await Invariants.CheckAsync(host.Database);
    }

    /// <summary>One act of the administrator of everything: accounts and organizations come, move and go.</summary>
    private static async Task ActAsync(Actor admin, Dictionary<string, string?> organizations, Dictionary<string, string> accounts, Random random, int step)
    {
        string Any() => organizations.Keys.ElementAt(random.Next(organizations.Count));
        var (id, to) = (Any(), Any());
        switch (step % 6)
        {
            case 0 or 3:
                accounts[await admin.CreateAccountAsync($"A{step}", to)] = to;
                break;
            case 1:
                var moving = accounts.Keys.Where(_ => random.Next(3) == 0).Take(9).ToList();
                if (moving.Count == 0) return;
                Assert.Equal(HttpStatusCode.OK, (await admin.PostAsync("/grove/v1/accounts/move", new { account_ids = moving, destination_organization_id = to })).Status);
                foreach (var account in moving) accounts[account] = to;
                break;
            case 2:
                if (step % 12 != 2 || accounts.Count < 20) return;
                var going = accounts.Keys.ElementAt(random.Next(accounts.Count));
                Assert.Equal(HttpStatusCode.OK, (await admin.DeleteAsync($"accounts/{going}")).Status);
                accounts.Remove(going);
                break;
            case 4:
                // One of the roots goes below the other at times, and comes back.
                var root = organizations.Keys.ElementAt(1);
                var destination = step % 5 == 0 ? null : to;
                if (step % 4 == 0) id = root;
                if ((destination is null && id != root) || id == organizations.Keys.First()) return;
                if ((await admin.PutAsync($"organizations/{id}", new { name = $"M{step}", parent = destination is null ? null : new { id = destination } })).Status == HttpStatusCode.OK)
                    organizations[id] = destination;
                break;
            default:
                if (organizations.Count < 8) organizations[await admin.CreateAsync($"N{step}", to)] = to;
                else if (organizations[id] is not null && (await admin.DeleteAsync($"organizations/{id}")).Status == HttpStatusCode.OK) organizations.Remove(id);
                break;
        }
    }

    /// <summary>Several clients change one forest while organization after organization is counted, and all is folded again and again.</summary>
    private static async Task ChurnAsync(GroveHost[] nodes)
    {
        var user = await nodes[0].NewUserAsync();
        var actors = nodes.Select(node => user.Through(node.Http)).ToArray();
        var anchors = new List<string>();
        foreach (var name in (string[])["A", "B"]) anchors.Add(await user.CreateAsync(name));
        for (var i = 0; i < 6; i++) anchors.Add(await user.CreateAsync($"C{i}", anchors[i]));
        var there = new ConcurrentDictionary<string, bool>();
        using var done = new CancellationTokenSource();
        var background = nodes.Select((node, at) => Task.WhenAll(CountUntilAsync(node, at, done.Token), ListUntilAsync(actors[at], done.Token))).ToList();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(client => ActAsync(actors[client % actors.Length], anchors, there, client)));
        await done.CancelAsync();
        await Task.WhenAll(background);
        foreach (var actor in actors)
        {
            Assert.Equal(there.Keys.Order(), (await actor.WalkAccountsAsync("", PerPage)).Order());
            Assert.Equal(there.Count, (await actor.GetAsync("accounts")).Info.GetProperty("total_count").GetInt32());
        }
        var tables = await Invariants.CheckAsync(nodes[0].Database);
        Assert.Contains(tables["account_counts"], row => row["count"] is not (null or "0"));
    }

    private static async Task ActAsync(Actor actor, List<string> anchors, ConcurrentDictionary<string, bool> there, int client)
    {
        var random = new Random(client);
        var mine = new List<string>();
        for (var i = 0; i < 70; i++)
        {
            // Besides the anchors, organizations of a moment, so that counted ones go as well.
            var place = anchors[random.Next(anchors.Count)];
            var account = mine.Count == 0 ? "none" : mine[random.Next(mine.Count)];
            var reply = random.Next(mine.Count > 5 ? 10 : 5) switch
            {
                < 4 => await actor.PostAsync("accounts", new { name = $"{client}.{i}", unit = new { id = place } }),
                4 => await PassAsync(actor, place),
                5 => await actor.PutAsync($"organizations/{anchors[random.Next(1, anchors.Count)]}", new { name = $"M{i}", parent = random.Next(4) == 0 ? null : new { id = place } }),
                < 8 => await actor.PostAsync($"accounts/{account}/move", new { destination_organization_id = place }),
                _ => await actor.DeleteAsync($"accounts/{account}"),
            };
            Assert.True(Legal.Contains(reply.Status), reply.Text);
            if (reply.Status != HttpStatusCode.OK || !reply.Result.TryGetProperty("id", out var id)) continue;
            if (id.GetString() == account)
            {
                mine.Remove(account);
                there.TryRemove(account, out _);
            }
            else if (reply.Result.TryGetProperty("settings", out _))
            {
                mine.Add(id.GetString()!);
                there[id.GetString()!] = true;
            }
        }
    }

    /// <summary>An organization comes, holds an account for a moment, and goes.</summary>
    private static async Task<Reply> PassAsync(Actor actor, string place)
    {
        var made = await actor.PostAsync("organizations", new { name = "Passing", parent = new { id = place } });
        if (made.Status != HttpStatusCode.OK) return made;
        var account = await actor.PostAsync("accounts", new { name = "Passing", unit = new { id = made.Id() } });
        if (account.Status != HttpStatusCode.OK) return account;
        Reply gone;
        do gone = await actor.DeleteAsync($"accounts/{account.Id()}");
        while (gone.Status == HttpStatusCode.Conflict);
        Assert.Equal(HttpStatusCode.OK, gone.Status);
        return await actor.DeleteAsync($"organizations/{made.Id()}");
    }

    private static async Task CountUntilAsync(GroveHost node, int at, CancellationToken done)
    {
        var counts = node.Background<AccountCounts>()!;
        for (long key = 1 + at; !done.IsCancellationRequested; key++)
        {
            await counts.CountAsync(key, CancellationToken.None);
            await counts.FoldAsync(CancellationToken.None);
        }
    }

    /// <summary>A page and its total are from one moment, whatever happens meanwhile.</summary>
    private static async Task ListUntilAsync(Actor actor, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            var reply = await actor.GetAsync($"accounts?per_page={PerPage}");
            Assert.Equal(HttpStatusCode.OK, reply.Status);
            var total = reply.Info.GetProperty("total_count").GetInt32();
            Assert.Equal(Math.Min(PerPage, total), reply.Result.GetArrayLength());
        }
    }
}
