using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace Grove.Conformance.Access;

/// <summary>
/// Puts every question to every caller by every credential, and compares the answer with what the rules say. All ask in one world; who may
/// change it gets one of their own.
/// </summary>
internal sealed class Matrix(GroveHost host, IReadOnlyDictionary<string, ApiOperation> operations)
{
    private static readonly ParallelOptions AtOnce = new() { MaxDegreeOfParallelism = 8 };

    private readonly ConcurrentQueue<string> faults = [];
    private int cells;
    private int sent;

    /// <summary>What was answered otherwise than the rules say.</summary>
    public IReadOnlyCollection<string> Faults => faults;

    /// <summary>Questions that were answered.</summary>
    public int Cells => cells;

    public async Task RunAsync()
    {
        var rows = Rows.All.SelectMany(group => group.Rows).ToList();
        var world = await World.MakeAsync(host);
        var scenes = new ConcurrentQueue<Scene>();
        foreach (var caller in Caller.All) scenes.Enqueue(await Scene.EnterAsync(host, world, caller));
        var before = await world.ReadAsync();
        // One caller at a time asks by one scene, which keeps their tokens.
        await Parallel.ForEachAsync(scenes, AtOnce, async (scene, _) =>
        {
            foreach (var row in rows)
                foreach (var credential in Enum.GetValues<Credential>()) await AskAsync(row, scene, credential);
        });
        foreach (var row in rows) await AskNobodyAsync(row, scenes.First());
        if (await world.ReadAsync() != before) faults.Enqueue("Somebody changed what they may not: the world that nobody should have changed is another one.");
    }

    /// <summary>What the rules say of a question.</summary>
    public static Verdict Expected(Row row, ApiOperation operation, Caller caller, Credential credential)
    {
        if (operation.Groups is null) return Verdict.Served;
        if (credential == Credential.TokenWithoutGroup && operation.Groups.Count > 0) return Verdict.Forbidden;
        if (credential == Credential.Acting && !IsForOthers(operation)) return Verdict.Forbidden;
        // A token speaks for an operator only when it was given that group, for everything.
        var asOperator = caller.Operator && (credential == Credential.Key || (credential == Credential.Token && row.Area == Rows.Operator));
        return row.May(new(caller, credential, asOperator));
    }

    /// <summary>
    /// Operators act as others on the wire API, except about API tokens and where the answer shows the secret of an invitation: these, and what
    /// Grove adds, are for whoever holds the credential.
    /// </summary>
    private static bool IsForOthers(ApiOperation operation) =>
        operation.Path.StartsWith("/client/v4/", StringComparison.Ordinal) && !operation.Path.Contains("/user/tokens", StringComparison.Ordinal)
        && operation.Id is not ("create-organization-member" or "batch-create-organization-members");

    private async Task AskAsync(Row row, Scene scene, Credential credential)
    {
        var operation = operations[row.Operation];
        var expected = Expected(row, operation, scene.Caller, credential);
        if (row.Changes && expected == Verdict.Served) scene = await Scene.EnterAsync(host, await World.MakeAsync(host), scene.Caller);
        var actor = await scene.ByAsync(credential, operation.Groups ?? []);
        var reply = await SendAsync(row, operation, actor, scene.Named);
        var answered = Read(row, reply, scene.Named);
        var about = $"{row}, {scene.Caller}, {credential}";
        Interlocked.Increment(ref cells);
        if (answered != expected) faults.Enqueue($"{about}: {(int)reply.Status} {reply.Text} where the rules say {expected}");
        if (expected != Verdict.Hidden || answered != expected) return;
        var unknown = await SendAsync(row, operation, actor, scene.Named.Unseen(new(scene.Caller, credential, false)));
        if (unknown.Status != reply.Status || unknown.Text != reply.Text)
            faults.Enqueue($"{about}: can be told from what does not exist: {reply.Text} | {(int)unknown.Status} {unknown.Text}");
    }

    private async Task AskNobodyAsync(Row row, Scene scene)
    {
        var operation = operations[row.Operation];
        var reply = await host.SendAsync(operation.Method, row.At(operation.Path, scene.Named), row.Body(scene.Named));
        var expected = operation.Groups is null ? Verdict.Served : row.Nobody;
        cells++;
        if (Read(row, reply, scene.Named) != expected) faults.Enqueue($"{row}, nobody: {(int)reply.Status} {reply.Text} where the rules say {expected}");
    }

    /// <summary>Each from an address of its own, so that no limit of failures is met.</summary>
    private Task<Reply> SendAsync(Row row, ApiOperation operation, Actor actor, Named at)
    {
        var number = Interlocked.Increment(ref sent);
        return actor.SendAsync(
            new(operation.Method), row.At(operation.Path, at), row.Body(at), ("X-Forwarded-For", FormattableString.Invariant($"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")));
    }

    /// <summary>The kind of answer; null for one of no kind.</summary>
    private static Verdict? Read(Row row, Reply reply, Named at)
    {
        if (row.Ends is { } end && (int)reply.Status == end.Status) return reply.Codes.Contains(end.Code) ? Verdict.Served : null;
        return reply.Status switch
        {
            HttpStatusCode.OK when row.Ends is null && row.Holds is { } holds => Ids(reply).Contains(holds(at)) ? Verdict.Served : Verdict.LeftOut,
            HttpStatusCode.OK or HttpStatusCode.NoContent when row.Ends is null => Verdict.Served,
            HttpStatusCode.Unauthorized => Verdict.Unauthenticated,
            HttpStatusCode.Forbidden => Verdict.Forbidden,
            HttpStatusCode.NotFound => Verdict.Hidden,
            _ => null,
        };
    }

    private static IEnumerable<string?> Ids(Reply reply) =>
        reply.Result.EnumerateArray().Where(row => row.ValueKind == JsonValueKind.Object).Select(row => row.GetProperty("id").GetString());
}
