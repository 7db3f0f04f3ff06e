using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Grove.Conformance.Doors;

/// <summary>An address that a process can ask: what comes there is handed to a handler in this process. It serves one call at a time.</summary>
internal sealed class Relay
{
    /// <summary>As many processes as run at once.</summary>
    private static readonly SemaphoreSlim Turns = new(2);

    private static readonly ConcurrentBag<Relay> Idle = [];
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    // Of one connection, the one process that runs behind it; those of an ended call find nothing.
    private Call? call;

    private Relay()
    {
    }

    private Uri Address { get; set; } = null!;

    /// <summary>Runs something that asks the address it is given, which stands for the origin; waits for a turn first.</summary>
    public static async Task<T> RunAsync<T>(Uri origin, HttpMessageHandler handler, Func<Uri, Task<T>> run, CancellationToken cancellation)
    {
        await Turns.WaitAsync(cancellation);
        try
        {
            var relay = Idle.TryTake(out var idle) ? idle : await StartAsync();
            using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
            var call = relay.call = new Call(origin, invoker);
            try
            {
                var result = await run(relay.Address);
                if (call.Fault is { } fault) throw fault;
                return result;
            }
            finally
            {
                relay.call = null;
                Idle.Add(relay);
            }
        }
        finally
        {
            Turns.Release();
        }
    }

    private static async Task<Relay> StartAsync()
    {
        var relay = new Relay();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        // It serves until this process ends.
        var server = builder.Build();
        server.Run(relay.AnswerAsync);
        await server.StartAsync();
        relay.Address = new Uri(server.Urls.First());
        return relay;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (call is not { } current)
        {
            context.Abort();
            return;
        }
        try
        {
            using var request = await ReadAsync(context, current.Origin);
            using var answer = await current.Invoker.SendAsync(request, context.RequestAborted);
            context.Response.StatusCode = (int)answer.StatusCode;
            foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
                if (!name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase)) context.Response.Headers.Append(name, values.ToArray());
            var body = await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
            if (body.Length > 0 && request.Method != HttpMethod.Head) await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
        catch (Exception fault)
        {
            current.Fault = fault;
            context.Abort();
        }
    }

    private static async Task<HttpRequestMessage> ReadAsync(HttpContext context, Uri origin)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!Uri.TryCreate(origin.GetLeftPart(UriPartial.Authority) + target, AsWritten, out var uri)) throw new InvalidOperationException($"{target} is no target.");
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), uri);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (context.Request.ContentType is not null || body.Length > 0) request.Content = new ByteArrayContent(body.ToArray());
        foreach (var (name, values) in context.Request.Headers)
        {
            if (name is "Host" or "Connection" or "Transfer-Encoding" or "Content-Length") continue;
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray())) request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        }
        return request;
    }

    private sealed class Call(Uri origin, HttpMessageInvoker invoker)
    {
        public Uri Origin { get; } = origin;

        public HttpMessageInvoker Invoker { get; } = invoker;

        public Exception? Fault { get; set; }
    }
}
