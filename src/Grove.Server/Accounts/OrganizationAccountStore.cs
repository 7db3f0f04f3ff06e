using System.Collections.Concurrent;
using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Organizations;
using Grove.Server.Storage;

namespace Grove.Server.Accounts;

/// <summary>A page of a list: the rows, where to go on from (null on the last page) and the total, when it is known.</summary>
internal sealed record OrganizationAccountPage(IReadOnlyList<Account> Rows, PageTokenState? Next, long? Total);

/// <summary>The accounts directly in an organization.</summary>
internal sealed class OrganizationAccountStore(Db db)
{
    /// <summary>Accounts of the organization that a filtered list looks at for its total; beyond it the total is left out.</summary>
    private const int TotalBudget = 20_000;

    private readonly ConcurrentDictionary<(AccessShape Shape, bool First, bool ByName, bool Descending, bool Narrows), Sql> made = new();

    /// <summary>The page after <paramref name="after"/> (null begins a walk and asks for the total); null when there is no organization.</summary>
    public async ValueTask<OrganizationAccountPage?> ListAsync(
        Access access, string organizationId, OrganizationAccountFilter filter, PageTokenState? after, CancellationToken cancel)
    {
        var sql = made.GetOrAdd((AccountVisibility.ShapeOf(access), after is null, filter.ByName, filter.Descending, filter.Narrows), Make);
        var rows = await db.QueryAsync(
            sql,
            AccountVisibility.Args(access, [("id", organizationId), ("take", filter.PageSize + 1), ("after", after?.LastKey ?? 0), ("after_name", after?.LastText), .. filter.Args]),
            static row => (Account: row.IsDBNull(0) ? null : Account.Read(row), Key: row.IsDBNull(8) ? 0 : row.GetInt64(8),
                Folded: row.TextOrNull(9), Total: row.IntegerOrNull(10)), cancel);
        if (rows.Count == 0) return null;
        var total = after is null ? rows[0].Total : after.Value.Total;
        var found = rows.Where(row => row.Account is not null).Take(filter.PageSize).ToList();
        PageTokenState? next = rows.Count > filter.PageSize ? new(found[^1].Key, total, filter.ByName ? found[^1].Folded : null) : null;
        return new([.. found.Select(row => row.Account!)], next, total);
    }

    private Sql Make((AccessShape Shape, bool First, bool ByName, bool Descending, bool Narrows) form)
    {
        var (direction, beyond) = form.Descending ? ("desc", "<") : ("asc", ">");
        var seen = AccountVisibility.NotDenied(db.Dialect, form.Shape, "a");
        var matches = form.Narrows ? OrganizationAccountFilter.Condition(db.Dialect, "a.name_folded") : "1 = 1";
        var place = form.First ? "1 = 1" : form.ByName ? $"(a.name_folded, a.key) {beyond} (@after_name, @after)" : $"a.key {beyond} @after";
        var order = form.ByName ? $"name_folded {direction}, key {direction}" : $"key {direction}";
        var total = !form.First ? "null"
            : form.Narrows
                ? $"""
                   (select case when count(*) <= {TotalBudget} then coalesce(sum(c.matches), 0) end from (
                     select case when {matches} then 1 else 0 end as matches from accounts a
                     where a.organization_key = (select key from above) and {seen} limit {TotalBudget + 1}) c)
                   """
                : $"(select count(*) from accounts a where a.organization_key = (select key from above) and {seen})";
        // No row shows its organization again, so vo is nothing: by its key, as SQLite would look at every organization to find that none fits 1 = 0.
        return new(
            $"""
             with above as materialized (
               select x.key from (
                 select k.key, {Visibility.Depth(db.Dialect, form.Shape, "k.key")} as depth from organizations k where k.id = @id limit 1) x
               where x.depth is not null),
             page as (
               select a.key, a.name_folded from accounts a
               where a.organization_key = (select key from above) and {seen} and {place} and {matches} order by {order} limit @take)
             select {Account.Columns}, page.key, page.name_folded, {total}
             from above left join page on 1 = 1 left join accounts a on a.key = page.key left join organizations vo on vo.key = null
             order by page.{order.Replace(", ", ", page.", StringComparison.Ordinal)}
             """);
    }
}
