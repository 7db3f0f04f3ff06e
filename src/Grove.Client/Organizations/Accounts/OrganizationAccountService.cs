using Grove.Client.Core;

namespace Grove.Client;

/// <summary>The accounts right in an organization, without those of organizations below it: <c>/organizations/{organization_id}/accounts</c>.</summary>
public sealed class OrganizationAccountService
{
    private readonly Transport transport;

    internal OrganizationAccountService(Transport transport) => this.transport = transport;

    /// <summary>Lists accounts in the order of their creation, one page: <c>GET /organizations/{organization_id}/accounts</c>.</summary>
    /// <param name="organizationId">The id of the organization.</param>
    /// <param name="parameters">Filters, another order, and the size of the page.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A filter or the page token is wrong.</exception>
    /// <exception cref="NotFoundException">The caller sees no such organization.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Page<OrganizationAccount>> ListAsync(
        string organizationId, OrganizationAccountListParams? parameters = null, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        List(organizationId, options).GetAsync(Query(parameters), cancellationToken);

    /// <summary>Lists all accounts, asking for pages as they are reached: <c>GET /organizations/{organization_id}/accounts</c>.</summary>
    /// <param name="organizationId">The id of the organization.</param>
    /// <param name="parameters">Filters, another order, and the size of the pages.</param>
    /// <param name="options">What these calls do differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public AutoPages<OrganizationAccount> ListAutoPagingAsync(
        string organizationId, OrganizationAccountListParams? parameters = null, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        List(organizationId, options).All(Query(parameters), cancellationToken);

    private PagedList<OrganizationAccount> List(string organizationId, RequestOptions? options) =>
        new(transport, ApiPath.Wire($"organizations/{organizationId}/accounts"), Paging.Token, GroveJson.Default.OrganizationAccountArray, options);

    private static QueryBuilder Query(OrganizationAccountListParams? parameters) => parameters is null ? new() : new QueryBuilder()
        .Add("name", parameters.Name)
#pragma warning disable CS0618 // It still has to be sent.
        .Add("account_pubname", parameters.AccountPubname)
#pragma warning restore CS0618
        .Add("order_by", parameters.OrderBy)
        .Add("direction", parameters.Direction)
        .Add("page_size", parameters.PageSize)
        .Add("page_token", parameters.PageToken);
}
