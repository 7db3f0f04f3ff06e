using System.Diagnostics.Metrics;
using Grove.Server.Storage;
using Xunit;

namespace Grove.Tests.Storage;

/// <summary>What only the embedded engine promises.</summary>
public class SqliteEngineTests
{
    private static readonly Sql Put = new("insert into settings (name, value) values (@name, '')");
    private static readonly Sql PutLong = new("insert into settings (name, value) values (@name, hex(zeroblob(500000)))");
    private static readonly Sql Names = new("select name from settings order by name");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failing_write_takes_only_itself_back()
    {
        await using var test = await TestDatabase.CreateAsync(TestDatabase.Sqlite);
        var db = test.Db;
        using var gate = new Gate(db);
        var good = db.WriteAsync(s => s.ExecuteAsync(Put, ("name", "good")), Cancel);
        var duplicate = db.WriteAsync(
            async s =>
            {
                await s.ExecuteAsync(Put, ("name", "half done"));
                return await s.ExecuteAsync(Put, ("name", "good"));
            },
            Cancel);
        var throwing = db.WriteAsync<int>(
            async s =>
            {
                await s.ExecuteAsync(Put, ("name", "thrown"));
                throw new InvalidDataException();
            },
            Cancel);
        var discarded = db.WriteAsync(
            s =>
            {
                s.Discard();
                return s.ExecuteAsync(Put, ("name", "discarded"));
            },
            Cancel);
        var last = db.WriteAsync(s => s.ExecuteAsync(Put, ("name", "last")), Cancel);
        await gate.OpenAsync();
        Assert.Equal((1, 1, 1), (await good, await discarded, await last));
        Assert.Equal(StorageFault.Duplicate, (await Assert.ThrowsAsync<StorageException>(() => duplicate)).Fault);
        await Assert.ThrowsAsync<InvalidDataException>(() => throwing);
        Assert.Equal(["good", "last"], await db.QueryAsync(Names, [], r => r.GetString(0), Cancel));
    }

    [Fact]
    public async Task The_log_is_used_again_once_it_was_copied()
    {
        using var directory = new TestDirectory();
        var file = directory.File("grove.db");
        await using var db = await TestDatabase.OpenAsync("sqlite:" + file);
        for (var i = 0; i < 40; i++) await db.WriteAsync(s => s.ExecuteAsync(PutLong, ("name", $"{i}")), Cancel);
        // 40 megabytes were written, and a checkpoint is due after four.
        Assert.InRange(new FileInfo(file + "-wal").Length, 4_000_000, 8_000_000);
    }

    [Fact]
    public async Task Nothing_is_answered_before_it_is_committed()
    {
        await using var test = await TestDatabase.CreateAsync(TestDatabase.Sqlite);
        var db = test.Db;
        using var gate = new Gate(db);
        var first = db.WriteAsync(s => s.ExecuteAsync(Put, ("name", "first")), Cancel);
        var firstWasAnswered = true;
        var second = db.WriteAsync(
            s =>
            {
                firstWasAnswered = first.IsCompleted;
                return s.ExecuteAsync(Put, ("name", "second"));
            },
            Cancel);
        await gate.OpenAsync();
        await Task.WhenAll(first, second);
        Assert.False(firstWasAnswered);
    }

    [Fact]
    public async Task The_queue_is_bounded_and_its_length_is_told()
    {
        await using var test = await TestDatabase.CreateAsync(TestDatabase.Sqlite);
        var db = test.Db;
        using var gate = new Gate(db);
        var waiting = Enumerable.Range(0, SqliteWriter.MostWaiting).Select(i => db.WriteAsync(s => s.ExecuteAsync(Put, ("name", $"{i}")), Cancel)).ToList();
        Assert.Equal(SqliteWriter.MostWaiting, Observe(db, "grove.db.writer.queue"));
        var e = await Assert.ThrowsAsync<StorageException>(() => db.WriteAsync(s => ValueTask.FromResult(0), Cancel));
        Assert.Equal(StorageFault.Unavailable, e.Fault);
        await gate.OpenAsync();
        await Task.WhenAll(waiting);
        Assert.Equal(0, Observe(db, "grove.db.writer.queue"));
        Assert.Equal(SqliteWriter.MostWaiting, (await db.QueryAsync(Names, [], r => 0, Cancel)).Count);
    }

    [Fact]
    public async Task A_write_canceled_while_it_waits_is_not_run()
    {
        await using var test = await TestDatabase.CreateAsync(TestDatabase.Sqlite);
        using var gate = new Gate(test.Db);
        using var source = new CancellationTokenSource();
        var waiting = test.Db.WriteAsync(s => s.ExecuteAsync(Put, ("name", "a")), source.Token);
        await source.CancelAsync();
        await gate.OpenAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Empty(await test.Db.QueryAsync(Names, [], r => 0, Cancel));
    }

    [Fact]
    public async Task Closing_finishes_the_writes_that_wait()
    {
        using var directory = new TestDirectory();
        var url = "sqlite:" + directory.File("grove.db");
        var db = await TestDatabase.OpenAsync(url);
        var gate = new Gate(db);
        var waiting = Enumerable.Range(0, 100).Select(i => db.WriteAsync(s => s.ExecuteAsync(Put, ("name", $"{i}")), Cancel)).ToList();
        var closing = db.DisposeAsync();
        await gate.OpenAsync();
        await closing;
        gate.Dispose();
        await Task.WhenAll(waiting);
        await using var again = await TestDatabase.OpenAsync(url);
        Assert.Equal(100, (await again.QueryAsync(Names, [], r => 0, Cancel)).Count);
    }

