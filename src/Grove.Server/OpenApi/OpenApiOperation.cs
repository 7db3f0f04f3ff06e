using Grove.Server.Auth;
using Grove.Server.Http;

namespace Grove.Server.OpenApi;

/// <summary>One operation of the document.</summary>
/// <param name="Tag">The family that it is listed under.</param>
/// <param name="Path">The full path from the root of the host.</param>
/// <param name="Permission">What it asks of a token; null when it needs no credentials.</param>
internal sealed record OpenApiOperation(string Tag, string Method, string Path, Permission? Permission, EndpointDoc Doc)
{
    /// <summary>True when it may be called without credentials too.</summary>
    public bool CredentialsOptional { get; init; }

    /// <summary>True where an operator may act as somebody else.</summary>
    public bool ForOthers { get; init; }

    public static IEnumerable<OpenApiOperation> Of(string tag, string prefix, ApiEndpoints endpoints) =>
        endpoints.All.Select(endpoint => new OpenApiOperation(tag, endpoint.Method, prefix + endpoint.Path, endpoint.Permission, endpoint.Doc)
        {
            CredentialsOptional = endpoint.CredentialsOptional,
            ForOthers = endpoint.ForOthers,
        });
}
