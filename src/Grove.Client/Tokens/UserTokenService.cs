using Grove.Client.Core;

namespace Grove.Client;

/// <summary>The user's API tokens: <c>/user/tokens</c>.</summary>
public sealed class UserTokenService
{
    private readonly Transport transport;

    internal UserTokenService(Transport transport)
    {
        this.transport = transport;
        PermissionGroups = new(transport);
        Value = new(transport);
    }

    /// <summary>What policies can name: <c>/user/tokens/permission_groups</c>.</summary>
    public TokenPermissionGroupService PermissionGroups { get; }

    /// <summary>The values of tokens: <c>/user/tokens/{token_id}/value</c>.</summary>
    public TokenValueService Value { get; }

    /// <summary>Lists the user's API tokens in the order of their creation, one page: <c>GET /user/tokens</c>.</summary>
    /// <param name="parameters">The order and the page.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Page<Token>> ListAsync(TokenListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(options).GetAsync(Query(parameters), cancellationToken);

    /// <summary>Lists all of the user's API tokens in the order of their creation, asking for pages as they are reached: <c>GET /user/tokens</c>.</summary>
    /// <param name="parameters">The order, the first page and the size of the pages.</param>
    /// <param name="options">What these calls do differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public AutoPages<Token> ListAutoPagingAsync(
        TokenListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(options).All(Query(parameters), cancellationToken);

    /// <summary>Creates an API token; only this answer shows its value: <c>POST /user/tokens</c>.</summary>
    /// <param name="parameters">What it is like.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A member is wrong.</exception>
    /// <exception cref="PermissionDeniedException">It would reach further than the token that asks.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<CreatedToken> CreateAsync(TokenCreateParams parameters, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Post, ApiPath.Wire($"user/tokens"), parameters, GroveJson.Default.TokenCreateParams, GroveJson.Default.CreatedToken, options,
            cancellationToken);

    /// <summary>Reads an API token, without its value: <c>GET /user/tokens/{token_id}</c>.</summary>
    /// <param name="tokenId">Its id.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">The user has no such token.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Token> GetAsync(string tokenId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(HttpMethod.Get, ApiPath.Wire($"user/tokens/{tokenId}"), GroveJson.Default.Token, options, cancellationToken);

    /// <summary>Replaces all of an API token but its value: <c>PUT /user/tokens/{token_id}</c>.</summary>
    /// <param name="tokenId">Its id.</param>
    /// <param name="parameters">What it is to be like; what is left out is taken away.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A member is wrong.</exception>
    /// <exception cref="NotFoundException">The user has no such token.</exception>
    /// <exception cref="PermissionDeniedException">It reaches, or would reach, further than the token that asks.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Token> UpdateAsync(string tokenId, TokenUpdateParams parameters, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Put, ApiPath.Wire($"user/tokens/{tokenId}"), parameters, GroveJson.Default.TokenUpdateParams, GroveJson.Default.Token, options,
            cancellationToken);

    /// <summary>Deletes an API token; requests with it are refused from then on: <c>DELETE /user/tokens/{token_id}</c>.</summary>
    /// <param name="tokenId">Its id.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its id; null when the server answers none, as the API allows.</returns>
    /// <exception cref="NotFoundException">The user has no such token.</exception>
    /// <exception cref="PermissionDeniedException">It reaches further than the token that asks.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<DeletedResource?> DeleteAsync(string tokenId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultOrNullAsync(HttpMethod.Delete, ApiPath.Wire($"user/tokens/{tokenId}"), GroveJson.Default.DeletedResource, options, cancellationToken);

    /// <summary>Tells whether the API token that is used is valid: <c>GET /user/tokens/verify</c>.</summary>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AuthenticationException">It is not, or the credential is no API token.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<TokenVerification> VerifyAsync(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(HttpMethod.Get, ApiPath.Wire($"user/tokens/verify"), GroveJson.Default.TokenVerification, options, cancellationToken);

    private PagedList<Token> List(RequestOptions? options) =>
        new(transport, ApiPath.Wire($"user/tokens"), Paging.Number, GroveJson.Default.TokenArray, options);

    private static QueryBuilder Query(TokenListParams? parameters) => parameters is null ? new() : new QueryBuilder()
        .Add("direction", parameters.Direction)
        .Add("include_expired", parameters.IncludeExpired)
        .Add("page", parameters.Page)
        .Add("per_page", parameters.PerPage);
}
