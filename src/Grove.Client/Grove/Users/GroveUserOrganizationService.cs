using Grove.Client.Core;

namespace Grove.Client;

/// <summary>Organizations that users have access to, for operators: <c>/users/{user_id}/organizations</c>.</summary>
public sealed class GroveUserOrganizationService
{
    private readonly Transport transport;

    internal GroveUserOrganizationService(Transport transport) => this.transport = transport;

    /// <summary>
    /// Lists organizations that a user has access to, as <see cref="OrganizationService.ListAsync"/> lists them to that user, one page:
    /// <c>GET /users/{user_id}/organizations</c>.
    /// </summary>
    /// <param name="userId">The id of the user.</param>
    /// <param name="parameters">Filters, and the size of the page.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A filter or the page token is wrong.</exception>
    /// <exception cref="NotFoundException">There is no such user.</exception>
    /// <exception cref="PermissionDeniedException">The caller is no operator.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Page<Organization>> ListAsync(
        string userId, OrganizationListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(userId, options).GetAsync(OrganizationService.Query(parameters), cancellationToken);

    /// <summary>Lists all organizations that a user has access to, asking for pages as they are reached: <c>GET /users/{user_id}/organizations</c>.</summary>
    /// <param name="userId">The id of the user.</param>
    /// <param name="parameters">Filters, and the size of the pages.</param>
    /// <param name="options">What these calls do differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public AutoPages<Organization> ListAutoPagingAsync(
        string userId, OrganizationListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(userId, options).All(OrganizationService.Query(parameters), cancellationToken);

    private PagedList<Organization> List(string userId, RequestOptions? options) =>
        new(transport, ApiPath.Grove($"users/{userId}/organizations"), Paging.Token, GroveJson.Default.OrganizationArray, options);
}
