using Grove.Client.Core;

namespace Grove.Client;

/// <summary>All audit records, for operators: <c>/audit</c>.</summary>
public sealed class GroveAuditService
{
    private readonly Transport transport;

    internal GroveAuditService(Transport transport) => this.transport = transport;

    /// <summary>Lists audit records of all organizations and users, in the order of time, the latest first, one page: <c>GET /audit</c>.</summary>
    /// <param name="parameters">A window of time, filters, another order, and the size of the page.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A filter or the cursor is wrong.</exception>
    /// <exception cref="PermissionDeniedException">The caller is no operator.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Page<WholeAuditRecord>> ListAsync(
        WholeAuditListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(options).GetAsync(WholeAuditListParams.Query(parameters), cancellationToken);

    /// <summary>
    /// Lists all audit records of all organizations and users, in the order of time, the latest first, asking for pages as they are reached: <c>GET /audit</c>.
    /// </summary>
    /// <param name="parameters">A window of time, filters, another order, and the size of the pages.</param>
    /// <param name="options">What these calls do differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public AutoPages<WholeAuditRecord> ListAutoPagingAsync(
        WholeAuditListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(options).All(WholeAuditListParams.Query(parameters), cancellationToken);

    private PagedList<WholeAuditRecord> List(RequestOptions? options) =>
        new(transport, ApiPath.Grove($"audit"), Paging.Cursor, GroveJson.Default.WholeAuditRecordArray, options);
}
