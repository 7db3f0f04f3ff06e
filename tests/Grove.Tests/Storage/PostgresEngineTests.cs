using System.Diagnostics.Metrics;
using Grove.Server.Storage;
using Xunit;

namespace Grove.Tests.Storage;

/// <summary>What only PostgreSQL can do to a caller.</summary>
public class PostgresEngineTests
{
    private static readonly Sql Put = new("insert into settings (name, value) values (@name, '0')");
    private static readonly Sql Add = new("update settings set value = cast(cast(value as integer) + 1 as text) where name = @name");
    private static readonly Sql All = new("select name || value from settings order by name");
    private static readonly Sql EndMyself = new("select cast(pg_terminate_backend(pg_backend_pid()) as integer)");
    private static readonly Sql WhoAmI = new("select pg_backend_pid()");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_deadlock_is_tried_again()
    {
        await using var test = await TestDatabase.CreateAsync(TestDatabase.Postgres);
        var db = test.Db;
        await db.WriteBatchAsync(new SqlBatch().Add(Put, ("name", "a")).Add(Put, ("name", "b")), r => 0, Cancel);
        var (firstHolds, secondHolds) = (new TaskCompletionSource(), new TaskCompletionSource());
        var tries = 0;
        await Task.WhenAll(CrossAsync("a", "b", firstHolds, secondHolds), CrossAsync("b", "a", secondHolds, firstHolds));
        Assert.Equal(["a2", "b2"], await db.QueryAsync(All, [], r => r.GetString(0), Cancel));
        // The database ends one of the two; where it is slow, the wait of the other may run out as well.
        Assert.InRange(tries, 3, 6);

        Task CrossAsync(string one, string other, TaskCompletionSource mine, TaskCompletionSource theirs) => db.WriteAsync(
            async s =>
            {
                Interlocked.Increment(ref tries);
                await s.ExecuteAsync(Add, ("name", one));
                mine.TrySetResult();
                await theirs.Task;
                return await s.ExecuteAsync(Add, ("name", other));
            },
            Cancel);
    }

    [Fact]
    public async Task A_lock_that_is_not_given_up_is_a_conflict_after_three_tries()
    {
        await using var test = await TestDatabase.CreateAsync(TestDatabase.Postgres);
        var db = test.Db;
        await db.WriteAsync(s => s.ExecuteAsync(Put, ("name", "a")), Cancel);
        var (held, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var holder = db.WriteAsync(
            async s =>
            {
                await s.ExecuteAsync(Add, ("name", "a"));
                held.SetResult();
                await release.Task;
                return 0;
            },
            Cancel);
        await held.Task;
        var tries = 0;
        await ConflictAsync(() => db.WriteAsync(
            async s =>
            {
                tries++;
                await s.ExecuteAsync(s.Dialect.SetLockTimeout, ("milliseconds", 20));
                return await s.ExecuteAsync(Add, ("name", "a"));
            },
            Cancel));
        Assert.Equal(3, tries);
        await ConflictAsync(() => db.WriteBatchAsync(
            new SqlBatch().Add(db.Dialect.SetLockTimeout, ("milliseconds", 20)).Add(Add, ("name", "a")), r => 0, Cancel));
        release.SetResult();
        await holder;
        Assert.Equal(["a1"], await db.QueryAsync(All, [], r => r.GetString(0), Cancel));

        static async Task ConflictAsync(Func<Task> write) =>
            Assert.Equal(StorageFault.Conflict, (await Assert.ThrowsAsync<StorageException>(write)).Fault);
    }

    [Fact]
    public async Task The_forest_lock_taken_alone_keeps_others_out_and_shared_lets_them_in()
    {
        await using var test = await TestDatabase.CreateAsync(TestDatabase.Postgres);
        var db = test.Db;
        var seen = await db.WriteAsync(
            async s =>
            {
                await s.ExecuteAsync(s.Dialect.LockForestShared);
                await db.WriteAsync(other => other.ExecuteAsync(other.Dialect.LockForestShared), Cancel);
                var free = new Sql($"select cast(pg_try_advisory_xact_lock({PostgresDialect.ForestLock}) as integer), current_setting('lock_timeout')");
                var outside = await db.WriteBatchAsync(new SqlBatch().Add(free), r => r.GetInt32(0), Cancel);
                var inside = await s.QueryAsync(free, [], r => r.GetString(1));
                return (outside[0], inside[0]);
            },
            Cancel);
        Assert.Equal((0, "5s"), seen);
    }

    [Fact]
    public async Task Brief_reads_that_meet_share_connections_and_each_gets_its_own_answer()
    {
        await using var test = await TestDatabase.CreateAsync(TestDatabase.Postgres);
        var echo = new Sql("select cast(@number as bigint), pg_backend_pid()") { IsBrief = true };
        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(async number =>
            (number, rows: await test.Db.QueryAsync(echo, [("number", (long)number)], r => (Number: r.GetInt64(0), Backend: r.GetInt32(1)), Cancel))));
        Assert.All(answers, answer => Assert.Equal(answer.number, Assert.Single(answer.rows).Number));
        Assert.InRange(answers.Select(answer => answer.rows[0].Backend).Distinct().Count(), 1, Math.Max(2, Environment.ProcessorCount));
    }

