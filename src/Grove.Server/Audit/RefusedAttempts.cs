using System.Text.Json;
using System.Threading.Channels;
using Grove.Server.Accounts;
using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Organizations;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Audit;

/// <summary>
/// Records refused changes (403) of organizations and accounts that the caller sees. The answer waits for nothing: attempts are gathered in
/// memory, equal ones counted, and written behind it, by one writer. What was gathered and not written when the process is killed is lost; a
/// stop writes it.
/// </summary>
internal sealed class RefusedAttempts(Db db, AuditLog audit, TimeProvider clock, ILogger<RefusedAttempts> logger) : BackgroundService
{
    /// <summary>Different attempts of one actor that get a record of their own in a minute; the rest is counted in one more.</summary>
    public const int MostOfActor = 60;

    private const int MostWaiting = 1000;
    private const long Minute = 60_000_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly OrganizationTargets organizations = new(db.Dialect);
    private readonly AccountTargets accounts = new(db.Dialect);
    private readonly Channel<bool> signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock gate = new();
    private Dictionary<Key, Refused> waiting = [];
    private readonly Dictionary<string, HashSet<Key>> seen = [];
    private long seenMinute;
    private long lost;

    /// <summary>Takes note of a refusal. Never waits.</summary>
    public void Add(ApiRequest request, ApiError error)
    {
        // Who sends no credentials sees no organization.
        if (request.Endpoint.Method == "GET" || error.Status != 403 || request.Sender is not { } sender || ResourceOf(request) is not var (type, id)) return;
        var now = Timestamps.Now(clock);
        var actor = request.Actor with { Status = error.Status };
        lock (gate)
        {
            var key = Admit(new(sender.UserId, sender.By?.UserId, request.Endpoint.Doc.Name, type, id, now / Minute));
            Keep(key, new(actor, request.Access, now, 1));
        }
        signal.Writer.TryWrite(true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await signal.Reader.ReadAsync(stoppingToken);
                await Task.Delay(Pause, clock, stoppingToken);
                await WriteAsync();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await WriteAsync();
        }
    }

    /// <summary>The same attempt, or the one that stands for all beyond the limit.</summary>
    private Key Admit(Key key)
    {
        if (key.Minute != seenMinute) seen.Clear();
        seenMinute = key.Minute;
        if (!seen.TryGetValue(key.ActorId, out var own)) seen[key.ActorId] = own = [];
        if (own.Contains(key)) return key;
        if (own.Count >= MostOfActor) return key with { Action = "other-attempts", ResourceType = "user", ResourceId = key.ActorId };
        own.Add(key);
        return key;
    }

    private void Keep(Key key, Refused refused)
    {
        if (waiting.TryGetValue(key, out var same)) waiting[key] = same with { Attempts = same.Attempts + refused.Attempts };
        else if (waiting.Count < MostWaiting) waiting[key] = refused;
        else lost += refused.Attempts;
    }

    private async Task WriteAsync()
    {
        Dictionary<Key, Refused> taken;
        long missed;
        lock (gate) (taken, waiting, missed, lost) = (waiting, [], lost, 0);
        if (missed > 0) logger.LogWarning("{Count} refused attempts were too many at once to be recorded", missed);
        foreach (var (key, refused) in taken)
        {
            try
            {
                await db.WriteAsync(async session =>
                {
                    if (await EntryAsync(session, key, refused.Access) is { } entry)
                        await audit.WriteRefusedAsync(session, refused.Actor, entry, refused.Time, refused.Attempts);
                    return true;
                }, CancellationToken.None);
            }
            catch (StorageException fault)
            {
                logger.LogWarning("Refused attempts are not recorded yet: {Fault}", fault.Fault);
                // Not when it may have happened: none is counted twice.
                if (fault.Fault is not (StorageFault.Unavailable or StorageFault.Conflict)) continue;
                lock (gate) Keep(key, refused);
                signal.Writer.TryWrite(true);
            }
        }
    }

    /// <summary>What to record; null when the caller does not see the resource, or it is gone.</summary>
    private async ValueTask<AuditEntry?> EntryAsync(SqlSession session, Key key, Access access)
    {
        var type = key.Action.Split('-')[0] switch { "create" or "batch" => "create", "delete" or "leave" => "delete", _ => "update" };
        var entry = new AuditEntry(key.Action, type, key.ResourceType, key.ResourceId);
        switch (key.ResourceType)
        {
            case "organization":
                return await organizations.FindAsync(session, access, key.ResourceId) is { } organization
                    ? entry with { OrganizationId = key.ResourceId, Lineage = organization.Shown.Lineage }
                    : null;
            case "account":
                var found = await accounts.FindAsync(session, access, [key.ResourceId]);
                return found.Count == 0 ? null : AccountAudit.Entry(found[0], entry.Action, entry.ActionType);
            default:
                return entry;
        }
    }

    /// <summary>The organization or account that the request is about: as its path names it, otherwise as its body does.</summary>
    private static (string Type, string Id)? ResourceOf(ApiRequest request)
    {
        if (request.PathId("account_id") is { } account) return ("account", account);
        if (request.PathId("organization_id") is { } organization) return ("organization", organization);
        return !request.RawBody.IsEmpty && ResourceId.Parse(NamedInBody(request.RawBody)) is { } named ? ("organization", named) : null;
    }

    private static string? NamedInBody(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
        static string? Text(JsonElement parent, string name) =>
            parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if (Text(document.RootElement, "destination_organization_id") is { } destination) return destination;
        foreach (var name in (string[])["parent", "unit"])
            if (document.RootElement.TryGetProperty(name, out var place)) return Text(place, "id");
        return null;
    }

    private readonly record struct Key(string ActorId, string? OperatorId, string Action, string ResourceType, string ResourceId, long Minute);

    private sealed record Refused(Actor Actor, Access Access, long Time, long Attempts);
}
