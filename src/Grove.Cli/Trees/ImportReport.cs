using System.Collections.Concurrent;

namespace Grove.Cli.Trees;

/// <summary>What an import is about.</summary>
internal enum ImportKind
{
    Organization,
    Account,
    Member,
}

/// <summary>What was found, or done, about one of them.</summary>
internal enum ImportOutcome
{
    Created,
    Changed,
    Unchanged,
}

/// <summary>An invitation whose secret the server shows once, to whoever invites: it sends no mails.</summary>
internal sealed record ImportInvitation(Place Place, string Organization, string Email, string Secret);

/// <summary>What an import did, and what it could not do. Written by any number of threads.</summary>
internal sealed class ImportReport
{
    private readonly long[] counts = new long[9];
    private readonly ConcurrentQueue<TreeFault> failures = [];
    private readonly ConcurrentQueue<TreeFault> plan = [];
    private readonly ConcurrentQueue<ImportInvitation> invitations = [];
    private long skipped;

    /// <summary>What could not be done, in the order of the file.</summary>
    public IReadOnlyList<TreeFault> Failures => InOrder(failures);

    /// <summary>What would be done, in the order of the file.</summary>
    public IReadOnlyList<TreeFault> Plan => InOrder(plan);

    public IReadOnlyList<ImportInvitation> Invitations => [.. invitations.OrderBy(invitation => invitation.Place.Line)];

    /// <summary>Organizations that were not looked at, because one above them failed.</summary>
    public long Skipped => Interlocked.Read(ref skipped);

    /// <summary>What ended the import before its end; null when it came there.</summary>
    public Exception? Stopped { get; set; }

    public long Count(ImportKind kind, ImportOutcome outcome) => Interlocked.Read(ref counts[((int)kind * 3) + (int)outcome]);

    public void Add(ImportKind kind, ImportOutcome outcome) => Interlocked.Increment(ref counts[((int)kind * 3) + (int)outcome]);

    public void Fail(Place place, string message) => failures.Enqueue(new(place, message));

    public void Skip(long organizations) => Interlocked.Add(ref skipped, organizations);

    public void Invited(ImportInvitation invitation) => invitations.Enqueue(invitation);

    public void Planned(Place place, string what) => plan.Enqueue(new(place, what));

    private static List<TreeFault> InOrder(IEnumerable<TreeFault> lines) => [.. lines.OrderBy(line => line.Place.Line).ThenBy(line => line.Place.Column)];
}

/// <summary>What is there is not what the file says, and an import cannot make it so.</summary>
internal sealed class ImportConflictException(string message) : Exception(message);
