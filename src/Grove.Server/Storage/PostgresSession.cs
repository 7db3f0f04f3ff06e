using System.Data.Common;
using Npgsql;

namespace Grove.Server.Storage;

/// <summary>A transaction on one connection; its BEGIN travels with the first statement.</summary>
internal sealed class PostgresSession(
    NpgsqlConnection connection, SqlDialect dialect, string begin, Func<TimeSpan, Task> rest, ILogger logger, CancellationToken cancel) : SqlSession
{
    private bool begun;
    private bool closed;

    public override SqlDialect Dialect => dialect;

    /// <summary>What a statement failed with. Nothing can be done or kept in the transaction after that.</summary>
    public StorageException? Failure { get; private set; }

    /// <summary>True when the server told that it only reads: the connections lead to a former primary.</summary>
    public bool MetReadOnly { get; private set; }

    /// <summary>From here on a session that its work has kept is refused.</summary>
    public void Close() => closed = true;

    public override async ValueTask<List<T>> QueryAsync<T>(Sql sql, SqlArg[] args, Func<DbDataReader, T> read)
    {
        if (sql.Text.Length == 0) return [];
        var sending = Start();
        var skip = Add(sending, sql, args) ? 0 : -1;
        return await ReadAsync(sending, skip, read);
    }

    public override async ValueTask<List<T>> BatchAsync<T>(SqlBatch batch, Func<DbDataReader, T> read)
    {
        var sending = Start();
        var skip = AddAll(sending, batch);
        return sending.BatchCommands.Count == 0 ? [] : await ReadAsync(sending, skip, read);
    }

    public override async ValueTask<int> ExecuteAsync(Sql sql, params SqlArg[] args)
    {
        if (sql.Text.Length == 0) return 0;
        var sending = Start();
        Add(sending, sql, args);
        try
        {
            return Math.Max(0, await sending.ExecuteNonQueryAsync(cancel));
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            throw Fail(e);
        }
    }

    public override async ValueTask RestAsync(TimeSpan worked) => await rest(worked);

    public async Task CommitAsync()
    {
        if (!begun) return;
        try
        {
            await RunAsync("commit");
        }
        catch (Exception e)
        {
            throw PostgresFaults.Translate(e, committing: true, logger);
        }
    }

    /// <summary>Never throws: a connection that cannot roll back is broken, and the server rolls back when it goes.</summary>
    public async Task RollbackAsync()
    {
        if (!begun || connection.FullState.HasFlag(System.Data.ConnectionState.Broken)) return;
        try
        {
            await RunAsync("rollback");
            if (Failure is not null || cancel.IsCancellationRequested) PostgresStatement.Forget(connection);
        }
        catch (Exception e)
        {
            PostgresFaults.Translate(e, committing: false, logger);
        }
    }

    /// <summary>Adds the statements; says how many result sets come before the last statement's, or -1 when it has none.</summary>
    public static int AddAll(NpgsqlBatch sending, SqlBatch batch)
    {
        var statements = batch.Statements;
        var before = 0;
        for (var i = 0; i < statements.Count; i++)
        {
            var (sql, args) = statements[i];
            var hasRows = sql.Text.Length > 0 && Add(sending, sql, args);
            if (i == statements.Count - 1) return hasRows ? before : -1;
            if (hasRows) before++;
        }
        return -1;
    }

    /// <summary>Runs all and reads the result set after <paramref name="skip"/> others; none when negative.</summary>
    public static async Task<List<T>> ReadAsync<T>(NpgsqlBatch sending, int skip, Func<DbDataReader, T> read, CancellationToken cancel)
    {
        await using var reader = await sending.ExecuteReaderAsync(cancel);
        if (skip < 0)
        {
            while (await reader.NextResultAsync(cancel)) { }
            return [];
        }
        var rows = new List<T>(4);
        for (; skip > 0; skip--) await reader.NextResultAsync(cancel);
        while (await reader.ReadAsync(cancel)) rows.Add(read(reader));
        // What fails after the last row, the commit included, is told only to those who read on.
        while (await reader.NextResultAsync(cancel)) { }
        return rows;
    }

    private static bool Add(NpgsqlBatch sending, Sql sql, SqlArg[] args)
    {
        var statement = PostgresStatement.Of(sql);
        var command = new NpgsqlBatchCommand(statement.Text);
        statement.Bind(args, command.Parameters);
        sending.BatchCommands.Add(command);
        return statement.ReturnsRows;
    }

    private NpgsqlBatch Start()
    {
        if (closed) throw new StorageException(StorageFault.Defect, "The transaction has ended.");
        if (Failure is not null) throw new StorageException(Failure.Fault, Failure.Message, Failure.Constraint);
        var sending = new NpgsqlBatch(connection);
        if (!begun) sending.BatchCommands.Add(new NpgsqlBatchCommand(begin));
        begun = true;
        return sending;
    }

    private async ValueTask<List<T>> ReadAsync<T>(NpgsqlBatch sending, int skip, Func<DbDataReader, T> read)
    {
        try
        {
            return await ReadAsync(sending, skip, read, cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            throw Fail(e);
        }
    }

    private StorageException Fail(Exception e)
    {
        MetReadOnly = PostgresFaults.IsReadOnly(e);
        return Failure = PostgresFaults.Translate(e, committing: false, logger);
    }

    private async Task RunAsync(string text)
    {
#pragma warning disable CA2100 // A constant.
        await using var command = new NpgsqlCommand(text, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
