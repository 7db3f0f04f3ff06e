using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Grove.Client.Core;

/// <summary>Sends calls and reads answers: further attempts, timeouts, the envelope, errors. Nothing else in the client touches HTTP.</summary>
internal sealed class Transport(HttpClient http, RequestFactory requests, GroveClientOptions options, Action<ApiResponse>? capture = null)
{
    private const int LongestAtOnce = 1 << 20;

    private readonly ILogger logger = options.LoggerFactory?.CreateLogger("Grove.Client") ?? (ILogger)NullLogger.Instance;

    /// <summary>The same, which shows each answer that is no failure.</summary>
    public Transport Capturing(Action<ApiResponse> answer) => new(http, requests, options, answer);

    /// <summary>Calls an endpoint that answers a result in the envelope.</summary>
    public async Task<ApiResponse<T>> SendAsync<T>(ApiCall call, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        var (response, result) = await SendAndReadAsync(call, type, cancellation).ConfigureAwait(false);
        return new ApiResponse<T>(response, result ?? throw Invalid(response, "The result is null."));
    }

    /// <summary>Calls an endpoint whose answer may be anything.</summary>
    public async Task<ApiResponse> SendForAnythingAsync(ApiCall call, CancellationToken cancellation)
    {
        var (message, body, attempts) = await SendAsync(call, cancellation).ConfigureAwait(false);
        using (message) return Checked(new ApiResponse(message, body, Envelope.Read(body), attempts));
    }

    /// <summary>Calls an endpoint that answers without the envelope.</summary>
    public async Task<ApiResponse<T>> SendForBareAsync<T>(ApiCall call, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        var response = await SendForAnythingAsync(call, cancellation).ConfigureAwait(false);
        try
        {
            var value = JsonSerializer.Deserialize(Envelope.WithoutMark(response.BodyBytes.Span), type);
            return new ApiResponse<T>(response, value ?? throw Invalid(response, "The answer is null."));
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
        NothingAsync(new ApiCall(method, path) { Options = options }, cancellation);

    /// <summary>A call with a body that answers nothing.</summary>
    public Task NothingAsync<TBody>(
        HttpMethod method, ApiPath path, TBody body, JsonTypeInfo<TBody> bodyType, RequestOptions? options, CancellationToken cancellation)
        where TBody : class =>
        NothingAsync(WithBody(method, path, body, bodyType, options), cancellation);

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
            var envelope = Envelope.Read(body, message.IsSuccessStatusCode ? type : null, out var result);
            // What says that it failed is a refusal, whatever its result looks like.
            if (envelope.Fault is not null && Envelope.Read(body) is { Success: false } refusal) envelope = refusal;
            var response = Checked(new ApiResponse(message, body, envelope, attempts));
            if (envelope.Fault is not null) throw Invalid(response, body.Length == 0 ? "The body is empty." : "The body is not what the API promises.", envelope.Fault);
            return envelope.HasResult ? (response, result) : throw Invalid(response, "The answer has no result.");
        }
    }

    // An answer with a body must be the API's own: what stands before it may greet every request with a page of its own and 200.
    private async Task NothingAsync(ApiCall call, CancellationToken cancellation)
    {
        var response = await SendForAnythingAsync(call, cancellation).ConfigureAwait(false);
        if (response.BodyBytes.Length > 0 && response.Envelope.Fault is { } fault) throw Invalid(response, "The body is not what the API promises.", fault);
    }

    private async Task<(HttpResponseMessage Message, byte[] Body, int Attempts)> SendAsync(ApiCall call, CancellationToken cancellation)
    {
        var most = call.Options?.MaxRetries ?? options.MaxRetries;
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        var timeout = call.Options?.Timeout ?? options.Timeout;
        Waits.CheckTimeout(timeout);
        var prepared = requests.Prepare(call);
        var clock = options.TimeProvider;
        for (var retries = 0; ; retries++)
        {
            cancellation.ThrowIfCancellationRequested();
            HttpResponseMessage? failed = null;
            string reason;
            try
            {
                var (message, body) = await AttemptAsync(prepared, retries, retries == most, timeout, cancellation).ConfigureAwait(false);
                if (body is not null) return (message, body, retries + 1);
                (failed, reason) = (message, $"status {(int)message.StatusCode}");
            }
            catch (ApiConnectionException lost) when (retries < most)
            {
                reason = lost.Message;
            }
            var delay = RetryRules.Delay(failed, retries, options.MaxServerDelay, clock.GetUtcNow(), Chance.Jitter());
            failed?.Dispose();
            Log.Retrying(logger, prepared.Method.Method, prepared.Url, reason, retries + 2, (long)delay.TotalMilliseconds);
            await Task.Delay(delay, clock, cancellation).ConfigureAwait(false);
        }
    }

