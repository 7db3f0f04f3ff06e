using Grove.Client.Core;

namespace Grove.Client;

/// <summary>Who did what to an organization and to all that was below it: <c>/organizations/{organization_id}/logs/audit</c>.</summary>
public sealed class GroveOrganizationAuditService
{
    private readonly Transport transport;

    internal GroveOrganizationAuditService(Transport transport) => this.transport = transport;

    /// <summary>
    /// Lists audit records of an organization and of all that was below it, in the order of time, the latest first, one page:
    /// <c>GET /organizations/{organization_id}/logs/audit</c>.
    /// </summary>
    /// <param name="organizationId">The id of the organization.</param>
    /// <param name="parameters">A window of time, filters, another order, and the size of the page.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A filter or the cursor is wrong.</exception>
    /// <exception cref="NotFoundException">The caller sees no such organization.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Page<WholeAuditRecord>> ListAsync(
        string organizationId, WholeAuditListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(organizationId, options).GetAsync(WholeAuditListParams.Query(parameters), cancellationToken);

    /// <summary>
    /// Lists all audit records of an organization and of all that was below it, in the order of time, the latest first, asking for pages as they are reached:
    /// <c>GET /organizations/{organization_id}/logs/audit</c>.
    /// </summary>
    /// <param name="organizationId">The id of the organization.</param>
    /// <param name="parameters">A window of time, filters, another order, and the size of the pages.</param>
    /// <param name="options">What these calls do differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public AutoPages<WholeAuditRecord> ListAutoPagingAsync(
        string organizationId, WholeAuditListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(organizationId, options).All(WholeAuditListParams.Query(parameters), cancellationToken);

    private PagedList<WholeAuditRecord> List(string organizationId, RequestOptions? options) =>
        new(transport, ApiPath.Grove($"organizations/{organizationId}/logs/audit"), Paging.Cursor, GroveJson.Default.WholeAuditRecordArray, options);
}
