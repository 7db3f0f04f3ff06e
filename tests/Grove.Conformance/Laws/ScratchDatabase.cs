using Grove.Server;
using Grove.Server.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Grove.Conformance.Laws;

/// <summary>A database that outlives its servers, so that a test can fill its tables before they start and read them after they stop.</summary>
internal sealed class ScratchDatabase : IAsyncDisposable
{
    private readonly string url;
    private readonly Func<ValueTask> remove;

    private ScratchDatabase(string url, Func<ValueTask> remove) => (this.url, this.remove) = (url, remove);

    public static async Task<ScratchDatabase> CreateAsync(string engine)
    {
        var (url, remove) = await Engine.CreateDatabaseAsync(engine);
        return new(url, remove);
    }

    public Task<GroveHost> ServeAsync(Func<GroveOptions, GroveOptions>? configure = null) => GroveHost.OpenAsync(url, configure: configure);

    /// <summary>The tables themselves; on SQLite no server may run meanwhile.</summary>
    public async Task<T> OpenAsync<T>(Func<Db, Task<T>> work)
    {
        var db = await SqlEngine.OpenAsync(url, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        await using (db) return await work(db);
    }

    public ValueTask DisposeAsync() => remove();
}
