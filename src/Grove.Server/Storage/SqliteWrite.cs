namespace Grove.Server.Storage;

/// <summary>One write on its way through the writer: run in a savepoint, answered after the commit.</summary>
internal abstract class SqliteWrite(CancellationToken cancel)
{
    public CancellationToken Cancel { get; } = cancel;

    /// <summary>Runs the work. True when what it did is to be kept.</summary>
    public abstract bool Run(SqliteSession session);

    /// <summary>Gives the caller the outcome of <see cref="Run"/>.</summary>
    public abstract void Answer();

    /// <summary>Gives the caller this fault, whatever the outcome was.</summary>
    public abstract void Fail(StorageException fault);

    public abstract void AnswerCanceled();
}

internal sealed class SqliteWrite<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken cancel) : SqliteWrite(cancel)
{
    // The writer never runs a caller's continuation.
    private readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? exception;
    private T result = default!;

    public Task<T> Task => answer.Task;

    public override bool Run(SqliteSession session)
    {
        try
        {
            var running = work(session);
            if (!running.IsCompleted)
            {
                _ = running.AsTask().ContinueWith(
                    static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                throw new StorageException(StorageFault.Defect, "A write awaited something other than its session.");
            }
            result = running.GetAwaiter().GetResult();
            if (!session.Discarded) exception = session.Failure;
        }
        catch (Exception e)
        {
            exception = e;
        }
        session.Close();
        return exception is null && !session.Discarded && session.Failure is null;
    }

    public override void Answer()
    {
        if (exception is null) answer.SetResult(result);
        else answer.SetException(exception);
    }

    public override void Fail(StorageException fault) => answer.SetException(new StorageException(fault.Fault, fault.Message, fault.Constraint));

    public override void AnswerCanceled() => answer.SetCanceled(Cancel);
}
