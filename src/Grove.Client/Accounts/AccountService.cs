using Grove.Client.Core;

namespace Grove.Client;

/// <summary>Accounts that the caller has access to, by their own memberships or from an organization above: <c>/accounts</c>.</summary>
public sealed class AccountService
{
    private readonly Transport transport;

    internal AccountService(Transport transport)
    {
        this.transport = transport;
        Members = new(transport);
        Roles = new(transport);
        Iam = new(transport);
        AccountOrganizations = new(transport);
        AccountProfile = new(transport);
    }

    /// <summary>Members and invitations: <c>/accounts/{account_id}/members</c>.</summary>
    public AccountMemberService Members { get; }

    /// <summary>Roles that members can have: <c>/accounts/{account_id}/roles</c>.</summary>
    public AccountRoleService Roles { get; }

    /// <summary>What members can be given: <c>/accounts/{account_id}/iam</c>.</summary>
    public AccountIamService Iam { get; }

    /// <summary>The organizations that contain an account, and moving it: <c>/accounts/{account_id}/organizations</c>.</summary>
    public AccountOrganizationService AccountOrganizations { get; }

    /// <summary>Profiles: <c>/accounts/{account_id}/profile</c>.</summary>
    public AccountProfileService AccountProfile { get; }

    /// <summary>Lists accounts in the order of their creation, one page: <c>GET /accounts</c>.</summary>
    /// <param name="parameters">Filter, direction, and the page.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A filter is wrong.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Page<Account>> ListAsync(AccountListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(options).GetAsync(Query(parameters), cancellationToken);

    /// <summary>Lists all accounts in the order of their creation, asking for pages as they are reached: <c>GET /accounts</c>.</summary>
    /// <param name="parameters">Filter, direction, the first page, and the size of the pages.</param>
    /// <param name="options">What these calls do differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public AutoPages<Account> ListAutoPagingAsync(
        AccountListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(options).All(Query(parameters), cancellationToken);

    /// <summary>Creates an account, in an organization or free: <c>POST /accounts</c>.</summary>
    /// <param name="parameters">What it is like.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A member is wrong.</exception>
    /// <exception cref="NotFoundException">The caller sees no such organization.</exception>
    /// <exception cref="PermissionDeniedException">The caller may not, or a capability or limit forbids it.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Account> CreateAsync(AccountCreateParams parameters, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Post, ApiPath.Wire($"accounts"), parameters, GroveJson.Default.AccountCreateParams, GroveJson.Default.Account, options,
            cancellationToken);

    /// <summary>Reads an account: <c>GET /accounts/{account_id}</c>.</summary>
    /// <param name="accountId">Its id.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">The caller sees no such account.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Account> GetAsync(string accountId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(HttpMethod.Get, ApiPath.Wire($"accounts/{accountId}"), GroveJson.Default.Account, options, cancellationToken);

    /// <summary>Renames an account and changes its settings; what is left out stays: <c>PUT /accounts/{account_id}</c>.</summary>
    /// <param name="accountId">Its id.</param>
    /// <param name="parameters">What it is to be like.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A member is wrong, or the type is another one.</exception>
    /// <exception cref="NotFoundException">The caller sees no such account.</exception>
    /// <exception cref="PermissionDeniedException">The caller may not.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Account> UpdateAsync(
        string accountId, AccountUpdateParams parameters, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Put, ApiPath.Wire($"accounts/{accountId}"), parameters, GroveJson.Default.AccountUpdateParams, GroveJson.Default.Account, options,
            cancellationToken);

    /// <summary>Deletes an account, for good: <c>DELETE /accounts/{account_id}</c>.</summary>
    /// <param name="accountId">Its id.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its id; null when the server answers none, as the API allows.</returns>
    /// <exception cref="NotFoundException">The caller sees no such account.</exception>
    /// <exception cref="PermissionDeniedException">The caller may not, or a capability forbids it.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<DeletedResource?> DeleteAsync(string accountId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultOrNullAsync(HttpMethod.Delete, ApiPath.Wire($"accounts/{accountId}"), GroveJson.Default.DeletedResource, options, cancellationToken);

    private PagedList<Account> List(RequestOptions? options) =>
        new(transport, ApiPath.Wire($"accounts"), Paging.Number, GroveJson.Default.AccountArray, options);

    private static QueryBuilder Query(AccountListParams? parameters) => parameters is null ? new() : new QueryBuilder()
        .Add("name", parameters.Name)
        .Add("direction", parameters.Direction)
        .Add("page", parameters.Page)
        .Add("per_page", parameters.PerPage);
}
