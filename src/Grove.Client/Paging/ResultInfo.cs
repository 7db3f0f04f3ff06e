namespace Grove.Client;

/// <summary>What a list says of the page and of the rest. Which members are there depends on how the list is paged.</summary>
public sealed record ResultInfo : ApiObject
{
    /// <summary>For the next page of a list with page tokens; null on the last.</summary>
    public string? NextPageToken { get; init; }

    /// <summary>Rows under the filters, of a list with page tokens; null when the server leaves it out because counting costs too much.</summary>
    public long? TotalSize { get; init; }

    /// <summary>The number of the page, from 1.</summary>
    public int? Page { get; init; }

    /// <summary>Rows on a full page.</summary>
    public int? PerPage { get; init; }

    /// <summary>Rows on this page.</summary>
    public long? Count { get; init; }

    /// <summary>Rows under the filters, of a list with page numbers; null when the server leaves it out because counting costs too much.</summary>
    public long? TotalCount { get; init; }

    /// <summary>Pages under the filters; null when the server leaves it out.</summary>
    public long? TotalPages { get; init; }

    /// <summary>For the next page of a list with cursors; null on the last.</summary>
    public string? Cursor { get; init; }

    /// <summary>The same as <see cref="Cursor"/>, in the place that other endpoints use.</summary>
    public ResultCursors? Cursors { get; init; }

    /// <summary>How much of it the history of a resource has, of such a history only.</summary>
    public AuditHistoryStatus? HistoryStatus { get; init; }
}

/// <summary>The cursors around a page.</summary>
public sealed record ResultCursors : ApiObject
{
    /// <summary>For the next page; null on the last.</summary>
    public string? After { get; init; }
}
