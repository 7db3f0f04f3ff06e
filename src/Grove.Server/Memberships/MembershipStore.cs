using System.Collections.Concurrent;
using Grove.Server.AccountMembers;
using Grove.Server.Accounts;
using Grove.Server.Auth;
using Grove.Server.Members;
using Grove.Server.Organizations;
using Grove.Server.Storage;

namespace Grove.Server.Memberships;

/// <summary>A page by number; the total is null when it is beyond the budget.</summary>
internal sealed record MembershipPage(IReadOnlyList<Membership> Rows, long? Total);

/// <summary>Reads the caller's own memberships of accounts, one round trip each. Access through organizations is none.</summary>
internal sealed class MembershipStore(Db db)
{
    private const int TotalBudget = 20_000;
    private readonly ConcurrentDictionary<string, Sql> made = new();

    private readonly Sql[] get = AccountVisibility.ForEachShape(shape =>
        $"""
         select {Membership.Columns} from account_members m join accounts a on a.key = m.account_key {Membership.JoinOrganization(db.Dialect, shape)}
         where m.id = @id and {Membership.Own(db.Dialect, shape)}
         """);

    public async ValueTask<MembershipPage> ListAsync(Access access, MembershipFilter filter, CancellationToken cancel)
    {
        var args = new List<SqlArg> { ("take", filter.Page.PerPage), ("skip", filter.Page.Skip) };
        if (filter.AccountName is not null) args.Add(("account_name", filter.AccountName));
        if (filter.Name is not null) args.Add(("name", filter.Name));
        var rows = await db.QueryAsync(ListText(access, filter), AccountVisibility.Args(access, [.. args]),
            static row => (Membership: row.IsDBNull(0) ? null : Membership.Read(row), Total: row.IntegerOrNull(Membership.ColumnCount)), cancel);
        return new([.. rows.Select(row => row.Membership).OfType<Membership>()], rows[0].Total);
    }

    public async ValueTask<Membership?> GetAsync(Access access, string id, CancellationToken cancel)
    {
        var rows = await db.QueryAsync(get[(int)AccountVisibility.ShapeOf(access)], AccountVisibility.Args(access, ("id", id)), Membership.Read, cancel);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>Always a row, which carries the total.</summary>
    private Sql ListText(Access access, MembershipFilter filter)
    {
        var shape = AccountVisibility.ShapeOf(access);
        var conditions = new List<string>
        {
            Membership.Own(db.Dialect, shape),
            filter.Status is { } status ? $"m.status = {(int)status}" : $"m.status <= {(int)MemberStatus.Active}",
        };
        if (filter.AccountName is not null) conditions.Add("a.name = @account_name");
        if (filter.Name is not null) conditions.Add("a.name = @name");
        // Who has neither a narrow token nor a name asks nothing of the accounts, so those that are skipped or counted are not looked at.
        var ofAccount = shape != AccessShape.Full || filter.AccountName is not null || filter.Name is not null;
        string Matches(bool accounts) =>
            $"account_members m{(accounts ? " join accounts a on a.key = m.account_key" : "")} where {string.Join(" and ", conditions)}";
        var direction = filter.Descending ? "desc" : "asc";
        var order = filter.Order switch
        {
            "id" => $"m.id {direction}",
            "account.name" => $"a.name_folded {direction}, m.key",
            "status" => $"{AccountMemberStatus.Order("m.status")} {direction}, m.key",
            _ => $"m.key {direction}",
        };
        // The index has memberships in the default order. A window would read them all, and so would whatever is sorted by another.
        var (position, placed) = filter.Order is "id" or "account.name" or "status" ? ($"row_number() over (order by {order})", "asc") : ("m.key", direction);
        var text =
            $"""
             with page as (
               select m.key, {position} as position from {Matches(ofAccount || filter.Order == "account.name")} order by {order} limit @take offset @skip),
             counted as (select count(*) as n from (select 1 from {Matches(ofAccount)} limit {TotalBudget + 1}) c)
             select {Membership.Columns}, case when counted.n <= {TotalBudget} then counted.n end
             from counted left join page on 1 = 1 left join account_members m on m.key = page.key left join accounts a on a.key = m.account_key
             {Membership.JoinOrganization(db.Dialect, shape)}
             order by page.position {placed}
             """;
        return made.GetOrAdd(text, static text => new(text));
    }
}
