using System.Data.Common;
using Grove.Server.Auth;
using Grove.Server.Organizations;
using Grove.Server.Storage;

namespace Grove.Server.Accounts;

/// <summary>An account that is about to be changed, with what its caller may do to it.</summary>
/// <param name="OrganizationId">The organization that holds it, visible or not; null for a free account.</param>
/// <param name="OwnRoles">From the caller's membership of the account itself.</param>
/// <param name="Through">From the caller's memberships of its organization and those above.</param>
internal sealed record AccountTarget(
    long Key, long? OrganizationKey, string? OrganizationId, string? Lineage, CapabilityFlags Flags, string? Profile,
    AccountRoles OwnRoles, OrganizationRoles Through, Account Shown)
{
    public const string Columns = $"{Account.Columns}, a.key, a.organization_key, o.id, o.lineage, o.flags, a.profile, v.own, v.through";

    public AccountRoles Roles => OwnRoles > Through.OnAccounts() ? OwnRoles : Through.OnAccounts();

    public static AccountTarget Read(DbDataReader row)
    {
        const int next = Account.ColumnCount;
        return new(
            row.GetInt64(next), row.IntegerOrNull(next + 1), row.TextOrNull(next + 2),
            row.TextOrNull(next + 3), (CapabilityFlags)row.BitsOrNone(next + 4),
            row.TextOrNull(next + 5), (AccountRoles)row.BitsOrNone(next + 6),
            (OrganizationRoles)row.BitsOrNone(next + 7), Account.Read(row));
    }
}

/// <summary>Finds accounts inside a write transaction.</summary>
internal sealed class AccountTargets(SqlDialect dialect)
{
    /// <summary>Accounts that one request can name.</summary>
    public const int Most = 100;

    private readonly Sql[] select = AccountVisibility.ForEachShape(shape =>
        $"""
         select {AccountTarget.Columns}
         from ({AccountVisibility.Find(dialect, shape, dialect.InTexts("k.id", "@ids"), Most)}) v {Account.Joins}
         left join organizations o on o.key = a.organization_key order by a.key
         """);

    private readonly Sql lockForChange = new($"select key from accounts where {dialect.InTexts("id", "@ids")} order by key{dialect.ForChange}");
    private readonly Sql lockForDelete = new($"select key from accounts where {dialect.InTexts("id", "@ids")} order by key{dialect.ForUpdate}");

    /// <summary>Those of the accounts that <paramref name="access"/> sees. Takes no lock.</summary>
    public ValueTask<List<AccountTarget>> FindAsync(SqlSession session, Access access, string[] ids) => session.QueryAsync(
        select[(int)AccountVisibility.ShapeOf(access)], AccountVisibility.Args(access, ("ids", ids)), AccountTarget.Read);

    /// <summary>Locks the rows, in the order of their keys, then reads them, so that what is read is from after the waiting.</summary>
    public ValueTask<List<AccountTarget>> LockAsync(SqlSession session, Access access, string[] ids)
    {
        var batch = new SqlBatch()
            .Add(lockForChange, ("ids", ids))
            .Add(select[(int)AccountVisibility.ShapeOf(access)], AccountVisibility.Args(access, ("ids", ids)));
        return session.BatchAsync(batch, AccountTarget.Read);
    }

    /// <summary>The one account, locked; null when <paramref name="access"/> does not see it. To delete it the forest lock is given, and taken first.</summary>
    public async ValueTask<AccountTarget?> LockAsync(SqlSession session, Access access, string id, Sql? forestLock = null)
    {
        string[] ids = [id];
        var batch = new SqlBatch();
        if (forestLock is not null) batch.Add(forestLock);
        batch
            .Add(forestLock is not null ? lockForDelete : lockForChange, ("ids", ids))
            .Add(select[(int)AccountVisibility.ShapeOf(access)], AccountVisibility.Args(access, ("ids", ids)));
        var rows = await session.BatchAsync(batch, AccountTarget.Read);
        return rows.Count == 0 ? null : rows[0];
    }
}
