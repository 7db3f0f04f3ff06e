using System.Globalization;
using Grove.Server.Auth;
using Grove.Server.Http;

namespace Grove.Server.Audit;

/// <summary>The audit log of an organization and the history of one resource; under <c>/grove/v1</c> the log of a subtree, and of everything.</summary>
internal sealed class AuditEndpoints(AuditStore store, PageTokenCodec pages)
{
    private const string Log = "/organizations/{organization_id}/logs/audit";
    private static readonly Permission Permission = Permission.Read(PermissionArea.AuditLogs);

    public void Map(ApiEndpoints api)
    {
        api.Get(Log, Permission, new("list-organization-audit-logs", "List the audit records of an organization")
        {
            Result = "AuditRecord",
            Shape = ResultShape.CursorPagedList,
            Query = AuditFilter.Parameters,
            Errors = [404],
        }, ListAsync);
        api.Get(Log + "/{audit_id}/history", Permission, new("list-organization-audit-history", "List the audit records of the resource that one record tells of")
        {
            Result = "AuditRecord",
            Shape = ResultShape.CursorPagedList,
            Query = AuditFilter.HistoryParameters,
            Errors = [404],
        }, HistoryAsync);
    }

    public void MapAdded(ApiEndpoints api)
    {
        api.Get(Log, Permission, new("list-subtree-audit-logs", "List the audit records of an organization and of all that was below it")
        {
            Result = "WholeAuditRecord",
            Shape = ResultShape.CursorPagedList,
            Query = AuditFilter.Parameters,
            Errors = [404],
        }, ListSubtreeAsync);
        api.Get("/audit", Permission.Operator, new("list-audit-logs", "List all audit records")
        {
            Result = "WholeAuditRecord",
            Shape = ResultShape.CursorPagedList,
            Query = AuditFilter.Parameters,
        }, ListAllAsync);
    }

    private ValueTask<Answer> ListAsync(ApiRequest request) => ListAsync(request, AuditScope.Organization, Log, windowRequired: true, AuditRow.Wire);

    private ValueTask<Answer> ListSubtreeAsync(ApiRequest request) =>
        ListAsync(request, AuditScope.Subtree, Routes.GrovePath + Log, windowRequired: false, _ => AuditRow.WriteWhole);

    private async ValueTask<Answer> ListAsync(
        ApiRequest request, AuditScope scope, string list, bool windowRequired, Func<string, WriteJson<AuditRecord>> write)
    {
        var filter = AuditFilter.Parse(request, windowRequired);
        var id = request.PathId("organization_id");
        var binding = filter.Binding(list, request.Caller, id);
        var after = ReadCursor(request, filter, binding);
        if (request.Invalid is { } invalid) return invalid;
        if (id is null) return ApiError.OrganizationNotFound;
        var rows = await store.ListAsync(scope, request.Access, id, filter, after, filter.Limit + 1, request.Aborted);
        return rows is null ? ApiError.OrganizationNotFound : Page(rows, filter, binding, write(id));
    }

    private async ValueTask<Answer> HistoryAsync(ApiRequest request)
    {
        var filter = AuditFilter.Parse(request, windowRequired: true, filters: false);
        // An id finds its record without help, so the time is only looked at.
        AuditFilter.Time(request, "action_time", required: true, dates: false);
        var (id, record) = (request.PathId("organization_id"), request.PathId("audit_id"));
        var binding = filter.Binding(Log + "/history", request.Caller, id, record);
        var after = ReadCursor(request, filter, binding);
        if (request.Invalid is { } invalid) return invalid;
        if (id is null) return ApiError.OrganizationNotFound;
        var outcome = await store.HistoryAsync(request.Access, id, record ?? "", filter, after, filter.Limit + 1, request.Aborted);
        return outcome.Error is { } error ? error : Page(outcome.Value!, filter, binding, AuditRow.Wire(id), "exact");
    }

    private async ValueTask<Answer> ListAllAsync(ApiRequest request)
    {
        var filter = AuditFilter.Parse(request, windowRequired: false);
        var binding = filter.Binding(Routes.GrovePath + "/audit", request.Caller);
        var after = ReadCursor(request, filter, binding);
        if (request.Invalid is { } invalid) return invalid;
        return Page(await store.ListAllAsync(filter, after, filter.Limit + 1, request.Aborted), filter, binding, AuditRow.WriteWhole);
    }

    private PageTokenState? ReadCursor(ApiRequest request, AuditFilter filter, byte[] binding)
    {
        if (filter.Cursor is null || request.Errors.Count > 0) return null;
        if (pages.TryRead(filter.Cursor, binding, out var state) is not { } fault) return state;
        request.Errors.Add(ErrorItem.Invalid(PageTokenMessages.Explain(fault, "cursor")));
        return null;
    }

    /// <summary>Wire: the documentation has <c>cursor</c>, SDKs go on by <c>cursors.after</c>; both are left out on the last page.</summary>
    private Answer Page(List<AuditRecord> rows, AuditFilter filter, byte[] binding, WriteJson<AuditRecord> write, string? historyStatus = null)
    {
        var more = rows.Count > filter.Limit;
        if (more) rows.RemoveAt(rows.Count - 1);
        return Answer.List(rows, write, json =>
        {
            // Wire: a string by the schema.
            json.WriteString("count"u8, rows.Count.ToString(CultureInfo.InvariantCulture));
            if (more)
            {
                var cursor = pages.Write(new(rows[^1].Key, null, rows[^1].Time.ToString(CultureInfo.InvariantCulture)), binding);
                json.WriteString("cursor"u8, cursor);
                json.WriteStartObject("cursors"u8);
                json.WriteString("after"u8, cursor);
                json.WriteEndObject();
            }
            json.WriteOptional("history_status"u8, historyStatus);
        });
    }
}
