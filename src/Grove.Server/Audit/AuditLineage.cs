using Grove.Server.Http;
using Grove.Server.Organizations;
using Grove.Server.Storage;

namespace Grove.Server.Audit;

/// <summary>The lineage of a record, taken apart in SQL: <c>level</c> is a place in it, counted from the root as 0.</summary>
internal static class AuditLineage
{
    private const int MostLevels = 65;

    /// <summary>A relation <c>level</c> with a column <c>n</c>.</summary>
    private static readonly string Levels =
        $"(select column1 as n from (values {string.Join(",", Enumerable.Range(0, MostLevels).Select(n => $"({n})"))}) as numbers) level";

    /// <summary>
    /// <paramref name="what"/> over the levels of <paramref name="lineage"/> whose organization <c>lo</c> still exists and meets
    /// <paramref name="condition"/>, beside <paramref name="from"/> if given. Cross joins, as each level is one probe.
    /// </summary>
    public static string Over(string lineage, string what, string condition = "1 = 1", string from = "") =>
        $"""
         select {what} from {from}{(from.Length > 0 ? " cross join " : "")}{Levels} cross join organizations lo
         where level.n * {ResourceId.Length} < length({lineage}) and lo.id = substr({lineage}, level.n * {ResourceId.Length} + 1, {ResourceId.Length})
           and {condition}
         """;

    /// <summary>True when <paramref name="user"/> is an active member of <c>lo</c> now.</summary>
    public static string Member(string user) =>
        $"(select 1 from organization_members lm where lm.user_key = {user} and lm.organization_key = lo.key and lm.status = 1) is not null";

    /// <summary>
    /// The topmost level of <paramref name="lineage"/> that the caller sees now; null when none. Uses the arguments of <see cref="Visibility"/>,
    /// and means the same as <see cref="Visibility.Depth"/>, of the tree as it was when the record was written.
    /// </summary>
    public static string First(SqlDialect dialect, AccessShape shape, string lineage)
    {
        var member = Member("@user");
        if (shape == AccessShape.Full) return $"({Over(lineage, "min(level.n)", member)})";
        var first = shape.HasFlag(AccessShape.Allowed)
            ? $"""
               select case when seen.member >= seen.allowed then seen.member when seen.allowed > seen.member then seen.allowed end
               from ({Over(lineage, $"min(case when {member} then level.n end) as member, min(case when {dialect.InTexts("lo.id", "@allowed")} then level.n end) as allowed")}) seen
               """
            : Over(lineage, "min(level.n)", member);
        return shape.HasFlag(AccessShape.Denied)
            ? $"(case when not exists ({Over(lineage, "1", dialect.InTexts("lo.id", "@denied"))}) then ({first}) end)"
            : $"({first})";
    }
}