    [Fact]
    public async Task A_brief_read_that_fails_fails_alone()
    {
        await using var test = await TestDatabase.CreateAsync(TestDatabase.Postgres);
        var divide = new Sql("select 100 / cast(@number as bigint)") { IsBrief = true };
        var answers = Enumerable.Range(0, 200).Select(i => (Divisor: i % 5, Read: test.Db.QueryAsync(divide, [("number", (long)(i % 5))], r => r.GetInt64(0), Cancel).AsTask())).ToList();
        foreach (var (divisor, read) in answers)
        {
            if (divisor == 0) await FaultAsync(StorageFault.Defect, () => read);
            else Assert.Equal([100 / divisor], await read);
        }
    }

    [Fact]
    public async Task A_connection_that_brief_reads_shared_is_lost_to_none_but_who_lost_it()
    {
        await using var test = await TestDatabase.CreateAsync(TestDatabase.Postgres);
        var end = new Sql("select case when @number = 0 then cast(pg_terminate_backend(pg_backend_pid()) as integer) else 7 end") { IsBrief = true };
        var answers = Enumerable.Range(0, 100).Select(i => (Ends: i % 20 == 10, Read: test.Db.QueryAsync(end, [("number", i % 20 == 10 ? 0L : 1L)], r => r.GetInt32(0), Cancel).AsTask())).ToList();
        foreach (var (ends, read) in answers)
        {
            if (ends) await FaultAsync(StorageFault.Unavailable, () => read);
            else Assert.Equal([7], await read);
        }
        Assert.Equal([7], await test.Db.QueryAsync(end, [("number", 1L)], r => r.GetInt32(0), Cancel));
    }

    [Theory]
    [InlineData("query")]
    [InlineData("read")]
    [InlineData("write")]
    [InlineData("batch")]
    public async Task A_statement_that_fails_while_it_is_being_prepared_works_the_next_time(string way)
    {
        await using var test = await TestDatabase.CreateAsync(TestDatabase.Postgres);
        var divide = new Sql("select 100 / cast(@number as bigint)");
        var after = new Sql("select 4 * cast(@number as bigint)");
        // One connection does it all, as one at a time asks; the driver prepares what it sees for the second time.
        Assert.Equal([20], await DivideAsync(5));
        await FaultAsync(StorageFault.Defect, () => DivideAsync(0));
        Assert.Equal([20], await DivideAsync(5));

        Task<List<long>> DivideAsync(long number)
        {
            SqlArg[] args = [("number", number)];
            return way switch
            {
                "query" => test.Db.QueryAsync(divide, args, r => r.GetInt64(0), Cancel).AsTask(),
                "read" => test.Db.ReadAsync(session => session.QueryAsync(divide, args, r => r.GetInt64(0)), Cancel),
                "write" => test.Db.WriteAsync(session => session.QueryAsync(divide, args, r => r.GetInt64(0)), Cancel),
                _ => test.Db.WriteBatchAsync(new SqlBatch().Add(WhoAmI).Add(divide, args).Add(after, args), r => r.GetInt64(0), Cancel),
            };
        }
    }

    [Fact]
    public async Task A_connection_lost_before_the_commit_means_nothing_happened()
    {
        await using var test = await TestDatabase.CreateAsync(TestDatabase.Postgres);
        var tries = 0;
        await FaultAsync(StorageFault.Unavailable, () => test.Db.WriteAsync(
            async s =>
            {
                tries++;
                await s.ExecuteAsync(Put, ("name", "a"));
                return await s.QueryAsync(EndMyself, [], r => r.GetInt32(0));
            },
            Cancel));
        Assert.Equal(1, tries);
        Assert.Empty(await test.Db.QueryAsync(All, [], r => 0, Cancel));
    }

