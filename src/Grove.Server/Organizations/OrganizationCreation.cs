using Grove.Server.Audit;
using Grove.Server.Http;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Organizations;

/// <summary>
/// Creates organizations: one batch, one round trip. Each statement after the insertion acts only when the organization was inserted, and the
/// last tells what happened or why nothing did. Where one statement can do all of that, it does: see <see cref="OrganizationCreationSql"/>.
/// </summary>
internal sealed class OrganizationCreation(Db db, AuditLog audit, IdSource ids, TimeProvider clock, GroveOptions options)
{
    /// <summary>The columns that every creation fills, in this order.</summary>
    public const string Insert =
        "insert into organizations (id, name, name_folded, parent_key, lineage, flags, profile, profile_embedded, create_time)";

    private static readonly Sql InsertClosure = new(
        """
        insert into closure (ancestor, descendant, depth)
        select c.ancestor, o.key, c.depth + 1 from organizations o join closure c on c.descendant = o.parent_key where o.id = @id
        union all select o.key, o.key, 0 from organizations o where o.id = @id
        """);

    private static readonly Sql InsertCreator = new(
        """
        insert into organization_members (id, organization_key, user_key, email, status, roles, create_time, update_time)
        select @member, o.key, u.key, u.email, 1, @roles, @now, @now from organizations o, users u where o.id = @id and u.key = @user
        """);

    private static readonly Sql Created = new("select key from organizations where id = @id");

    private readonly OrganizationTargets targets = new(db.Dialect);

    // The credentials of a deleted user are good for some seconds more: without its user the root would have no Super Administrator.
    private readonly Sql insertRoot = new(
        $"{Insert} select @id, @name, @folded, null, @id, {(int)CapabilityFlags.Default}, @profile, @embedded, @now from users u where u.key = @user{db.Dialect.ForReference}");

    private readonly Sql[] insertBelow = [.. Enumerable.Range(0, 4).Select(shape => InsertBelow(db.Dialect, (AccessShape)shape))];
    private readonly Sql[] explain = [.. Enumerable.Range(0, 4).Select(shape => Explain(db.Dialect, (AccessShape)shape))];

    private readonly Sql[] createBelow = db.Dialect.ChangesInParts
        ? [.. Enumerable.Range(0, 4).Select(shape => OrganizationCreationSql.Below(db.Dialect, (AccessShape)shape))] : [];

    /// <summary>Creates the organization in a transaction of its own.</summary>
    public async Task<Outcome<Organization>> CreateAsync(ApiRequest request, OrganizationBody body)
    {
        var plan = new Plan(request, body, ids.NewOrganizationId(), Timestamps.Now(clock));
        if (Refusal(plan) is { } refused) return refused;
        try
        {
            return body.Parent is null
                ? Root(plan, await db.WriteBatchAsync(RootBatch(plan), static row => row.GetInt64(0), request.Aborted))
                : Below(plan, await db.WriteBatchAsync(BelowBatch(plan), ReadParent, request.Aborted));
        }
        catch (StorageException fault) when (fault.Fault == StorageFault.ForeignKey)
        {
            // The parent, or the user, went away while we were at it.
            return ApiError.OrganizationNotFound;
        }
    }

    /// <summary>Creates the organization inside a transaction that does more.</summary>
    public async ValueTask<Outcome<Organization>> CreateAsync(SqlSession session, ApiRequest request, OrganizationBody body)
    {
        var plan = new Plan(request, body, ids.NewOrganizationId(), Timestamps.Now(clock));
        if (Refusal(plan) is { } refused) return refused;
        return body.Parent is null
            ? Root(plan, await session.BatchAsync(RootBatch(plan), static row => row.GetInt64(0)))
            : Below(plan, await session.BatchAsync(BelowBatch(plan), ReadParent));
    }

    /// <summary>The refusal of a parent that the caller cannot see, or of none by a token that reaches only some; asked before a stored answer is given again.</summary>
    public async ValueTask<ApiError?> RefuseParentAsync(SqlSession session, ApiRequest request, OrganizationBody body)
    {
        if (body.Parent is null) return request.Access.Narrowed ? ApiError.TokenNotCovered : null;
        var found = ResourceId.Parse(body.Parent) is { } parent ? await targets.FindAsync(session, request.Access, parent) : null;
        return found is null ? ApiError.OrganizationNotFound : null;
    }

    private ApiError? Refusal(Plan plan)
    {
        if (plan.Body.Parent is not null) return ResourceId.Parse(plan.Body.Parent) is null ? ApiError.OrganizationNotFound : null;
        if (plan.Request.Access.Narrowed) return ApiError.TokenNotCovered;
        return options.RootCreationByOperators && !plan.Request.Caller.Operator ? ApiError.CapabilityOff("Only operators create root organizations here.") : null;
    }

    private SqlBatch RootBatch(Plan plan)
    {
        var batch = new SqlBatch()
            .Add(db.Dialect.LockForestShared)
            .Add(insertRoot, [.. Columns(plan), ("user", plan.Request.Caller.UserKey)])
            .Add(InsertClosure, ("id", plan.Id))
            .Add(InsertCreator, ("member", ids.NewMemberId()), ("id", plan.Id), ("user", plan.Request.Caller.UserKey),
                ("roles", (int)OrganizationRoles.SuperAdministrator), ("now", plan.Now));
        AddRest(batch, plan);
        return batch.Add(Created, ("id", plan.Id));
    }

