using System.Collections.Concurrent;
using Grove.Server.Organizations;
using Grove.Server.Storage;

namespace Grove.Server.Audit;

/// <summary>Which records a log has.</summary>
internal enum AuditScope
{
    /// <summary>Those filed under one organization.</summary>
    Organization,

    /// <summary>Those filed under one organization or what was below it.</summary>
    Subtree,

    /// <summary>All.</summary>
    Everything,
}

/// <summary>
/// The text of a page of an audit log. The order is time, then key: it never changes, and every scope has an index in it. First the keys of
/// the page are found, then the rest is joined to them.
/// </summary>
internal sealed class AuditListSql(SqlDialect dialect)
{
    private readonly ConcurrentDictionary<(AuditScope, AccessShape, bool, bool), Sql> made = new();

    /// <summary>
    /// Uses <c>@organization</c>, <c>@key</c>, <c>@since</c>, <c>@before</c>, <c>@after_time</c>, <c>@after_key</c>, <c>@take</c>, the arguments
    /// of <see cref="Visibility"/> and, when it filters, those of <see cref="AuditFilter"/>.
    /// </summary>
    public Sql For(AuditScope scope, AccessShape shape, bool descending, bool filtering) =>
        made.GetOrAdd((scope, shape, descending, filtering), _ => new(Text(scope, shape, descending, filtering)));

    /// <summary>One record that is filed under the organization, when the caller sees it: its type and the id of its resource.</summary>
    public Sql Source(AccessShape shape) => new(
        $"""
         select r.resource_type, r.resource_id from audit_records r
         where r.id = @id and {Visible(AuditScope.Organization, shape)}
         """);

    private string Text(AuditScope scope, AccessShape shape, bool descending, bool filtering)
    {
        var everything = scope == AuditScope.Everything;
        // What costs nothing to ask comes first: a rare filter looks at a great many records.
        var conditions = (filtering ? Filters(everything ? FitsActor : $"(@hidden_fits = 1 or {FitsActor})") : "")
            + (everything ? "" : $" and {Visible(scope, shape)}") + (filtering && !everything ? SeenActor(shape) : "");
        string[] sources = everything
            ? [$"audit_records r where 1 = 1"]
            : ["audit_records r where r.organization_id = @organization", "audit_records r where r.other_organization_id = @organization and r.organization_id <> @organization"];
        var parts = sources.Select(source => Part(source, "r.time", "r.key", conditions, descending)).ToList();
        if (scope == AuditScope.Subtree)
        {
            parts.Add(Part(
                "audit_places p cross join audit_records r where p.organization_key = @key and r.key = p.record_key", "p.time", "p.record_key", conditions, descending));
        }
        var direction = descending ? "desc" : "asc";
        return
            $"""
             with page as (select time, key from ({string.Join(" union all ", parts)}) found order by time {direction}, key {direction} limit @take)
             select {AuditRecord.Columns}, {(everything ? "0, 0" : $"{AuditLineage.First(dialect, shape, "r.lineage")}, {AuditLineage.First(dialect, shape, "r.other_lineage")}")}
             from page cross join audit_records r where r.key = page.key order by page.time {direction}, page.key {direction}
             """;
    }

    private static string Part(string source, string time, string key, string conditions, bool descending)
    {
        var (comparison, direction) = descending ? ("<", "desc") : (">", "asc");
        return
            $"""
             select * from (
               select {time} as time, {key} as key from {source}
                 and {time} >= @since and {time} < @before and ({time}, {key}) {comparison} (@after_time, @after_key){conditions}
               order by {time} {direction}, {key} {direction} limit @take) part
             """;
    }

    /// <summary>
    /// By the chain in which the organization is: who may read of the other place of a record is told nothing of this one by it.
    /// </summary>
    private string Visible(AuditScope scope, AccessShape shape)
    {
        string Through(string place, string lineage)
        {
            var within = scope == AuditScope.Subtree ? $"{dialect.Position(lineage, "@organization")} > 0" : $"{place} = @organization";
            return $"({within} and {AuditLineage.First(dialect, shape, lineage)} is not null)";
        }
        return $"({Through("r.organization_id", "r.lineage")} or {Through("r.other_organization_id", "r.other_lineage")})";
    }

    /// <summary>The same as <see cref="AuditRecord.ActorHidden"/>.</summary>
    private string Hidden(AccessShape shape) =>
        $"""
         case when r.actor_type <> 'user' or (r.actor_level is null and r.other_actor_level is null) then 0
           when r.actor_level >= {AuditLineage.First(dialect, shape, "r.lineage")} then 0
           when r.other_actor_level >= {AuditLineage.First(dialect, shape, "r.other_lineage")} then 0
           else 1 end
         """;

    /// <summary>Those on the actor leave in whose actor may turn out to be hidden: see <see cref="SeenActor"/>.</summary>
    private string Filters(string fitsActor) => $"{string.Concat(AuditColumns.Others.Select(column => " and " + Filter(column)))} and {fitsActor}";

    /// <summary>An actor whom the reader does not see is not found by what they are, but as the system that they show as.</summary>
    private string SeenActor(AccessShape shape) => $" and (@of_actor = 0 or case when ({Hidden(shape)}) = 1 then @hidden_fits = 1 else {FitsActor} end)";

    private string FitsActor => $"({string.Join(" and ", AuditColumns.OfActor.Select(Filter))})";

    private string Filter(AuditColumn column)
    {
        string Is(bool opposite) => column.Number
            ? dialect.InIntegers(column.Column, "@" + column.Argument(opposite))
            : dialect.InTexts(column.Column, "@" + column.Argument(opposite));
        var (wanted, not) = (column.Argument(false), column.Argument(true));
        return $"(@{wanted}_given = 0 or {Is(false)}) and (@{not}_given = 0 or {column.Column} is null or not ({Is(true)}))";
    }
}
