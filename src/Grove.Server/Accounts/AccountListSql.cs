using Grove.Server.Organizations;
using Grove.Server.Storage;

namespace Grove.Server.Accounts;

/// <summary>
/// The statements behind <c>GET /accounts</c>: free accounts first, then by organization and account, in order of creation. Arguments:
/// <c>@place</c> and <c>@after</c> (those of the row to go on after, 0 to begin; in ascending order only), <c>@take</c>, <c>@skip</c>, <c>@reach</c> (at least both
/// together; more than the budget where the total is wanted, and to search), and <c>@name</c>, <c>@folded</c> to search. The answer always has a row; after the columns
/// of <see cref="Account"/> come the total of what is left (null when it is beyond the budget), the key and the place.
/// </summary>
internal sealed class AccountListSql(SqlDialect dialect)
{
    /// <summary>Visible accounts that are counted; where there are more, the total is left out.</summary>
    public const int TotalBudget = 20_000;

    private readonly Sql[][] all = [.. ((bool[])[false, true]).Select(descending => AccountVisibility.ForEachShape(shape => Make(dialect, shape, descending, search: false)))];
    private readonly Sql[][] searches = [.. ((bool[])[false, true]).Select(descending => AccountVisibility.ForEachShape(shape => Make(dialect, shape, descending, search: true)))];

    public Sql For(AccessShape shape, bool descending, bool search) => (search ? searches : all)[descending ? 1 : 0][(int)shape];

    private static string Make(SqlDialect dialect, AccessShape shape, bool descending, bool search)
    {
        var direction = descending ? "desc" : "asc";
        return $"""
                with {Reach(dialect, shape, descending)},
                {(search ? Search(dialect, shape, descending) : "hit as (select key, place from reach)")},
                page as (select key, place from hit order by place {direction}, key {direction} limit @take offset @skip),
                counted as (select count(*) as n from (select 1 from hit limit {TotalBudget + 1}) c)
                select {Account.Columns}, case when counted.n <= {TotalBudget} then counted.n end, v.key, v.place
                from counted left join (
                  select page.key, page.place, x.organization_key, {Visibility.Depth(dialect, shape, "x.organization_key")} as depth
                  from page join accounts x on x.key = page.key) v on 1 = 1
                left join accounts a on a.key = v.key left join organizations vo on vo.key = v.organization_key and v.depth is not null
                order by v.place {direction}, v.key {direction}
                """;
    }

    /// <summary>
    /// The visible accounts in order that are left, at least the first <c>@reach</c> of them: from each top of what is visible those up to the organization in which the last
    /// wanted one lies, and all that are visible by themselves.
    /// </summary>
    private static string Reach(SqlDialect dialect, AccessShape shape, bool descending)
    {
        var (direction, within, last) = descending ? ("desc", ">=", "0") : ("asc", "<=", "9223372036854775807");
        // A token that denies may drop any account, so then all are taken; such tokens are rare.
        var limit = shape.HasFlag(AccessShape.Denied) ? "9000000000000000" : "@reach";
        var single = shape.HasFlag(AccessShape.Allowed)
            ? $"""
                 union
                 select a.key, coalesce(a.organization_key, 0) from accounts a
                 where {dialect.InTexts("a.id", "@allowed_accounts")} and {AccountVisibility.RolesThrough("a.organization_key")} is not null{Left(descending, "coalesce(a.organization_key, 0)", "a.key")}
               """
            : "";
        return $"""
                edge as materialized (
                  select s.key, coalesce((
                    select b.descendant from closure b join accounts x on x.organization_key = b.descendant
                    where b.ancestor = s.key{Left(descending, "b.descendant", "x.key")} order by b.descendant {direction} limit 1 offset {limit} - 1), {last}) as last
                  from ({Visibility.Scope(dialect, shape)}) s),
                found as (
                  select a.key, a.organization_key as place from edge cross join closure c cross join accounts a
                  where c.ancestor = edge.key and c.descendant {within} edge.last and a.organization_key = c.descendant{Left(descending, "c.descendant", "a.key")}
                  union
                  select a.key, coalesce(a.organization_key, 0) from account_members m join accounts a on a.key = m.account_key
                  where m.user_key = @user and m.status = 1 and {AccountVisibility.Permitted(dialect, shape, "a")}{Left(descending, "coalesce(a.organization_key, 0)", "a.key")}
                {single}),
                reach as materialized ({(shape.HasFlag(AccessShape.Denied)
                    ? $"select found.key, found.place from found join accounts d on d.key = found.key where {AccountVisibility.NotDenied(dialect, shape, "d")}"
                    : "select key, place from found")})
                """;
    }

    /// <summary>That a row comes after the one to go on after.</summary>
    private static string Left(bool descending, string place, string key) =>
        descending ? "" : $" and {place} >= @place and {key} > case when {place} = @place then @after else 0 end";

    /// <summary>What is visible is looked through when it is within the budget; else those of the name are asked whether they are visible.</summary>
    private static string Search(SqlDialect dialect, AccessShape shape, bool descending) =>
        $"""
         size as materialized (select count(*) as n from reach),
         named as (
           select k.key from accounts k
           where (select n from size) > {TotalBudget} and k.name_folded = @folded and k.name = @name),
         hit as materialized (
           select a.key, reach.place from reach join accounts a on a.key = reach.key
           where (select n from size) <= {TotalBudget} and a.name_folded = @folded and a.name = @name
           union all
           select f.key, coalesce(f.organization_key, 0) from ({AccountVisibility.Find(dialect, shape, "k.key in (select key from named)", int.MaxValue)}) f
           where 1 = 1{Left(descending, "coalesce(f.organization_key, 0)", "f.key")})
         """;
}