    private SqlBatch BelowBatch(Plan plan)
    {
        var access = plan.Request.Access;
        var shape = (int)Visibility.ShapeOf(access);
        var parent = ResourceId.Parse(plan.Body.Parent);
        var batch = new SqlBatch().Add(db.Dialect.LockForestShared);
        SqlArg[] columns = [.. Columns(plan), ("parent", parent), ("levels", Levels)];
        if (db.Dialect.ChangesInParts)
        {
            SqlArg[] rest = [GramsOf(plan), .. audit.CreatedArgs(plan.Request.Actor, plan.Id, After(plan))];
            return batch.Add(createBelow[shape], Visibility.Args(access, [.. columns, .. rest]));
        }
        batch.Add(insertBelow[shape], Visibility.Args(access, columns)).Add(InsertClosure, ("id", plan.Id));
        AddRest(batch, plan);
        return batch.Add(explain[shape], Visibility.Args(access, ("parent", parent), ("id", plan.Id)));
    }

    private void AddRest(SqlBatch batch, Plan plan)
    {
        batch.Add(db.Dialect.InsertGramsById, ("id", plan.Id), GramsOf(plan));
        audit.AddIfCreated(batch, plan.Request.Actor, plan.Id, After(plan), below: plan.Body.Parent is not null);
    }

    private SqlArg GramsOf(Plan plan) => db.Dialect.Grams(Grams.Of(plan.Folded));

    private static string After(Plan plan) => OrganizationAudit.State(plan.Body.Name, ResourceId.Parse(plan.Body.Parent), plan.Body.Profile);

    private static SqlArg[] Columns(Plan plan) =>
    [
        ("id", plan.Id), ("name", plan.Body.Name), ("folded", plan.Folded),
        ("profile", plan.Body.Profile), ("embedded", plan.Body.Profile is not null), ("now", plan.Now),
    ];

    private int Levels => OrganizationLimits.Levels(options);

    private static Outcome<Organization> Root(Plan plan, List<long> created) =>
        created.Count == 0 ? ApiError.UserNotFound : plan.Result(plan.Id, null, 0);

    private Outcome<Organization> Below(Plan plan, List<Parent> found)
    {
        if (found.Count == 0) return ApiError.OrganizationNotFound;
        var parent = found[0];
        if (parent.Created) return plan.Result(parent.Lineage + plan.Id, parent.Name, parent.Depth + 1);
        if (!parent.Roles.Reach(OrganizationRoles.Administrator)) return ApiError.NotAuthorized;
        return OrganizationLimits.RefusePlace(parent.Flags, parent.Lineage.Length / ResourceId.Length, options) ?? ApiError.Conflict;
    }

    private static Sql InsertBelow(SqlDialect dialect, AccessShape shape) => new(
        $"""
         {Insert}
         select @id, @name, @folded, p.key, p.lineage || @id, {(int)CapabilityFlags.Default}, @profile, @embedded, @now
         from organizations p
         where p.id = @parent and {Visibility.Depth(dialect, shape, "p.key")} is not null
           and (coalesce({Visibility.OwnRoles("p.key")}, 0) >= {(int)OrganizationRoles.Administrator}
             or coalesce({Visibility.RolesAbove("p.key")}, 0) >= {(int)OrganizationRoles.Administrator})
           and (p.flags & {(int)CapabilityFlags.SubOrgCreation}) <> 0 and length(p.lineage) / {ResourceId.Length} <= @levels
         """);

    private static Sql Explain(SqlDialect dialect, AccessShape shape) => new(
        $"""
         select p.name, p.lineage, p.flags, v.depth,
           case when coalesce(v.own_roles, 0) > coalesce(v.roles_above, 0) then v.own_roles else coalesce(v.roles_above, 0) end,
           (select count(*) from organizations o where o.id = @id)
         from (select k.key, {Visibility.Depth(dialect, shape, "k.key")} as depth,
                 {Visibility.OwnRoles("k.key")} as own_roles, {Visibility.RolesAbove("k.key")} as roles_above
               from organizations k where k.id = @parent limit 1) v
         join organizations p on p.key = v.key
         where v.depth is not null
         """);

    private static Parent ReadParent(System.Data.Common.DbDataReader row) => new(
        row.GetString(0), row.GetString(1), (CapabilityFlags)row.GetInt32(2), row.GetInt32(3),
        (OrganizationRoles)row.GetInt32(4), row.GetInt64(5) != 0);

    private sealed record Parent(string Name, string Lineage, CapabilityFlags Flags, int Depth, OrganizationRoles Roles, bool Created);

    private sealed record Plan(ApiRequest Request, OrganizationBody Body, string Id, long Now)
    {
        public string Folded { get; } = NameRules.Fold(Body.Name);

        public Organization Result(string lineage, string? parentName, int depth) =>
            new(Id, Body.Name, Now, CapabilityFlags.Default, null, lineage, parentName, Body.Profile, 1, depth);
    }
}
