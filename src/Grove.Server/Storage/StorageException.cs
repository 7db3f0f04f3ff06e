namespace Grove.Server.Storage;

internal enum StorageFault
{
    /// <summary>The database cannot be reached, or its queue or pool is full. Nothing was changed; a later try may succeed.</summary>
    Unavailable,

    /// <summary>A transient conflict outlasted the internal retries. Nothing was changed; a later try may succeed.</summary>
    Conflict,

    /// <summary>The connection was lost while a commit was in flight: the change may or may not have happened.</summary>
    Unknown,

    /// <summary>A foreign key refused the change. Nothing was changed.</summary>
    ForeignKey,

    /// <summary>A unique key refused the change. Nothing was changed.</summary>
    Duplicate,

    /// <summary>Anything else: a defect of Grove or of the database.</summary>
    Defect,
}

/// <summary>A fault of the database, without the driver's words in <see cref="Exception.Message"/>; the driver's exception is not kept.</summary>
internal sealed class StorageException(StorageFault fault, string message, string? constraint = null) : Exception(message)
{
    public StorageFault Fault { get; } = fault;

    /// <summary>The name of the constraint that refused, where the engine tells it (PostgreSQL); else null.</summary>
    public string? Constraint { get; } = constraint;
}
