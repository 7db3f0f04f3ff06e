using Grove.Client.Core;

namespace Grove.Client;

/// <summary>Accounts that users have access to, for operators: <c>/users/{user_id}/accounts</c>.</summary>
public sealed class GroveUserAccountService
{
    private readonly Transport transport;

    internal GroveUserAccountService(Transport transport) => this.transport = transport;

    /// <summary>
    /// Lists accounts that a user has access to, as <see cref="AccountService.ListAsync"/> lists them to that user, but with page tokens, one page:
    /// <c>GET /users/{user_id}/accounts</c>.
    /// </summary>
    /// <param name="userId">The id of the user.</param>
    /// <param name="parameters">A filter, and the size of the page.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">The filter or the page token is wrong.</exception>
    /// <exception cref="NotFoundException">There is no such user.</exception>
    /// <exception cref="PermissionDeniedException">The caller is no operator.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Page<Account>> ListAsync(
        string userId, GroveUserAccountListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(userId, options).GetAsync(Query(parameters), cancellationToken);

    /// <summary>Lists all accounts that a user has access to, asking for pages as they are reached: <c>GET /users/{user_id}/accounts</c>.</summary>
    /// <param name="userId">The id of the user.</param>
    /// <param name="parameters">A filter, and the size of the pages.</param>
    /// <param name="options">What these calls do differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public AutoPages<Account> ListAutoPagingAsync(
        string userId, GroveUserAccountListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(userId, options).All(Query(parameters), cancellationToken);

    private PagedList<Account> List(string userId, RequestOptions? options) =>
        new(transport, ApiPath.Grove($"users/{userId}/accounts"), Paging.Token, GroveJson.Default.AccountArray, options);

    private static QueryBuilder Query(GroveUserAccountListParams? parameters) => parameters is null ? new() : new QueryBuilder()
        .Add("name", parameters.Name)
        .Add("page_size", parameters.PageSize)
        .Add("page_token", parameters.PageToken);
}

/// <summary>A filter and paging of <c>GET /users/{user_id}/accounts</c>. What is left out does not filter.</summary>
public sealed record GroveUserAccountListParams
{
    /// <summary>Exactly this name, case-sensitive.</summary>
    public string? Name { get; init; }

    /// <summary>Rows on a page, 1 to 1,000. Default: 10.</summary>
    public int? PageSize { get; init; }

    /// <summary>From <see cref="ResultInfo.NextPageToken"/>; together with the same filter.</summary>
    public string? PageToken { get; init; }
}
