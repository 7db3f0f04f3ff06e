using Microsoft.Data.Sqlite;

namespace Grove.Server.Storage;

/// <summary>Turns what the driver throws into a <see cref="StorageException"/> that carries none of its words.</summary>
internal static class SqliteFaults
{
    private const int Error = 1, Permission = 3, Busy = 5, Locked = 6, ReadOnly = 8, IoError = 10, Full = 13, CannotOpen = 14, Constraint = 19;
    private const int NotADatabase = 26;

    public static StorageException Translate(SqliteException e, ILogger logger)
    {
        switch (e.SqliteErrorCode)
        {
            case Constraint:
                // 787 foreign key; 1555 primary key, 2067 unique index, 2579 rowid.
                if (e.SqliteExtendedErrorCode == 787) return new StorageException(StorageFault.ForeignKey, "A foreign key refused the change.");
                if (e.SqliteExtendedErrorCode is 1555 or 2067 or 2579) return new StorageException(StorageFault.Duplicate, "A unique key refused the change.");
                break;
            case Busy or Locked:
                return Unavailable("The database file is locked by another program.", e, logger);
            case ReadOnly or Permission:
                return Unavailable("The database file cannot be written.", e, logger);
            case IoError:
                return Unavailable("The database file could not be read or written.", e, logger);
            case Full:
                return Unavailable("The disk that holds the database is full.", e, logger);
            case CannotOpen:
                return Unavailable("The database file cannot be opened.", e, logger);
            case NotADatabase:
                return new StorageException(StorageFault.Defect, "The file is not a SQLite database.");
            case Error:
                logger.LogError("SQLite refused a statement (SQLite code {Code})", e.SqliteExtendedErrorCode);
                break;
        }
        return new StorageException(StorageFault.Defect, $"SQLite refused a statement (code {e.SqliteExtendedErrorCode}).");
    }

    /// <summary>
    /// A failed COMMIT. After a disk error the commit record may have reached the file all the same, and would count if the process died now.
    /// </summary>
    public static StorageException TranslateCommit(SqliteException e, ILogger logger)
    {
        var fault = Translate(e, logger);
        return e.SqliteErrorCode == IoError ? new StorageException(StorageFault.Unknown, "The disk failed while a commit was in flight.") : fault;
    }

    private static StorageException Unavailable(string message, SqliteException e, ILogger logger)
    {
        logger.LogWarning("{Message} (SQLite code {Code})", message, e.SqliteExtendedErrorCode);
        return new StorageException(StorageFault.Unavailable, message);
    }
}
