using Grove.Server.Storage;
using Xunit;

namespace Grove.Tests.Storage;

/// <summary>What every engine promises.</summary>
public class DbTests
{
    private static readonly Sql Put = new("insert into settings (name, value) values (@name, @value)");
    private static readonly Sql PutReturning = new("insert into settings (name, value) values (@name, @value) returning name");
    private static readonly Sql Get = new("select value from settings where name = @name");
    private static readonly Sql Names = new("select name from settings order by name");
    private static readonly Sql Change = new("update settings set value = @value where name = @name");
    private static readonly Sql Nothing = new("");
    private static readonly Sql PutAccount = new(
        """
        insert into accounts (id, name, name_folded, type, organization_key, create_time)
        values (@id, 'a', 'A', 'standard', @organization, 0)
        """);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task Every_type_of_argument_arrives(string engine)
    {
        await using var test = await TestDatabase.CreateAsync(engine);
        var d = test.Db.Dialect;
        var sql = new Sql(
            $"""
            select cast(@integer as bigint), cast(@text as text), @blob, cast(@none as bigint), cast(@noText as text),
              case when {d.InTexts("'b'", "@texts")} then 1 else 0 end, case when {d.InIntegers("2", "@integers")} then 1 else 0 end,
              case when {d.InTexts("'x'", "@texts")} then 1 else 0 end, {d.Position("@text", "'é'")}
            """);
        // Not in the order of the text, and one too many.
        SqlArg[] args =
        [
            ("texts", ["a", "b", "\"\U0001F332"]), ("integers", new long[] { 1, 2 }), ("text", "\U0001F332é"), ("integer", long.MaxValue),
            ("blob", new byte[] { 0, 255 }), ("none", (long?)null), ("noText", (string?)null), ("unused", 1),
        ];
        var rows = await test.Db.QueryAsync(
            sql,
            args,
            r => (r.GetInt64(0), r.GetString(1), r.GetFieldValue<byte[]>(2), r.IsDBNull(3), r.IsDBNull(4), (r.GetInt32(5), r.GetInt64(6), r.GetInt64(7), r.GetInt64(8))),
            Cancel);
        var row = Assert.Single(rows);
        Assert.Equal((long.MaxValue, "\U0001F332é", true, true, (1, 1L, 0L, 2L)), (row.Item1, row.Item2, row.Item4, row.Item5, row.Item6));
        Assert.Equal([0, 255], row.Item3);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_missing_argument_is_a_defect(string engine)
    {
        await using var test = await TestDatabase.CreateAsync(engine);
        await FaultAsync(StorageFault.Defect, async () => await test.Db.QueryAsync(Get, [("nam", "x")], r => 0, Cancel));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_batch_answers_the_rows_of_its_last_statement(string engine)
    {
        await using var test = await TestDatabase.CreateAsync(engine);
        var db = test.Db;
        var names = await db.WriteBatchAsync(
            new SqlBatch().Add(db.Dialect.LockForestShared).Add(Names).Add(PutReturning, ("name", "a"), ("value", "1")).Add(Nothing)
                .Add(Put, ("name", "b"), ("value", "2")).Add(Names),
            r => r.GetString(0),
            Cancel);
        Assert.Equal(["a", "b"], names);
        Assert.Equal(["c"], await db.WriteBatchAsync(new SqlBatch().Add(Names).Add(PutReturning, ("name", "c"), ("value", "")), r => r.GetString(0), Cancel));
        Assert.Empty(await db.WriteBatchAsync(new SqlBatch().Add(Names).Add(Put, ("name", "d"), ("value", "")), r => r.GetString(0), Cancel));
        Assert.Empty(await db.WriteBatchAsync(new SqlBatch().Add(Names).Add(Nothing), r => r.GetString(0), Cancel));
        Assert.Empty(await db.WriteBatchAsync(new SqlBatch(), r => r.GetString(0), Cancel));
        Assert.Equal("a,b,c,d", await AllAsync(db));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_failing_batch_changes_nothing(string engine)
    {
        await using var test = await TestDatabase.CreateAsync(engine);
        var batch = new SqlBatch().Add(PutReturning, ("name", "a"), ("value", "")).Add(Put, ("name", "a"), ("value", ""));
        await FaultAsync(StorageFault.Duplicate, () => test.Db.WriteBatchAsync(batch, r => 0, Cancel));
        Assert.Equal("", await AllAsync(test.Db));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_write_keeps_what_it_did_unless_it_throws_or_discards(string engine)
    {
        await using var test = await TestDatabase.CreateAsync(engine);
        var db = test.Db;
        Assert.Equal(1, await db.WriteAsync(s => s.ExecuteAsync(Put, ("name", "kept"), ("value", "1")), Cancel));
        Assert.Equal(0, await db.WriteAsync(s => s.ExecuteAsync(Change, ("name", "none"), ("value", "1")), Cancel));
        Assert.Equal(0, await db.WriteAsync(s => s.ExecuteAsync(Nothing), Cancel));
        var answer = await db.WriteAsync(
            async s =>
            {
                await s.ExecuteAsync(Put, ("name", "discarded"), ("value", "1"));
                s.Discard();
                return "still answered";
            },
            Cancel);
        Assert.Equal("still answered", answer);
        await Assert.ThrowsAsync<InvalidDataException>(() => db.WriteAsync<int>(
            async s =>
            {
                await s.ExecuteAsync(Put, ("name", "thrown"), ("value", "1"));
                throw new InvalidDataException();
            },
            Cancel));
        Assert.Equal("kept", await AllAsync(db));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_refusal_is_told_by_its_kind(string engine)
    {
        await using var test = await TestDatabase.CreateAsync(engine);
        var db = test.Db;
        var foreign = await FaultAsync(
            StorageFault.ForeignKey, () => db.WriteAsync(s => s.ExecuteAsync(PutAccount, ("id", "1"), ("organization", 99)), Cancel));
        await db.WriteAsync(s => s.ExecuteAsync(PutAccount, ("id", "1"), ("organization", (long?)null)), Cancel);
        var duplicate = await FaultAsync(
            StorageFault.Duplicate, () => db.WriteAsync(s => s.ExecuteAsync(PutAccount, ("id", "1"), ("organization", (long?)null)), Cancel));
        if (engine == TestDatabase.Postgres)
            Assert.Equal(("accounts_organization", "accounts_id_key"), (foreign.Constraint, duplicate.Constraint));
        var wrong = await FaultAsync(StorageFault.Defect, async () => await db.QueryAsync(new Sql("select nothing from nowhere"), [], r => 0, Cancel));
        await FaultAsync(StorageFault.Defect, async () => await db.QueryAsync(new Sql("select cast(null as bigint)"), [], r => r.GetInt64(0), Cancel));
        Assert.DoesNotContain("nowhere", wrong.ToString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_fault_that_the_work_swallows_still_ends_the_transaction(string engine)
    {
        await using var test = await TestDatabase.CreateAsync(engine);
        var db = test.Db;
        await db.WriteAsync(s => s.ExecuteAsync(Put, ("name", "a"), ("value", "")), Cancel);
        await FaultAsync(StorageFault.Duplicate, () => db.WriteAsync(SwallowAsync, Cancel));
        var answer = await db.WriteAsync(
            async s =>
            {
                s.Discard();
                return await SwallowAsync(s);
            },
            Cancel);
        Assert.Equal("swallowed", answer);
        Assert.Equal("a", await AllAsync(db));

        static async ValueTask<string> SwallowAsync(SqlSession s)
        {
            await s.ExecuteAsync(Put, ("name", "b"), ("value", ""));
            await Assert.ThrowsAsync<StorageException>(async () => await s.ExecuteAsync(Put, ("name", "a"), ("value", "")));
            await Assert.ThrowsAsync<StorageException>(async () => await s.QueryAsync(Names, [], r => 0));
            return "swallowed";
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_session_cannot_be_used_after_its_work(string engine)
    {
        await using var test = await TestDatabase.CreateAsync(engine);
        var kept = await test.Db.WriteAsync(s => ValueTask.FromResult(s), Cancel);
        await FaultAsync(StorageFault.Defect, async () => await kept.QueryAsync(Names, [], r => 0));
        kept = await test.Db.ReadAsync(s => ValueTask.FromResult(s), Cancel);
        await FaultAsync(StorageFault.Defect, async () => await kept.ExecuteAsync(Put, ("name", "a"), ("value", "")));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_read_sees_one_snapshot_and_cannot_write(string engine)
    {
        await using var test = await TestDatabase.CreateAsync(engine);
        var db = test.Db;
        var (before, after) = await db.ReadAsync(
            async s =>
            {
                var first = await s.QueryAsync(Names, [], r => r.GetString(0));
                await db.WriteAsync(w => w.ExecuteAsync(Put, ("name", "a"), ("value", "")), Cancel);
                return (first.Count, (await s.BatchAsync(new SqlBatch().Add(Names), r => r.GetString(0))).Count);
            },
            Cancel);
        Assert.Equal((0, 0), (before, after));
        await Assert.ThrowsAsync<StorageException>(() => db.ReadAsync(s => s.ExecuteAsync(Put, ("name", "b"), ("value", "")), Cancel));
        Assert.Equal("a", await AllAsync(db));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_canceled_call_ends_as_canceled(string engine)
    {
        await using var test = await TestDatabase.CreateAsync(engine);
        var canceled = new CancellationToken(true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await test.Db.QueryAsync(Names, [], r => 0, canceled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.Db.ReadAsync(s => ValueTask.FromResult(0), canceled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.Db.WriteAsync(s => ValueTask.FromResult(0), canceled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.Db.WriteBatchAsync(new SqlBatch().Add(Names), r => 0, canceled));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_closed_database_is_unavailable(string engine)
    {
        await using var test = await TestDatabase.CreateAsync(engine);
        await test.Db.PingAsync(Cancel);
        await test.Db.DisposeAsync();
        await FaultAsync(StorageFault.Unavailable, () => test.Db.PingAsync(Cancel));
        await FaultAsync(StorageFault.Unavailable, () => test.Db.WriteAsync(s => ValueTask.FromResult(0), Cancel));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Many_at_once_all_arrive(string engine)
    {
        await using var test = await TestDatabase.CreateAsync(engine);
        var db = test.Db;
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            await db.WriteAsync(s => s.ExecuteAsync(Put, ("name", $"{i:000}"), ("value", $"{i}")), Cancel);
            Assert.Equal($"{i}", Assert.Single(await db.QueryAsync(Get, [("name", $"{i:000}")], r => r.GetString(0), Cancel)));
        }));
        Assert.Equal(string.Join(',', Enumerable.Range(0, 200).Select(i => $"{i:000}")), await AllAsync(db));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Lock_statements_run_wherever_they_are_needed(string engine)
    {
        await using var test = await TestDatabase.CreateAsync(engine);
        var d = test.Db.Dialect;
        await test.Db.WriteAsync(
            async s =>
            {
                await s.ExecuteAsync(s.Dialect.SetLockTimeout, ("milliseconds", 100));
                await s.ExecuteAsync(s.Dialect.LockForestShared);
                await s.ExecuteAsync(s.Dialect.LockForestAlone);
                await s.QueryAsync(new Sql("select key from organizations where key = 1 " + d.ForUpdate), [], r => 0);
                return await s.QueryAsync(new Sql("select key from organizations where key = 1 " + d.ForChange), [], r => 0);
            },
            Cancel);
    }

    private static async Task<string> AllAsync(Db db) => string.Join(',', await db.QueryAsync(Names, [], r => r.GetString(0), Cancel));

    private static async Task<StorageException> FaultAsync(StorageFault fault, Func<Task> action)
    {
        var e = await Assert.ThrowsAsync<StorageException>(action);
        Assert.Equal(fault, e.Fault);
        Assert.Null(e.InnerException);
        return e;
    }
}
