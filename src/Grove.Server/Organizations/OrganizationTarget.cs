using System.Data.Common;
using Grove.Server.Auth;
using Grove.Server.Storage;

namespace Grove.Server.Organizations;

/// <summary>An organization that is about to be changed, with what its caller may do to it.</summary>
internal sealed record OrganizationTarget(
    long Key, long? ParentKey, string? ParentId, string? Profile, bool Embedded, OrganizationRoles OwnRoles, OrganizationRoles RolesAbove, Organization Shown)
{
    private const string Columns =
        $"{Organization.Columns}, o.key, o.parent_key, p.id, o.profile, o.profile_embedded, v.own_roles, v.roles_above";

    public OrganizationRoles Roles => OwnRoles > RolesAbove ? OwnRoles : RolesAbove;

    /// <summary>Levels below its root.</summary>
    public int Level => Shown.Lineage.Length / Http.ResourceId.Length - 1;

    public static Sql Select(SqlDialect dialect, AccessShape shape) => new(
        $"""
         select {Columns}
         from (select k.key, {Visibility.Depth(dialect, shape, "k.key")} as depth,
                 {Visibility.OwnRoles("k.key")} as own_roles, {Visibility.RolesAbove("k.key")} as roles_above
               from organizations k where k.id = @id limit 1) v
         join organizations o on o.key = v.key left join organizations p on p.key = o.parent_key
         where v.depth is not null
         """);

    public static OrganizationTarget Read(DbDataReader row)
    {
        const int next = Organization.ColumnCount;
        return new(
            row.GetInt64(next), row.IntegerOrNull(next + 1), row.TextOrNull(next + 2),
            row.TextOrNull(next + 3), row.GetInt64(next + 4) != 0,
            (OrganizationRoles)row.BitsOrNone(next + 5),
            (OrganizationRoles)row.BitsOrNone(next + 6),
            Organization.Read(row));
    }
}

/// <summary>Finds organizations inside a write transaction.</summary>
internal sealed class OrganizationTargets(SqlDialect dialect)
{
    private readonly Sql[] select = [.. Enumerable.Range(0, 4).Select(shape => OrganizationTarget.Select(dialect, (AccessShape)shape))];
    private readonly Sql lockForChange = new("select key from organizations where id = @id" + dialect.ForChange);
    private readonly Sql lockForDelete = new("select key from organizations where id = @id" + dialect.ForUpdate);

    /// <summary>The organization as <paramref name="access"/> sees it, or null. Takes no lock.</summary>
    public async ValueTask<OrganizationTarget?> FindAsync(SqlSession session, Access access, string id)
    {
        var rows = await session.QueryAsync(select[(int)Visibility.ShapeOf(access)], Visibility.Args(access, ("id", id)), OrganizationTarget.Read);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>
    /// Takes the forest lock (when given), then locks the row, then reads it: each its own statement, so that what is read is from after
    /// the waiting.
    /// </summary>
    public async ValueTask<OrganizationTarget?> LockAsync(SqlSession session, Access access, string id, Sql? forestLock, bool toDelete = false)
    {
        var batch = new SqlBatch();
        if (forestLock is not null) batch.Add(forestLock);
        batch.Add(toDelete ? lockForDelete : lockForChange, ("id", id));
        batch.Add(select[(int)Visibility.ShapeOf(access)], Visibility.Args(access, ("id", id)));
        var rows = await session.BatchAsync(batch, OrganizationTarget.Read);
        return rows.Count == 0 ? null : rows[0];
    }
}
