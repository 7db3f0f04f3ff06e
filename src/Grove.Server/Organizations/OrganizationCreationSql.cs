using Grove.Server.Audit;
using Grove.Server.Http;
using Grove.Server.Storage;

namespace Grove.Server.Organizations;

/// <summary>
/// The creation of an organization below another as one statement, for engines on which parts of a statement can change something: the
/// parent, the memberships above it and its closure are read once, where a batch reads them again in each of its statements.
/// </summary>
/// <remarks>
/// All parts see the data as it was when the statement began, so none finds the new row by its id: they get it from <c>made</c>. The forest
/// lock is therefore a statement of its own, before this one.
/// </remarks>
internal static class OrganizationCreationSql
{
    /// <summary>
    /// Answers the columns of <see cref="OrganizationCreation"/>'s explanation: one row when the parent is visible, whether or not the
    /// organization could be created below it. Uses the arguments of all statements of the batch.
    /// </summary>
    public static Sql Below(SqlDialect dialect, AccessShape shape)
    {
        // Where no token narrows, the topmost membership says how much is visible; it has been read with the roles.
        var depth = shape == AccessShape.Full ? "m.topmost" : Visibility.Depth(dialect, shape, "a.key");
        return new(
            $"""
             with above as materialized (
               select k.key, k.name, k.lineage, k.flags, c.ancestor, c.depth, {Visibility.OwnRoles("c.ancestor")} as roles
               from organizations k join closure c on c.descendant = k.key where k.id = @parent),
             parent as materialized (
               select a.key, a.name, a.lineage, a.flags, {depth} as depth, coalesce(m.roles, 0) as roles, m.lowest
               from above a cross join (select max(roles) as roles, min(depth) as lowest, max(depth) as topmost from above where roles is not null) m
               where a.depth = 0),
             made as (
               {OrganizationCreation.Insert}
               select @id, @name, @folded, p.key, p.lineage || @id, {(int)CapabilityFlags.Default}, @profile, @embedded, @now
               from parent p
               where p.depth is not null and p.roles >= {(int)OrganizationRoles.Administrator}
                 and (p.flags & {(int)CapabilityFlags.SubOrgCreation}) <> 0 and length(p.lineage) / {ResourceId.Length} <= @levels
               returning key, id, lineage),
             pairs as (
               insert into closure (ancestor, descendant, depth)
               select a.ancestor, o.key, a.depth + 1 from made o cross join above a
               union all select o.key, o.key, 0 from made o),
             grams as (insert into organization_grams (organization_key, grams) select o.key, @grams from made o),
             record as (
               {AuditLog.InsertCreated("o.id", "o.lineage", $"length(p.lineage) / {ResourceId.Length} - 1 - p.lowest", "made o cross join parent p")}
               returning key, time),
             places as (
               insert into audit_places (organization_key, time, record_key)
               select a.ancestor, r.time, r.key from record r cross join above a)
             select p.name, p.lineage, p.flags, p.depth, p.roles, (select count(*) from made) from parent p where p.depth is not null
             """);
    }
}
