using Grove.Client.Core;

namespace Grove.Client;

/// <summary>All users, for operators: <c>/users</c>.</summary>
public sealed class GroveUserService
{
    private readonly Transport transport;

    internal GroveUserService(Transport transport)
    {
        this.transport = transport;
        ApiKey = new(transport);
        Tokens = new(transport);
        Organizations = new(transport);
        Accounts = new(transport);
    }

    /// <summary>Their global API keys: <c>/users/{user_id}/api_key</c>.</summary>
    public GroveUserApiKeyService ApiKey { get; }

    /// <summary>Their API tokens: <c>/users/{user_id}/tokens</c>.</summary>
    public GroveUserTokenService Tokens { get; }

    /// <summary>Organizations that they have access to: <c>/users/{user_id}/organizations</c>.</summary>
    public GroveUserOrganizationService Organizations { get; }

    /// <summary>Accounts that they have access to: <c>/users/{user_id}/accounts</c>.</summary>
    public GroveUserAccountService Accounts { get; }

    /// <summary>Lists users in the order of their creation, one page, without a total: <c>GET /users</c>.</summary>
    /// <param name="parameters">Filters, and the size of the page.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A filter or the page token is wrong.</exception>
    /// <exception cref="PermissionDeniedException">The caller is no operator.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Page<ManagedUser>> ListAsync(
        ManagedUserListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(options).GetAsync(Query(parameters), cancellationToken);

    /// <summary>Lists all users in the order of their creation, asking for pages as they are reached: <c>GET /users</c>.</summary>
    /// <param name="parameters">Filters, and the size of the pages.</param>
    /// <param name="options">What these calls do differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public AutoPages<ManagedUser> ListAutoPagingAsync(
        ManagedUserListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(options).All(Query(parameters), cancellationToken);

    /// <summary>Makes somebody a user; only this answer shows their global API key: <c>POST /users</c>.</summary>
    /// <param name="parameters">Who they are.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A member is wrong, or another user has the address or the external id.</exception>
    /// <exception cref="NotFoundException">There is no such managing organization.</exception>
    /// <exception cref="PermissionDeniedException">The caller is no operator.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<CreatedUser> CreateAsync(ManagedUserCreateParams parameters, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Post, ApiPath.Grove($"users"), parameters, GroveJson.Default.ManagedUserCreateParams, GroveJson.Default.CreatedUser, options,
            cancellationToken);

    /// <summary>Reads a user: <c>GET /users/{user_id}</c>.</summary>
    /// <param name="userId">Their id.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">There is no such user.</exception>
    /// <exception cref="PermissionDeniedException">The caller is no operator.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<ManagedUser> GetAsync(string userId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(HttpMethod.Get, ApiPath.Grove($"users/{userId}"), GroveJson.Default.ManagedUser, options, cancellationToken);

    /// <summary>Changes a user: <c>PATCH /users/{user_id}</c>.</summary>
    /// <param name="userId">Their id.</param>
    /// <param name="parameters">What changes; what is left out stays.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">
    /// A member is wrong, another user has the external id, or no operator would be left.
    /// </exception>
    /// <exception cref="NotFoundException">There is no such user or managing organization.</exception>
    /// <exception cref="PermissionDeniedException">The caller is no operator.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<ManagedUser> UpdateAsync(
        string userId, ManagedUserUpdateParams parameters, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Patch, ApiPath.Grove($"users/{userId}"), parameters, GroveJson.Default.ManagedUserUpdateParams, GroveJson.Default.ManagedUser, options,
            cancellationToken);

    /// <summary>Deletes a user with their credentials, memberships and invitations: <c>DELETE /users/{user_id}</c>.</summary>
    /// <param name="userId">Their id.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">They are the last operator, or the last Super Administrator somewhere; the error says where.</exception>
    /// <exception cref="NotFoundException">There is no such user.</exception>
    /// <exception cref="PermissionDeniedException">The caller is no operator.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<DeletedResource> DeleteAsync(string userId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(HttpMethod.Delete, ApiPath.Grove($"users/{userId}"), GroveJson.Default.DeletedResource, options, cancellationToken);

    private PagedList<ManagedUser> List(RequestOptions? options) =>
        new(transport, ApiPath.Grove($"users"), Paging.Token, GroveJson.Default.ManagedUserArray, options);

    private static QueryBuilder Query(ManagedUserListParams? parameters) => parameters is null ? new() : new QueryBuilder()
        .Add("email", parameters.Email?.Is)
        .Add("email.startsWith", parameters.Email?.StartsWith)
        .Add("external_id", parameters.ExternalId)
        .Add("page_size", parameters.PageSize)
        .Add("page_token", parameters.PageToken);
}
