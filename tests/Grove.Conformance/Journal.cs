using System.Diagnostics;
using System.Net;
using Xunit;

namespace Grove.Conformance;

/// <summary>One client that writes one thing after the other in a tree of its own, and remembers what was acknowledged.</summary>
public sealed class Journal(int seed)
{
    private static readonly TimeSpan LockWait = TimeSpan.FromSeconds(5);

    private readonly Random random = new(seed);
    private readonly Dictionary<string, (string Name, string? Parent)> present = [];
    private readonly Dictionary<string, int> acknowledged = [];
    private readonly HashSet<string> deleted = [];
    private int number;

    // What was under way when the server died: it happened wholly or not at all.
    private (string? Id, string Name, string? Parent, string? Key)? open;

    /// <summary>Writes until the server is gone; <paramref name="done"/> is told of each acknowledgement.</summary>
    public async Task WriteAsync(HttpClient http, Action done)
    {
        var who = new Actor(http, GroveHost.OperatorEmail, GroveHost.OperatorKey) { Id = "" };
        try
        {
            while (true)
            {
                await OnceAsync(who);
                done();
            }
        }
        catch (HttpRequestException)
        {
        }
    }

    private async Task OnceAsync(Actor who)
    {
        var name = $"j{seed}-{number++} {random.Next(1000)}";
        var choice = present.Count < 3 ? 0 : random.Next(10);
        var id = choice < 4 ? null : present.Keys.ElementAt(random.Next(present.Count));
        if (id is null)
        {
            var parent = present.Count == 0 || random.Next(6) == 0 ? null : present.Keys.ElementAt(random.Next(present.Count));
            open = (null, name, parent, Requests.UnknownId());
            await CreateAsync(who);
        }
        else if (choice < 9)
        {
            // A new parent half of the time; what makes a cycle is refused and nothing.
            var parent = choice < 7 ? present[id].Parent : present.Keys.ElementAt(random.Next(present.Count));
            open = (id, name, parent, null);
            object body = parent is null ? new { name } : new { name, parent = new { id = parent } };
            var reply = await InsistAsync(() => who.PutAsync($"organizations/{id}", body));
            if (reply.Status == HttpStatusCode.OK) Acknowledge(id, (name, parent));
        }
        else
        {
            open = (id, "", null, null);
            if ((await InsistAsync(() => who.DeleteAsync($"organizations/{id}"))).Status == HttpStatusCode.OK) Remove(id);
        }
        open = null;
    }

    private async Task CreateAsync(Actor who)
    {
        var (_, name, parent, key) = open!.Value;
        object body = parent is null ? new { name } : new { name, parent = new { id = parent } };
        var reply = await InsistAsync(() => who.SendAsync(HttpMethod.Post, "organizations", body, ("Idempotency-Key", key!)));
        // Too deep is refused.
        if (reply.Status == HttpStatusCode.OK) Acknowledge(reply.Result.GetProperty("id").GetString()!, (name, parent));
        else Assert.Equal(HttpStatusCode.Forbidden, reply.Status);
    }

    /// <summary>
    /// Repeats what met other changes for too long, until it has another answer. Such a refusal comes only after a lock wait of 5 seconds,
    /// and had it done anything after all, the repetition would be one record too many.
    /// </summary>
    internal static async Task<Reply> InsistAsync(Func<Task<Reply>> send)
    {
        for (var tries = 1; ; tries++)
        {
            var waited = Stopwatch.StartNew();
            var reply = await send();
            if (reply.Status != HttpStatusCode.Conflict) return reply;
            Assert.True(reply.Codes is [1009] && waited.Elapsed >= LockWait && tries < 10, $"{waited.Elapsed}, try {tries}: {reply.Text}");
        }
    }

    private void Acknowledge(string id, (string Name, string? Parent) state)
    {
        present[id] = state;
        acknowledged[id] = acknowledged.GetValueOrDefault(id) + 1;
    }

    private void Remove(string id)
    {
        present.Remove(id);
        deleted.Add(id);
        acknowledged[id]++;
    }

    /// <summary>Fails unless everything acknowledged is in the database, with its audit records, and nothing else of ours is.</summary>
    public void Check(Tables tables)
    {
        var ids = tables["organizations"].ToDictionary(row => row["key"]!, row => row["id"]!);
        var rows = tables["organizations"].Where(row => row["name"]!.StartsWith($"j{seed}-", StringComparison.Ordinal)).ToDictionary(row => row["id"]!);
        var records = tables["audit_records"].GroupBy(row => row["resource_id"]!).ToDictionary(group => group.Key, group => group.Count());
        foreach (var (id, state) in present)
        {
            var row = rows.GetValueOrDefault(id);
            var stored = row is null ? ((string, string?)?)null : (row["name"]!, row["parent_key"] is { } parent ? ids[parent] : null);
            var happened = open is { } change && change.Id == id && (change.Name.Length == 0 ? stored is null : stored == (change.Name, change.Parent));
            Assert.True(stored == state || happened, $"{id}: acknowledged {state}, stored {stored}");
            Assert.Equal(acknowledged[id] + (happened ? 1 : 0), records[id]);
            // From now on what happened counts.
            if (!happened) continue;
            if (stored is null) Remove(id);
            else Acknowledge(id, stored.Value);
        }
        foreach (var id in deleted) Assert.False(rows.ContainsKey(id), $"{id} is back");
        var unknown = rows.Values.Where(row => !present.ContainsKey(row["id"]!)).ToList();
        Assert.True(unknown.Count <= 1, "more than was asked for");
        if (unknown.Count == 1) Assert.Equal((open?.Id, open?.Name), (null, unknown[0]["name"]));
    }

    /// <summary>Repeats a creation that was under way: it happens exactly once, whatever had happened.</summary>
    public async Task ResumeAsync(HttpClient http)
    {
        if (open is { Key: not null, Name: var name })
        {
            var who = new Actor(http, GroveHost.OperatorEmail, GroveHost.OperatorKey) { Id = "" };
            await CreateAsync(who);
            var found = await who.GetAsync("organizations?name=" + Uri.EscapeDataString(name));
            Assert.True(found.Result.GetArrayLength() <= 1, name);
        }
        open = null;
    }
}
