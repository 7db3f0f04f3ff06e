using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Grove.Client.Core;

/// <summary>Sends calls and reads answers: further attempts, timeouts, the envelope, errors. Nothing else in the client touches HTTP.</summary>
internal sealed class Transport
{
    private readonly HttpClient http;
    private readonly GroveClientOptions options;
    private readonly RequestFactory requests;
    private readonly ILogger logger;
    private readonly Action<ApiResponse>? capture;

    public Transport(HttpClient http, GroveClientOptions options, Func<string, string?> environment, Action<ApiResponse>? capture = null)
    {
        this.http = http;
        this.options = options;
        this.capture = capture;
        requests = new RequestFactory(options, environment);
        logger = options.LoggerFactory?.CreateLogger("Grove.Client") ?? (ILogger)NullLogger.Instance;
    }

    /// <summary>Calls an endpoint that answers a result in the envelope.</summary>
    public async Task<ApiResponse<T>> SendAsync<T>(ApiCall call, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        var (response, result) = await SendAndReadAsync(call, type, cancellation).ConfigureAwait(false);
        return new ApiResponse<T>(response, result ?? throw Invalid(response, "The answer has no result."));
    }

    /// <summary>Calls an endpoint whose answer is of no interest, or empty.</summary>
    public async Task<ApiResponse> SendForNothingAsync(ApiCall call, CancellationToken cancellation)
    {
        var (message, body, attempts) = await SendAsync(call, cancellation).ConfigureAwait(false);
        using (message) return Checked(new ApiResponse(message, body, Envelope.OfRefusal(body), attempts));
    }

    /// <summary>Calls an endpoint that answers without the envelope.</summary>
    public async Task<ApiResponse<T>> SendForBareAsync<T>(ApiCall call, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        var response = await SendForNothingAsync(call, cancellation).ConfigureAwait(false);
        try
        {
            return new ApiResponse<T>(response, JsonSerializer.Deserialize(response.BodyBytes.Span, type) ?? throw Invalid(response, "The answer is null."));
        }
        catch (JsonException inner)
        {
            throw Invalid(response, "The body is not what the API promises.", inner);
        }
    }

    /// <summary>The result of a call without a body.</summary>
    public async Task<T> ResultAsync<T>(HttpMethod method, ApiPath path, JsonTypeInfo<T> type, RequestOptions? options, CancellationToken cancellation) =>
        (await SendAsync(new ApiCall(method, path) { Options = options }, type, cancellation).ConfigureAwait(false)).Value;

    /// <summary>The result of a call with a body.</summary>
    public async Task<T> ResultAsync<TBody, T>(
        HttpMethod method, ApiPath path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type, RequestOptions? options, CancellationToken cancellation)
        where TBody : class =>
        (await SendAsync(WithBody(method, path, body, bodyType, options), type, cancellation).ConfigureAwait(false)).Value;

    /// <summary>The result of a call without a body to an endpoint that may answer null.</summary>
    public async Task<T?> ResultOrNullAsync<T>(HttpMethod method, ApiPath path, JsonTypeInfo<T> type, RequestOptions? options, CancellationToken cancellation)
        where T : class =>
        (await SendAndReadAsync(new ApiCall(method, path) { Options = options }, type, cancellation).ConfigureAwait(false)).Result;

    /// <summary>A call that answers nothing.</summary>
    public Task NothingAsync(HttpMethod method, ApiPath path, RequestOptions? options, CancellationToken cancellation) =>
        SendForNothingAsync(new ApiCall(method, path) { Options = options }, cancellation);

    /// <summary>A call with a body that answers nothing.</summary>
    public Task NothingAsync<TBody>(
        HttpMethod method, ApiPath path, TBody body, JsonTypeInfo<TBody> bodyType, RequestOptions? options, CancellationToken cancellation)
        where TBody : class =>
        SendForNothingAsync(WithBody(method, path, body, bodyType, options), cancellation);

    private static ApiCall WithBody<TBody>(HttpMethod method, ApiPath path, TBody body, JsonTypeInfo<TBody> type, RequestOptions? options)
    {
        ArgumentNullException.ThrowIfNull(body, "parameters");
        return new ApiCall(method, path) { Body = JsonSerializer.SerializeToUtf8Bytes(body, type), Options = options };
    }

    private async Task<(ApiResponse Response, T? Result)> SendAndReadAsync<T>(ApiCall call, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        var (message, body, attempts) = await SendAsync(call, cancellation).ConfigureAwait(false);
        using (message)
        {
            var envelope = Read(message, body, attempts, type, out var result);
            return (Checked(new ApiResponse(message, body, envelope, attempts)), result);
        }
    }

