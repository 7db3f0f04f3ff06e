using Grove.Client.Core;

namespace Grove.Client;

/// <summary>The user's own memberships of organizations: <c>/user/organizations</c>. Cloudflare has marked all of it as deprecated.</summary>
public sealed class UserOrganizationService
{
    private const string Deprecated = "Cloudflare has marked /user/organizations as deprecated. Organizations.ListAsync lists what the user has access to.";

    private readonly Transport transport;

    internal UserOrganizationService(Transport transport) => this.transport = transport;

    /// <summary>Lists organizations in which the user has a membership of their own, or an invitation, one page: <c>GET /user/organizations</c>.</summary>
    /// <param name="parameters">Filters, the order and the page.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A filter is wrong.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    [Obsolete(Deprecated)]
    public Task<Page<UserOrganization>> ListAsync(
        UserOrganizationListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(options).GetAsync(Query(parameters), cancellationToken);

    /// <summary>
    /// Lists all organizations in which the user has a membership of their own, or an invitation, asking for pages as they are reached:
    /// <c>GET /user/organizations</c>.
    /// </summary>
    /// <param name="parameters">Filters, the order, the first page and the size of the pages.</param>
    /// <param name="options">What these calls do differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    [Obsolete(Deprecated)]
    public AutoPages<UserOrganization> ListAutoPagingAsync(
        UserOrganizationListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(options).All(Query(parameters), cancellationToken);

    /// <summary>
    /// Reads one of these organizations: <c>GET /user/organizations/{organization_id}</c>. Cloudflare does not say what it answers; members that are not
    /// those of the list are in <see cref="ApiObject.UnknownMembers"/>.
    /// </summary>
    /// <param name="organizationId">The id of the organization.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">The user has neither a membership of their own nor an invitation there.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    [Obsolete(Deprecated)]
    public Task<UserOrganization> GetAsync(string organizationId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(HttpMethod.Get, One(organizationId), GroveJson.Default.UserOrganization, options, cancellationToken);

    /// <summary>Leaves an organization, or rejects its invitation: <c>DELETE /user/organizations/{organization_id}</c>, which answers without the envelope.</summary>
    /// <param name="organizationId">The id of the organization.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">The user is the last who may administer it.</exception>
    /// <exception cref="NotFoundException">The user has neither a membership of their own nor an invitation there.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    [Obsolete(Deprecated)]
    public async Task<DeletedResource> DeleteAsync(string organizationId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        (await transport.SendForBareAsync(
            new ApiCall(HttpMethod.Delete, One(organizationId)) { Options = options }, GroveJson.Default.DeletedResource, cancellationToken)
            .ConfigureAwait(false)).Value;

    private static ApiPath One(string organizationId) => ApiPath.Wire($"user/organizations/{organizationId}");

    private PagedList<UserOrganization> List(RequestOptions? options) =>
        new(transport, ApiPath.Wire($"user/organizations"), Paging.Number, GroveJson.Default.UserOrganizationArray, options);

    private static QueryBuilder Query(UserOrganizationListParams? parameters) => parameters is null ? new() : new QueryBuilder()
        .Add("name", parameters.Name)
        .Add("status", parameters.Status)
        .Add("order", parameters.Order)
        .Add("direction", parameters.Direction)
        .Add("match", parameters.Match)
        .Add("page", parameters.Page)
        .Add("per_page", parameters.PerPage);
}
