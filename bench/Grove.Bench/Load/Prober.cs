using System.Diagnostics;

namespace Grove.Bench.Load;

/// <summary>
/// Requests at fixed times, whether earlier ones were answered or not, each remembered with when it was: a generator that only sums up
/// cannot tell what was asked during a move from what was asked before. Each thread has a connection of its own and waits on it.
/// </summary>
internal sealed class Prober : IDisposable
{
    private readonly List<Probe>[] probes;
    private readonly Thread[] threads;
    private volatile bool ended;

    /// <param name="next">The method, the path and the body of the request with this number.</param>
    public Prober(ServerProcess server, string user, int connections, double perSecond, Func<int, (HttpMethod Method, string Path, string? Body)> next)
    {
        probes = [.. Enumerable.Range(0, connections).Select(_ => new List<Probe>())];
        var start = Stopwatch.GetTimestamp();
        threads = [.. Enumerable.Range(0, connections).Select(own => new Thread(() => Run(server, user, own, start, perSecond, next)) { IsBackground = true })];
        foreach (var thread in threads) thread.Start();
    }

    /// <summary>Ends it and gives all of them.</summary>
    public IReadOnlyList<Probe> Stop()
    {
        Dispose();
        return [.. probes.SelectMany(own => own)];
    }

    public void Dispose()
    {
        ended = true;
        foreach (var thread in threads) thread.Join();
    }

    private void Run(ServerProcess server, string user, int own, long start, double perSecond, Func<int, (HttpMethod Method, string Path, string? Body)> next)
    {
        using var client = Targets.Client(server, user);
        var answered = start;
        for (var i = own; !ended; i += threads.Length)
        {
            var due = start + (long)(i / perSecond * Stopwatch.Frequency);
            while (Stopwatch.GetTimestamp() is var now && now < due) Thread.Sleep(Math.Max(1, (int)((due - now) * 1000 / Stopwatch.Frequency)));
            var sent = Stopwatch.GetTimestamp();
            // Waiting for the answer before counts; waking up late is our own fault.
            var (from, late) = answered > due ? (due, 0) : (sent, sent - due);
            var (method, path, body) = next(i);
            using var request = new HttpRequestMessage(method, new Uri(server.Url + path));
            if (body is not null) request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            var status = 0;
            try
            {
                using var answer = client.Send(request);
                status = (int)answer.StatusCode;
            }
            catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
            {
                Console.Error.WriteLine(fault.Message);
            }
            answered = Stopwatch.GetTimestamp();
            probes[own].Add(new(from, answered, Milliseconds(late), status));
        }
    }

    public static double Milliseconds(long ticks) => ticks * 1000.0 / Stopwatch.Frequency;
}

/// <summary>A request and its answer; times as <see cref="Stopwatch"/> has them.</summary>
/// <param name="From">When it was due, or sent if nothing before it held it up.</param>
/// <param name="Late">How much later than it should have it was sent for reasons of its own, in milliseconds.</param>
/// <param name="Status">0 when there was no answer.</param>
internal readonly record struct Probe(long From, long To, double Late, int Status)
{
    public double Latency => Prober.Milliseconds(To - From);

    public bool Failed => Status != 200;

    public bool Overlaps(Span span) => From < span.To && To > span.From;
}

/// <summary>From when to when, as <see cref="Stopwatch"/> has it.</summary>
internal readonly record struct Span(long From, long To)
{
    public double Duration => Prober.Milliseconds(To - From);
}
