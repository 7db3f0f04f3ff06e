using Grove.Server.Audit;
using Grove.Server.Http;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Organizations;

/// <summary>The body with which operators change what an organization may do. Absent members stay.</summary>
internal sealed record OrganizationAdministrationBody(CapabilityFlags Enabled, CapabilityFlags Disabled, Field<string> ManagedBy)
{
    public static OrganizationAdministrationBody Parse(JsonMembers body)
    {
        body.RefuseOthers("flags", "managed_by");
        var flags = body.Object("flags");
        if (flags.IsNull) body.Fail("flags", "flags must be an object.");
        var (enabled, disabled) = flags.HasValue ? CapabilityFlagsJson.Parse(flags.Value) : default;
        var managedBy = body.Text("managed_by");
        if (managedBy.HasValue && NameRules.Fault(managedBy.Value) is { } fault) body.Fail("managed_by", fault);
        return new(enabled, disabled, managedBy);
    }
}

/// <summary>What operators change of organizations, whether they are members or not.</summary>
internal sealed class OrganizationAdministration(Db db, AuditLog audit)
{
    // An operator's view is the whole: every level above is visible.
    private static readonly Sql Find = new(
        $"""
         select {Organization.Columns}, o.key
         from (select k.key, length(k.lineage) / {ResourceId.Length} - 1 as depth from organizations k where k.id = @id) v
         join organizations o on o.key = v.key left join organizations p on p.key = o.parent_key
         """);

    private static readonly Sql Set = new("update organizations set flags = @flags, managed_by = @managed_by, version = version + 1 where key = @key");

    private readonly Sql lockForChange = new("select key from organizations where id = @id" + db.Dialect.ForChange);

    public Task<Outcome<Organization>> UpdateAsync(ApiRequest request, string id, OrganizationAdministrationBody body) => db.WriteAsync<Outcome<Organization>>(async session =>
    {
        var batch = new SqlBatch().Add(lockForChange, ("id", id)).Add(Find, ("id", id));
        var rows = await session.BatchAsync(batch, static row => (Organization: Organization.Read(row), Key: row.GetInt64(Organization.ColumnCount)));
        if (rows.Count == 0) return ApiError.OrganizationNotFound;
        var (before, key) = rows[0];
        if (!request.MayChange(before.Version)) return ApiError.Changed;
        var after = before with
        {
            Flags = (before.Flags | body.Enabled) & ~body.Disabled,
            ManagedBy = body.ManagedBy.IsAbsent ? before.ManagedBy : body.ManagedBy.Or(null),
        };
        if (after != before)
        {
            await session.ExecuteAsync(Set, ("key", key), ("flags", (int)after.Flags), ("managed_by", after.ManagedBy));
            after = after with { Version = before.Version + 1 };
        }
        await audit.WriteAsync(session, request.Actor, new("organization.capabilities.update", "update", "organization", id)
        {
            OrganizationId = id,
            Lineage = before.Lineage,
            Before = State(before),
            After = State(after),
        });
        return after;
    }, request.Aborted);

    private static string State(Organization organization) => JsonShapes.Text(json =>
    {
        json.WriteStartObject();
        CapabilityFlagsJson.WriteAll(json, "flags", organization.Flags);
        json.WriteString("managed_by"u8, organization.ManagedBy);
        json.WriteEndObject();
    });
}
