using System.Text;
using System.Text.Json;
using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.OpenApi;
using Grove.Server.Storage;

namespace Grove.Server.Operations;

/// <summary>
/// What the people who run Grove ask of it: <c>/healthz</c>, <c>/readyz</c>, <c>/metrics</c>, and for its clients <c>/openapi.json</c>.
/// </summary>
internal sealed class OperationsEndpoints(ApiPipeline pipeline, Db db, Metrics metrics, GroveOptions options)
{
    private static readonly EndpointDoc HealthDoc = new("health", "Whether the process answers") { Result = "Status" };
    private static readonly EndpointDoc ReadyDoc = new("ready", "Whether the database answers too") { Result = "Status", Errors = [503] };
    private static readonly EndpointDoc MetricsDoc = new("metrics", "Metrics in Prometheus' text format") { Shape = ResultShape.Text };
    private static readonly EndpointDoc OpenApiDoc = new("openapi", "This document") { Shape = ResultShape.Bare };

    /// <summary>How the document describes these operations.</summary>
    public IReadOnlyList<OpenApiOperation> All =>
    [
        Describe("/healthz", HealthDoc), Describe("/readyz", ReadyDoc),
        Describe("/metrics", MetricsDoc, options.MetricsOpen ? null : Permission.Operator), Describe("/openapi.json", OpenApiDoc),
    ];

    /// <param name="app">Where they are mapped.</param>
    /// <param name="others">All other operations of this server, for the document.</param>
    public void Map(IEndpointRouteBuilder app, IEnumerable<OpenApiOperation> others)
    {
        app.MapMethods("/healthz", ["GET"], http => pipeline.WriteAsync(http, Answer.Resource("ok", WriteStatus)));
        app.MapMethods("/readyz", ["GET"], ReadyAsync);
        Answer Render() => Answer.Text(Encoding.UTF8.GetBytes(metrics.Render()), PrometheusText.ContentType);
        var guarded = new ApiEndpoint("GET", "/metrics", Permission.Operator, OperatorsOnly: true, MetricsDoc, _ => new(Render()));
        app.MapMethods("/metrics", ["GET"], http => options.MetricsOpen ? pipeline.WriteAsync(http, Render()) : pipeline.InvokeAsync(http, guarded));
        // Made once, for the first who asks: a start does not wait for it.
        var document = new Lazy<byte[]>(() => OpenApiDocument.Write(others.Concat(All)));
        app.MapMethods("/openapi.json", ["GET"], http => pipeline.WriteAsync(http, Answer.Text(document.Value, "application/json")));
    }

    private async Task ReadyAsync(HttpContext http)
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
    }

    private static OpenApiOperation Describe(string path, EndpointDoc doc, Permission? permission = null) => new("Operations", "GET", path, permission, doc);

    private static void WriteStatus(Utf8JsonWriter json, string status)
    {
        json.WriteStartObject();
        json.WriteString("status"u8, status);
        json.WriteEndObject();
    }
}
