using System.Diagnostics.Metrics;
using Grove.Server.Operations;
using Xunit;

namespace Grove.Tests.Operations;

public sealed class MetricsTests
{
    [Fact]
    public void A_new_server_has_every_family_and_the_process_basics()
    {
        using var server = new Measured();
        var families = server.Scrape();
        Assert.Equal(
            [
                "dotnet_gc_collections_total counter", "dotnet_gc_heap_bytes gauge", "grove_build_info gauge",
                "grove_db_connections_busy gauge", "grove_db_duration_seconds histogram", "grove_db_writer_queue gauge",
                "grove_http_request_duration_seconds histogram", "grove_http_requests_total counter",
                "process_cpu_seconds_total counter", "process_resident_memory_bytes gauge", "process_start_time_seconds gauge",
            ],
            families.Values.Select(family => $"{family.Name} {family.Type}").Order(StringComparer.Ordinal));
        Assert.Equal(1_795_302_600.25, Value(families, "process_start_time_seconds"));
        Assert.True(Value(families, "process_resident_memory_bytes") > 1_000_000);
        Assert.True(Value(families, "dotnet_gc_heap_bytes") > 0);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", PrometheusText.ContentType);
    }

    [Fact]
    public void Requests_are_counted_by_method_route_and_status()
    {
        using var server = new Measured();
        server.Http.Record("GET", "/organizations/{id}", 200, TimeSpan.FromMilliseconds(1));
        server.Http.Record("GET", "/organizations/{id}", 200, TimeSpan.FromSeconds(11));
        server.Http.Record("GET", "/organizations/{id}", 404, TimeSpan.FromMilliseconds(0.5));
        server.Http.Record("POST", "/organizations", 201, TimeSpan.FromTicks(-1));
        var families = server.Scrape();
        Assert.Equal(
            [
                "grove_http_requests_total{method=POST,route=/organizations,status=201} 1",
                "grove_http_requests_total{method=GET,route=/organizations/{id},status=200} 2",
                "grove_http_requests_total{method=GET,route=/organizations/{id},status=404} 1",
            ],
            families["grove_http_requests_total"].Samples.Select(sample => $"{sample.Series} {sample.Value}"));
        var durations = families["grove_http_request_duration_seconds"].Samples.Where(sample => sample.Labels["method"] == "GET").ToList();
        Assert.Equal(11.0015, durations.Single(sample => sample.Name.EndsWith("_sum", StringComparison.Ordinal)).Value, 9);
        Assert.Equal(["0.0005 1", "0.001 2", "0.0025 2"], durations.Take(3).Select(sample => $"{sample.Labels["le"]} {sample.Value}"));
        Assert.Equal(["10 2", "+Inf 3"], durations.Skip(13).Take(2).Select(sample => $"{sample.Labels["le"]} {sample.Value}"));
    }

    [Fact]
    public void What_has_no_route_or_a_made_up_method_shares_one_label()
    {
        using var server = new Measured();
        server.Http.Record("BREW", null, 404, TimeSpan.Zero);
        server.Http.Record("get", "", 404, TimeSpan.Zero);
        server.Http.Record("", null, 999, TimeSpan.Zero);
        Assert.Equal(
            [
                "grove_http_requests_total{method=other,route=other,status=404} 2",
                "grove_http_requests_total{method=other,route=other,status=other} 1",
            ],
            server.Scrape()["grove_http_requests_total"].Samples.Select(sample => $"{sample.Series} {sample.Value}"));
    }

    [Fact]
    public void Labels_survive_their_escaping()
    {
        using var server = new Measured();
        const string route = "/a\"b\\c\nd\\n{x:regex(^\\d,=}$)}";
        server.Http.Record("GET", route, 200, TimeSpan.Zero);
        Assert.Equal(route, Assert.Single(server.Scrape()["grove_http_requests_total"].Samples).Labels["route"]);
    }

    [Fact]
    public void The_number_of_series_is_bounded_and_no_request_is_lost()
    {
        using var server = new Measured();
        for (var i = 0; i < 2_000; i++) server.Http.Record("GET", $"/organizations/{i}", 200, TimeSpan.Zero);
        var samples = server.Scrape()["grove_http_requests_total"].Samples;
        Assert.Equal(501, samples.Count);
        Assert.Equal(2_000, samples.Sum(sample => sample.Value));
    }

