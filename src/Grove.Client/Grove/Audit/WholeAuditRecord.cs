using System.Text.Json;
using Grove.Client.Core;

namespace Grove.Client;

/// <summary>Who did what to which resource, with all of its state before and after.</summary>
public sealed record WholeAuditRecord : AuditRecord
{
    /// <summary>How many equal refused attempts of one minute it stands for; 1 for everything else.</summary>
    public int Attempts { get; init; }

    /// <summary>The state before, by the names of members; null for what was created, and for what was refused.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Before { get; init; }

    /// <summary>The state after, by the names of members; null for what was deleted, and for what was refused.</summary>
    public IReadOnlyDictionary<string, JsonElement>? After { get; init; }
}

/// <summary>A window of time, filters, order and paging of audit logs below <c>/grove/v1</c>. What is left out does not filter.</summary>
public sealed record WholeAuditListParams : AuditFilterParams
{
    /// <summary>From when on; what happened then is in the window. Default: from the first record on.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Until when; what happened then is no longer in the window. Default: until the last record.</summary>
    public DateTimeOffset? Before { get; init; }

    internal static QueryBuilder Query(WholeAuditListParams? parameters) => parameters is null
        ? new()
        : parameters.AddTo(new QueryBuilder().Add("since", parameters.Since).Add("before", parameters.Before));
}
