using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Grove.Server.Configuration;

namespace Grove.Server.Operations;

/// <summary>
/// What <c>/metrics</c> answers for one server: its requests, what its storage measures on its meter, and the process.
/// It hears no other meter, also not one of the same name, so servers in one process do not count each other.
/// </summary>
internal sealed class Metrics : IDisposable
{
    private const string DatabaseDuration = "grove.db.duration";

    private static readonly (string Instrument, string Family, string Help)[] Gauges =
    [
        ("grove.db.writer.queue", "grove_db_writer_queue", "Writes that wait for the database's writer."),
        ("grove.db.connections.busy", "grove_db_connections_busy", "Database connections in use."),
    ];

    private readonly HttpMetrics http;
    private readonly double startTime;
    private readonly ConcurrentDictionary<string, LatencyHistogram> databaseDurations = new();
    private readonly Dictionary<string, double> observed = [];
    private readonly Lock rendering = new();
    private readonly MeterListener listener = new();

    public Metrics(Meter meter, HttpMetrics http, TimeProvider time)
    {
        this.http = http;
        startTime = time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!ReferenceEquals(instrument.Meter, meter)) return;
            if (instrument.IsObservable ? Gauges.Any(gauge => gauge.Instrument == instrument.Name) : instrument.Name == DatabaseDuration)
                listener.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Measured(instrument, value, tags));
        listener.SetMeasurementEventCallback<float>((instrument, value, tags, _) => Measured(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Measured(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Measured(instrument, value, tags));
        listener.Start();
    }

    /// <summary>The whole answer, to be sent as <see cref="PrometheusText.ContentType"/>.</summary>
    public string Render()
    {
        var text = new PrometheusText();
        http.Write(text);
        text.Family("grove_db_duration_seconds", "histogram", "Time that a database operation took, waiting included.");
        foreach (var (operation, durations) in databaseDurations.ToArray().OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.Histogram("grove_db_duration_seconds", durations, ("operation", operation));
        WriteGauges(text);
        WriteProcess(text);
        return text.ToString();
    }

    public void Dispose() => listener.Dispose();

    private void Measured(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (instrument.Name == DatabaseDuration)
            databaseDurations.GetOrAdd(Operation(tags), static _ => new LatencyHistogram()).Record(value);
        // Gauges are measured only inside WriteGauges, on its thread; several values of one are parts of a whole.
        else observed[instrument.Name] = observed.GetValueOrDefault(instrument.Name) + value;
    }

    // Storage names a handful of operations; a tag that could take any value must not become a label here.
    private static string Operation(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            if (tag is { Key: "operation", Value: string operation }) return operation;
        }
        return HttpMetrics.Other;
    }

    private void WriteGauges(PrometheusText text)
    {
        lock (rendering)
        {
            observed.Clear();
            try
            {
                listener.RecordObservableInstruments();
            }
            catch (AggregateException)
            {
                // A gauge that cannot be read is left out; the rest still answers.
            }
            foreach (var (instrument, family, help) in Gauges)
            {
                if (!observed.TryGetValue(instrument, out var value)) continue;
                text.Family(family, "gauge", help);
                text.Sample(family, value);
            }
        }
    }

    private void WriteProcess(PrometheusText text)
    {
        text.Family("process_start_time_seconds", "gauge", "When this server started, in seconds since 1970.");
        text.Sample("process_start_time_seconds", startTime);
        text.Family("process_resident_memory_bytes", "gauge", "Physical memory of the process.");
        text.Sample("process_resident_memory_bytes", Environment.WorkingSet);
        text.Family("process_cpu_seconds_total", "counter", "Processor time of the process, user and system.");
        text.Sample("process_cpu_seconds_total", Environment.CpuUsage.TotalTime.TotalSeconds);
        text.Family("dotnet_gc_heap_bytes", "gauge", "Managed memory in use.");
        text.Sample("dotnet_gc_heap_bytes", GC.GetTotalMemory(forceFullCollection: false));
        text.Family("dotnet_gc_collections_total", "counter", "Garbage collections, those of older generations included in the younger.");
        for (var i = 0; i <= GC.MaxGeneration; i++)
            text.Sample("dotnet_gc_collections_total", GC.CollectionCount(i), ("generation", i.ToString(CultureInfo.InvariantCulture)));
        text.Family("grove_build_info", "gauge", "Always 1; the version is in the label.");
        text.Sample("grove_build_info", 1, ("version", HelpText.Version));
    }
}
