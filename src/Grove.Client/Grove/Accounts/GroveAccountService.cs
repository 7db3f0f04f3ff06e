using Grove.Client.Core;

namespace Grove.Client;

/// <summary>All accounts, for operators, and moving several at once: <c>/accounts</c>.</summary>
public sealed class GroveAccountService
{
    private readonly Transport transport;

    internal GroveAccountService(Transport transport) => this.transport = transport;

    /// <summary>Lists accounts in the order of their creation, one page, without a total: <c>GET /accounts</c>.</summary>
    /// <param name="parameters">A filter, and the size of the page.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">The filter or the page token is wrong.</exception>
    /// <exception cref="PermissionDeniedException">The caller is no operator.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Page<ManagedAccount>> ListAsync(
        ManagedAccountListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(options).GetAsync(Query(parameters), cancellationToken);

    /// <summary>Lists all accounts in the order of their creation, asking for pages as they are reached: <c>GET /accounts</c>.</summary>
    /// <param name="parameters">A filter, and the size of the pages.</param>
    /// <param name="options">What these calls do differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public AutoPages<ManagedAccount> ListAutoPagingAsync(
        ManagedAccountListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(options).All(Query(parameters), cancellationToken);

    /// <summary>Reads any account: <c>GET /accounts/{account_id}</c>.</summary>
    /// <param name="accountId">Its id.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">There is no such account.</exception>
    /// <exception cref="PermissionDeniedException">The caller is no operator.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<ManagedAccount> GetAsync(string accountId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(HttpMethod.Get, ApiPath.Grove($"accounts/{accountId}"), GroveJson.Default.ManagedAccount, options, cancellationToken);

    /// <summary>Changes what another system calls an account: <c>PATCH /accounts/{account_id}</c>.</summary>
    /// <param name="accountId">Its id.</param>
    /// <param name="parameters">What changes; what is left out stays.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">The external id is wrong, or another account of the tree has it.</exception>
    /// <exception cref="NotFoundException">There is no such account.</exception>
    /// <exception cref="PermissionDeniedException">The caller is no operator.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<ManagedAccount> UpdateAsync(
        string accountId, ManagedAccountUpdateParams parameters, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Patch, ApiPath.Grove($"accounts/{accountId}"), parameters, GroveJson.Default.ManagedAccountUpdateParams,
            GroveJson.Default.ManagedAccount, options, cancellationToken);

    /// <summary>Moves up to 100 accounts into an organization, all or none: <c>POST /accounts/move</c>.</summary>
    /// <param name="parameters">Which, and where.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Where each was moved, in the order in which they were given.</returns>
    /// <exception cref="BadRequestException">A member is wrong, or an external id is taken where they would go.</exception>
    /// <exception cref="NotFoundException">The caller sees no such organization, or not all of the accounts; the error says which.</exception>
    /// <exception cref="PermissionDeniedException">The caller may not, or a capability or limit forbids it.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<IReadOnlyList<MovedAccount>> MoveAsync(
        AccountMoveParams parameters, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Post, ApiPath.Grove($"accounts/move"), parameters, GroveJson.Default.AccountMoveParams, GroveJson.Default.IReadOnlyListMovedAccount,
            options, cancellationToken);

    private PagedList<ManagedAccount> List(RequestOptions? options) =>
        new(transport, ApiPath.Grove($"accounts"), Paging.Token, GroveJson.Default.ManagedAccountArray, options);

    private static QueryBuilder Query(ManagedAccountListParams? parameters) => parameters is null ? new() : new QueryBuilder()
        .Add("external_id", parameters.ExternalId)
        .Add("page_size", parameters.PageSize)
        .Add("page_token", parameters.PageToken);
}
