using System.Collections.Concurrent;
using System.Globalization;

namespace Grove.Server.Operations;

/// <summary>Requests by method and route, counted and timed. Recording takes no lock; only the first of a pair allocates.</summary>
internal sealed class HttpMetrics
{
    /// <summary>The label of what has no route of its own, and of methods that are not HTTP's.</summary>
    public const string Other = "other";

    // Routes are templates, a hundred or two; the bound is for a caller's mistake, which must not fill the memory.
    private const int MaxPairs = 500;

    private readonly ConcurrentDictionary<(string Method, string Route), Pair> pairs = new();
    private int count;

    /// <param name="method">The request's method.</param>
    /// <param name="route">The template of the matched route, never a path; null or empty when none matched.</param>
    /// <param name="status">The status of the answer.</param>
    /// <param name="elapsed">From the first byte read to the last one written.</param>
    public void Record(string method, string? route, int status, TimeSpan elapsed)
    {
        var pair = Find(Known(method), string.IsNullOrEmpty(route) ? Other : route);
        pair.Count(status);
        pair.Durations.Record(elapsed.TotalSeconds);
    }

    public void Write(PrometheusText text)
    {
        // A copy first: what LINQ makes of a dictionary to which others add at that moment may not fit.
        var sorted = pairs.ToArray().OrderBy(pair => pair.Key.Route, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.Method, StringComparer.Ordinal).ToArray();
        text.Family("grove_http_requests_total", "counter", "Requests answered.");
        foreach (var ((method, route), pair) in sorted)
        {
            foreach (var (status, requests) in pair.Statuses())
                text.Sample("grove_http_requests_total", requests, ("method", method), ("route", route), ("status", status));
        }
        text.Family("grove_http_request_duration_seconds", "histogram", "Time from reading a request to having answered it.");
        foreach (var ((method, route), pair) in sorted)
            text.Histogram("grove_http_request_duration_seconds", pair.Durations, ("method", method), ("route", route));
    }

    private Pair Find(string method, string route)
    {
        if (pairs.TryGetValue((method, route), out var known)) return known;
        if (Volatile.Read(ref count) >= MaxPairs) return pairs.GetOrAdd((Other, Other), _ => new Pair());
        var added = new Pair();
        var pair = pairs.GetOrAdd((method, route), added);
        if (ReferenceEquals(pair, added)) Interlocked.Increment(ref count);
        return pair;
    }

    // A client may send any word as its method, and each would be a new label.
    private static string Known(string method) => method switch
    {
        "GET" or "POST" or "PUT" or "PATCH" or "DELETE" or "HEAD" or "OPTIONS" => method,
        _ => Other,
    };

    private sealed class Pair
    {
        private const int Lowest = 100;
        private const int Highest = 599;

        // One place for each status, and a last one for what is none.
        private readonly long[] statuses = new long[Highest - Lowest + 2];

        public LatencyHistogram Durations { get; } = new();

        public void Count(int status) =>
            Interlocked.Increment(ref statuses[status is >= Lowest and <= Highest ? status - Lowest : statuses.Length - 1]);

        public IEnumerable<(string Status, long Requests)> Statuses()
        {
            for (var i = 0; i < statuses.Length; i++)
            {
                var requests = Volatile.Read(ref statuses[i]);
                if (requests == 0) continue;
                yield return (i == statuses.Length - 1 ? Other : (Lowest + i).ToString(CultureInfo.InvariantCulture), requests);
            }
        }
    }
}
