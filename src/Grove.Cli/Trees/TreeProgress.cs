namespace Grove.Cli.Trees;

/// <summary>How far long work is. Written by any number of threads, read by whoever shows it.</summary>
internal sealed class TreeProgress
{
    private long total;
    private long done;
    private long failed;

    /// <summary>What is being done, in words.</summary>
    public string Phase { get; private set; } = "starting";

    /// <summary>How much there is to do; 0 when that is not known.</summary>
    public long Total => Interlocked.Read(ref total);

    public long Done => Interlocked.Read(ref done);

    public long Failed => Interlocked.Read(ref failed);

    public void Begin(string phase, long whole)
    {
        Phase = phase;
        Interlocked.Exchange(ref done, 0);
        Interlocked.Exchange(ref total, whole);
    }

    public void Add(long more) => Interlocked.Add(ref done, more);

    public void Fail() => Interlocked.Increment(ref failed);

    /// <summary>There is more to do than was known at first.</summary>
    public void Expect(long more) => Interlocked.Add(ref total, more);
}
