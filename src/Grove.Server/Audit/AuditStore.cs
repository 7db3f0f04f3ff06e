using System.Globalization;
using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Organizations;
using Grove.Server.Storage;

namespace Grove.Server.Audit;

/// <summary>
/// Reads audit records. One is visible to whom is now an active member of an organization in its lineage of then, so no move shows earlier
/// history. A walk by cursor gives each record that was there at its begin exactly once; of those written meanwhile it may give some.
/// </summary>
internal sealed class AuditStore(Db db)
{
    private readonly AuditListSql lists = new(db.Dialect);
    private readonly Sql[] find = [.. Enumerable.Range(0, 4).Select(shape => new Sql(
        $"""
         select v.key from (select k.key, {Visibility.Depth(db.Dialect, (AccessShape)shape, "k.key")} as depth from organizations k where k.id = @id limit 1) v
         where v.depth is not null
         """))];

    private readonly Sql[] sources = [.. Enumerable.Range(0, 4).Select(shape => new AuditListSql(db.Dialect).Source((AccessShape)shape))];

    /// <summary>Up to <paramref name="take"/> records filed under the organization, or in its subtree; null when the caller does not see it.</summary>
    public Task<List<AuditRecord>?> ListAsync(
        AuditScope scope, Access access, string organizationId, AuditFilter filter, PageTokenState? after, int take, CancellationToken cancel) =>
        db.ReadAsync(async session => await FindAsync(session, access, organizationId) is { } key
            ? await PageAsync(session, scope, access, (key, organizationId), filter, after, take)
            : null, cancel);

    /// <summary>Up to <paramref name="take"/> records of the resource that the record with this id tells of.</summary>
    public Task<Outcome<List<AuditRecord>>> HistoryAsync(
        Access access, string organizationId, string recordId, AuditFilter filter, PageTokenState? after, int take, CancellationToken cancel) =>
        db.ReadAsync<Outcome<List<AuditRecord>>>(async session =>
        {
            if (await FindAsync(session, access, organizationId) is not { } key) return ApiError.OrganizationNotFound;
            var found = await session.QueryAsync(
                sources[(int)Visibility.ShapeOf(access)], Visibility.Args(access, ("id", recordId), ("organization", organizationId)),
                static row => (Type: row.GetString(0), Id: row.GetString(1)));
            if (found.Count == 0) return ApiError.AuditRecordNotFound;
            return await PageAsync(session, AuditScope.Organization, access, (key, organizationId), filter.Of(found[0].Type, found[0].Id), after, take);
        }, cancel);

    /// <summary>Up to <paramref name="take"/> of all records.</summary>
    public Task<List<AuditRecord>> ListAllAsync(AuditFilter filter, PageTokenState? after, int take, CancellationToken cancel) =>
        db.ReadAsync(session => PageAsync(session, AuditScope.Everything, null, null, filter, after, take), cancel);

    private async ValueTask<long?> FindAsync(SqlSession session, Access access, string organizationId)
    {
        var rows = await session.QueryAsync(find[(int)Visibility.ShapeOf(access)], Visibility.Args(access, ("id", organizationId)), static row => row.GetInt64(0));
        return rows.Count == 0 ? null : rows[0];
    }

    private ValueTask<List<AuditRecord>> PageAsync(
        SqlSession session, AuditScope scope, Access? access, (long Key, string Id)? organization, AuditFilter filter, PageTokenState? after, int take)
    {
        var filtering = filter.Values.Count > 0;
        var shape = access is null ? AccessShape.Full : Visibility.ShapeOf(access);
        var end = filter.Descending ? long.MaxValue : long.MinValue;
        var (since, before) = (filter.Since, filter.Before);
        if (after is { LastText: { } reached })
        {
            end = long.Parse(reached, CultureInfo.InvariantCulture);
            // The window shrinks as the walk goes on, so that nothing that was read before is walked past.
            if (!session.Dialect.SeeksByPairs && filter.Descending) before = Math.Min(before, end + 1);
            if (!session.Dialect.SeeksByPairs && !filter.Descending) since = Math.Max(since, end);
        }
        SqlArg[] args =
        [
            .. access is null ? [] : Visibility.Args(access),
            ("organization", organization?.Id), ("key", organization?.Key), ("since", since), ("before", before),
            ("after_time", end), ("after_key", after?.LastKey ?? end), ("take", take),
            .. filtering ? filter.Args() : [],
        ];
        var batch = new SqlBatch().Add(session.Dialect.WithoutCompiling).Add(lists.For(scope, shape, filter.Descending, filtering), args);
        return session.BatchAsync(batch, AuditRecord.Reader(seesEverything: scope == AuditScope.Everything));
    }
}
