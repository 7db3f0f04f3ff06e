using System.Collections.Concurrent;
using Grove.Server.Organizations;
using Grove.Server.Storage;

namespace Grove.Server.Accounts;

/// <summary>Which of the lists of accounts it is.</summary>
/// <param name="Shape">What the token narrows.</param>
/// <param name="Descending">From the last to the first.</param>
/// <param name="Search">Only those of a name.</param>
/// <param name="Total">The total is asked for.</param>
internal readonly record struct AccountListForm(AccessShape Shape, bool Descending, bool Search, bool Total)
{
    /// <summary>True when the total is that of stored counts, so that no more need be found than the page holds. It is then a page by number or the first of a walk.</summary>
    public bool Stored => Shape == AccessShape.Full && !Search && Total;
}

/// <summary>
/// The statements behind <c>GET /accounts</c>: free accounts first, then by organization and account, in order of creation. Arguments:
/// <c>@place</c> and <c>@after</c> (those of the row to go on after, 0 to begin; in ascending order only), <c>@take</c>, <c>@skip</c>, <c>@reach</c> (at least both
/// together; more than the budget to search, and for a total that is not stored), and <c>@name</c>, <c>@folded</c> to search. The answer always has a row; after the columns
/// of <see cref="Account"/> come the total (null when it is beyond the budget, or not asked for), the key, the place, and a large subtree whose accounts were counted
/// one by one (or null).
/// </summary>
internal sealed class AccountListSql(SqlDialect dialect)
{
    /// <summary>Accounts that are counted one by one where no count is stored: in searches, for tokens that narrow, and those visible by themselves. Beyond it the total is left out.</summary>
    public const int TotalBudget = 20_000;

    private static readonly string WalkedTotal =
        $"""
         counted as (
           select case when count(*) <= {TotalBudget} then count(*) end as n, null as uncounted
           from (select 1 from hit limit {TotalBudget + 1}) c)
         """;

    private readonly ConcurrentDictionary<AccountListForm, Sql> made = new();

    public Sql For(AccountListForm form) => made.GetOrAdd(form, static (form, self) => new(self.Make(form)), this);

    private string Make(AccountListForm form)
    {
        var (shape, descending) = (form.Shape, form.Descending);
        var direction = descending ? "desc" : "asc";
        return $"""
                with {(form.Stored ? Lone(descending) + "," : "")}
                {Reach(shape, descending, form.Stored ? " where (select key from sole) is null" : "")},
                {(form.Search ? Search(shape, descending) : "hit as (select key, place, shown from reach)")},
                page as ({(form.Stored ? $"select key, place, shown from lone union all {Sorted(direction)}" : Sorted(direction))}),
                {(!form.Total ? "counted as (select null as n, null as uncounted)" : form.Stored ? StoredTotal() : WalkedTotal)}
                select {Account.Columns}, counted.n, v.key, v.place, counted.uncounted
                from counted left join page v on 1 = 1
                left join accounts a on a.key = v.key left join organizations vo on vo.key = v.place and v.shown = 1
                order by v.place {direction}, v.key {direction}
                """;
    }

    private static string Sorted(string direction) =>
        $"select key, place, shown from (select key, place, shown from hit order by place {direction}, key {direction} limit @take offset @skip) h";

    /// <summary>
    /// The page of who sees what is below one membership and nothing else: read as it is stored, it need be neither compared nor sorted, and it ends where
    /// it is full.
    /// </summary>
    private string Lone(bool descending)
    {
        var direction = descending ? "desc" : "asc";
        return $"""
                sole as materialized (
                  select max(m.key) as key from ({Visibility.Scope(dialect, AccessShape.Full)} limit 2) m
                  where not exists (select 1 from account_members am where am.user_key = @user and am.status = 1)
                  having count(*) = 1),
                lone as (
                  select a.key, c.descendant as place, 1 as shown from closure c {dialect.JoinAccounts("c.descendant", direction, "@take + @skip")}
                  where c.ancestor = (select key from sole)
                  order by c.descendant {direction}, a.key {direction} limit @take offset @skip)
                """;
    }

