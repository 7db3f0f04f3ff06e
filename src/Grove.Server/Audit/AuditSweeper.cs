using System.Globalization;
using Grove.Server.Http;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Audit;

/// <summary>
/// Removes audit records that are older than configured, a batch at a time, so that no other write waits long. A sweep that removes something
/// records that in the transaction of its first batch.
/// </summary>
internal sealed class AuditSweeper(Db db, AuditLog audit, TimeProvider clock, int days, ILogger<AuditSweeper> logger) : BackgroundService
{
    private const int Batch = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    private readonly Sql find = new("select key from audit_records where time < @until order by time, key limit @limit" + db.Dialect.ForUpdate);

    private readonly Sql deletePlaces = new(
        $"""
         delete from audit_places where (organization_key, time, record_key) in (
           {PlacesOf("r.lineage", db.Dialect)} union all {PlacesOf("r.other_lineage", db.Dialect)})
         """);

    private readonly Sql delete = new($"delete from audit_records where {db.Dialect.InIntegers("key", "@keys")}");

    /// <summary>Removes all that is too old now; the answer is how many.</summary>
    public async Task<long> SweepAsync(CancellationToken cancel)
    {
        var until = Timestamps.Now(clock) - TimeSpan.FromDays(days).Ticks / TimeSpan.TicksPerMicrosecond;
        long removed = 0;
        while (true)
        {
            var first = removed == 0;
            var count = await db.WriteAsync(session => RemoveAsync(session, until, first), cancel);
            removed += count;
            if (count < Batch) return removed;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (days == 0) return;
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (StorageException fault)
            {
                logger.LogWarning("Old audit records were not removed: {Fault}; trying again later", fault.Fault);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async ValueTask<int> RemoveAsync(SqlSession session, long until, bool first)
    {
        var keys = (await session.QueryAsync(find, [("until", until), ("limit", Batch)], static row => row.GetInt64(0))).ToArray();
        if (keys.Length == 0) return 0;
        await session.ExecuteAsync(deletePlaces, ("keys", keys));
        await session.ExecuteAsync(delete, ("keys", keys));
        if (first) await audit.WriteAsync(session, Actor.System, new("audit_records.sweep", "delete", "audit_log", "all") { After = State(until) });
        return keys.Length;
    }

    private string State(long until) => JsonShapes.Text(json =>
    {
        json.WriteStartObject();
        json.WriteString("removed_before"u8, Timestamps.Write(until));
        json.WriteString("audit_days"u8, days.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
    });

    private static string PlacesOf(string lineage, SqlDialect dialect) =>
        AuditLineage.Over(lineage, "lo.key, r.time, r.key", dialect.InIntegers("r.key", "@keys"), "audit_records r");
}
