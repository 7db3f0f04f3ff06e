using System.Globalization;
using Grove.Client.Core;

namespace Grove.Client;

/// <summary>Which values one member of an audit record may have. Ids, addresses and methods are compared without case.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
public sealed record AuditFilter<T> where T : notnull
{
    /// <summary>Only records with one of these values, up to 100.</summary>
    public IReadOnlyList<T>? Is { get; init; }

    /// <summary>Only records with none of these values, up to 100; so also those without a value.</summary>
    public IReadOnlyList<T>? Not { get; init; }
}

/// <summary>Filters, order and paging of audit logs. What is left out does not filter; filters must all hold.</summary>
public abstract record AuditFilterParams
{
    private protected AuditFilterParams()
    {
    }

    /// <summary>How the action ended.</summary>
    public AuditFilter<AuditActionResult>? ActionResult { get; init; }

    /// <summary>What kind of action it was.</summary>
    public AuditFilter<AuditActionType>? ActionType { get; init; }

    /// <summary>By what kind of credential.</summary>
    public AuditFilter<AuditActorContext>? ActorContext { get; init; }

    /// <summary>By whom: the e-mail address.</summary>
    public AuditFilter<string>? ActorEmail { get; init; }

    /// <summary>By whom: the id of the user.</summary>
    public AuditFilter<string>? ActorId { get; init; }

    /// <summary>From what address.</summary>
    public AuditFilter<string>? ActorIpAddress { get; init; }

    /// <summary>By which API token: its id.</summary>
    public AuditFilter<string>? ActorTokenId { get; init; }

    /// <summary>By which API token: its name.</summary>
    public AuditFilter<string>? ActorTokenName { get; init; }

    /// <summary>By what kind of actor.</summary>
    public AuditFilter<AuditActorType>? ActorType { get; init; }

    /// <summary>Which records, by their ids.</summary>
    public AuditFilter<string>? Id { get; init; }

    /// <summary>By which request: <see cref="AuditRequest.CfRayId"/>.</summary>
    public AuditFilter<string>? RawCfRayId { get; init; }

    /// <summary>By what HTTP method.</summary>
    public AuditFilter<string>? RawMethod { get; init; }

    /// <summary>Answered with what status.</summary>
    public AuditFilter<int>? RawStatusCode { get; init; }

    /// <summary>By a request for what path.</summary>
    public AuditFilter<string>? RawUri { get; init; }

    /// <summary>To which resource: its id.</summary>
    public AuditFilter<string>? ResourceId { get; init; }

    /// <summary>To resources of what product.</summary>
    public AuditFilter<string>? ResourceProduct { get; init; }

    /// <summary>To resources of what scope: "organizations", or "user" on Grove.</summary>
    public AuditFilter<string>? ResourceScope { get; init; }

    /// <summary>To what type of resource.</summary>
    public AuditFilter<string>? ResourceType { get; init; }

    /// <summary>The order of time. Default: descending.</summary>
    public SortDirection? Direction { get; init; }

    /// <summary>Rows on a page, 1 to 1,000. Default: 100.</summary>
    public int? Limit { get; init; }

    /// <summary>From <see cref="ResultInfo.Cursor"/>; everything else but the limit must be the same.</summary>
    public string? Cursor { get; init; }

    /// <summary>Without the window of time, which some logs need and others don't.</summary>
    internal QueryBuilder AddTo(QueryBuilder query)
    {
        Add(query, "action_result", ActionResult);
        Add(query, "action_type", ActionType);
        Add(query, "actor_context", ActorContext);
        Add(query, "actor_email", ActorEmail);
        Add(query, "actor_id", ActorId);
        Add(query, "actor_ip_address", ActorIpAddress);
        Add(query, "actor_token_id", ActorTokenId);
        Add(query, "actor_token_name", ActorTokenName);
        Add(query, "actor_type", ActorType);
        Add(query, "id", Id);
        Add(query, "raw_cf_ray_id", RawCfRayId);
        Add(query, "raw_method", RawMethod);
        Add(query, "raw_status_code", RawStatusCode);
        Add(query, "raw_uri", RawUri);
        Add(query, "resource_id", ResourceId);
        Add(query, "resource_product", ResourceProduct);
        Add(query, "resource_scope", ResourceScope);
        Add(query, "resource_type", ResourceType);
        return query.Add("direction", Direction).Add("limit", Limit).Add("cursor", Cursor);
    }

    private static void Add<T>(QueryBuilder query, string name, AuditFilter<T>? filter) where T : notnull
    {
        query.Add(name, filter?.Is?.Select(Text)).Add(name + ".not", filter?.Not?.Select(Text));

        // Values of the wire are their texts.
        static string Text(T value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
    }
}
