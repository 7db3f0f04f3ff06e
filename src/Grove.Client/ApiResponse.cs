using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Grove.Client.Core;

namespace Grove.Client;

/// <summary>An answer as it came.</summary>
public class ApiResponse
{
    private readonly byte[] body;
    private string? text;

    internal ApiResponse(HttpResponseMessage message, byte[] body, Envelope envelope, int attempts)
    {
        StatusCode = message.StatusCode;
        Headers = message.Headers;
        ContentType = message.Content.Headers.ContentType?.ToString();
        this.body = body;
        Envelope = envelope;
        Attempts = attempts;
    }

    private protected ApiResponse(ApiResponse same)
    {
        (StatusCode, Headers, ContentType, body, Envelope, Attempts) = (same.StatusCode, same.Headers, same.ContentType, same.body, same.Envelope, same.Attempts);
    }

    /// <summary>The status.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>The headers, those of the content aside.</summary>
    public HttpResponseHeaders Headers { get; }

    /// <summary>The media type of the body.</summary>
    public string? ContentType { get; }

    /// <summary>The body as text, read as UTF-8; empty when there is none.</summary>
    public string Body => text ??= Encoding.UTF8.GetString(Core.Envelope.WithoutMark(body));

    /// <summary>The body as it came.</summary>
    public ReadOnlyMemory<byte> BodyBytes => body;

    /// <summary>The messages of the envelope, in order.</summary>
    public IReadOnlyList<ApiError> Messages => Envelope.Messages;

    /// <summary>The errors of the envelope, in order; empty on a success.</summary>
    public IReadOnlyList<ApiError> Errors => Envelope.Errors;

    /// <summary>How often the request was sent.</summary>
    public int Attempts { get; }

    /// <summary>The entity tag of the resource, for <see cref="RequestOptions.IfMatch"/>.</summary>
    public string? ETag => Headers.First("ETag");

    /// <summary>The server's name for the request (<c>X-Request-Id</c> or <c>CF-Ray</c>), for its logs.</summary>
    public string? RequestId => Headers.RequestId();

    internal Envelope Envelope { get; }
}

/// <summary>An answer as it came, with what the call makes of it.</summary>
/// <typeparam name="T">What the call answers.</typeparam>
public sealed class ApiResponse<T> : ApiResponse
{
    internal ApiResponse(ApiResponse response, T value) : base(response) => Value = value;

    /// <summary>What the call answers.</summary>
    public T Value { get; }
}
