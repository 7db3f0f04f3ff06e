using Grove.Client.Core;

namespace Grove.Client;

/// <summary>The global API keys of users, for operators: <c>/users/{user_id}/api_key</c>.</summary>
public sealed class GroveUserApiKeyService
{
    private readonly Transport transport;

    internal GroveUserApiKeyService(Transport transport) => this.transport = transport;

    /// <summary>Gives a user a new global API key and ends the old one; only this answer shows it: <c>POST /users/{user_id}/api_key</c>.</summary>
    /// <param name="userId">Their id.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">There is no such user.</exception>
    /// <exception cref="PermissionDeniedException">The caller is no operator.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<UserApiKey> RollAsync(string userId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(HttpMethod.Post, ApiPath.Grove($"users/{userId}/api_key"), GroveJson.Default.UserApiKey, options, cancellationToken);
}
