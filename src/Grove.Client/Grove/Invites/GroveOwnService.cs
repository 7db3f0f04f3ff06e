using Grove.Client.Core;

namespace Grove.Client;

/// <summary>What only Grove has of the user whose credential is used: <c>/user</c>.</summary>
public sealed class GroveOwnService
{
    internal GroveOwnService(Transport transport) => Invites = new(transport);

    /// <summary>Invitations to their address: <c>/user/invites</c>.</summary>
    public GroveOwnInviteService Invites { get; }
}

/// <summary>What only Grove has of invitations to the user's address: <c>/user/invites</c>.</summary>
public sealed class GroveOwnInviteService
{
    private readonly Transport transport;

    internal GroveOwnInviteService(Transport transport) => this.transport = transport;

    /// <summary>Puts away an invitation that is answered or expired; the organization does not notice: <c>DELETE /user/invites/{invite_id}</c>.</summary>
    /// <param name="inviteId">Its id.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">It waits for an answer.</exception>
    /// <exception cref="NotFoundException">There is no such invitation to the user's address.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<DeletedResource> DeleteAsync(string inviteId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(HttpMethod.Delete, ApiPath.Grove($"user/invites/{inviteId}"), GroveJson.Default.DeletedResource, options, cancellationToken);
}
