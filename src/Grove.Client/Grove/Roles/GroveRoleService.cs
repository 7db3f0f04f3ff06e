using Grove.Client.Core;

namespace Grove.Client;

/// <summary>The roles that members of organizations and of accounts can have: <c>/roles</c>.</summary>
public sealed class GroveRoleService
{
    private readonly Transport transport;

    internal GroveRoleService(Transport transport) => this.transport = transport;

    /// <summary>Lists the roles, all on one page: <c>GET /roles</c>.</summary>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Page<GroveRole>> ListAsync(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(options).GetAsync(new(), cancellationToken);

    /// <summary>Lists the roles: <c>GET /roles</c>.</summary>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public AutoPages<GroveRole> ListAutoPagingAsync(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(options).All(new(), cancellationToken);

    private PagedList<GroveRole> List(RequestOptions? options) =>
        new(transport, ApiPath.Grove($"roles"), Paging.Single, GroveJson.Default.GroveRoleArray, options);
}
