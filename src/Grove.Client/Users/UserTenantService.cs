using Grove.Client.Core;

namespace Grove.Client;

/// <summary>Organizations that the user has access to, without pages: <c>/user/tenants</c>.</summary>
public sealed class UserTenantService
{
    private readonly Transport transport;

    internal UserTenantService(Transport transport) => this.transport = transport;

    /// <summary>
    /// Lists organizations that the user has access to, all on one page; Grove shows the first 1,000:
    /// <c>GET /user/tenants</c>. <see cref="OrganizationService.ListAutoPagingAsync"/> lists any number.
    /// </summary>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Page<Organization>> ListAsync(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(options).GetAsync(new(), cancellationToken);

    /// <summary>Lists organizations that the user has access to; Grove shows the first 1,000: <c>GET /user/tenants</c>.</summary>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public AutoPages<Organization> ListAutoPagingAsync(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(options).All(new(), cancellationToken);

    private PagedList<Organization> List(RequestOptions? options) =>
        new(transport, ApiPath.Wire($"user/tenants"), Paging.Single, GroveJson.Default.OrganizationArray, options);
}
