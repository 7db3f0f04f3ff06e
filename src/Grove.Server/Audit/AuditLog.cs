using Grove.Server.Http;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Audit;

/// <summary>
/// Writes audit records, always in the transaction of the change they tell of. What a record says of its actor, and of whoever may read it
/// later, is decided here and nowhere else.
/// </summary>
internal sealed class AuditLog(TimeProvider clock, IdSource ids)
{
    private const string Insert =
        """
        insert into audit_records (id, time, organization_id, lineage, actor_level, other_organization_id, other_lineage, other_actor_level,
          actor_type, actor_id, actor_email, actor_context, actor_token_id, actor_token_name, actor_address, request_id, method, path,
          status_code, user_agent, action_type, action, resource_type, resource_product, resource_id, before, after, action_result, attempts,
          operator_id, operator_email)
        """;

    private const string Asked = "@actor, @actor_email, @context, @token, @token_name, @address, @request, @method, @path, @status, @agent";

    private const string Rest =
        $"""
        {Asked}, @action_type, @action, @resource_type, @product, @resource, @before, @after, @result, @attempts,
          @by, @by_email
        """;

    private static readonly string Values =
        $"""
         {Insert}
         select @audit_id, @time, @organization, @lineage, w.level, @other_organization, @other_lineage, w.other_level,
           case when @operator = 2 or (@operator = 1 and w.level is null) then 'cloudflare_admin' else @actor_type end, {Rest}
         from (select case when @member = 1 then length(@lineage) / {ResourceId.Length} - 1 else ({LowestMembership("@lineage")}) end as level,
                 ({LowestMembership("@other_lineage")}) as other_level) w
         """;

    private static readonly Sql InsertValues = new(Values);

    private static readonly Sql InsertOrCount = new(
        $"""
         {Values} where 1 = 1
         on conflict (actor_id, action, resource_id, (time / 60000000), coalesce(operator_id, '')) where action_result = 'failure'
         do update set attempts = audit_records.attempts + excluded.attempts
         """);

    private static readonly Sql InsertIfCreated = new(InsertCreated(
        "o.id", "o.lineage",
        $"""
         length(o.lineage) / {ResourceId.Length} - 1 - (
             select min(c.depth) from closure c
             where c.descendant = o.key and exists (
               select 1 from organization_members m where m.user_key = @actor_key and m.organization_key = c.ancestor and m.status = 1))
         """,
        "organizations o where o.id = @resource"));

    private static readonly Sql InsertPlacesIfCreated = new(
        """
        insert into audit_places (organization_key, time, record_key)
        select c.ancestor, r.time, r.key
        from organizations o join closure c on c.descendant = o.key join audit_records r on r.id = @audit_id
        where o.id = @resource and c.depth > 0
        """);

    private static readonly Sql InsertPlaces = new(PlacesAbove("@lineage", "@other_organization"));
    private static readonly Sql InsertOtherPlaces = new(PlacesAbove("@other_lineage", "@organization"));
    private static readonly Sql DeletePlaces = new("delete from audit_places where organization_key = @key");

    public ValueTask WriteAsync(SqlSession session, Actor actor, AuditEntry entry) =>
        WriteAsync(session, InsertValues, actor, entry, ("time", Timestamps.Now(clock)), ("result", "success"), ("attempts", 1));

    /// <summary>
    /// Records attempts that were refused, the first of them at <paramref name="time"/>. Those of one minute that are equal in actor, action
    /// and resource are one record, whichever node tells of them.
    /// </summary>
    public ValueTask WriteRefusedAsync(SqlSession session, Actor actor, AuditEntry entry, long time, long attempts) =>
        WriteAsync(session, InsertOrCount, actor, entry, ("time", time), ("result", "failure"), ("attempts", attempts));

