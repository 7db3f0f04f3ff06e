using Grove.Client.Core;

namespace Grove.Client;

/// <summary>Organizations that the caller has access to, by their own memberships or from above: <c>/organizations</c>.</summary>
public sealed class OrganizationService
{
    private readonly Transport transport;

    internal OrganizationService(Transport transport)
    {
        this.transport = transport;
        OrganizationProfile = new(transport);
        OrganizationAccounts = new(transport);
        Members = new(transport);
        Logs = new(transport);
    }

    /// <summary>Profiles: <c>/organizations/{organization_id}/profile</c>.</summary>
    public OrganizationProfileService OrganizationProfile { get; }

    /// <summary>The accounts right in an organization: <c>/organizations/{organization_id}/accounts</c>.</summary>
    public OrganizationAccountService OrganizationAccounts { get; }

    /// <summary>Members and invitations: <c>/organizations/{organization_id}/members</c>.</summary>
    public OrganizationMemberService Members { get; }

    /// <summary>Logs: <c>/organizations/{organization_id}/logs</c>.</summary>
    public OrganizationLogsService Logs { get; }

    /// <summary>Lists organizations in the order of their creation, one page: <c>GET /organizations</c>.</summary>
    /// <param name="parameters">Filters, and the size of the page.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A filter or the page token is wrong.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Page<Organization>> ListAsync(OrganizationListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(options).GetAsync(Query(parameters), cancellationToken);

    /// <summary>Lists all organizations in the order of their creation, asking for pages as they are reached: <c>GET /organizations</c>.</summary>
    /// <param name="parameters">Filters, and the size of the pages.</param>
    /// <param name="options">What these calls do differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public AutoPages<Organization> ListAutoPagingAsync(
        OrganizationListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(options).All(Query(parameters), cancellationToken);

    /// <summary>Creates an organization, a root unless it has a parent: <c>POST /organizations</c>.</summary>
    /// <param name="parameters">What it is like.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A member is wrong, or the tree would be too deep.</exception>
    /// <exception cref="NotFoundException">The caller sees no such parent.</exception>
    /// <exception cref="PermissionDeniedException">The caller may not, or a capability or limit forbids it.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Organization> CreateAsync(OrganizationCreateParams parameters, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Post, ApiPath.Wire($"organizations"), parameters, GroveJson.Default.OrganizationCreateParams, GroveJson.Default.Organization, options,
            cancellationToken);

    /// <summary>Reads an organization: <c>GET /organizations/{organization_id}</c>.</summary>
    /// <param name="organizationId">Its id.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">The caller sees no such organization.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Organization> GetAsync(string organizationId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(HttpMethod.Get, ApiPath.Wire($"organizations/{organizationId}"), GroveJson.Default.Organization, options, cancellationToken);

    /// <summary>
    /// Changes an organization; what is left out stays. Another parent moves it with all below it: <c>PUT /organizations/{organization_id}</c>.
    /// </summary>
    /// <param name="organizationId">Its id.</param>
    /// <param name="parameters">What it is to be like.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A member is wrong, or the move would make a cycle or too deep a tree.</exception>
    /// <exception cref="NotFoundException">The caller sees no such organization or parent.</exception>
    /// <exception cref="PermissionDeniedException">The caller may not.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Organization> UpdateAsync(
        string organizationId, OrganizationUpdateParams parameters, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Put, ApiPath.Wire($"organizations/{organizationId}"), parameters, GroveJson.Default.OrganizationUpdateParams,
            GroveJson.Default.Organization, options, cancellationToken);

    /// <summary>Deletes an organization that holds nothing: <c>DELETE /organizations/{organization_id}</c>.</summary>
    /// <param name="organizationId">Its id.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">It holds sub-organizations, accounts, managed users or members other than the caller; the error says which.</exception>
    /// <exception cref="NotFoundException">The caller sees no such organization.</exception>
    /// <exception cref="PermissionDeniedException">The caller may not.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<DeletedResource> DeleteAsync(string organizationId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Delete, ApiPath.Wire($"organizations/{organizationId}"), GroveJson.Default.DeletedResource, options, cancellationToken);

    private PagedList<Organization> List(RequestOptions? options) =>
        new(transport, ApiPath.Wire($"organizations"), Paging.Token, GroveJson.Default.OrganizationArray, options);

    internal static QueryBuilder Query(OrganizationListParams? parameters) => parameters is null ? new() : new QueryBuilder()
        .Add("id", parameters.Id)
        .Add("containing.account", parameters.Containing?.Account)
        .Add("containing.organization", parameters.Containing?.Organization)
        .Add("containing.user", parameters.Containing?.User)
        .Add("name.startsWith", parameters.Name?.StartsWith)
        .Add("name.endsWith", parameters.Name?.EndsWith)
        .Add("name.contains", parameters.Name?.Contains)
        .Add("parent.id", parameters.Parent?.Id)
        .Add("page_size", parameters.PageSize)
        .Add("page_token", parameters.PageToken);
}
