using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Grove.Server.Http;

namespace Grove.Server.Auth;

/// <summary>
/// Limits how often one client address may fail to authenticate: 300 times in any 5 minutes. It is asked only about failures, so valid
/// credentials pass whatever others do behind the same address.
/// </summary>
internal sealed class FailureLimiter(TimeProvider clock)
{
    public const int Limit = 300;

    /// <summary>How many addresses are remembered; beyond that the one that has been quiet the longest is forgotten.</summary>
    public const int MaxAddresses = 4096;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly Lock gate = new();
    private readonly Dictionary<Source, LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> quietestFirst = new();

    /// <summary>How many addresses are remembered now.</summary>
    public int Count
    {
        get { lock (gate) return entries.Count; }
    }

    /// <summary>
    /// Counts a failure. Null when it is answered as what it is, else the seconds after which one will be again; a failure refused so is
    /// not counted, so the wait ends also for those who keep trying.
    /// </summary>
    public int? RecordFailure(IPAddress? client)
    {
        var source = Source.Of(client);
        lock (gate)
        {
            while (quietestFirst.First is { } quietest && IsOver(quietest.Value.Last)) Remove(quietest);
            var entry = Touch(source);
            var failures = entry.Failures;
            while (failures.TryPeek(out var oldest) && IsOver(oldest)) failures.Dequeue();
            if (failures.Count < Limit)
            {
                entry.Last = clock.GetTimestamp();
                failures.Enqueue(entry.Last);
                return null;
            }
            var rest = Window - clock.GetElapsedTime(failures.Peek());
            return Math.Max(1, (int)Math.Ceiling(rest.TotalSeconds));
        }
    }

    private Entry Touch(Source source)
    {
        if (entries.TryGetValue(source, out var node))
        {
            quietestFirst.Remove(node);
        }
        else
        {
            if (entries.Count == MaxAddresses) Remove(quietestFirst.First!);
            entries[source] = node = new LinkedListNode<Entry>(new Entry(source));
        }
        quietestFirst.AddLast(node);
        return node.Value;
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        quietestFirst.Remove(node);
        entries.Remove(node.Value.Source);
    }

    private bool IsOver(long failure) => clock.GetElapsedTime(failure) >= Window;

    private sealed class Entry(Source source)
    {
        public Source Source => source;
        public Queue<long> Failures { get; } = [];
        public long Last { get; set; }
    }

    // One customer of a provider holds a whole /64 of IPv6, so anything narrower limits nobody.
    private readonly record struct Source(AddressFamily Family, ulong Prefix)
    {
        public static Source Of(IPAddress? client)
        {
            if (client is null) return default;
            Span<byte> bytes = stackalloc byte[16];
            var address = Addresses.Normal(client);
            address.TryWriteBytes(bytes, out _);
            return new(address.AddressFamily, BinaryPrimitives.ReadUInt64BigEndian(bytes));
        }
    }
}