    /// <summary>
    /// For each topmost membership the stored count and what was added to it, or else the accounts one by one; and those that are visible by
    /// themselves alone. The inner limit keeps the rows from being counted twice.
    /// </summary>
    private string StoredTotal() =>
        $"""
         mine as materialized ({Visibility.Scope(dialect, AccessShape.Full)}),
         tops as materialized (
           select s.key, n.count + (select sum(d.delta) from (
               select 0 as delta union all select d.delta from account_deltas d where d.ancestor = s.key) d) as stored,
             case when n.count is null then (
               select count(*) from closure c cross join accounts a where c.ancestor = s.key and a.organization_key = c.descendant) end as walked
           from mine s left join account_counts n on n.ancestor = s.key
           where not ({Visibility.IsBelow("mine", "s.key", itself: false)})
           limit 9000000000000000),
         own as materialized (
           select count(*) as n from (
             select 1 from account_members m join accounts a on a.key = m.account_key
             where m.user_key = @user and m.status = 1 and {AccountVisibility.RolesThrough("a.organization_key")} is null limit {TotalBudget + 1}) o),
         counted as (
           select case when (select n from own) <= {TotalBudget} then cast(coalesce(sum(coalesce(t.stored, t.walked)), 0) as bigint) + (select n from own) end as n,
             max(case when t.walked > {AccountCounts.Large} then t.key
               when t.walked is not null and (select 1 from closure c where c.ancestor = t.key limit 1 offset {AccountCounts.Large}) is not null then t.key end) as uncounted
           from tops t)
         """;

    /// <summary>
    /// The visible accounts in order that are left, at least the first <c>@reach</c> of them: from each top of what is visible those up to the organization in which the last
    /// wanted one lies, and all that are visible by themselves. Whether its organization is <c>shown</c> is found so too: up to the last wanted one
    /// all that are below a top are found there.
    /// </summary>
    private string Reach(AccessShape shape, bool descending, string unless)
    {
        var (direction, within, last) = descending ? ("desc", ">=", "0") : ("asc", "<=", "9223372036854775807");
        // A token that denies may drop any account, so then all are taken; such tokens are rare.
        var limit = shape.HasFlag(AccessShape.Denied) ? "9000000000000000" : "@reach";
        var single = shape.HasFlag(AccessShape.Allowed)
            ? $"""
                 union all
                 select a.key, coalesce(a.organization_key, 0), 0 from accounts a
                 where {dialect.InTexts("a.id", "@allowed_accounts")} and {AccountVisibility.RolesThrough("a.organization_key")} is not null{Left(descending, "coalesce(a.organization_key, 0)", "a.key")}
               """
            : "";
        return $"""
                edge as materialized (
                  select s.key, coalesce((
                    select b.descendant from closure b join accounts x on x.organization_key = b.descendant
                    where b.ancestor = s.key{Left(descending, "b.descendant", "x.key")} order by b.descendant {direction} limit 1 offset {limit} - 1), {last}) as last
                  from ({Visibility.Scope(dialect, shape)}) s{unless}),
                either as (
                  select a.key, a.organization_key as place, 1 as shown from edge cross join closure c cross join accounts a
                  where c.ancestor = edge.key and c.descendant {within} edge.last and a.organization_key = c.descendant{Left(descending, "c.descendant", "a.key")}
                  union all
                  select a.key, coalesce(a.organization_key, 0), 0 from account_members m join accounts a on a.key = m.account_key
                  where m.user_key = @user and m.status = 1 and {AccountVisibility.Permitted(dialect, shape, "a")}{Left(descending, "coalesce(a.organization_key, 0)", "a.key")}
                {single}),
                found as (select key, place, max(shown) as shown from either group by key, place),
                reach as materialized ({(shape.HasFlag(AccessShape.Denied)
                    ? $"select found.key, found.place, found.shown from found join accounts d on d.key = found.key where {AccountVisibility.NotDenied(dialect, shape, "d")}"
                    : "select key, place, shown from found")})
                """;
    }

    /// <summary>That a row comes after the one to go on after.</summary>
    private static string Left(bool descending, string place, string key) =>
        descending ? "" : $" and {place} >= @place and {key} > case when {place} = @place then @after else 0 end";

    /// <summary>What is visible is looked through when it is within the budget; else those of the name are asked whether they are visible.</summary>
    private string Search(AccessShape shape, bool descending) =>
        $"""
         size as materialized (select count(*) as n from reach),
         named as (
           select k.key from accounts k
           where (select n from size) > {TotalBudget} and k.name_folded = @folded and k.name = @name),
         hit as materialized (
           select a.key, reach.place, reach.shown from reach join accounts a on a.key = reach.key
           where (select n from size) <= {TotalBudget} and a.name_folded = @folded and a.name = @name
           union all
           select f.key, coalesce(f.organization_key, 0), case when f.depth is null then 0 else 1 end from ({AccountVisibility.Find(dialect, shape, "k.key in (select key from named)", int.MaxValue)}) f
           where 1 = 1{Left(descending, "coalesce(f.organization_key, 0)", "f.key")})
         """;
}
