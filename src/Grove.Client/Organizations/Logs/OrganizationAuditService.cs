using Grove.Client.Core;

namespace Grove.Client;

/// <summary>Who did what to an organization and what is in it: <c>/organizations/{organization_id}/logs/audit</c>.</summary>
public sealed class OrganizationAuditService
{
    private readonly Transport transport;

    internal OrganizationAuditService(Transport transport) => this.transport = transport;

    /// <summary>Lists audit records in the order of time, the latest first, one page: <c>GET /organizations/{organization_id}/logs/audit</c>.</summary>
    /// <param name="organizationId">The id of the organization.</param>
    /// <param name="parameters">The window of time, filters, another order, and the size of the page.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A filter or the cursor is wrong.</exception>
    /// <exception cref="NotFoundException">The caller sees no such organization.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Page<AuditRecord>> ListAsync(
        string organizationId, AuditListParams parameters, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(organizationId, options).GetAsync(Query(parameters), cancellationToken);

    /// <summary>
    /// Lists all audit records in the order of time, the latest first, asking for pages as they are reached: <c>GET /organizations/{organization_id}/logs/audit</c>.
    /// </summary>
    /// <param name="organizationId">The id of the organization.</param>
    /// <param name="parameters">The window of time, filters, another order, and the size of the pages.</param>
    /// <param name="options">What these calls do differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public AutoPages<AuditRecord> ListAutoPagingAsync(
        string organizationId, AuditListParams parameters, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(organizationId, options).All(Query(parameters), cancellationToken);

    /// <summary>
    /// Lists the audit records of the resource that one record tells of, one page: <c>GET /organizations/{organization_id}/logs/audit/{audit_id}/history</c>.
    /// </summary>
    /// <param name="organizationId">The id of the organization.</param>
    /// <param name="auditId">The id of the record.</param>
    /// <param name="parameters">The time of the record, the window of time, another order, and the size of the page.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">The window or the cursor is wrong.</exception>
    /// <exception cref="NotFoundException">The caller sees no such organization or record.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Page<AuditRecord>> HistoryAsync(
        string organizationId, string auditId, AuditHistoryParams parameters, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        History(organizationId, auditId, options).GetAsync(Query(parameters), cancellationToken);

    /// <summary>
    /// Lists all audit records of the resource that one record tells of, asking for pages as they are reached:
    /// <c>GET /organizations/{organization_id}/logs/audit/{audit_id}/history</c>.
    /// </summary>
    /// <param name="organizationId">The id of the organization.</param>
    /// <param name="auditId">The id of the record.</param>
    /// <param name="parameters">The time of the record, the window of time, another order, and the size of the pages.</param>
    /// <param name="options">What these calls do differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public AutoPages<AuditRecord> HistoryAutoPagingAsync(
        string organizationId, string auditId, AuditHistoryParams parameters, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        History(organizationId, auditId, options).All(Query(parameters), cancellationToken);

    private PagedList<AuditRecord> List(string organizationId, RequestOptions? options) =>
        new(transport, ApiPath.Wire($"organizations/{organizationId}/logs/audit"), Paging.Cursor, GroveJson.Default.AuditRecordArray, options);

    private PagedList<AuditRecord> History(string organizationId, string auditId, RequestOptions? options) =>
        new(transport, ApiPath.Wire($"organizations/{organizationId}/logs/audit/{auditId}/history"), Paging.Cursor, GroveJson.Default.AuditRecordArray, options);

    private static QueryBuilder Query(AuditListParams parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.AddTo(new QueryBuilder().Add("since", parameters.Since).Add("before", parameters.Before));
    }

    private static QueryBuilder Query(AuditHistoryParams parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return new QueryBuilder()
            .Add("action_time", parameters.ActionTime)
            .Add("since", parameters.Since)
            .Add("before", parameters.Before)
            .Add("direction", parameters.Direction)
            .Add("limit", parameters.Limit)
            .Add("cursor", parameters.Cursor);
    }
}
