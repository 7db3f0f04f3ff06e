using Grove.Client.Core;

namespace Grove.Client;

/// <summary>Invitations to the user's address: <c>/user/invites</c>.</summary>
public sealed class UserInviteService
{
    private readonly Transport transport;

    internal UserInviteService(Transport transport) => this.transport = transport;

    /// <summary>Lists the invitations to the user's address, all on one page: <c>GET /user/invites</c>.</summary>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Page<Invite>> ListAsync(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(options).GetAsync(new(), cancellationToken);

    /// <summary>Lists the invitations to the user's address: <c>GET /user/invites</c>.</summary>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public AutoPages<Invite> ListAutoPagingAsync(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(options).All(new(), cancellationToken);

    /// <summary>Reads an invitation: <c>GET /user/invites/{invite_id}</c>.</summary>
    /// <param name="inviteId">Its id.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">There is no such invitation to the user's address.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Invite> GetAsync(string inviteId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(HttpMethod.Get, ApiPath.Wire($"user/invites/{inviteId}"), GroveJson.Default.Invite, options, cancellationToken);

    /// <summary>Accepts or rejects an invitation: <c>PATCH /user/invites/{invite_id}</c>.</summary>
    /// <param name="inviteId">Its id.</param>
    /// <param name="parameters">The answer.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">It is answered already, or expired.</exception>
    /// <exception cref="NotFoundException">There is no such invitation to the user's address.</exception>
    /// <exception cref="PermissionDeniedException">Accepting asks for a second factor that the user has not.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Invite> EditAsync(string inviteId, InviteEditParams parameters, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Patch, ApiPath.Wire($"user/invites/{inviteId}"), parameters, GroveJson.Default.InviteEditParams, GroveJson.Default.Invite, options,
            cancellationToken);

    private PagedList<Invite> List(RequestOptions? options) =>
        new(transport, ApiPath.Wire($"user/invites"), Paging.Single, GroveJson.Default.InviteArray, options);
}
