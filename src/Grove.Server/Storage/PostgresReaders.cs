using System.Data.Common;
using Npgsql;

namespace Grove.Server.Storage;

/// <summary>
/// Single statements that only read. Of the brief ones a few are under way at a time; those that come meanwhile travel together, in one round
/// trip, as soon as one of the few is answered: the database is woken once for all of them, and so is this process.
/// </summary>
internal sealed class PostgresReaders(Func<CancellationToken, ValueTask<NpgsqlConnection>> open, int most, ILogger logger)
{
    /// <summary>Whoever is answered first waits for no more than these.</summary>
    private const int MostTogether = 32;

    private readonly Lock gate = new();
    private readonly Queue<Read> waiting = new();
    private int senders;
    private int alone;

    /// <summary>Connections in use.</summary>
    public int Busy => Volatile.Read(ref senders) + Volatile.Read(ref alone);

    /// <summary>True when whatever else runs takes processors from reads.</summary>
    public bool AreMany => Busy >= most;

    public ValueTask<List<T>> QueryAsync<T>(Sql sql, SqlArg[] args, Func<DbDataReader, T> read, CancellationToken cancel)
    {
        var statement = PostgresStatement.Of(sql);
        if (!sql.IsBrief) return AloneAsync(statement, args, read, cancel);
        Read<T>? later = null;
        lock (gate)
        {
            if (senders < most) senders++;
            else waiting.Enqueue(later = new Read<T>(statement, args, read));
        }
        // Outside: whoever asks meanwhile must not wait for the sending.
        return later is null ? FirstAsync(statement, args, read, cancel) : new(later.Answer);
    }

    private async ValueTask<List<T>> AloneAsync<T>(PostgresStatement statement, SqlArg[] args, Func<DbDataReader, T> read, CancellationToken cancel)
    {
        Interlocked.Increment(ref alone);
        try
        {
            return await SendAsync(statement, args, read, cancel);
        }
        finally
        {
            Interlocked.Decrement(ref alone);
        }
    }

    /// <summary>Nobody waits, so it goes at once; whoever comes until it is answered goes next.</summary>
    private async ValueTask<List<T>> FirstAsync<T>(PostgresStatement statement, SqlArg[] args, Func<DbDataReader, T> read, CancellationToken cancel)
    {
        try
        {
            return await SendAsync(statement, args, read, cancel);
        }
        finally
        {
            // Not by the one who is answered: they have their own work to go on with.
            if (!StopWhenNobodyWaits()) ThreadPool.UnsafeQueueUserWorkItem(static self => _ = self.SendWaitingAsync(), this, preferLocal: true);
        }
    }

    private async ValueTask<List<T>> SendAsync<T>(PostgresStatement statement, SqlArg[] args, Func<DbDataReader, T> read, CancellationToken cancel)
    {
        await using var connection = await open(cancel);
        try
        {
#pragma warning disable CA2100 // A kept text, never made from input.
            await using var command = new NpgsqlCommand(statement.Text, connection);
#pragma warning restore CA2100
            statement.Bind(args, command.Parameters);
            var rows = new List<T>(4);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel)) rows.Add(read(reader));
            // An error after the last row is told only to those who read on.
            await reader.NextResultAsync(cancel);
            return rows;
        }
        catch (Exception e)
        {
            PostgresStatement.Forget(connection);
            if (e is OperationCanceledException && cancel.IsCancellationRequested) throw;
            throw PostgresFaults.Translate(e, committing: false, logger);
        }
    }

    private async Task SendWaitingAsync()
    {
        var together = new List<Read>(MostTogether);
        do
        {
            lock (gate)
            {
                while (together.Count < MostTogether && waiting.TryDequeue(out var next)) together.Add(next);
            }
            try
            {
                var answered = await SendAsync(together);
                // One's failure fails those after it. Alone each learns its own, and a read may be repeated.
                await Task.WhenAll(together.Skip(answered).Select(read => read.RepeatAsync(this)));
            }
            catch (Exception fault)
            {
                // Where there is no connection for all there is none for each alone.
                foreach (var read in together) read.Fail(fault);
            }
            together.Clear();
        }
        while (!StopWhenNobodyWaits());
    }

    /// <summary>Answers how many were answered: all, or those before one that failed.</summary>
    private async Task<int> SendAsync(List<Read> together)
    {
        await using var connection = await open(CancellationToken.None);
        var answered = 0;
        try
        {
            await using var batch = new NpgsqlBatch(connection);
            foreach (var read in together) batch.BatchCommands.Add(read.Command());
            await using var reader = await batch.ExecuteReaderAsync();
            for (; answered < together.Count; answered++)
            {
                while (await reader.ReadAsync()) together[answered].Take(reader);
                await reader.NextResultAsync();
                together[answered].Finish();
            }
        }
        catch (Exception)
        {
            PostgresStatement.Forget(connection);
        }
        return answered;
    }

    private bool StopWhenNobodyWaits()
    {
        lock (gate)
        {
            if (waiting.Count > 0) return false;
            senders--;
            return true;
        }
    }

    private abstract class Read
    {
        public abstract NpgsqlBatchCommand Command();

        /// <summary>Reads one row of the answer.</summary>
        public abstract void Take(DbDataReader reader);

        public abstract void Finish();

        public abstract void Fail(Exception fault);

        public abstract Task RepeatAsync(PostgresReaders readers);
    }

    private sealed class Read<T>(PostgresStatement statement, SqlArg[] args, Func<DbDataReader, T> read) : Read
    {
        private readonly List<T> rows = new(4);

        // Who waits must not go on inside the loop that answers the others.
        private readonly TaskCompletionSource<List<T>> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<List<T>> Answer => answer.Task;

        public override NpgsqlBatchCommand Command()
        {
            var command = new NpgsqlBatchCommand(statement.Text);
            statement.Bind(args, command.Parameters);
            return command;
        }

        public override void Take(DbDataReader reader) => rows.Add(read(reader));

        public override void Finish() => answer.SetResult(rows);

        public override void Fail(Exception fault) => answer.TrySetException(fault);

        public override async Task RepeatAsync(PostgresReaders readers)
        {
            try
            {
                answer.SetResult(await readers.AloneAsync(statement, args, read, CancellationToken.None));
            }
            catch (Exception fault)
            {
                answer.SetException(fault);
            }
        }
    }
}