    private async Task<(HttpResponseMessage Message, byte[] Body, int Attempts)> SendAsync(ApiCall call, CancellationToken cancellation)
    {
        var idempotencyKey = call.Options?.IdempotencyKey ?? (call.Method == HttpMethod.Post ? Chance.IdempotencyKey() : null);
        var body = WithExtraMembers(call.Body, call.Options?.Body);
        var url = requests.Url(call);
        var most = call.Options?.MaxRetries ?? options.MaxRetries;
        var clock = options.TimeProvider;
        for (var retries = 0; ; retries++)
        {
            cancellation.ThrowIfCancellationRequested();
            HttpResponseMessage? failed = null;
            string reason;
            try
            {
                var (message, answer) = await AttemptAsync(call, url, body, idempotencyKey, retries, cancellation).ConfigureAwait(false);
                if (message.IsSuccessStatusCode || retries >= most || !RetryRules.MayPass(message)) return (message, answer, retries + 1);
                (failed, reason) = (message, $"status {(int)message.StatusCode}");
            }
            catch (ApiConnectionException lost) when (retries < most)
            {
                reason = lost.Message;
            }
            var delay = RetryRules.Delay(failed, retries, options.MaxServerDelay, clock.GetUtcNow(), Chance.Jitter());
            failed?.Dispose();
            Log.Retrying(logger, call.Method.Method, url, reason, retries + 2, (long)delay.TotalMilliseconds);
            await Task.Delay(delay, clock, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<(HttpResponseMessage Message, byte[] Body)> AttemptAsync(
        ApiCall call, string url, byte[]? body, string? idempotencyKey, int retries, CancellationToken cancellation)
    {
        using var request = requests.Make(call, url, body, idempotencyKey, retries);
        var clock = options.TimeProvider;
        using var timeout = new CancellationTokenSource(call.Options?.Timeout ?? options.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        var start = clock.GetTimestamp();
        Log.Sending(logger, request.Method.Method, url, retries + 1);
        Log.Headers(logger, request.Headers, request.Content?.Headers);
        HttpResponseMessage? message = null;
        try
        {
            message = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            var answer = await message.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
            if (logger.IsEnabled(LogLevel.Debug))
            {
                var id = message.Headers.TryGetValues("X-Request-Id", out var ids) ? ids.First() : null;
                Log.Answered(logger, request.Method.Method, url, (int)message.StatusCode, (long)clock.GetElapsedTime(start).TotalMilliseconds, id);
                Log.Headers(logger, message.Headers, message.Content.Headers);
            }
            return (message, answer);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or OperationCanceledException)
        {
            message?.Dispose();
            cancellation.ThrowIfCancellationRequested();
            // An HttpClient with a timeout of its own cancels too.
            throw lost is OperationCanceledException
                ? new ApiTimeoutException("No answer came in time.", lost)
                : new ApiConnectionException($"The server could not be reached, or the connection broke: {lost.Message}", lost);
        }
    }

    private static Envelope Read<T>(HttpResponseMessage message, byte[] body, int attempts, JsonTypeInfo<T> type, out T? result)
    {
        result = default;
        if (!message.IsSuccessStatusCode) return Envelope.OfRefusal(body);
        try
        {
            return Envelope.Read(body, type, out result);
        }
        catch (JsonException inner)
        {
            // What says that it failed is a refusal, whatever its result looks like.
            var refusal = Envelope.OfRefusal(body);
            if (refusal.Success == false) return refusal;
            var response = new ApiResponse(message, body, refusal, attempts);
            throw Invalid(response, body.Length == 0 ? "The body is empty." : "The body is not what the API promises.", inner);
        }
    }

    // A success that says that it failed is a failure.
    private ApiResponse Checked(ApiResponse response)
    {
        if ((int)response.StatusCode is < 200 or > 299 || response.Envelope.Success == false) throw ApiException.Of(response);
        capture?.Invoke(response);
        return response;
    }

    private static ApiResponseValidationException Invalid(ApiResponse response, string what, Exception? inner = null) =>
        new($"{(int)response.StatusCode} {what}", response, inner);

    private static byte[]? WithExtraMembers(byte[]? body, JsonObject? extra)
    {
        if (extra is null) return body;
        var whole = body is null ? [] : JsonNode.Parse(body) as JsonObject ?? throw new ArgumentException("Only an object takes further members.", nameof(extra));
        foreach (var (name, value) in extra) whole[name] = value?.DeepClone();
        return Encoding.UTF8.GetBytes(whole.ToJsonString());
    }
}
