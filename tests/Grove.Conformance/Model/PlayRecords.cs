using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Grove.Conformance.Cases;
using Grove.Server.Text;
using Xunit;
using Row = System.Collections.Generic.IReadOnlyDictionary<string, string?>;

namespace Grove.Conformance.Model;

/// <summary>Each acknowledged change has one record, which says what it was; a refused one has none that says success.</summary>
internal sealed partial class Play
{
    private readonly List<Row> written = [];
    private readonly HashSet<string> first = [];
    private readonly Dictionary<string, int> forbidden = [];
    private AuditTail log = null!;

    private async Task CheckRecordsAsync(Caller who, Expected expected, Reply reply)
    {
        var rows = await log.ReadAsync();
        var succeeded = rows.Where(row => row["action_result"] == "success").ToList();
        // Those of one batch come in any order.
        var records = expected.Records.OrderBy(record => record.ResourceId, StringComparer.Ordinal).ToList();
        succeeded.Sort((left, right) => string.CompareOrdinal(left["resource_id"], right["resource_id"]));
        Same("records", string.Join(", ", records.Select(record => record.Action)), string.Join(", ", succeeded.Select(row => row["action"])), reply);
        foreach (var (record, row) in records.Zip(succeeded)) CheckRecord(who, record, row, reply);
        if (expected.Status == HttpStatusCode.Forbidden) forbidden[who.Person.Id] = forbidden.GetValueOrDefault(who.Person.Id) + 1;
        // Failures are written behind their answers.
        foreach (var row in rows.Where(row => row["action_result"] == "failure")) Same("a failure of somebody who was refused", true, forbidden.ContainsKey(row["actor_id"]!), reply);
        written.AddRange(rows.Where(row => row["action_result"] == "success"));
    }

    private void CheckRecord(Caller who, Record record, Row row, Reply reply)
    {
        (string Column, string? Value)[] values =
        [
            ("action_type", record.ActionType), ("resource_type", record.ResourceType), ("resource_id", record.ResourceId),
            ("organization_id", record.OrganizationId), ("lineage", record.Lineage), ("other_lineage", record.OtherLineage),
            ("actor_id", who.Person.Id), ("actor_email", who.Person.Email), ("actor_context", who.Token is null ? "api_key" : "api_token"), ("actor_token_id", who.Token?.Id),
            ("request_id", reply.Headers["X-Request-Id"]), ("time", $"{Timestamps.Now(clock)}"),
        ];
        foreach (var (column, value) in values) Same($"{column} of {record.Action}", value, row[column], reply);
        if (record.AnyState) return;
        foreach (var (column, state) in ((string, JsonNode?)[])[("before", record.Before), ("after", record.After)])
        {
            if (!JsonNode.DeepEquals(WithFoldedAddress(state), WithFoldedAddress(JsonNode.Parse(row[column] ?? "null"))))
                Fail($"{column} of {record.Action}: expected {state?.ToJsonString()}, got {row[column]}", reply);
        }
    }

    /// <summary>In the end: nothing was added behind the play's back, and nobody failed more often than they were refused.</summary>
    public void CheckLog(Tables tables)
    {
        var rows = tables["audit_records"].OrderBy(row => long.Parse(row["key"]!, CultureInfo.InvariantCulture)).ToLookup(row => row["action_result"]!);
        Assert.Equal(written.Select(row => row["id"]), rows["success"].Select(row => row["id"]).Where(id => !first.Contains(id!)));
        foreach (var failures in rows["failure"].GroupBy(row => row["actor_id"]!))
            Assert.InRange(failures.Sum(row => int.Parse(row["attempts"]!, CultureInfo.InvariantCulture)), 1, forbidden.GetValueOrDefault(failures.Key));
    }

    /// <summary>The log of an organization, or of it with all that was below.</summary>
    private async Task ReadLogAsync(Caller otherwise)
    {
        var (caller, id, below) = (otherwise with { Token = null }, SomeId(otherwise), Chance(50));
        var expected = forest.FindVisible(caller, id) is { } place
            ? written.Where(row => IsRead(caller.Person, place, row["lineage"], below) || IsRead(caller.Person, place, row["other_lineage"], below))
            : null;
        await WalkLogAsync(caller, Area.Audit, below ? AuditLog.Below(id) : AuditLog.Of(id), expected, OneOf(3, 20, 1000));
    }

    /// <summary>True when the record is filed there, and its reader is now a member of something that was above it when it was written.</summary>
    private bool IsRead(Person person, Organization place, string? lineage, bool below)
    {
        if (lineage is null) return false;
        var chain = lineage.Chunk(32).Select(id => new string(id)).ToList();
        return (below ? chain.Contains(place.Id) : chain[^1] == place.Id)
            && chain.Exists(id => forest.Find(id) is { } above && forest.MembershipOf(person, above) is not null);
    }

    /// <summary>Operators read all of it.</summary>
    private async Task ReadAllLogsAsync() => await WalkLogAsync(
        new(forest.People.First(person => person is { Operator: true, Suspended: false })), Area.Operator, AuditLog.Everything, written, 1000);

    private async Task WalkLogAsync(Caller caller, Area area, string path, IEnumerable<Row>? expected, int limit)
    {
        var (newestFirst, ids, cursor) = (Chance(50), new List<string>(), (string?)null);
        do
        {
            var reply = await SendAsync(caller, area, HttpMethod.Get,
                $"{path}?{AuditLog.Always}&action_result=success&limit={limit}{(newestFirst ? "" : "&direction=asc")}{(cursor is null ? "" : "&cursor=" + cursor)}",
                null, null, () => expected is null ? Expected.NotFound : new(HttpStatusCode.OK), nameof(ReadLogAsync));
            if (reply.Status != HttpStatusCode.OK) return;
            ids.AddRange(reply.Result.EnumerateArray().Select(row => ShownIn(row, "id")));
            cursor = reply.Info.TryGetProperty("cursor", out var next) ? next.GetString() : null;
            if (cursor is not null) continue;
            // The server's own, from before the play began.
            ids.RemoveAll(first.Contains);
            var wanted = expected!.Select(row => row["id"]!);
            Same("records of the log", string.Join(' ', newestFirst ? wanted.Reverse() : wanted), string.Join(' ', ids), reply);
        }
        while (cursor is not null);
    }

    /// <summary>An address is written as its user, or as who invited them, wrote it: whichever is at hand.</summary>
    private static JsonNode? WithFoldedAddress(JsonNode? state)
    {
        var folded = state?.DeepClone();
        if (folded?["user_id"] is not null) folded["email"] = Forest.Folded(folded["email"]!.GetValue<string>());
        return folded;
    }
}