    [Fact]
    public void Nothing_is_lost_when_many_threads_record_while_others_read()
    {
        using var server = new Measured();
        Parallel.For(0, 8, thread =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                server.Http.Record("GET", $"/{i % 7}", 200 + (i % 3), TimeSpan.FromMilliseconds(i % 20));
                server.Database.Record(i % 20 / 1000.0);
                if (i % 2_500 == thread) server.Scrape();
            }
        });
        var families = server.Scrape();
        Assert.Equal(40_000, families["grove_http_requests_total"].Samples.Sum(sample => sample.Value));
        Assert.Equal(40_000, Value(families, "grove_db_duration_seconds", "_count"));
        Assert.Equal(8 * 2_500 * 19 / 1000.0, Value(families, "grove_db_duration_seconds", "_sum"), 6);
    }

    [Fact]
    public void Servers_in_one_process_do_not_count_each_other()
    {
        using var one = new Measured();
        using var two = new Measured();
        one.Database.Record(0.003);
        one.Queue = 5;
        Assert.Equal(1, Value(one.Scrape(), "grove_db_duration_seconds", "_count"));
        Assert.Empty(two.Scrape()["grove_db_duration_seconds"].Samples);
        Assert.Equal(5, Value(one.Scrape(), "grove_db_writer_queue"));
        Assert.Equal(0, Value(two.Scrape(), "grove_db_writer_queue"));
    }

    [Fact]
    public void Database_operations_are_told_apart()
    {
        using var server = new Measured();
        server.Database.Record(0.001, new KeyValuePair<string, object?>("operation", "read"));
        server.Database.Record(0.001, new KeyValuePair<string, object?>("operation", "write"));
        server.Database.Record(0.001, new KeyValuePair<string, object?>("operation", "write"));
        server.Database.Record(0.001, new KeyValuePair<string, object?>("elsewhere", "x"));
        var counts = server.Scrape()["grove_db_duration_seconds"].Samples.Where(sample => sample.Name == "grove_db_duration_seconds_count");
        Assert.Equal(["other 1", "read 1", "write 2"], counts.Select(sample => $"{sample.Labels["operation"]} {sample.Value}"));
    }

    [Fact]
    public void Gauges_show_the_moment_and_add_up_their_parts()
    {
        using var server = new Measured { Queue = 3, Busy = [1, 2] };
        Assert.Equal(3, Value(server.Scrape(), "grove_db_writer_queue"));
        Assert.Equal(3, Value(server.Scrape(), "grove_db_connections_busy"));
        server.Queue = 0;
        Assert.Equal(0, Value(server.Scrape(), "grove_db_writer_queue"));
    }

    [Fact]
    public void A_gauge_that_fails_is_left_out_and_the_rest_answers()
    {
        using var server = new Measured { Queue = null };
        var families = server.Scrape();
        Assert.DoesNotContain("grove_db_writer_queue", families);
        Assert.Contains("grove_db_connections_busy", families);
    }

    [Fact]
    public void Instruments_of_the_meter_that_are_not_known_are_passed_over()
    {
        using var server = new Measured();
        server.Meter.CreateCounter<long>("grove.other").Add(1);
        Assert.DoesNotContain("other", server.Text(), StringComparison.Ordinal);
    }

    private static double Value(Dictionary<string, Family> families, string family, string suffix = "") =>
        families[family].Samples.Single(sample => sample.Name == family + suffix).Value;

    /// <summary>A server's meter with the instruments that its storage would make, before and after the collector.</summary>
    private sealed class Measured : IDisposable
    {
        private readonly Metrics metrics;

        public Measured()
        {
            Database = Meter.CreateHistogram<double>("grove.db.duration");
            metrics = new Metrics(Meter, Http, new FixedTime());
            Meter.CreateObservableGauge("grove.db.writer.queue", () => Queue ?? throw new InvalidOperationException());
            Meter.CreateObservableGauge("grove.db.connections.busy", () => Busy.Select(part => new Measurement<long>(part)));
        }

        public Meter Meter { get; } = new("Grove");

        public HttpMetrics Http { get; } = new();

        public Histogram<double> Database { get; }

        public int? Queue { get; set; } = 0;

        public long[] Busy { get; set; } = [0];

        public string Text() => metrics.Render();

        public Dictionary<string, Family> Scrape() => PrometheusParser.Parse(Text());

        public void Dispose()
        {
            metrics.Dispose();
            Meter.Dispose();
        }
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(1_795_302_600_250);
    }
}
