namespace Grove.Server.Audit;

/// <summary>What was done, for one audit record. Before and after are JSON of an allow-list of members; never a secret.</summary>
internal sealed record AuditEntry(string Action, string ActionType, string ResourceType, string ResourceId)
{
    /// <summary>The organization that reads it; null for acts that concern none.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>The ids from the root to that organization at this moment.</summary>
    public string? Lineage { get; init; }

    /// <summary>
    /// The same for a second organization that reads it: the parent of what is deleted, the place that is left. Still one record, as it is
    /// one change.
    /// </summary>
    public string? OtherLineage { get; init; }

    /// <summary>True when the actor is a member of the resource itself, or was until this change.</summary>
    public bool ActorIsMember { get; init; }

    public string? Before { get; init; }
    public string? After { get; init; }

    /// <summary>What Cloudflare would call the product of the resource.</summary>
    public string Product => ResourceType switch
    {
        "account" => "accounts",
        "organization_member" or "account_member" or "invite" => "members",
        "user" => "users",
        "api_token" => "tokens",
        _ => "organizations",
    };
}
