using Grove.Server.Auth;
using Grove.Server.Operations;
using Grove.Server.Storage;
using Microsoft.Extensions.ObjectPool;

namespace Grove.Server.Http;

/// <summary>
/// The one way through which every operation goes: credential, token permission, syntax, then the handler, which goes on with visibility,
/// right, precondition and state. Every answer is written here.
/// </summary>
internal sealed class ApiPipeline(
    Authenticator authenticator, CredentialStore users, UserRateLimiter? rateLimiter, GroveOptions options, TimeProvider clock,
    Action<ApiRequest, ApiError> noteRefusal, RequestLog log, ILogger<ApiPipeline> logger)
{
    private const string ActingHeader = "Grove-As-User";
    private static readonly byte[] EmptyObject = "{}"u8.ToArray();
    private readonly ObjectPool<AnswerBuffer> buffers = new DefaultObjectPool<AnswerBuffer>(new BufferPolicy(), Environment.ProcessorCount * 8);

    public async Task InvokeAsync(HttpContext http, ApiEndpoint endpoint)
    {
        // First of all: a body that Kestrel refuses is answered further out.
        http.Response.Headers.CacheControl = "no-store";
        Answer answer;
        try
        {
            answer = await AnswerAsync(http, endpoint);
        }
        catch (StorageException fault)
        {
            answer = Translate(fault, http);
        }
        await WriteAsync(http, answer);
    }

    private async ValueTask<Answer> AnswerAsync(HttpContext http, ApiEndpoint endpoint)
    {
        var headers = http.Request.Headers;
        var address = ForwardedAddress.Resolve(
            http.Connection.RemoteIpAddress, headers["X-Forwarded-For"], headers["X-Forwarded-Proto"], options.TrustedProxies).Address;
        Caller? caller = null;
        var access = Access.Nobody;
        if (!endpoint.CredentialsOptional || Authenticator.HasCredentials(headers))
        {
            var authentication = await authenticator.AuthenticateAsync(http, address);
            if (authentication.Error is { } refused) return refused;
            caller = authentication.Value!;
            if (log.IsOn) RequestGate.RecordUser(http, caller.UserId);
            if (rateLimiter is not null)
            {
                var rate = rateLimiter.Take(caller.UserKey);
                http.Response.Headers["Ratelimit"] = rate.Header;
                http.Response.Headers["Ratelimit-Policy"] = rateLimiter.Policy;
                if (!rate.Allowed) return ApiError.Throttled(rate.Reset);
            }
            if (headers.TryGetValue(ActingHeader, out var other))
            {
                var acting = await ActAsync(caller, endpoint, other.ToString(), http.RequestAborted);
                if (acting.Error is { } notActing)
                    return notActing.Status == 403 ? Refuse(Request(http, endpoint, caller, Access.Full(caller.UserKey), address), notActing) : notActing;
                caller = acting.Value!;
            }
            if (caller.AccessFor(endpoint.Permission) is not { } permitted)
                return Refuse(Request(http, endpoint, caller, Access.Full(caller.UserKey), address), ApiError.TokenNotCovered);
            access = permitted;
            if (endpoint.OperatorsOnly && !caller.ActsAsOperator) return Refuse(Request(http, endpoint, caller, access, address), ApiError.OperatorsOnly);
        }
        else if (headers.ContainsKey(ActingHeader))
        {
            return ApiError.OperatorsOnly;
        }

        var errors = new List<ErrorItem>();
        var query = QueryReader.Parse(http.Request.QueryString.Value, errors);
        var body = ReadOnlyMemory<byte>.Empty;
        System.Text.Json.JsonDocument? document = null;
        if (endpoint.TakesBody)
        {
            if (await RequestBody.ReadAsync(http) is not { } bytes) return ApiError.TooLarge;
            body = bytes;
            document = JsonBody.Parse(endpoint.Doc.BodyIsOptional && body.Length == 0 ? EmptyObject : body, errors);
        }
        using (document)
        {
            if (errors.Count > 0) return ApiError.Invalid(errors);
            string? idempotencyKey = null;
            if (endpoint.Method == "POST" && http.Request.Headers.TryGetValue("Idempotency-Key", out var key))
            {
                if (!Idempotency.IsKey(key)) return ApiError.Invalid("Idempotency-Key must be 1 to 255 visible ASCII characters.");
                idempotencyKey = key.ToString();
            }
            var request = Request(http, endpoint, caller, access, address, query, errors, body, document, idempotencyKey);
            var answer = await endpoint.Handle(request);
            return answer is ErrorAnswer { Status: 403, Error: var error } ? Refuse(request, error) : answer;
        }
    }

    private Answer Refuse(ApiRequest request, ApiError error)
    {
        noteRefusal(request, error);
        return error;
    }

    private static ApiRequest Request(
        HttpContext http, ApiEndpoint endpoint, Caller? sender, Access access, System.Net.IPAddress? address, QueryReader? query = null, List<ErrorItem>? errors = null,
        ReadOnlyMemory<byte> body = default, System.Text.Json.JsonDocument? document = null, string? idempotencyKey = null)
    {
        errors ??= [];
        return new()
        {
            Http = http,
            Endpoint = endpoint,
            Id = RequestGate.RequestId(http),
            Sender = sender,
            Access = access,
            Address = address,
            Query = query ?? QueryReader.Parse(null, errors),
            Errors = errors,
            RawBody = body,
            Body = new(document?.RootElement ?? default, errors),
            IdempotencyKey = idempotencyKey,
        };
    }

    /// <summary>The user whom an operator acts as, with what their own key would let them do. Only operators learn whether there is such a user.</summary>
    private async ValueTask<Outcome<Caller>> ActAsync(Caller caller, ApiEndpoint endpoint, string userId, CancellationToken cancel)
    {
        if (!caller.ActsAsOperator) return ApiError.OperatorsOnly;
        if (!endpoint.ForOthers) return ApiError.OwnOnly;
        if (await users.FindByIdAsync(ResourceId.Parse(userId), cancel) is not { } found) return ApiError.UserNotFound;
        return found.Suspended ? ApiError.SuspendedUser : found.Caller with { By = caller };
    }

    public async Task WriteAsync(HttpContext http, Answer answer)
    {
        await RequestBody.FinishAsync(http, clock);
        var response = http.Response;
        var buffer = buffers.Get();
        var tag = answer.Write(buffer);
        var bytes = buffer.Written;
        response.StatusCode = answer.Status;
        if (tag is not null) response.Headers.ETag = tag;
        if (answer is StoredAnswer { Replayed: true }) response.Headers["Idempotent-Replayed"] = "true";
        if (answer is ErrorAnswer { Error: var error }) SetHeaders(response.Headers, error);
        if (answer.Status != 204)
        {
            response.ContentType = answer.ContentType;
            response.ContentLength = bytes.Length;
            // Without a token, which Kestrel makes for each request that asks: when nobody is left it drops what is written.
            await response.BodyWriter.WriteAsync(bytes, CancellationToken.None);
        }
        // Not in a finally: a buffer whose answer failed half-way is left to the collector.
        buffers.Return(buffer);
    }

    private static void SetHeaders(IHeaderDictionary headers, ApiError error)
    {
        if (error.RetryAfter is { } seconds) headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (error.NeverRetry) headers["x-should-retry"] = "false";
        if (error.Allow is { } methods) headers.Allow = methods;
        if (error.NotBuilt) headers["Grove-Not-Built"] = "true";
    }

    private ApiError Translate(StorageException fault, HttpContext http)
    {
        switch (fault.Fault)
        {
            case StorageFault.Unavailable: return ApiError.Unavailable;
            case StorageFault.Conflict: return ApiError.Conflict;
            case StorageFault.Unknown:
                return http.Request.Headers.ContainsKey("Idempotency-Key") ? ApiError.OutcomeUnknown with { NeverRetry = false, RetryAfter = 1 } : ApiError.OutcomeUnknown;
            default:
                logger.LogError(fault, "The database refused what should have been right");
                return ApiError.Fault;
        }
    }

    private sealed class BufferPolicy : PooledObjectPolicy<AnswerBuffer>
    {
        public override AnswerBuffer Create() => new();

        public override bool Return(AnswerBuffer buffer)
        {
            buffer.Reset();
            return true;
        }
    }
}
