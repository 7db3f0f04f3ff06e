using Grove.Client.Core;

namespace Grove.Client;

/// <summary>What policies of API tokens can name: <c>/user/tokens/permission_groups</c>.</summary>
public sealed class TokenPermissionGroupService
{
    private readonly Transport transport;

    internal TokenPermissionGroupService(Transport transport) => this.transport = transport;

    /// <summary>Lists groups of permissions, all on one page: <c>GET /user/tokens/permission_groups</c>.</summary>
    /// <param name="parameters">Filters.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Page<TokenPermissionGroup>> ListAsync(
        TokenPermissionGroupListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(options).GetAsync(Query(parameters), cancellationToken);

    /// <summary>Lists groups of permissions: <c>GET /user/tokens/permission_groups</c>.</summary>
    /// <param name="parameters">Filters.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public AutoPages<TokenPermissionGroup> ListAutoPagingAsync(
        TokenPermissionGroupListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(options).All(Query(parameters), cancellationToken);

    private PagedList<TokenPermissionGroup> List(RequestOptions? options) =>
        new(transport, ApiPath.Wire($"user/tokens/permission_groups"), Paging.Single, GroveJson.Default.TokenPermissionGroupArray, options);

    private static QueryBuilder Query(TokenPermissionGroupListParams? parameters) =>
        new QueryBuilder().Add("name", parameters?.Name).Add("scope", parameters?.Scope);
}
