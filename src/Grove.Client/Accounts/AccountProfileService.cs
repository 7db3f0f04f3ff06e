using Grove.Client.Core;

namespace Grove.Client;

/// <summary>The profile of an account: <c>/accounts/{account_id}/profile</c>.</summary>
public sealed class AccountProfileService
{
    private readonly Transport transport;

    internal AccountProfileService(Transport transport) => this.transport = transport;

    /// <summary>Reads the profile of an account: <c>GET /accounts/{account_id}/profile</c>.</summary>
    /// <param name="accountId">The id of the account.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">The caller sees no such account, or it has no profile.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Profile> GetAsync(string accountId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(HttpMethod.Get, ApiPath.Wire($"accounts/{accountId}/profile"), GroveJson.Default.Profile, options, cancellationToken);

    /// <summary>Replaces the profile of an account, or gives it one: <c>PUT /accounts/{account_id}/profile</c>. There is no answer but success.</summary>
    /// <param name="accountId">The id of the account.</param>
    /// <param name="parameters">All five texts, up to 4 KiB each.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A text is too long, or the e-mail address is none.</exception>
    /// <exception cref="NotFoundException">The caller sees no such account.</exception>
    /// <exception cref="PermissionDeniedException">The caller may not.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task UpdateAsync(string accountId, Profile parameters, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.NothingAsync(
            HttpMethod.Put, ApiPath.Wire($"accounts/{accountId}/profile"), parameters, GroveJson.Default.Profile, options, cancellationToken);
}
