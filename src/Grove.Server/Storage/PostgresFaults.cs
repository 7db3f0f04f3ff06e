using System.Net.Sockets;
using Npgsql;

namespace Grove.Server.Storage;

/// <summary>Turns what the driver throws into a <see cref="StorageException"/> that carries none of its words.</summary>
internal static class PostgresFaults
{
    /// <param name="e">What the driver threw.</param>
    /// <param name="committing">True when the statement in flight may have committed: then a lost connection leaves the outcome open.</param>
    /// <param name="logger">Told what the exception must not carry.</param>
    public static StorageException Translate(Exception e, bool committing, ILogger logger)
    {
        switch (e)
        {
            case StorageException known:
                return known;
            // An error answered by a living connection has rolled the transaction back; a fatal one may have come after the commit.
            case PostgresException p when !committing || p.InvariantSeverity is "ERROR":
                return Translate(p, logger);
            case PostgresException or NpgsqlException or SocketException or IOException or TimeoutException or ObjectDisposedException:
                logger.LogWarning("The connection to PostgreSQL failed: {Reason}", Reason(e));
                return committing
                    ? new StorageException(StorageFault.Unknown, "The connection was lost while a commit was in flight.")
                    : new StorageException(StorageFault.Unavailable, "The database cannot be reached, or all of its connections are in use.");
            default:
                logger.LogError("A database operation failed: {Fault}", e.GetType().Name);
                return new StorageException(StorageFault.Defect, "A database operation failed.");
        }
    }

    public static bool IsReadOnly(Exception e) => e is PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction };

    private static StorageException Translate(PostgresException e, ILogger logger)
    {
        switch (e.SqlState)
        {
            case PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable:
                return new StorageException(StorageFault.Conflict, "The change kept meeting other changes.");
            case PostgresErrorCodes.ForeignKeyViolation:
                return new StorageException(StorageFault.ForeignKey, "A foreign key refused the change.", e.ConstraintName);
            case PostgresErrorCodes.UniqueViolation:
                return new StorageException(StorageFault.Duplicate, "A unique key refused the change.", e.ConstraintName);
            case PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.ReadOnlySqlTransaction:
            case ['0', '8', ..] or ['5', '3', ..] or ['5', '7', 'P', ..] or ['5', '8', ..]:
                logger.LogWarning("PostgreSQL is not available (SQLSTATE {State}).", e.SqlState);
                return new StorageException(StorageFault.Unavailable, "The database is not available.");
            case ['2', '8', ..] or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege:
                logger.LogError("PostgreSQL refused the user or the database (SQLSTATE {State}).", e.SqlState);
                return new StorageException(
                    StorageFault.Unavailable, $"PostgreSQL refused the user, the password or the database (SQLSTATE {e.SqlState}).");
        }
        logger.LogError("PostgreSQL refused a statement (SQLSTATE {State}).", e.SqlState);
        return new StorageException(StorageFault.Defect, $"PostgreSQL refused a statement (SQLSTATE {e.SqlState}).");
    }

    private static string Reason(Exception e) => e is PostgresException p ? p.SqlState : (e.InnerException ?? e).GetType().Name;
}
