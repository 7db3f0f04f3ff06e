using System.Collections.Concurrent;

namespace Grove.Server.Auth;

/// <summary>
/// Remembers for at most four seconds who is behind a credential, so that a busy caller costs no query of their own. Unknown
/// credentials are never remembered.
/// </summary>
internal sealed class CredentialCache(TimeProvider clock)
{
    private const int Capacity = 20_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(4);

    private readonly ConcurrentDictionary<CredentialHash, Entry> entries = new();
    private int generation;

    /// <summary>Marks the start of a database read; an answer is kept only when nothing was revoked since.</summary>
    public Reading Begin() => new(Volatile.Read(ref generation), clock.GetTimestamp());

    public Caller? Find(in CredentialHash hash) =>
        entries.TryGetValue(hash, out var entry) && IsFresh(entry.Reading) ? entry.Caller : null;

    public void Keep(in CredentialHash hash, Caller caller, Reading reading)
    {
        if (!IsFresh(reading)) return;
        if (entries.Count >= Capacity) entries.Clear();
        entries[hash] = new(caller, reading);
    }

    /// <summary>Forgets everything at once: called after a key, token, user or policy changed here.</summary>
    public void Revoke()
    {
        Interlocked.Increment(ref generation);
        entries.Clear();
    }

    private bool IsFresh(Reading reading) =>
        reading.Generation == Volatile.Read(ref generation) && clock.GetElapsedTime(reading.Start) < Lifetime;

    internal readonly record struct Reading(int Generation, long Start);

    private sealed record Entry(Caller Caller, Reading Reading);
}

/// <summary>SHA-256 of a whole credential.</summary>
internal readonly record struct CredentialHash(ulong A, ulong B, ulong C, ulong D)
{
    public static CredentialHash From(ReadOnlySpan<byte> sha256) => new(
        BitConverter.ToUInt64(sha256), BitConverter.ToUInt64(sha256[8..]), BitConverter.ToUInt64(sha256[16..]), BitConverter.ToUInt64(sha256[24..]));

    // The parts of a hash are uniformly spread already.
    public override int GetHashCode() => (int)A;
}
