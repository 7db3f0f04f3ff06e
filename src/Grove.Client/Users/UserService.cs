using Grove.Client.Core;

namespace Grove.Client;

/// <summary>The user whose credential is used, and what is theirs: <c>/user</c>.</summary>
public sealed class UserService
{
    private readonly Transport transport;

    internal UserService(Transport transport)
    {
        this.transport = transport;
        Organizations = new(transport);
        Invites = new(transport);
        Tokens = new(transport);
        Tenants = new(transport);
    }

    /// <summary>Their own memberships of organizations: <c>/user/organizations</c>.</summary>
    public UserOrganizationService Organizations { get; }

    /// <summary>Invitations to their address: <c>/user/invites</c>.</summary>
    public UserInviteService Invites { get; }

    /// <summary>Their API tokens: <c>/user/tokens</c>.</summary>
    public UserTokenService Tokens { get; }

    /// <summary>Organizations that they have access to, without pages: <c>/user/tenants</c>.</summary>
    public UserTenantService Tenants { get; }

    /// <summary>Reads the details of the user: <c>GET /user</c>.</summary>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PermissionDeniedException">The API token does not reach its owner.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<User> GetAsync(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(HttpMethod.Get, ApiPath.Wire($"user"), GroveJson.Default.User, options, cancellationToken);

    /// <summary>Changes details of the user: <c>PATCH /user</c>.</summary>
    /// <param name="parameters">What changes; what is left out stays.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A member is wrong.</exception>
    /// <exception cref="PermissionDeniedException">The API token does not reach its owner.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<User> EditAsync(UserEditParams parameters, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Patch, ApiPath.Wire($"user"), parameters, GroveJson.Default.UserEditParams, GroveJson.Default.User, options, cancellationToken);
}
