using Grove.Client.Core;

namespace Grove.Client;

/// <summary>The values of API tokens: <c>/user/tokens/{token_id}/value</c>.</summary>
public sealed class TokenValueService
{
    private readonly Transport transport;

    internal TokenValueService(Transport transport) => this.transport = transport;

    /// <summary>
    /// Gives an API token a new value and ends the old one: <c>PUT /user/tokens/{token_id}/value</c>. Sent again after a lost answer it makes yet another
    /// value, and only the last one is good.
    /// </summary>
    /// <param name="tokenId">The id of the token.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The new value. It cannot be read again.</returns>
    /// <exception cref="NotFoundException">The user has no such token.</exception>
    /// <exception cref="PermissionDeniedException">The token reaches further than the one that asks.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<string> UpdateAsync(string tokenId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(HttpMethod.Put, ApiPath.Wire($"user/tokens/{tokenId}/value"), GroveJson.Default.String, options, cancellationToken);
}