    [Fact]
    public async Task Work_that_awaits_something_else_is_a_defect_and_keeps_nothing()
    {
        await using var test = await TestDatabase.CreateAsync(TestDatabase.Sqlite);
        var never = new TaskCompletionSource();
        var e = await Assert.ThrowsAsync<StorageException>(() => test.Db.WriteAsync(
            async s =>
            {
                await s.ExecuteAsync(Put, ("name", "a"));
                await never.Task;
                return 0;
            },
            Cancel));
        Assert.Equal(StorageFault.Defect, e.Fault);
        Assert.Empty(await test.Db.QueryAsync(Names, [], r => 0, Cancel));
    }

    [Fact]
    public async Task A_second_server_on_the_same_file_is_refused_by_any_name()
    {
        using var directory = new TestDirectory();
        var (path, link, linkedDirectory) = (directory.File("grove.db"), directory.File("link.db"), directory.File("linked"));
        File.CreateSymbolicLink(link, path);
        Directory.CreateSymbolicLink(linkedDirectory, Path.GetDirectoryName(path)!);
        await using (await TestDatabase.OpenAsync("sqlite:" + link))
        {
            foreach (var name in new[] { path, link, Path.Combine(linkedDirectory, "grove.db"), Path.Combine(Path.GetDirectoryName(path)!, ".", "grove.db") })
            {
                var e = await Assert.ThrowsAsync<StorageException>(() => TestDatabase.OpenAsync("sqlite:" + name));
                Assert.Contains("in use by another server", e.Message, StringComparison.Ordinal);
            }
        }
        await (await TestDatabase.OpenAsync("sqlite:" + path)).DisposeAsync();
    }

    [Fact]
    public async Task Only_the_owner_can_read_the_files()
    {
        using var directory = new TestDirectory();
        var path = directory.File("grove.db");
        await using var db = await TestDatabase.OpenAsync("sqlite:" + path);
        await db.WriteAsync(s => s.ExecuteAsync(Put, ("name", "a")), Cancel);
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in new[] { path, path + "-wal", path + "-shm", path + ".lock" })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task The_private_database_leaves_nothing_behind()
    {
        await using var test = await TestDatabase.CreateAsync(TestDatabase.Sqlite);
        var files = await test.Db.QueryAsync(new Sql("select file from pragma_database_list where name = 'main'"), [], r => r.GetString(0), Cancel);
        Assert.True(File.Exists(files[0]));
        await test.Db.DisposeAsync();
        Assert.False(Directory.Exists(Path.GetDirectoryName(files[0])));
    }

    [Fact]
    public async Task A_place_that_cannot_hold_a_database_is_told_clearly()
    {
        using var directory = new TestDirectory();
        await File.WriteAllTextAsync(directory.File("text"), new string('x', 5000), Cancel);
        Directory.CreateDirectory(directory.File("sub"));
        await RefusedAsync(directory.File("none/grove.db"), "does not exist");
        await RefusedAsync(directory.File("sub"), "is a directory");
        await RefusedAsync(directory.File("text"), "not a SQLite database");

        static async Task RefusedAsync(string path, string words)
        {
            var e = await Assert.ThrowsAsync<StorageException>(() => TestDatabase.OpenAsync("sqlite:" + path));
            Assert.Contains(words, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_settings_that_durability_rests_on_are_in_force()
    {
        using var directory = new TestDirectory();
        await using var db = await TestDatabase.OpenAsync("sqlite:" + directory.File("grove.db"));
        var settings = await db.WriteAsync(
            s => s.QueryAsync(
                new Sql("select journal_mode, synchronous, foreign_keys from pragma_journal_mode, pragma_synchronous, pragma_foreign_keys"),
                [],
                r => (r.GetString(0), r.GetInt32(1), r.GetInt32(2))),
            Cancel);
        Assert.Equal([("wal", 2, 1)], settings);
    }

    [Fact]
    public async Task Readers_are_bounded_and_wait_cancelably()
    {
        await using var test = await TestDatabase.CreateAsync(TestDatabase.Sqlite);
        var db = test.Db;
        var most = Math.Max(4, 2 * Environment.ProcessorCount);
        var release = new TaskCompletionSource();
        var readers = Enumerable.Range(0, most).Select(_ => db.ReadAsync(
            async s =>
            {
                await release.Task;
                return (await s.QueryAsync(Names, [], r => 0)).Count;
            },
            Cancel)).ToList();
        Assert.Equal(most, Observe(db, "grove.db.connections.busy"));
        using var source = new CancellationTokenSource();
        var waiting = db.QueryAsync(Names, [], r => 0, Cancel).AsTask();
        var leaving = db.QueryAsync(Names, [], r => 0, source.Token).AsTask();
        Assert.False(waiting.IsCompleted);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        release.SetResult();
        Assert.Empty(await waiting);
        await Task.WhenAll(readers);
        Assert.Equal(0, Observe(db, "grove.db.connections.busy"));
    }

    private static int Observe(Db db, string gauge)
    {
        var value = -1;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter == db.Metrics.Meter && instrument.Name == gauge) l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((_, measured, _, _) => value = measured);
        listener.Start();
        listener.RecordObservableInstruments();
        return value;
    }

    /// <summary>Holds the writer in a write of its own, so that what is written meanwhile is taken together.</summary>
    private sealed class Gate : IDisposable
    {
        private readonly ManualResetEventSlim entered = new();
        private readonly ManualResetEventSlim open = new();
        private readonly Task<int> held;

        public Gate(Db db)
        {
            held = db.WriteAsync(
                _ =>
                {
                    entered.Set();
                    open.Wait();
                    return ValueTask.FromResult(0);
                },
                CancellationToken.None);
            entered.Wait();
        }

        public async Task OpenAsync()
        {
            open.Set();
            await held;
        }

        public void Dispose()
        {
            open.Set();
            held.Wait();
            entered.Dispose();
            open.Dispose();
        }
    }
}
