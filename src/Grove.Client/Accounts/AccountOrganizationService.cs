using Grove.Client.Core;

namespace Grove.Client;

/// <summary>The organizations that contain an account, and moving it into another: <c>/accounts/{account_id}/organizations</c>.</summary>
public sealed class AccountOrganizationService
{
    private readonly Transport transport;

    internal AccountOrganizationService(Transport transport) => this.transport = transport;

    /// <summary>
    /// Lists the organizations that contain an account, from the topmost that the caller sees to the one that it is in, all on one page:
    /// <c>GET /accounts/{account_id}/organizations</c>.
    /// </summary>
    /// <param name="accountId">The id of the account.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">The caller sees no such account.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Page<Organization>> ListAsync(string accountId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(accountId, options).GetAsync(new QueryBuilder(), cancellationToken);

    /// <summary>
    /// Lists the organizations that contain an account, from the topmost that the caller sees to the one that it is in:
    /// <c>GET /accounts/{account_id}/organizations</c>.
    /// </summary>
    /// <param name="accountId">The id of the account.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public AutoPages<Organization> ListAutoPagingAsync(string accountId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(accountId, options).All(new QueryBuilder(), cancellationToken);

    /// <summary>Moves an account into an organization, out of the one that it is in, if any: <c>POST /accounts/{account_id}/move</c>.</summary>
    /// <param name="accountId">The id of the account.</param>
    /// <param name="parameters">Where it goes.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A member is wrong.</exception>
    /// <exception cref="NotFoundException">The caller sees no such account or organization.</exception>
    /// <exception cref="PermissionDeniedException">The caller may not, or a capability or limit forbids it.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<MovedAccount> CreateAsync(
        string accountId, AccountOrganizationCreateParams parameters, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Post, ApiPath.Wire($"accounts/{accountId}/move"), parameters, GroveJson.Default.AccountOrganizationCreateParams,
            GroveJson.Default.MovedAccount, options, cancellationToken);

    private PagedList<Organization> List(string accountId, RequestOptions? options) =>
        new(transport, ApiPath.Wire($"accounts/{accountId}/organizations"), Paging.Single, GroveJson.Default.OrganizationArray, options);
}

/// <summary>Where an account is moved.</summary>
public sealed record AccountOrganizationCreateParams
{
    /// <summary>The id of the organization that it is to be in.</summary>
    public required string DestinationOrganizationId { get; init; }
}
