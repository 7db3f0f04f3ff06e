using Grove.Server.Storage;

namespace Grove.Server.Organizations;

/// <summary>
/// The part of a list's statement that finds a page by name. What is visible is scanned in order for a while; when that does not fill the
/// page, the gram index names the rest. Whether a total is told depends on visible rows alone, so it tells nothing of others.
/// </summary>
internal sealed class OrganizationSearchSql(SqlDialect dialect)
{
    /// <summary>Visible rows that are all looked at for the total of a search; beyond it a total is told only of what fits on the first page.</summary>
    public const int TotalBudget = 20_000;

    private const string Endless = "9223372036854775807";
    private const string Everything = "9000000000000000";

    // To place and verify what the index names costs as much as to look at so many visible rows.
    private const int RowsPerName = 4;

    // Larger scans pay for terms in few names, and cost those who search for rarer ones; a visible set that ends soon is scanned whole. The
    // second number holds for each of many memberships.
    private static readonly (int All, int Each) Whole = (1_000, 100);
    private static readonly (int All, int Each) Near = (128, 16);
    private static readonly (int All, int Each) Far = (4_000, 100);

    // Of one membership a probe of the very pair is quicker than all that is above the candidate.
    private static readonly string Below =
        $"""
         case when (select n from width) = 1
           then (select 1 from closure b where b.ancestor = (select min(key) from tops) and b.descendant = g.key) is not null
           else {Visibility.IsBelow("tops", "g.key", itself: true)} end
         """;

    /// <summary>The common tables up to <c>page (key, depth, total, stale)</c>.</summary>
    /// <param name="shape">Who asks.</param>
    /// <param name="filters">Conditions on the names of <c>o</c>.</param>
    /// <param name="subtreeTotal">The table <c>subtree_total</c> when it is to decide whether all is counted; otherwise empty.</param>
    /// <param name="first">Whether the total is asked for.</param>
    public string Page(AccessShape shape, string filters, string subtreeTotal, bool first)
    {
        var few = Share(Whole);
        var whole = !first ? few
            : subtreeTotal.Length == 0 ? $"{TotalBudget}"
            : $"(select case when by_index = 1 then 0 when n <= {TotalBudget} then {TotalBudget} else {few} end from way)";
        // Where all matches are counted, and the index names few, those are all looked at instead of what is visible.
        var (way, all) = subtreeTotal.Length == 0 ? ("", "1 = 0") : (
            $"""
             {subtreeTotal},
             way as materialized (select n, case when n <= {TotalBudget} and @names < n / {RowsPerName} then 1 else 0 end as by_index from subtree_total),
             """, "(select by_index from way) = 1");
        var total = first
            ? $"""
               case when (select key from edge) is null then (select count(*) from hit)
                 when (select count(*) from found) < @take or {all} then (select count(*) from found) end
               """
            : "null";
        // A scalar subquery is asked row by row, in order, until the limit is reached: no plan joins all rows first.
        string Matches(string key) =>
            $"(select 1 from organizations o where o.key = {key} and {filters} and {Visibility.NotDenied(dialect, shape, "o.key")} limit 1) is not null";
        var (farTables, far) = dialect.ReadsGramsInOrder ? ("", "") : (FarTables(Matches), " union all select key from far");
        var begin = dialect.ReadsGramsInOrder
            ? "case when (select count(*) from hit) < @take then (select key from edge) end"
            : $"""
               case when (select count(*) from hit) + (select count(*) from far) >= @take then null
                 when {GoesFar} then (select key from edge_far) else (select key from edge) end
               """;
        return $"""
                with tops as materialized ({Visibility.Scope(dialect, shape)}),
                width as materialized (select count(*) as n from tops),
                {way}
                edge as materialized (
                  select case when {all} then @after
                    else min(case when {Nth(whole, "@after")} is not null then {Nth(Share(Near) + " - 1", "@after")} end) end as key from tops s),
                hit as materialized (
                  select s.key from ({Ordered("@after", "(select key from edge)", "1 = 1")}) s
                  where {Matches("s.key")} order by s.key
                  limit {(first ? $"case when (select key from edge) is null then {Everything} else @take end" : "@take")}),
                {farTables}
                start as materialized (select {begin} as key),
                probe as materialized (
                  select g.key from ({dialect.GramsAfter("(select key from start)")}) g
                  where case when {Below} then {Matches("g.key")} end order by g.key
                  limit case when (select key from start) is null then 0 when {all} then {Everything} else @take end),
                found as materialized (select key from hit{far} union all select key from probe),
                page as (
                  select u.key, {Visibility.Depth(dialect, shape, "u.key")} as depth, {total} as total, null as stale
                  from (select f.key from found f order by f.key limit @take) u)
                """;
    }

    // An index that cannot be read in order is dear for terms in many names: when some were found nearby, further rows of the scan are cheaper.
    private const string GoesFar = "(select count(*) from hit) between 2 and @take - 1";

    private string FarTables(Func<string, string> matches) =>
        $"""
         edge_far as materialized (
           select case when {GoesFar} then (select min({Nth(Share(Far) + " - 1", "(select key from edge)")}) from tops s) end as key),
         far as materialized (
           select s.key from (
             select one.key from (
               select b.descendant as key from closure b
               where {GoesFar} and (select n from width) = 1 and b.ancestor = (select min(key) from tops) and b.descendant > (select key from edge)
               order by b.descendant limit {Far.All}) one
             union all
             select many.key from ({Ordered("(select key from edge)", "(select key from edge_far)", $"{GoesFar} and (select n from width) > 1")}) many) s
           where {matches("s.key")} order by s.key limit @take),
         """;

    /// <summary>What is visible after one key and up to another (null for all), each once and in order, when <paramref name="gate"/> holds.</summary>
    private string Ordered(string after, string through, string gate) =>
        $"""
         select r.key from ({dialect.RangeOfEach("tops", after, $"coalesce({through}, {Endless})")}) r
         where {gate} group by r.key order by r.key limit {Everything}
         """;

    private static string Nth(string offset, string after) =>
        $"(select b.descendant from closure b where b.ancestor = s.key and b.descendant > {after} order by b.descendant limit 1 offset {offset})";

    private static string Share((int All, int Each) rows) =>
        $"(select case when n <= 1 then {rows.All} when n < {rows.All / rows.Each} then {rows.All} / n else {rows.Each} end from width)";
}
