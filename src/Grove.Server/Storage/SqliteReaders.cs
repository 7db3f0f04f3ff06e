namespace Grove.Server.Storage;

/// <summary>A bounded set of reading connections. The one used last is lent first: its pages are warm.</summary>
internal sealed class SqliteReaders : IAsyncDisposable
{
    private readonly SqliteConnectionCache[] idle;
    private readonly SemaphoreSlim free;
    private readonly Lock gate = new();
    private readonly SqliteFile file;
    private readonly ILogger logger;
    private int idleCount;
    private bool closed;

    public SqliteReaders(SqliteFile file, int most, ILogger logger)
    {
        (this.file, this.logger) = (file, logger);
        idle = new SqliteConnectionCache[most];
        free = new SemaphoreSlim(most, most);
    }

    public int Busy => closed ? 0 : idle.Length - free.CurrentCount;

    public async ValueTask<SqliteConnectionCache> RentAsync(CancellationToken cancel)
    {
        if (closed) throw Closed();
        cancel.ThrowIfCancellationRequested();
        if (!free.Wait(0, CancellationToken.None)) await free.WaitAsync(cancel);
        try
        {
            lock (gate)
            {
                if (closed) throw Closed();
                if (idleCount > 0) return idle[--idleCount];
            }
            return new SqliteConnectionCache(file, writer: false, logger);
        }
        catch
        {
            free.Release();
            throw;
        }
    }

    public void Return(SqliteConnectionCache connection)
    {
        lock (gate) idle[idleCount++] = connection;
        free.Release();
    }

    /// <summary>Waits for the readers in use and closes all.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            if (closed) return;
            closed = true;
        }
        for (var i = 0; i < idle.Length; i++) await free.WaitAsync();
        for (var i = 0; i < idleCount; i++) idle[i].Dispose();
        // Those still waiting find it closed.
        free.Release(idle.Length);
    }

    private static StorageException Closed() => new(StorageFault.Unavailable, "The database is being closed.");
}
