using System.Text;
using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Storage;

namespace Grove.Server.Operations;

/// <summary>What the people who run Grove ask of it: <c>/healthz</c>, <c>/readyz</c>, <c>/metrics</c>.</summary>
internal static class OperationsEndpoints
{
    private static readonly EndpointDoc MetricsDoc = new("metrics", "Metrics in Prometheus' text format");

    public static void Map(IEndpointRouteBuilder app, ApiPipeline pipeline, Db db, Metrics metrics, GroveOptions options)
    {
        app.MapMethods("/healthz", ["GET"], http => pipeline.WriteAsync(http, Answer.Resource("ok", WriteStatus)));
        app.MapMethods("/readyz", ["GET"], async http =>
        {
            try
            {
                await db.PingAsync(http.RequestAborted);
                await pipeline.WriteAsync(http, Answer.Resource("ready", WriteStatus));
            }
            catch (StorageException)
            {
                await pipeline.WriteAsync(http, ApiError.NotReady);
            }
        });
        Answer Render() => Answer.Text(Encoding.UTF8.GetBytes(metrics.Render()), PrometheusText.ContentType);
        var guarded = new ApiEndpoint("GET", "/metrics", Permission.Operator, OperatorsOnly: true, MetricsDoc, _ => new(Render()));
        app.MapMethods("/metrics", ["GET"], http => options.MetricsOpen ? pipeline.WriteAsync(http, Render()) : pipeline.InvokeAsync(http, guarded));
    }

    private static void WriteStatus(System.Text.Json.Utf8JsonWriter json, string status)
    {
        json.WriteStartObject();
        json.WriteString("status"u8, status);
        json.WriteEndObject();
    }
}