    private async ValueTask WriteAsync(SqlSession session, Sql insert, Actor actor, AuditEntry entry, params SqlArg[] outcome)
    {
        var id = ids.NewAuditId();
        SqlArg[] places =
        [
            ("audit_id", id), ("organization", entry.OrganizationId), ("lineage", entry.Lineage),
            ("other_organization", entry.OtherLineage?[^ResourceId.Length..]), ("other_lineage", entry.OtherLineage),
        ];
        var batch = new SqlBatch().Add(insert, [.. places, .. Args(actor, entry), .. outcome, ("member", entry.ActorIsMember), ("operator", (int)actor.Operator)]);
        // They find nothing to do when an equal attempt was counted.
        if (entry.Lineage?.Length > ResourceId.Length) batch.Add(InsertPlaces, places);
        if (entry.OtherLineage?.Length > ResourceId.Length) batch.Add(InsertOtherPlaces, places);
        await session.BatchAsync(batch, static row => true);
    }

    /// <summary>Adds the record of an organization's creation to a batch; it is written only when the organization was.</summary>
    public void AddIfCreated(SqlBatch batch, Actor actor, string id, string after, bool below)
    {
        var args = CreatedArgs(actor, id, after);
        batch.Add(InsertIfCreated, args);
        if (below) batch.Add(InsertPlacesIfCreated, args);
    }

    /// <summary>The insertion of the record of an organization's creation, as a part of the statement that creates it.</summary>
    /// <param name="organization">The SQL of its id.</param>
    /// <param name="lineage">The SQL of its lineage.</param>
    /// <param name="actorLevel">The SQL of the level in it of the actor's lowest membership.</param>
    /// <param name="source">What follows <c>from</c>; no row, no record.</param>
    /// <remarks>What all such records have in common is in the text: a parameter is work for the driver.</remarks>
    public static string InsertCreated(string organization, string lineage, string actorLevel, string source) =>
        $"""
         {Insert}
         select @audit_id, @time, {organization}, {lineage}, {actorLevel}, null, null, null, @actor_type, {Asked},
           'create', 'organization.create', 'organization', 'organizations', {organization}, null, @after, 'success', 1, @by, @by_email from {source}
         """;

    /// <summary>The arguments of <see cref="InsertCreated"/>, and the organization's id as <c>@resource</c>.</summary>
    public SqlArg[] CreatedArgs(Actor actor, string id, string after) =>
        [("audit_id", ids.NewAuditId()), .. Args(actor), ("resource", id), ("after", after), ("time", Timestamps.Now(clock))];

    /// <summary>Nobody reads through an organization that is gone.</summary>
    public static async ValueTask ForgetAsync(SqlSession session, long organizationKey) =>
        await session.ExecuteAsync(DeletePlaces, ("key", organizationKey));

    private static string LowestMembership(string lineage) => AuditLineage.Over(lineage, "max(level.n)", AuditLineage.Member("@actor_key"));

    /// <summary>What two lineages have in common is written once.</summary>
    private static string PlacesAbove(string lineage, string filed) =>
        $"""
         insert into audit_places (organization_key, time, record_key)
         {AuditLineage.Over(
             lineage, "lo.key, r.time, r.key",
             $"(level.n + 1) * {ResourceId.Length} < length({lineage}) and lo.id <> coalesce({filed}, '') and r.id = @audit_id", "audit_records r")}
         on conflict do nothing
         """;

    private static SqlArg[] Args(Actor actor, AuditEntry entry) =>
    [
        .. Args(actor), ("action_type", entry.ActionType), ("action", entry.Action),
        ("resource_type", entry.ResourceType), ("product", entry.Product), ("resource", entry.ResourceId), ("before", entry.Before), ("after", entry.After),
    ];

    private static SqlArg[] Args(Actor actor) =>
    [
        ("actor_key", actor.Caller?.UserKey), ("actor_type", actor.Caller is null ? "system" : "user"),
        ("actor", actor.Caller?.UserId), ("actor_email", actor.Caller?.Email),
        ("context", actor.Context ?? (actor.Caller is null ? "system" : actor.Caller.Token is null ? "api_key" : "api_token")), ("token", actor.Caller?.Token?.Id),
        ("token_name", actor.Caller?.Token?.Name), ("address", actor.Address), ("request", actor.RequestId), ("method", actor.Method), ("path", actor.Path),
        ("status", (long?)actor.Status), ("agent", actor.UserAgent),
        ("by", actor.Caller?.By?.UserId), ("by_email", actor.Caller?.By?.Email),
    ];
}
