using Microsoft.Data.Sqlite;

namespace Grove.Server.Storage;

/// <summary>
/// The one thread that writes. It takes what waits, runs each write in its own savepoint inside one transaction, commits once and then
/// answers all: many writers share one flush of the disk, and a failing one takes only itself back.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    public const int MostWaiting = 1024;
    public const int MostTogether = 32;

    private static readonly Sql Begin = new("begin immediate");
    private static readonly Sql Commit = new("commit");
    private static readonly Sql Rollback = new("rollback");
    private static readonly Sql Savepoint = new("savepoint one");
    private static readonly Sql Release = new("release one");
    private static readonly Sql RollbackToSavepoint = new("rollback to one");

    private readonly SqliteConnectionCache connection;
    private readonly SqlDialect dialect;
    private readonly ILogger logger;
    private readonly Queue<SqliteWrite> waiting = new();
    private readonly Thread thread;
    private bool closing;

    public SqliteWriter(SqliteConnectionCache connection, SqlDialect dialect, ILogger logger)
    {
        (this.connection, this.dialect, this.logger) = (connection, dialect, logger);
        thread = new Thread(Loop) { IsBackground = true, Name = "Grove SQLite writer" };
        thread.Start();
    }

    public int Waiting
    {
        get { lock (waiting) return waiting.Count; }
    }

    public void Enqueue(SqliteWrite write)
    {
        lock (waiting)
        {
            if (closing) throw new StorageException(StorageFault.Unavailable, "The database is being closed.");
            if (waiting.Count >= MostWaiting) throw new StorageException(StorageFault.Unavailable, "Too many writes are waiting for the database.");
            waiting.Enqueue(write);
            if (waiting.Count == 1) Monitor.Pulse(waiting);
        }
    }

    /// <summary>Refuses further writes and finishes those that wait.</summary>
    public void Dispose()
    {
        lock (waiting)
        {
            closing = true;
            Monitor.Pulse(waiting);
        }
        thread.Join();
    }

    private void Loop()
    {
        var together = new List<SqliteWrite>(MostTogether);
        while (Take(together))
        {
            // A transaction that SQLite has given up answers those it had run; the rest get a new one.
            for (var start = 0; start < together.Count;) start = Run(together, start);
            together.Clear();
        }
    }

    private bool Take(List<SqliteWrite> together)
    {
        lock (waiting)
        {
            while (waiting.Count == 0 && !closing) Monitor.Wait(waiting);
            while (together.Count < MostTogether && waiting.TryDequeue(out var write))
            {
                if (write.Cancel.IsCancellationRequested) write.AnswerCanceled();
                else together.Add(write);
            }
            return together.Count > 0 || waiting.Count > 0 || !closing;
        }
    }

    private int Run(List<SqliteWrite> together, int start)
    {
        var end = start;
        StorageException? fault = null;
        try
        {
            connection.Control(Begin);
            // A write that is alone needs no savepoint: the transaction is its own.
            var alone = together.Count - start == 1;
            var keep = true;
            while (end < together.Count && connection.InTransaction)
                keep = RunOne(together[end++], alone);
            if (!connection.InTransaction)
            {
                // The last one carries its own fault; what the others did is gone with it.
                for (; start < end - 1; start++)
                    together[start].Fail(new StorageException(StorageFault.Unavailable, "The database gave up the transaction."));
            }
            else if (alone && !keep) connection.Control(Rollback);
            else fault = TryCommit();
        }
        catch (Exception e)
        {
            fault = e is SqliteException sqlite ? SqliteFaults.Translate(sqlite, logger) : Broken(e);
            if (end == start) end = together.Count;
        }
        if (fault is not null) GiveUp();
        for (; start < end; start++)
        {
            if (fault is null) together[start].Answer();
            else together[start].Fail(fault);
        }
        TryCheckpoint();
        return end;
    }

    private bool RunOne(SqliteWrite write, bool alone)
    {
        var session = new SqliteSession(connection, dialect);
        if (alone) return write.Run(session);
        connection.Control(Savepoint);
        var keep = write.Run(session);
        if (!connection.InTransaction) return false;
        if (!keep) connection.Control(RollbackToSavepoint);
        connection.Control(Release);
        return keep;
    }

    private StorageException? TryCommit()
    {
        try
        {
            connection.Control(Commit);
            return null;
        }
        catch (SqliteException e)
        {
            return SqliteFaults.TranslateCommit(e, logger);
        }
    }

    // After the answers. A fault loses nothing, as all is in the log; the next one tries again.
    private void TryCheckpoint()
    {
        try
        {
            connection.CheckpointWhenDue();
        }
        catch (SqliteException e)
        {
            logger.LogWarning("The write-ahead log could not be copied into the database (SQLite code {Code}).", e.SqliteExtendedErrorCode);
        }
    }

    private void GiveUp()
    {
        try
        {
            if (connection.InTransaction) connection.Control(Rollback);
        }
        catch (SqliteException e)
        {
            logger.LogError("A failed transaction could not be rolled back (SQLite code {Code}).", e.SqliteExtendedErrorCode);
        }
    }

    private StorageException Broken(Exception e)
    {
        logger.LogError(e, "The database writer failed.");
        return new StorageException(StorageFault.Defect, "The database writer failed.");
    }
}
