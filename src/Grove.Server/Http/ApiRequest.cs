using System.Net;
using Grove.Server.Auth;

namespace Grove.Server.Http;

/// <summary>One authenticated, syntactically sound request as a handler sees it.</summary>
internal sealed class ApiRequest
{
    public required HttpContext Http { get; init; }
    public required ApiEndpoint Endpoint { get; init; }
    public required string Id { get; init; }

    /// <summary>Who sends it; null without credentials, which only endpoints see that ask for none.</summary>
    public required Caller? Sender { get; init; }

    /// <summary>Who sends it, where credentials are asked for.</summary>
    public Caller Caller => Sender ?? throw new InvalidOperationException("This request has no credentials.");

    public required Access Access { get; init; }
    public required IPAddress? Address { get; init; }

    /// <summary>The query; its faults are collected in <see cref="Errors"/>.</summary>
    public required QueryReader Query { get; init; }

    /// <summary>Faults of the syntax so far; a handler adds its own and answers them all with <see cref="Invalid"/>.</summary>
    public required List<ErrorItem> Errors { get; init; }

    /// <summary>The body as sent; empty when the endpoint takes none.</summary>
    public ReadOnlyMemory<byte> RawBody { get; init; }

    /// <summary>The members of the body; their faults are collected in <see cref="Errors"/>.</summary>
    public JsonMembers Body { get; init; }

    public string? IdempotencyKey { get; init; }

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>The id in the path, or null when nothing can have it.</summary>
    public string? PathId(string name) => ResourceId.Parse((string?)Http.Request.RouteValues[name]);

    /// <summary>The refusal for all faults of the syntax, or null when there are none.</summary>
    public ApiError? Invalid => Errors.Count == 0 ? null : ApiError.Invalid(Errors);

    /// <summary>False when <c>If-Match</c> was sent and does not name this version; null stands for what is not there, which nothing names.</summary>
    public bool MayChange(long? version) =>
        IfMatch.Parse(Http.Request.Headers.IfMatch) is not { } condition || (version is { } present && condition.Matches(present));

    /// <summary>Who asks, for the audit record.</summary>
    public Actor Actor => Actor.Of(this);
}
