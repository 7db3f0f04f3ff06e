using Grove.Server.Http;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Audit;

/// <summary>What was done, for one audit record. Before and after are JSON of an allow-list of members; never a secret.</summary>
internal sealed record AuditEntry(string Action, string ActionType, string ResourceType, string ResourceId)
{
    /// <summary>The organization that reads it; null for acts that concern none.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>The ids from the root to that organization at this moment.</summary>
    public string? Lineage { get; init; }

    public string? Before { get; init; }
    public string? After { get; init; }
}

/// <summary>Writes audit records, always in the transaction of the change they tell of.</summary>
internal sealed class AuditLog(TimeProvider clock, IdSource ids)
{
    private const string Insert =
        """
        insert into audit_records (id, time, organization_id, lineage, actor_id, actor_email, actor_context, actor_token_id, actor_address,
          request_id, action_type, action, resource_type, resource_id, before, after)
        """;

    private static readonly Sql InsertValues = new(
        $"""
         {Insert}
         values (@audit_id, @time, @organization, @lineage, @actor, @actor_email, @context, @token, @address, @request, @action_type, @action,
           @resource_type, @resource, @before, @after)
         """);

    private static readonly Sql InsertIfCreated = new(
        $"""
         {Insert}
         select @audit_id, @time, o.id, o.lineage, @actor, @actor_email, @context, @token, @address, @request, @action_type, @action,
           @resource_type, @resource, @before, @after
         from organizations o where o.id = @resource
         """);

    public async ValueTask WriteAsync(SqlSession session, Actor actor, AuditEntry entry) =>
        await session.ExecuteAsync(InsertValues, [("organization", entry.OrganizationId), ("lineage", entry.Lineage), .. Args(actor, entry)]);

    /// <summary>Adds the record of an organization's creation to a batch; it is written only when the organization was.</summary>
    public void AddIfCreated(SqlBatch batch, Actor actor, AuditEntry entry) => batch.Add(InsertIfCreated, Args(actor, entry));

    private SqlArg[] Args(Actor actor, AuditEntry entry) =>
    [
        ("audit_id", ids.NewId()), ("time", Timestamps.Now(clock)), ("actor", actor.Caller?.UserId), ("actor_email", actor.Caller?.Email),
        ("context", actor.Caller is null ? "system" : actor.Caller.Token is null ? "api_key" : "api_token"), ("token", actor.Caller?.Token?.Id),
        ("address", actor.Address), ("request", actor.RequestId), ("action_type", entry.ActionType), ("action", entry.Action),
        ("resource_type", entry.ResourceType), ("resource", entry.ResourceId), ("before", entry.Before), ("after", entry.After),
    ];
}
