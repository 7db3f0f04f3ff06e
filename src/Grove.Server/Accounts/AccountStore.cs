using Grove.Server.Auth;
using Grove.Server.Organizations;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Accounts;

/// <summary>A page by number; the total is null when it is beyond the budget.</summary>
internal sealed record AccountPage(IReadOnlyList<Account> Rows, long? Total);

/// <summary>A page of a walk: the rows, the place and key to go on after (null on the last page) and the total, when it is known.</summary>
internal sealed record AccountWalkPage(IReadOnlyList<Account> Rows, (long Place, long Key)? Next, long? Total);

/// <summary>Reads accounts, one round trip each. What the caller cannot see is not found.</summary>
internal sealed class AccountStore(Db db, AccountCounts counts)
{
    private readonly AccountListSql lists = new(db.Dialect);
    private readonly Sql[] get = AccountVisibility.ForEachShape(shape => $"select {Account.Columns} from ({One(db.Dialect, shape)}) v {Account.Joins}");
    private readonly Sql[] getProfile = AccountVisibility.ForEachShape(shape =>
        $"select a.profile, a.version from ({One(db.Dialect, shape)}) v join accounts a on a.key = v.key");

    // Each organization of the chain with how many levels above it are visible; the account's row is there even when none is.
    private readonly Sql[] getChain = AccountVisibility.ForEachShape(shape =>
        $"""
         select {Organization.Columns}
         from (select t.key, c.ancestor, t.depth - c.depth as depth
               from ({One(db.Dialect, shape)}) t left join closure c on c.descendant = t.organization_key and c.depth <= t.depth) v
         left join organizations o on o.key = v.ancestor left join organizations p on p.key = o.parent_key
         order by v.depth
         """);

    /// <summary>The account, or null.</summary>
    public async ValueTask<Account?> GetAsync(Access access, string id, CancellationToken cancel)
    {
        var rows = await QueryAsync(get, access, id, Account.Read, cancel);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>The profile as JSON (null when it was never set) and the version of the account; null when there is no account.</summary>
    public async ValueTask<(string? Profile, long Version)?> GetProfileAsync(Access access, string id, CancellationToken cancel)
    {
        var rows = await QueryAsync(getProfile, access, id, static row => (row.TextOrNull(0), row.GetInt64(1)), cancel);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>The visible organizations over the account, from the topmost down; null when there is no account.</summary>
    public async ValueTask<IReadOnlyList<Organization>?> GetOrganizationsAsync(Access access, string id, CancellationToken cancel)
    {
        var rows = await QueryAsync(getChain, access, id, static row => row.IsDBNull(0) ? null : Organization.Read(row), cancel);
        return rows.Count == 0 ? null : [.. rows.OfType<Organization>()];
    }

    public async ValueTask<AccountPage> ListAsync(Access access, AccountFilter filter, CancellationToken cancel)
    {
        var form = new AccountListForm(AccountVisibility.ShapeOf(access), filter.Descending, filter.Name is not null, Total: true);
        var rows = await QueryAsync(access, form, filter.Name, default, filter.Page.PerPage, filter.Page.Skip, cancel);
        return new([.. rows.Select(row => row.Account).OfType<Account>()], rows[0].Total);
    }

    /// <summary>
    /// The same accounts in the same order, from after an account of the last page; <paramref name="after"/> is 0 to begin, which asks for the total.
    /// </summary>
    public async ValueTask<AccountWalkPage> WalkAsync(Access access, string? name, int pageSize, (long Place, long Key) after, long? total, CancellationToken cancel)
    {
        var form = new AccountListForm(AccountVisibility.ShapeOf(access), Descending: false, name is not null, Total: after.Key == 0);
        var rows = await QueryAsync(access, form, name, after, pageSize + 1, 0, cancel);
        if (form.Total) total = rows[0].Total;
        var found = rows.Where(row => row.Account is not null).ToList();
        var more = found.Count > pageSize;
        if (more) found.RemoveAt(found.Count - 1);
        return new([.. found.Select(row => row.Account!)], more ? (found[^1].Place, found[^1].Key) : null, total);
    }

    /// <summary>At least one row, without an account when the page is empty; each has the total.</summary>
    private async ValueTask<List<(Account? Account, long? Total, long Key, long Place)>> QueryAsync(
        Access access, AccountListForm form, string? name, (long Place, long Key) after, int take, long skip, CancellationToken cancel)
    {
        var reach = skip + take;
        // Where what is found is counted, or searched, there must be enough of it to tell that it is too much.
        if (form.Search || (form.Total && !form.Stored)) reach = Math.Max(AccountListSql.TotalBudget + 1, reach);
        var args = new List<SqlArg> { ("place", after.Place), ("after", after.Key), ("take", take), ("skip", skip), ("reach", reach) };
        if (name is not null) args.AddRange(("name", name), ("folded", NameRules.Fold(name)));
        long? uncounted = null;
        const int next = Account.ColumnCount;
        var rows = await db.QueryAsync(lists.For(form), AccountVisibility.Args(access, [.. args]), row =>
        {
            uncounted = row.IntegerOrNull(next + 3);
            return (row.IsDBNull(0) ? null : Account.Read(row), row.IntegerOrNull(next), row.IntegerOrNull(next + 1) ?? 0, row.IntegerOrNull(next + 2) ?? 0);
        }, cancel);
        if (uncounted is { } ancestor) counts.Ask(ancestor);
        return rows;
    }

    private ValueTask<List<T>> QueryAsync<T>(Sql[] statements, Access access, string id, Func<System.Data.Common.DbDataReader, T> read, CancellationToken cancel) =>
        db.QueryAsync(statements[(int)AccountVisibility.ShapeOf(access)], AccountVisibility.Args(access, ("id", id)), read, cancel);

    private static string One(SqlDialect dialect, AccessShape shape) => AccountVisibility.Find(dialect, shape, "k.id = @id", 1);
}
