using System.Data.Common;

namespace Grove.Server.Storage;

/// <summary>A transaction or savepoint on one connection. Every operation completes before it returns.</summary>
internal sealed class SqliteSession(SqliteConnectionCache connection, SqlDialect dialect) : SqlSession
{
    private bool closed;

    public override SqlDialect Dialect => dialect;

    /// <summary>What a statement failed with. As on PostgreSQL nothing can be done or kept in the transaction after that.</summary>
    public StorageException? Failure { get; private set; }

    /// <summary>From here on a session that its work has kept is refused.</summary>
    public void Close() => closed = true;

    public override ValueTask<List<T>> QueryAsync<T>(Sql sql, SqlArg[] args, Func<DbDataReader, T> read)
    {
        Guard();
        try
        {
            return new ValueTask<List<T>>(connection.Query(sql, args, read));
        }
        catch (StorageException e)
        {
            Failure = e;
            throw;
        }
    }

    public override ValueTask<List<T>> BatchAsync<T>(SqlBatch batch, Func<DbDataReader, T> read)
    {
        Guard();
        try
        {
            return new ValueTask<List<T>>(Run(batch, read));
        }
        catch (StorageException e)
        {
            Failure = e;
            throw;
        }
    }

    public override ValueTask<int> ExecuteAsync(Sql sql, params SqlArg[] args)
    {
        Guard();
        try
        {
            return new ValueTask<int>(connection.Execute(sql, args));
        }
        catch (StorageException e)
        {
            Failure = e;
            throw;
        }
    }

    /// <summary>Readers have threads and connections of their own, and the writer's thread waits for nothing.</summary>
    public override ValueTask RestAsync(TimeSpan worked) => ValueTask.CompletedTask;

    private List<T> Run<T>(SqlBatch batch, Func<DbDataReader, T> read)
    {
        var statements = batch.Statements;
        for (var i = 0; i < statements.Count - 1; i++) connection.Execute(statements[i].Sql, statements[i].Args);
        return statements.Count == 0 ? [] : connection.Query(statements[^1].Sql, statements[^1].Args, read);
    }

    private void Guard()
    {
        if (closed) throw new StorageException(StorageFault.Defect, "The transaction has ended.");
        if (Failure is not null) throw new StorageException(Failure.Fault, Failure.Message, Failure.Constraint);
    }
}
