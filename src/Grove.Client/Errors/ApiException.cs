using System.Net;
using System.Net.Http.Headers;

namespace Grove.Client;

/// <summary>The server refused, or answered what the API does not promise. A subclass for each status that the official clients tell apart.</summary>
public class ApiException : GroveException
{
    private readonly ApiResponse response;

    internal ApiException(string message, ApiResponse response, Exception? inner = null) : base(message, inner) => this.response = response;

    /// <summary>The status of the answer.</summary>
    public HttpStatusCode StatusCode => response.StatusCode;

    /// <summary>The errors of the envelope, in order; empty when the body is no envelope.</summary>
    public IReadOnlyList<ApiError> Errors => response.Errors;

    /// <summary>The messages of the envelope, in order.</summary>
    public IReadOnlyList<ApiError> Messages => response.Messages;

    /// <summary>The server's name for the request (<c>X-Request-Id</c> or <c>CF-Ray</c>), for its logs.</summary>
    public string? RequestId => response.RequestId;

    /// <summary>The headers of the answer.</summary>
    public HttpResponseHeaders Headers => response.Headers;

    /// <summary>The body of the answer as text, whatever it is.</summary>
    public string Body => response.Body;

    internal static ApiException Of(ApiResponse response, Func<string, string> withoutSecrets)
    {
        var what = response.Errors.Count == 0 ? Excerpt(withoutSecrets(response.Body)) : withoutSecrets(string.Join("; ", response.Errors));
        var message = $"{(int)response.StatusCode} {what}".TrimEnd();
        return (int)response.StatusCode switch
        {
            400 => new BadRequestException(message, response),
            401 => new AuthenticationException(message, response),
            403 => new PermissionDeniedException(message, response),
            404 => new NotFoundException(message, response),
            409 => new ConflictException(message, response),
            422 => new UnprocessableEntityException(message, response),
            429 => new RateLimitException(message, response),
            >= 500 => new InternalServerException(message, response),
            _ => new ApiException(message, response),
        };
    }

    private static string Excerpt(string body) => body.Length <= 200 ? body : body[..200] + "…";
}

/// <summary>400: what was sent is wrong, or the state of the resource does not allow it. <see cref="ApiException.Errors"/> says what.</summary>
public sealed class BadRequestException : ApiException
{
    internal BadRequestException(string message, ApiResponse response) : base(message, response)
    {
    }
}

/// <summary>401: the credential is missing or wrong.</summary>
public sealed class AuthenticationException : ApiException
{
    internal AuthenticationException(string message, ApiResponse response) : base(message, response)
    {
    }
}

/// <summary>403: the caller may see it and may not do it, or a capability or limit forbids it.</summary>
public sealed class PermissionDeniedException : ApiException
{
    internal PermissionDeniedException(string message, ApiResponse response) : base(message, response)
    {
    }
}

/// <summary>404: there is no such thing, or the caller may not see it.</summary>
public sealed class NotFoundException : ApiException
{
    internal NotFoundException(string message, ApiResponse response) : base(message, response)
    {
    }
}

/// <summary>409: another change came between at every attempt; it may succeed later.</summary>
public sealed class ConflictException : ApiException
{
    internal ConflictException(string message, ApiResponse response) : base(message, response)
    {
    }
}

/// <summary>422.</summary>
public sealed class UnprocessableEntityException : ApiException
{
    internal UnprocessableEntityException(string message, ApiResponse response) : base(message, response)
    {
    }
}

/// <summary>429: too many requests.</summary>
public sealed class RateLimitException : ApiException
{
    internal RateLimitException(string message, ApiResponse response) : base(message, response)
    {
    }
}

/// <summary>500 and above: the server failed.</summary>
public sealed class InternalServerException : ApiException
{
    internal InternalServerException(string message, ApiResponse response) : base(message, response)
    {
    }
}

/// <summary>A success whose body is not what the API promises: no JSON, no envelope, or a result of another shape.</summary>
public sealed class ApiResponseValidationException : ApiException
{
    internal ApiResponseValidationException(string message, ApiResponse response, Exception? inner = null) : base(message, response, inner)
    {
    }
}