    [Fact]
    public async Task A_connection_lost_in_the_commit_leaves_the_outcome_open()
    {
        await using var test = await TestDatabase.CreateAsync(TestDatabase.Postgres);
        await using var client = test.OpenClient();
        var tries = 0;
        await FaultAsync(StorageFault.Unknown, () => test.Db.WriteAsync(
            async s =>
            {
                tries++;
                var pid = (await s.QueryAsync(WhoAmI, [], r => r.GetInt32(0)))[0];
                await using var end = client.CreateCommand($"select pg_terminate_backend({pid}, 10000)");
                return await end.ExecuteScalarAsync(Cancel);
            },
            Cancel));
        await FaultAsync(StorageFault.Unknown, () => test.Db.WriteBatchAsync(new SqlBatch().Add(EndMyself), r => 0, Cancel));
        Assert.Equal(1, tries);
        await test.Db.PingAsync(Cancel);
    }

    [Fact]
    public async Task A_lost_pool_recovers_by_itself()
    {
        await using var test = await TestDatabase.CreateAsync(TestDatabase.Postgres);
        await FaultAsync(StorageFault.Unavailable, async () => await test.Db.QueryAsync(EndMyself, [], r => 0, Cancel));
        Assert.Empty(await test.Db.QueryAsync(All, [], r => 0, Cancel));
    }

    [Fact]
    public async Task A_server_that_only_reads_is_unavailable_for_writes()
    {
        await using var test = await TestDatabase.CreateAsync(TestDatabase.Postgres);
        await FaultAsync(StorageFault.Unavailable, () => test.Db.WriteAsync(
            async s =>
            {
                await s.QueryAsync(new Sql("select set_config('transaction_read_only', 'on', true)"), [], r => 0);
                return await s.ExecuteAsync(Put, ("name", "a"));
            },
            Cancel));
    }

    [Fact]
    public async Task Without_prepared_statements_and_with_several_hosts_it_works_the_same()
    {
        await using var test = await TestDatabase.CreateAsync(TestDatabase.Postgres);
        Assert.True(DatabaseUrl.TryParse(test.Url, out var parsed, out _));
        var host = ((PostgresUrl)parsed).Hosts[0];
        var authority = $"@{host.Name}:{host.Port}/";
        foreach (var url in new[] { test.Url + "?prepare=off&pool=1", test.Url.Replace(authority, $"@127.0.0.1:1,{authority[1..]}", StringComparison.Ordinal) })
        {
            await using var db = await TestDatabase.OpenAsync(url);
            for (var i = 0; i < 5; i++)
            {
                await db.WriteAsync(s => s.ExecuteAsync(Put, ("name", $"{i}")), Cancel);
                await db.WriteBatchAsync(new SqlBatch().Add(new Sql("delete from settings")), r => 0, Cancel);
            }
            Assert.Empty(await db.QueryAsync(All, [], r => 0, Cancel));
        }
    }

    [Fact]
    public async Task No_connection_is_left_after_closing()
    {
        await using var test = await TestDatabase.CreateAsync(TestDatabase.Postgres);
        Assert.True(DatabaseUrl.TryParse(test.Url, out var parsed, out _));
        var (host, port) = ((PostgresUrl)parsed).Hosts[0];
        var several = test.Url.Replace($"@{host}:{port}/", $"@{host}:{port},127.0.0.1:1/", StringComparison.Ordinal);
        await using (await TestDatabase.OpenAsync(several)) { }
        await using (await TestDatabase.OpenAsync(test.Url)) { }
        await test.Db.DisposeAsync();
        await test.DropUnusedAsync();
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_without_the_password()
    {
        var e = await FaultAsync(StorageFault.Unavailable, () => TestDatabase.OpenAsync("postgres://u:SECRET@127.0.0.1:1/n"));
        Assert.Contains("postgres://127.0.0.1:1/n", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TestDatabase.Sqlite)]
    [InlineData(TestDatabase.Postgres)]
    public async Task The_time_of_each_kind_of_operation_is_measured(string engine)
    {
        await using var test = await TestDatabase.CreateAsync(engine);
        var seen = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter == test.Db.Metrics.Meter && instrument.Name == "grove.db.duration") l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
        {
            Assert.InRange(seconds, 0, 60);
            seen.Add((string)tags[0].Value!);
        });
        listener.Start();
        await test.Db.QueryAsync(All, [], r => 0, Cancel);
        await test.Db.ReadAsync(s => s.QueryAsync(All, [], r => 0), Cancel);
        await test.Db.WriteAsync(s => s.ExecuteAsync(Put, ("name", "a")), Cancel);
        await test.Db.WriteBatchAsync(new SqlBatch().Add(All), r => 0, Cancel);
        Assert.Equal(["query", "read", "write", "batch"], seen);
    }

    private static async Task<StorageException> FaultAsync(StorageFault fault, Func<Task> action)
    {
        var e = await Assert.ThrowsAsync<StorageException>(action);
        Assert.Equal(fault, e.Fault);
        return e;
    }
}
