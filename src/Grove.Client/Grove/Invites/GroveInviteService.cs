using Grove.Client.Core;

namespace Grove.Client;

/// <summary>
/// Invitations by their secrets: <c>/invites</c>. A secret that was mailed needs no credentials; one that was shown counts only with those of the user it is to.
/// </summary>
public sealed class GroveInviteService
{
    private readonly Transport transport;

    internal GroveInviteService(Transport transport) => this.transport = transport;

    /// <summary>
    /// Accepts an invitation: <c>POST /invites/accept</c>. Who accepts by a mailed secret and is no user becomes one, and only this answer shows their key.
    /// </summary>
    /// <param name="parameters">The secret.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">The secret is unknown, used, expired, withdrawn or somebody else's.</exception>
    /// <exception cref="PermissionDeniedException">Who invited may no longer, or accepting asks for a second factor that the user has not.</exception>
    /// <exception cref="RateLimitException">There were too many wrong secrets.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<AcceptedInvite> AcceptAsync(InviteSecretParams parameters, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Post, ApiPath.Grove($"invites/accept"), parameters, GroveJson.Default.InviteSecretParams, GroveJson.Default.AcceptedInvite, options,
            cancellationToken);

    /// <summary>Rejects an invitation: <c>POST /invites/reject</c>.</summary>
    /// <param name="parameters">The secret.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">The secret is unknown, used, expired, withdrawn or somebody else's.</exception>
    /// <exception cref="RateLimitException">There were too many wrong secrets.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Invite> RejectAsync(InviteSecretParams parameters, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Post, ApiPath.Grove($"invites/reject"), parameters, GroveJson.Default.InviteSecretParams, GroveJson.Default.Invite, options,
            cancellationToken);
}
