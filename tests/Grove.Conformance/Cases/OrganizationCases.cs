using System.Net;
using Xunit;

[assembly: AssemblyFixture(typeof(Grove.Conformance.SharedHosts))]

namespace Grove.Conformance.Cases;

public class OrganizationCases(SharedHosts hosts)
{
    [Theory, EveryDoor]
    public async Task A_created_organization_is_read_back_as_it_was_answered(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var made = await user.PostAsync("organizations", new { name = "Näme <&> 漢字", parent = new { id = root } });
        var read = await user.GetAsync($"organizations/{made.Result.GetProperty("id").GetString()}");
        Assert.Equal(HttpStatusCode.OK, read.Status);
        Assert.Equal(made.Text, read.Text);
        Assert.Equal(made.Headers["ETag"], read.Headers["ETag"]);
    }

    [Theory, EveryDoor]
    public async Task A_record_names_the_parent_as_answers_do_whatever_its_id_was_sent_as(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var made = await user.CreateAsync("Below", root.ToUpperInvariant());
        var record = (await Tables.DumpAsync(host.Database))["audit_records"].Single(row => row["resource_id"] == made);
        Assert.Equal($$$"""{"name":"Below","parent":{"id":"{{{root}}}"}}""", record["after"]);
    }

    [Theory, EveryDoor]
    public async Task A_walk_returns_the_visible_set_once_and_in_order_at_any_page_size(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var expected = new List<string>();
        for (var r = 0; r < 3; r++)
        {
            var root = await user.CreateAsync($"Root {r}");
            expected.Add(root);
            for (var i = 0; i < 5; i++) expected.Add(await user.CreateAsync($"Child {i}", expected[^(i % 2 == 0 ? 1 : i + 1)]));
        }
        foreach (var size in (int[])[1, 2, 3, 7, 18, 1000]) Assert.Equal(expected, await user.WalkAsync("", size));
        Assert.Equal(expected.Count, (await user.GetAsync("organizations?page_size=1")).Info.GetProperty("total_size").GetInt32());
        foreach (var query in (string[])["name.contains=ild", "name.startsWith=chi", "name.endsWith=2", "name.contains=1", "name.contains=d%204"])
        {
            var all = await user.WalkAsync("&" + query, 1000);
            Assert.NotEmpty(all);
            Assert.Equal(all, await user.WalkAsync("&" + query, 2));
        }
        Assert.Equal(3, (await user.WalkAsync("&parent.id=null")).Count);
        Assert.NotEmpty(await user.WalkAsync($"&parent.id={expected[0]}"));
        Assert.Equal([expected[0]], await user.WalkAsync($"&id={expected[0]},{Guid.NewGuid():N}"));
        Assert.NotEmpty(await user.WalkAsync($"&containing.organization={expected[1]}"));
    }

    [Theory, EveryDoor]
    public async Task A_subtree_moves_whole_and_its_lineage_follows(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var (a, b) = (await user.CreateAsync("A"), await user.CreateAsync("B"));
        var below = await user.CreateAsync("Below", a);
        var leaf = await user.CreateAsync("Leaf", below);
        var moved = await user.PutAsync($"organizations/{below}", new { name = "Below", parent = new { id = b } });
        Assert.Equal(HttpStatusCode.OK, moved.Status);
        var tags = (await user.GetAsync($"organizations/{leaf}")).Result.GetProperty("meta").GetProperty("hierarchy_tags");
        Assert.Equal([b, below, leaf], tags.EnumerateArray().Select(tag => tag.GetString()));
        Assert.Equal([below], await user.WalkAsync($"&parent.id={b}"));
        var cycle = await user.PutAsync($"organizations/{b}", new { name = "B", parent = new { id = leaf } });
        Assert.Equal((HttpStatusCode.BadRequest, 1011), (cycle.Status, cycle.Codes[0]));
        var root = await user.PutAsync($"organizations/{below}", """{"name":"Below","parent":null}""");
        Assert.Equal(HttpStatusCode.OK, root.Status);
        Assert.False(root.Result.TryGetProperty("parent", out _));
        Assert.Equal(HttpStatusCode.OK, (await user.DeleteAsync($"organizations/{leaf}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await user.DeleteAsync($"organizations/{leaf}")).Status);
    }
}