    // The body is null when another attempt is to follow: that one does not wait for it.
    private async Task<(HttpResponseMessage Message, byte[]? Body)> AttemptAsync(
        PreparedCall call, int retries, bool last, TimeSpan timeout, CancellationToken cancellation)
    {
        using var request = call.Attempt(retries, http);
        var clock = options.TimeProvider;
        using var late = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        var start = clock.GetTimestamp();
        Log.Sending(logger, call.Method.Method, call.Url, retries + 1);
        Log.Headers(logger, request.Headers, request.Content?.Headers);
        HttpResponseMessage? message = null;
        try
        {
            message = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (logger.IsEnabled(LogLevel.Debug))
            {
                var elapsed = (long)clock.GetElapsedTime(start).TotalMilliseconds;
                Log.Answered(logger, call.Method.Method, call.Url, (int)message.StatusCode, elapsed, message.Headers.RequestId());
                Log.Headers(logger, message.Headers, message.Content.Headers);
            }
            if (!last && RetryRules.MayPass(message)) return (message, null);
            return (message, await ReadAsync(message, either.Token, cancellation).ConfigureAwait(false));
        }
        catch (Exception lost) when (IsLoss(lost))
        {
            message?.Dispose();
            cancellation.ThrowIfCancellationRequested();
            // An HttpClient with a timeout of its own cancels too, and says so inside.
            throw late.IsCancellationRequested || lost is OperationCanceledException { InnerException: TimeoutException }
                ? new ApiTimeoutException("No answer came in time.", lost)
                : new ApiConnectionException($"The server could not be reached, or the connection broke: {requests.WithoutSecrets(lost.Message)}", lost);
        }
    }

    // A refusal is known by its status: what came of its body has to do when the rest does not come.
    private static async Task<byte[]> ReadAsync(HttpResponseMessage message, CancellationToken either, CancellationToken cancellation)
    {
        if (message.IsSuccessStatusCode) return await ReadWholeAsync(message.Content, either).ConfigureAwait(false);
        using var body = new MemoryStream();
        try
        {
            await message.Content.CopyToAsync(body, either).ConfigureAwait(false);
        }
        catch (Exception lost) when (IsLoss(lost) && !cancellation.IsCancellationRequested)
        {
        }
        return body.ToArray();
    }

    // A body of a length that is told goes right where it stays; read as an array, the content would keep a second one. Nobody is believed about a huge length.
    private static async Task<byte[]> ReadWholeAsync(HttpContent content, CancellationToken cancellation)
    {
        if (content.Headers.ContentLength is not { } length || length is <= 0 or > LongestAtOnce)
            return await content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        var body = new byte[length];
        using var stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        // The answer to HEAD tells a length and has no body.
        var read = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        return read == body.Length ? body : body[..read];
    }

    // InvalidDataException: a compressed body that is damaged.
    private static bool IsLoss(Exception exception) => exception is HttpRequestException or IOException or InvalidDataException or OperationCanceledException;

    // A success that says that it failed is a failure.
    private ApiResponse Checked(ApiResponse response)
    {
        if ((int)response.StatusCode is < 200 or > 299 || response.Envelope.Success == false) throw ApiException.Of(response, requests.WithoutSecrets);
        capture?.Invoke(response);
        return response;
    }

    /// <summary>What is thrown for a success that is not what the API promises.</summary>
    public static ApiResponseValidationException Invalid(ApiResponse response, string what, Exception? inner = null) =>
        new($"{(int)response.StatusCode} {what}", response, inner);
}
