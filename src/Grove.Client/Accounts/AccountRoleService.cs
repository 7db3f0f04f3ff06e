using Grove.Client.Core;

namespace Grove.Client;

/// <summary>The roles that members of an account can have: <c>/accounts/{account_id}/roles</c>. Cloudflare has deprecated them for <see cref="AccountIamService.PermissionGroups"/>.</summary>
public sealed class AccountRoleService
{
    private const string Instead = "Use Accounts.Iam.PermissionGroups.";

    private readonly Transport transport;

    internal AccountRoleService(Transport transport) => this.transport = transport;

    /// <summary>Lists roles, one page: <c>GET /accounts/{account_id}/roles</c>.</summary>
    /// <param name="accountId">The id of the account.</param>
    /// <param name="parameters">The page.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">The caller sees no such account.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    [Obsolete(Instead)]
    public Task<Page<AccountRole>> ListAsync(
        string accountId, AccountRoleListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(accountId, options).GetAsync(Query(parameters), cancellationToken);

    /// <summary>Lists all roles, asking for pages as they are reached: <c>GET /accounts/{account_id}/roles</c>.</summary>
    /// <param name="accountId">The id of the account.</param>
    /// <param name="parameters">The first page, and the size of the pages.</param>
    /// <param name="options">What these calls do differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    [Obsolete(Instead)]
    public AutoPages<AccountRole> ListAutoPagingAsync(
        string accountId, AccountRoleListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(accountId, options).All(Query(parameters), cancellationToken);

    /// <summary>Reads a role: <c>GET /accounts/{account_id}/roles/{role_id}</c>.</summary>
    /// <param name="accountId">The id of the account.</param>
    /// <param name="roleId">The id of the role.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">The caller sees no such account, or there is no such role.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    [Obsolete(Instead)]
    public Task<AccountRole> GetAsync(string accountId, string roleId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(HttpMethod.Get, ApiPath.Wire($"accounts/{accountId}/roles/{roleId}"), GroveJson.Default.AccountRole, options, cancellationToken);

    private PagedList<AccountRole> List(string accountId, RequestOptions? options) =>
        new(transport, ApiPath.Wire($"accounts/{accountId}/roles"), Paging.Number, GroveJson.Default.AccountRoleArray, options);

    private static QueryBuilder Query(AccountRoleListParams? parameters) =>
        new QueryBuilder().Add("page", parameters?.Page).Add("per_page", parameters?.PerPage);
}
