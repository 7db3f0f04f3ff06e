namespace Grove.Client;

/// <summary>The window of time, filters, order and paging of <c>GET /organizations/{organization_id}/logs/audit</c>.</summary>
public sealed record AuditListParams : AuditFilterParams
{
    /// <summary>From when on; what happened then is in the window.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Until when; what happened then is no longer in the window.</summary>
    public required DateTimeOffset Before { get; init; }
}

/// <summary>The window of time, order and paging of <c>GET /organizations/{organization_id}/logs/audit/{audit_id}/history</c>.</summary>
public sealed record AuditHistoryParams
{
    /// <summary>When the record was written that the history belongs to: <see cref="AuditAction.Time"/>.</summary>
    public required DateTimeOffset ActionTime { get; init; }

    /// <summary>From when on; what happened then is in the window.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Until when; what happened then is no longer in the window.</summary>
    public required DateTimeOffset Before { get; init; }

    /// <summary>The order of time. Default: descending.</summary>
    public SortDirection? Direction { get; init; }

    /// <summary>Rows on a page, 1 to 1,000. Default: 100.</summary>
    public int? Limit { get; init; }

    /// <summary>From <see cref="ResultInfo.Cursor"/>; everything else but the limit must be the same.</summary>
    public string? Cursor { get; init; }
}
