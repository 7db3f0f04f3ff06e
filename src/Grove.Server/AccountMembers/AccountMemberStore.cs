using System.Collections.Concurrent;
using Grove.Server.Accounts;
using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Organizations;
using Grove.Server.Storage;

namespace Grove.Server.AccountMembers;

/// <summary>A page by number; the total is null when it is beyond the budget.</summary>
internal sealed record AccountMemberPage(IReadOnlyList<AccountMember> Rows, long? Total);

/// <summary>Reads the members of one account, one round trip each. Whoever sees the account sees its members.</summary>
internal sealed class AccountMemberStore(Db db)
{
    private const int TotalBudget = 20_000;
    private readonly ConcurrentDictionary<string, Sql> made = new();

    private readonly Sql[] get = AccountVisibility.ForEachShape(shape =>
        $"""
         select {AccountMember.Columns}
         from ({Place(db.Dialect, shape)}) place left join account_members m on m.account_key = place.key and m.id = @member and m.status <= 2
         left join users u on u.key = m.user_key
         """);

    /// <summary>The page of the members; null when the caller does not see the account.</summary>
    public async ValueTask<AccountMemberPage?> ListAsync(Access access, string accountId, AccountMemberFilter filter, CancellationToken cancel)
    {
        var rows = await db.QueryAsync(
            ListText(access, filter),
            AccountVisibility.Args(access, ("id", accountId), ("statuses", filter.Stored), ("take", filter.Page.PerPage), ("skip", filter.Page.Skip)),
            static row => (Member: row.IsDBNull(0) ? null : AccountMember.Read(row), Total: row.IntegerOrNull(AccountMember.ColumnCount)), cancel);
        return rows.Count == 0 ? null : new([.. rows.Select(row => row.Member).OfType<AccountMember>()], rows[0].Total);
    }

    /// <summary>The member, canceled ones aside.</summary>
    public async ValueTask<Outcome<AccountMember>> GetAsync(Access access, string accountId, string memberId, CancellationToken cancel)
    {
        var rows = await db.QueryAsync(get[(int)AccountVisibility.ShapeOf(access)], AccountVisibility.Args(access, ("id", accountId), ("member", memberId)),
            static row => row.IsDBNull(0) ? null : AccountMember.Read(row), cancel);
        if (rows.Count == 0) return ApiError.AccountNotFound;
        return rows[0] is { } member ? member : ApiError.MembershipNotFound;
    }

    /// <summary>Always a row when the account is visible: without members it holds only the total.</summary>
    private Sql ListText(Access access, AccountMemberFilter filter)
    {
        var direction = filter.Descending ? "desc" : "asc";
        // As a row shows it: the names of who has not accepted must not show in its place either.
        string Shown(string column) => $"coalesce(case when m.status = 1 then u.{column} end, '') {direction}, m.key";
        var order = filter.Order switch
        {
            "user.first_name" => Shown("first_name"),
            "user.last_name" => Shown("last_name"),
            "user.email" => $"lower(case when m.status = 1 then u.email else m.email end) {direction}, m.key",
            "status" => $"{AccountMemberStatus.Order("m.status")} {direction}, m.key",
            _ => $"m.key {direction}",
        };
        var matches = $"m.account_key = (select key from place) and {db.Dialect.InIntegers("m.status", "@statuses")}";
        var text =
            $"""
             with place as materialized ({Place(db.Dialect, AccountVisibility.ShapeOf(access))}),
             page as (
               select m.key, row_number() over (order by {order}) as position from {AccountMember.From} where {matches} order by {order} limit @take offset @skip),
             counted as (select count(*) as n from (select 1 from account_members m where {matches} limit {TotalBudget + 1}) c)
             select {AccountMember.Columns}, case when counted.n <= {TotalBudget} then counted.n end
             from place cross join counted left join page on 1 = 1 left join account_members m on m.key = page.key left join users u on u.key = m.user_key
             order by page.position
             """;
        return made.GetOrAdd(text, static text => new(text));
    }

    private static string Place(SqlDialect dialect, AccessShape shape) => $"select v.key from ({AccountVisibility.Find(dialect, shape, "k.id = @id", 1)}) v";
}
