using Grove.Client.Core;

namespace Grove.Client;

/// <summary>The permission groups that members of an account can have: <c>/accounts/{account_id}/iam/permission_groups</c>.</summary>
public sealed class AccountPermissionGroupService
{
    private readonly Transport transport;

    internal AccountPermissionGroupService(Transport transport) => this.transport = transport;

    /// <summary>Lists permission groups, one page: <c>GET /accounts/{account_id}/iam/permission_groups</c>.</summary>
    /// <param name="accountId">The id of the account.</param>
    /// <param name="parameters">Filters, and the page.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">The caller sees no such account.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Page<AccountPermissionGroup>> ListAsync(
        string accountId, AccountPermissionGroupListParams? parameters = null, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        List(accountId, options).GetAsync(Query(parameters), cancellationToken);

    /// <summary>Lists all permission groups, asking for pages as they are reached: <c>GET /accounts/{account_id}/iam/permission_groups</c>.</summary>
    /// <param name="accountId">The id of the account.</param>
    /// <param name="parameters">Filters, the first page, and the size of the pages.</param>
    /// <param name="options">What these calls do differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public AutoPages<AccountPermissionGroup> ListAutoPagingAsync(
        string accountId, AccountPermissionGroupListParams? parameters = null, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        List(accountId, options).All(Query(parameters), cancellationToken);

    /// <summary>Reads a permission group: <c>GET /accounts/{account_id}/iam/permission_groups/{permission_group_id}</c>.</summary>
    /// <param name="accountId">The id of the account.</param>
    /// <param name="permissionGroupId">The id of the permission group.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">The caller sees no such account, or there is no such group.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<AccountPermissionGroup> GetAsync(
        string accountId, string permissionGroupId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Get, ApiPath.Wire($"accounts/{accountId}/iam/permission_groups/{permissionGroupId}"), GroveJson.Default.AccountPermissionGroup,
            options, cancellationToken);

    private PagedList<AccountPermissionGroup> List(string accountId, RequestOptions? options) =>
        new(transport, ApiPath.Wire($"accounts/{accountId}/iam/permission_groups"), Paging.Number, GroveJson.Default.AccountPermissionGroupArray, options);

    private static QueryBuilder Query(AccountPermissionGroupListParams? parameters) => parameters is null ? new() : new QueryBuilder()
        .Add("id", parameters.Id)
        .Add("name", parameters.Name)
        .Add("label", parameters.Label)
        .Add("page", parameters.Page)
        .Add("per_page", parameters.PerPage);
}
