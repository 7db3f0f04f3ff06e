using System.Diagnostics.Metrics;

namespace Grove.Server.Storage;

/// <summary>Picks the engine that GROVE_DATABASE names.</summary>
internal static class SqlEngine
{
    /// <summary>Opens and migrates the database. Throws <see cref="StorageException"/> with words for the person who starts the server.</summary>
    public static Task<Db> OpenAsync(string database, TimeProvider clock, ILogger logger, CancellationToken cancel) =>
        DatabaseUrl.TryParse(database, out var url, out var faults)
            ? OpenAsync(url, clock, logger, null, cancel)
            : throw new StorageException(StorageFault.Defect, "GROVE_DATABASE: " + string.Join("; ", faults));

    public static async Task<Db> OpenAsync(DatabaseUrl url, TimeProvider clock, ILogger logger, IMeterFactory? meters, CancellationToken cancel) =>
        url switch
        {
            SqliteUrl sqlite => await SqliteEngine.OpenAsync(sqlite, clock, logger, meters, cancel),
            PostgresUrl postgres => await PostgresEngine.OpenAsync(postgres, clock, logger, meters, cancel),
            _ => throw new StorageException(StorageFault.Defect, "GROVE_DATABASE names no known engine."),
        };
}
