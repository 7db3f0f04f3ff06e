using System.Diagnostics.Metrics;

namespace Grove.Server.Storage;

/// <summary>What the database tells about itself. Costs one flag check per operation while nobody listens.</summary>
internal sealed class DbMetrics : IDisposable
{
    public const string MeterName = "Grove.Database";

    // Boxed and paired once: recording a duration allocates nothing.
    public static readonly KeyValuePair<string, object?> Query = new("operation", "query");
    public static readonly KeyValuePair<string, object?> Read = new("operation", "read");
    public static readonly KeyValuePair<string, object?> Write = new("operation", "write");
    public static readonly KeyValuePair<string, object?> Batch = new("operation", "batch");

    private readonly TimeProvider clock;
    private readonly Histogram<double> duration;

    public DbMetrics(IMeterFactory? meters, TimeProvider clock, Func<int> writerQueue, Func<int> connectionsBusy)
    {
        this.clock = clock;
        Meter = meters is null ? new Meter(MeterName) : meters.Create(MeterName);
        duration = Meter.CreateHistogram<double>("grove.db.duration", "s", "Time of a database operation, waiting included.");
        Meter.CreateObservableGauge("grove.db.writer.queue", writerQueue, "{write}", "Writes that wait for the SQLite writer.");
        Meter.CreateObservableGauge("grove.db.connections.busy", connectionsBusy, "{connection}", "Connections in use.");
    }

    public Meter Meter { get; }

    /// <summary>The moment an operation starts; 0 while nobody listens.</summary>
    public long Start() => duration.Enabled ? clock.GetTimestamp() : 0;

    public void Stop(long started, KeyValuePair<string, object?> operation)
    {
        if (started != 0) duration.Record(clock.GetElapsedTime(started).TotalSeconds, operation);
    }

    public void Dispose() => Meter.Dispose();
}
