using System.Net;
using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

internal sealed partial class Play
{
    private const int KeptRepeats = 20;
    private static readonly TimeSpan KeyLife = TimeSpan.FromHours(24);

    /// <summary>A POST that succeeded under an Idempotency-Key.</summary>
    /// <param name="RefuseInvisible">What is asked before its answer is given again: everything that it names must still be in sight.</param>
    private sealed record Repeat(Caller Caller, Area Area, string Path, JsonNode? Body, string Key, Reply Reply, DateTimeOffset Time, Func<Expected?> RefuseInvisible);

    private readonly List<Repeat> repeats = [];

    /// <summary>Posts, at times under an Idempotency-Key.</summary>
    private async Task<Reply> PostAsync(
        Caller caller, Area area, string path, JsonNode? body, Func<Expected> judge, Func<Expected?> refuseInvisible,
        [System.Runtime.CompilerServices.CallerMemberName] string act = "")
    {
        var key = Chance(12) ? $"key-{step}" : null;
        var time = clock.GetUtcNow();
        var reply = await SendAsync(caller, area, HttpMethod.Post, path, body, null, judge, act, key);
        if (key is null || reply.Status != HttpStatusCode.OK) return reply;
        repeats.Add(new(caller, area, path, body?.DeepClone(), key, reply, time, refuseInvisible));
        if (repeats.Count > KeptRepeats) repeats.RemoveAt(0);
        return reply;
    }

    /// <summary>Sends a kept POST once more: the same answer again, byte for byte, unless it names what is out of sight now.</summary>
    private async Task RepeatAsync(Caller _)
    {
        repeats.RemoveAll(repeat => clock.GetUtcNow() - repeat.Time >= KeyLife || !forest.People.Contains(repeat.Caller.Person)
            || (repeat.Caller.Token is { } token && !repeat.Caller.Person.Tokens.Contains(token)));
        if (repeats.Count == 0) return;
        var repeat = OneOf([.. repeats]);
        var otherBody = repeat.Body is not null && Chance(30);
        var body = repeat.Body?.DeepClone();
        if (otherBody) body!["ignored"] = true;
        var reply = await SendAsync(repeat.Caller, repeat.Area, HttpMethod.Post, repeat.Path, body, null,
            () => repeat.RefuseInvisible() ?? (otherBody ? Expected.AnotherBody : new(HttpStatusCode.OK) { Version = VersionOf(repeat.Reply) }), idempotencyKey: repeat.Key);
        if (reply.Status == HttpStatusCode.OK) Same("the answer again", repeat.Reply.Text, reply.Text, reply);
    }

    private static long? VersionOf(Reply reply) =>
        reply.Headers.TryGetValue("ETag", out var tag) ? long.Parse(tag.Trim('"').Split('.')[0], System.Globalization.CultureInfo.InvariantCulture) : null;
}
