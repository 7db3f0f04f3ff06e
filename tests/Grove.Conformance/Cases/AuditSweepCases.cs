using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>Old records go when a limit is configured, and at no other time.</summary>
public class AuditSweepCases
{
    private static string Double(int round) =>
        $"""
        insert into audit_records (id, time, organization_id, lineage, actor_context, action_type, action, resource_type, resource_id)
        select id || '-{round}', time, organization_id, lineage, actor_context, action_type, action, resource_type, resource_id from audit_records
        """;

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Records_older_than_configured_go_with_their_places_and_one_record_says_so(string engine)
    {
        var clock = new Tests.TestClock();
        var (database, remove) = await Engine.CreateDatabaseAsync(engine);
        HashSet<string> kept;
        await using (var host = await GroveHost.OpenAsync(database, clock: clock))
        {
            var user = await host.NewUserAsync();
            var root = await user.CreateAsync("Root");
            var (a, b) = (await user.CreateAsync("A", root), await user.CreateAsync("B", root));
            var account = await user.CreateAccountAsync("Account", a);
            (await user.PostAsync($"accounts/{account}/move", new { destination_organization_id = b })).Succeeded();
            // More than one batch.
            for (var i = 0; i < 8; i++) await Tables.ExecuteAsync(database, Double(i));
            clock.Advance(TimeSpan.FromDays(30));
            (await user.PutAsync($"organizations/{a}", new { name = "Exactly 30 days later" })).Succeeded();
            clock.Advance(TimeSpan.FromMicroseconds(1));
            kept = [.. (await Tables.DumpAsync(database))["audit_records"].Where(row => row["action"] == "organization.update").Select(row => row["id"]!)];
        }
        // Without a limit nothing goes.
        await using (await GroveHost.OpenAsync(database, clock: clock)) Assert.True((await Tables.DumpAsync(database))["audit_records"].Count > 1000);

        await using (var host = await GroveHost.OpenAsync(database, remove, options => options with { AuditDays = 30 }, clock))
        {
            var patience = System.Diagnostics.Stopwatch.StartNew();
            while ((await Tables.DumpAsync(database))["audit_records"].Count > 2) Assert.True(patience.Elapsed < TimeSpan.FromSeconds(30), "the old records stay");
            var left = (await Invariants.CheckAsync(database))["audit_records"];
            var sweep = Assert.Single(left, row => !kept.Contains(row["id"]!));
            Assert.Equal(("audit_records.sweep", "delete", "system", "success"), (sweep["action"], sweep["action_type"], sweep["actor_type"], sweep["action_result"]));
            Assert.Equal("""{"removed_before":"2026-01-31T09:30:00.000Z","audit_days":"30"}""", sweep["after"]);
            Assert.Equal(2, left.Count);
            Assert.Equal("Sweep audit records", (await host.Operator.ReadAsync(AuditLog.Everything))[0].GetProperty("action").Text("description"));
        }
    }
}
