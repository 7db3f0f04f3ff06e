using Grove.Client.Core;

namespace Grove.Client;

/// <summary>All organizations, for operators, and what the wire API has no verb for: <c>/organizations</c>.</summary>
public sealed class GroveOrganizationService
{
    private readonly Transport transport;

    internal GroveOrganizationService(Transport transport)
    {
        this.transport = transport;
        Users = new(transport);
        Members = new(transport);
        Logs = new(transport);
    }

    /// <summary>Memberships by the ids of users, for operators: <c>/organizations/{organization_id}/users</c>.</summary>
    public GroveOrganizationUserService Users { get; }

    /// <summary>Members and invitations: <c>/organizations/{organization_id}/members</c>.</summary>
    public GroveOrganizationMemberService Members { get; }

    /// <summary>Logs: <c>/organizations/{organization_id}/logs</c>.</summary>
    public GroveOrganizationLogsService Logs { get; }

    /// <summary>Lists organizations in the order of their creation, one page, without a total: <c>GET /organizations</c>.</summary>
    /// <param name="parameters">A filter, and the size of the page.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">The filter or the page token is wrong.</exception>
    /// <exception cref="PermissionDeniedException">The caller is no operator.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Page<ManagedOrganization>> ListAsync(
        ManagedOrganizationListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(options).GetAsync(Query(parameters), cancellationToken);

    /// <summary>Lists all organizations in the order of their creation, asking for pages as they are reached: <c>GET /organizations</c>.</summary>
    /// <param name="parameters">A filter, and the size of the pages.</param>
    /// <param name="options">What these calls do differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public AutoPages<ManagedOrganization> ListAutoPagingAsync(
        ManagedOrganizationListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(options).All(Query(parameters), cancellationToken);

    /// <summary>Reads any organization: <c>GET /organizations/{organization_id}</c>.</summary>
    /// <param name="organizationId">Its id.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">There is no such organization.</exception>
    /// <exception cref="PermissionDeniedException">The caller is no operator.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<ManagedOrganization> GetAsync(string organizationId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Get, ApiPath.Grove($"organizations/{organizationId}"), GroveJson.Default.ManagedOrganization, options, cancellationToken);

    /// <summary>Changes what an organization may do, by whom it is managed and what another system calls it: <c>PATCH /organizations/{organization_id}</c>.</summary>
    /// <param name="organizationId">Its id.</param>
    /// <param name="parameters">What changes; what is left out stays.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A member is wrong, or another organization of the tree has the external id.</exception>
    /// <exception cref="NotFoundException">There is no such organization.</exception>
    /// <exception cref="PermissionDeniedException">The caller is no operator.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<ManagedOrganization> UpdateAsync(
        string organizationId, ManagedOrganizationUpdateParams parameters, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Patch, ApiPath.Grove($"organizations/{organizationId}"), parameters, GroveJson.Default.ManagedOrganizationUpdateParams,
            GroveJson.Default.ManagedOrganization, options, cancellationToken);

    private PagedList<ManagedOrganization> List(RequestOptions? options) =>
        new(transport, ApiPath.Grove($"organizations"), Paging.Token, GroveJson.Default.ManagedOrganizationArray, options);

    private static QueryBuilder Query(ManagedOrganizationListParams? parameters) => parameters is null ? new() : new QueryBuilder()
        .Add("external_id", parameters.ExternalId)
        .Add("page_size", parameters.PageSize)
        .Add("page_token", parameters.PageToken);
}
