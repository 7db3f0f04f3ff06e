using System.Collections.Concurrent;
using Grove.Server.Storage;

namespace Grove.Server.Organizations;

/// <summary>Which members of a filter are present: each combination has its own statement, made once.</summary>
[Flags]
internal enum ListParts
{
    None = 0,
    Ids = 1,
    Name = 2,
    StartsWith = 4,
    EndsWith = 8,
    Contains = 16,
    Account = 32,
    Organization = 64,
    User = 128,
    Parent = 256,
    RootsOnly = 512,

    /// <summary>The walk begins here, so the total is asked for too.</summary>
    First = 1024,

    AnyName = Name | StartsWith | EndsWith | Contains,
    AnyCandidates = Ids | Account | Organization | User,
}

/// <summary>
/// The statements behind <c>GET /organizations</c>. All answer the columns of <see cref="Organization"/>, then the key, then the total (null
/// when beyond the budget or not asked for), then a large subtree that has no fresh count (or null). Arguments: <c>@after</c>, <c>@take</c>
/// and those of the parts. Each finds the keys of the page first and joins the rest to those few rows.
/// </summary>
internal sealed class OrganizationListSql(SqlDialect dialect)
{
    private const int TotalBudget = OrganizationSearchSql.TotalBudget;

    private readonly OrganizationSearchSql search = new(dialect);
    private readonly ConcurrentDictionary<(ListParts, AccessShape, bool), Sql> made = new();

    /// <param name="parts">The members of the filter.</param>
    /// <param name="shape">How a token narrows.</param>
    /// <param name="few">Few memberships and a small page: when nothing filters, that takes no time to speak of.</param>
    public Sql For(ListParts parts, AccessShape shape, bool few) => made.GetOrAdd(
        (parts, shape, few && shape == AccessShape.Full && (parts | ListParts.First) == ListParts.First),
        static (key, self) => self.Make(key.Item1, key.Item2, key.Item3), this);

    private Sql Make(ListParts parts, AccessShape shape, bool brief)
    {
        var page = (parts & ListParts.AnyCandidates) != 0 ? Candidates(parts, shape)
            : parts.HasFlag(ListParts.Parent) ? Children(parts, shape)
            : parts.HasFlag(ListParts.RootsOnly) ? Roots(parts, shape)
            : (parts & ListParts.AnyName) != 0 ? Search(parts, shape)
            : Everything(parts, shape);
        return new(
            $"""
             {page}
             select {Organization.Columns}, v.key, v.total, v.stale
             from page v join organizations o on o.key = v.key left join organizations p on p.key = o.parent_key
             order by v.key
             """)
        { IsBrief = brief };
    }

    /// <summary>A few keys are named by the filter itself; each is checked.</summary>
    private string Candidates(ListParts parts, AccessShape shape)
    {
        // Whoever sees an organization sees what it contains, unless a token denies that.
        string Covered(string key) => shape.HasFlag(AccessShape.Denied) ? $" and {Visibility.NotDenied(dialect, shape, key)}" : "";
        var sources = new List<string>();
        if (parts.HasFlag(ListParts.Ids)) sources.Add($"select i.key from organizations i where {dialect.InTexts("i.id", "@ids")}");
        if (parts.HasFlag(ListParts.Organization))
            sources.Add($"select i.ancestor as key from organizations x join closure i on i.descendant = x.key where x.id = @organization and i.depth > 0{Covered("x.key")}");
        if (parts.HasFlag(ListParts.Account))
            sources.Add($"select i.ancestor as key from accounts x join closure i on i.descendant = x.organization_key where x.id = @account{Covered("x.organization_key")}");
        if (parts.HasFlag(ListParts.User))
            sources.Add($"select i.ancestor as key from users x join closure i on i.descendant = x.managing_organization_key where x.id = @managed{Covered("x.managing_organization_key")}");
        var filters = Filters(parts);
        if (parts.HasFlag(ListParts.RootsOnly)) filters += " and o.parent_key is null";
        if (parts.HasFlag(ListParts.Parent)) filters += " and o.parent_key = (select k.key from organizations k where k.id = @parent)";
        // A parent that the caller cannot see matches nothing.
        var least = parts.HasFlag(ListParts.Parent) ? 1 : 0;
        return $"""
                with candidate as materialized ({string.Join(" intersect ", sources)}),
                hit as materialized (
                  select o.key, {Visibility.Depth(dialect, shape, "o.key")} as depth
                  from candidate join organizations o on o.key = candidate.key where o.key > @after and {filters}),
                page as (
                  select hit.key, hit.depth, {(parts.HasFlag(ListParts.First) ? "count(*) over ()" : "null")} as total, null as stale
                  from hit where hit.depth >= {least} order by hit.key limit @take)
                """;
    }

