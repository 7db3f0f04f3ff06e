using Grove.Client.Core;

namespace Grove.Client;

/// <summary>The API tokens of users, for operators: <c>/users/{user_id}/tokens</c>.</summary>
public sealed class GroveUserTokenService
{
    private readonly Transport transport;

    internal GroveUserTokenService(Transport transport) => this.transport = transport;

    /// <summary>Creates an API token for a user; only this answer shows its value: <c>POST /users/{user_id}/tokens</c>.</summary>
    /// <param name="userId">Their id.</param>
    /// <param name="parameters">What it is like.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A member is wrong.</exception>
    /// <exception cref="NotFoundException">There is no such user.</exception>
    /// <exception cref="PermissionDeniedException">The caller is no operator, or it would reach further than the token that asks.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<CreatedToken> CreateAsync(
        string userId, TokenCreateParams parameters, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Post, ApiPath.Grove($"users/{userId}/tokens"), parameters, GroveJson.Default.TokenCreateParams, GroveJson.Default.CreatedToken, options,
            cancellationToken);
}
