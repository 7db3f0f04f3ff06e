using Grove.Server.Audit;
using Grove.Server.Http;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Organizations;

/// <summary>The body with which operators change what an organization may do. Absent members stay.</summary>
internal sealed record OrganizationAdministrationBody(CapabilityFlags Enabled, CapabilityFlags Disabled, Field<string> ManagedBy, Field<string> ExternalId)
{
    public static OrganizationAdministrationBody Parse(JsonMembers body)
    {
        body.RefuseOthers("flags", "managed_by", "external_id");
        var flags = body.Object("flags");
        if (flags.IsNull) body.Fail("flags", "flags must be an object.");
        var (enabled, disabled) = flags.HasValue ? CapabilityFlagsJson.Parse(flags.Value) : default;
        var managedBy = body.Text("managed_by");
        if (managedBy.HasValue && NameRules.Fault(managedBy.Value) is { } fault) body.Fail("managed_by", fault);
        return new(enabled, disabled, managedBy, ExternalIds.Parse(body));
    }
}

/// <summary>What operators see and change of organizations, whether they are members or not.</summary>
internal sealed class OrganizationAdministration(Db db, AuditLog audit)
{
    private static readonly Sql Find = new(
        $"""
         select {ManagedOrganization.Columns}
         from (select k.key, {ManagedOrganization.Depth} as depth from organizations k where k.id = @id) {ManagedOrganization.Joins}
         """);

    // The outer limit is the most that a page takes: for an unknown number PostgreSQL expects a tenth of the table, and reads it whole.
    private static readonly Sql List = new(
        $"""
         select {ManagedOrganization.Columns.Replace("v.depth", "o.depth", StringComparison.Ordinal)}
         from (select k.*, {ManagedOrganization.Depth} as depth
               from (select * from organizations where key > @after order by key limit @take) k limit {ManagedListFilter.MostRead}) o
         left join organizations p on p.key = o.parent_key left join external_ids e on e.kind = 1 and e.resource_key = o.key
         order by o.key
         """);

    private static readonly Sql ListWithExternalId = new(
        $"""
         select {ManagedOrganization.Columns}
         from (select k.key, {ManagedOrganization.Depth} as depth from external_ids x join organizations k on k.key = x.resource_key
               where x.kind = {(int)ExternalIdKind.Organization} and x.external_id = @external_id and x.resource_key > @after
               order by x.resource_key limit @take) {ManagedOrganization.Joins}
         order by o.key
         """);

    private static readonly Sql Set = new("update organizations set flags = @flags, managed_by = @managed_by, version = version + 1 where key = @key");

    private readonly Sql lockForChange = new("select key from organizations where id = @id" + db.Dialect.ForChange);

    public async ValueTask<ManagedOrganization?> GetAsync(string id, CancellationToken cancel)
    {
        var rows = await db.QueryAsync(Find, [("id", id)], ManagedOrganization.Read, cancel);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>Organizations in order of creation from after a key, at most <paramref name="take"/>.</summary>
    public ValueTask<List<ManagedOrganization>> ListAsync(string? externalId, long after, int take, CancellationToken cancel) => externalId is null
        ? db.QueryAsync(List, [("after", after), ("take", take)], ManagedOrganization.Read, cancel)
        : db.QueryAsync(ListWithExternalId, [("external_id", externalId), ("after", after), ("take", take)], ManagedOrganization.Read, cancel);

    public async Task<Outcome<ManagedOrganization>> UpdateAsync(ApiRequest request, string id, OrganizationAdministrationBody body)
    {
        try
        {
            return await db.WriteAsync(session => UpdateAsync(session, request, id, body), request.Aborted);
        }
        catch (StorageException fault) when (fault.Fault == StorageFault.Duplicate)
        {
            return ExternalIds.TakenHere;
        }
    }

    private async ValueTask<Outcome<ManagedOrganization>> UpdateAsync(SqlSession session, ApiRequest request, string id, OrganizationAdministrationBody body)
    {
        // The forest lock keeps the organization in its tree.
        var batch = new SqlBatch().Add(session.Dialect.LockForestShared).Add(lockForChange, ("id", id)).Add(Find, ("id", id));
        var rows = await session.BatchAsync(batch, ManagedOrganization.Read);
        if (rows.Count == 0) return ApiError.OrganizationNotFound;
        var before = rows[0];
        if (!request.MayChange(before.Shown.Version)) return ApiError.Changed;
        var after = before with
        {
            Shown = before.Shown with
            {
                Flags = (before.Shown.Flags | body.Enabled) & ~body.Disabled,
                ManagedBy = body.ManagedBy.IsAbsent ? before.Shown.ManagedBy : body.ManagedBy.Or(null),
            },
            ExternalId = body.ExternalId.IsAbsent ? before.ExternalId : body.ExternalId.Or(null),
        };
        if (after != before)
        {
            if (after.ExternalId != before.ExternalId)
                await ExternalIds.PutAsync(session, ExternalIdKind.Organization, before.Key, after.ExternalId, before.Key, before.Shown.Lineage);
            await session.ExecuteAsync(Set, ("key", before.Key), ("flags", (int)after.Shown.Flags), ("managed_by", after.Shown.ManagedBy));
            after = after with { Shown = after.Shown with { Version = before.Shown.Version + 1 } };
        }
        await audit.WriteAsync(session, request.Actor, new("organization.capabilities.update", "update", "organization", id)
        {
            OrganizationId = id,
            Lineage = before.Shown.Lineage,
            Before = State(before),
            After = State(after),
        });
        return after;
    }

    private static string State(ManagedOrganization organization) => JsonShapes.Text(json =>
    {
        json.WriteStartObject();
        CapabilityFlagsJson.WriteAll(json, "flags", organization.Shown.Flags);
        json.WriteString("managed_by"u8, organization.Shown.ManagedBy);
        json.WriteString("external_id"u8, organization.ExternalId);
        json.WriteEndObject();
    });
}