    private string Children(ListParts parts, AccessShape shape)
    {
        // NotDenied is asked of each child: a token may deny some of them.
        var from = $"organizations o where o.parent_key = (select key from above) and {Visibility.NotDenied(dialect, shape, "o.key")}";
        return $"""
                with above as materialized (
                  select x.key, x.depth from (
                    select k.key, {Visibility.Depth(dialect, shape, "k.key")} as depth from organizations k where k.id = @parent limit 1) x
                  where x.depth is not null),
                page as (
                  select o.key, (select depth from above) + 1 as depth, {Total(parts, from)} as total, null as stale
                  from {from} and o.key > @after and {Filters(parts)} order by o.key limit @take)
                """;
    }

    private string Roots(ListParts parts, AccessShape shape)
    {
        // A root is visible only by a membership of its own.
        var from = $"""
                    ({Visibility.Scope(dialect, shape)}) s join organizations o on o.key = s.key
                    where o.parent_key is null and {Visibility.NotDenied(dialect, shape, "o.key")}
                    """;
        return $"""
                with page as (
                  select o.key, 0 as depth, {Total(parts, from)} as total, null as stale
                  from {from} and s.key > @after and {Filters(parts)} order by s.key limit @take)
                """;
    }

    private string Everything(ListParts parts, AccessShape shape)
    {
        var first = parts.HasFlag(ListParts.First);
        return $"""
                with {(first ? SubtreeTotal(shape) + "," : "")}
                page as (
                  select f.key, max(f.depth) as depth, {(first ? "(select n from subtree_total)" : "null")} as total,
                    {(first ? "(select stale from subtree_total)" : "null")} as stale
                  from ({dialect.FirstOfEach(Visibility.Scope(dialect, shape), Take(shape))}) f
                  where {Visibility.NotDenied(dialect, shape, "f.key")}
                  group by f.key order by f.key limit @take)
                """;
    }

    /// <summary>
    /// How many rows to take from each top. A denying token may drop any of them, so then all are taken; such tokens are rare.
    /// </summary>
    private static string Take(AccessShape shape) => shape.HasFlag(AccessShape.Denied) ? "9000000000000000" : "@take";

    private string Search(ListParts parts, AccessShape shape)
    {
        var first = parts.HasFlag(ListParts.First);
        return search.Page(shape, Filters(parts), first && shape == AccessShape.Full ? SubtreeTotal(shape) : "", first);
    }

    /// <summary>
    /// The exact number of visible organizations: for each topmost membership the stored count, if there is one, and the rows of closure that are
    /// younger than it. Names one large subtree whose count is missing or old. The inner limit keeps the rows from being counted twice.
    /// </summary>
    private string SubtreeTotal(AccessShape shape) => shape == AccessShape.Full
        ? $"""
           mine as materialized ({Visibility.Scope(dialect, shape)}),
           subtree_total as materialized (
             select coalesce(sum(t.counted + t.fresh), 0) as n, max(case when t.fresh > {SubtreeCounts.Large} then t.key end) as stale
             from (
               select s.key, coalesce(sc.count, 0) as counted,
                 (select count(*) from closure c where c.ancestor = s.key and c.descendant > coalesce(sc.through_key, 0)) as fresh
               from mine s left join subtree_counts sc on sc.ancestor = s.key
               where not ({Visibility.IsBelow("mine", "s.key", itself: false)})
               limit 9000000000000000) t)
           """
        // A narrowed view is counted plainly: its tops may nest in ways that the stored counts do not know.
        : $"""
           subtree_total as materialized (
             select count(distinct c.descendant) as n, null as stale
             from ({Visibility.Scope(dialect, shape)}) s join closure c on c.ancestor = s.key
             where {Visibility.NotDenied(dialect, shape, "c.descendant")})
           """;

    /// <summary>The number of matches among the rows of <paramref name="from"/>, or null when those are more than the budget.</summary>
    private string Total(ListParts parts, string from) => parts.HasFlag(ListParts.First)
        ? $"""
           (select case when count(*) <= {TotalBudget} then coalesce(sum(t.matches), 0) end
            from (select case when {Filters(parts)} then 1 else 0 end as matches from {from} limit {TotalBudget + 1}) t)
           """
        : "null";

    private string Filters(ListParts parts)
    {
        var filters = new List<string>(4);
        if (parts.HasFlag(ListParts.Name)) filters.Add("o.name = @name");
        if (parts.HasFlag(ListParts.StartsWith)) filters.Add("substr(o.name_folded, 1, length(@starts)) = @starts");
        if (parts.HasFlag(ListParts.EndsWith))
        {
            filters.Add("length(o.name_folded) >= length(@ends)");
            filters.Add("substr(o.name_folded, length(o.name_folded) - length(@ends) + 1) = @ends");
        }
        if (parts.HasFlag(ListParts.Contains)) filters.Add($"{dialect.Position("o.name_folded", "@contains")} > 0");
        return filters.Count == 0 ? "1 = 1" : string.Join(" and ", filters);
    }
}
