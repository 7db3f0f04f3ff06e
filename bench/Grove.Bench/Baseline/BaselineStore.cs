using Grove.Server.Storage;

namespace Grove.Bench.Baseline;

/// <summary>One prepared statement for each request.</summary>
internal abstract class BaselineStore : IAsyncDisposable
{
    protected const string Get = $"select {Organization.Columns} from organizations o left join organizations p on p.key = o.parent_key where o.id = @id";

    protected const string Page =
        $"""
         select {Organization.Columns}, o.key
         from (select descendant from closure where ancestor = @ancestor and descendant > @after order by descendant limit 11) c
         join organizations o on o.key = c.descendant left join organizations p on p.key = o.parent_key order by o.key
         """;

    protected const string FirstPage =
        $"""
         select {Organization.Columns}, o.key,
           (select coalesce(max(s.count), 0) from subtree_counts s where s.ancestor = @ancestor)
           + (select count(*) from closure t where t.ancestor = @ancestor
              and t.descendant > coalesce((select s.through_key from subtree_counts s where s.ancestor = @ancestor), 0))
         from (select descendant from closure where ancestor = @ancestor order by descendant limit 11) c
         join organizations o on o.key = c.descendant left join organizations p on p.key = o.parent_key order by o.key
         """;

    protected const string InsertOrganization =
        """
        insert into organizations (id, name, name_folded, parent_key, lineage, flags, create_time)
        select @id, @name, @folded, p.key, p.lineage || @id, @flags, @now from organizations p where p.id = @parent
        """;

    protected const string InsertClosure =
        """
        insert into closure (ancestor, descendant, depth)
        select c.ancestor, o.key, c.depth + 1 from organizations o join closure c on c.descendant = o.parent_key where o.id = @id
        union all select o.key, o.key, 0 from organizations o where o.id = @id
        """;

    protected const string SelectCreated = "select o.lineage, p.name from organizations o join organizations p on p.key = o.parent_key where o.id = @id";

    // The scalar subquery keeps planners from beginning with all memberships of the user.
    protected const string HighestMembership =
        """
        select m.roles, a.id, m.id
        from (
          select c.depth, (select x.key from organization_members x where x.user_key = u.key and x.organization_key = c.ancestor and x.status = 1) as member
          from users u cross join organizations o cross join closure c
          where u.id = @user and o.id = @organization and c.descendant = o.key) f
        join organization_members m on m.key = f.member join organizations a on a.key = m.organization_key
        order by m.roles desc, f.depth limit 1
        """;

    public static BaselineStore Open(string database) => BenchDatabase.Parse(database) switch
    {
        PostgresUrl postgres => new BaselinePostgres(postgres),
        var sqlite => new BaselineSqlite((SqliteUrl)sqlite),
    };

    public abstract ValueTask<Organization?> GetAsync(string id);

    /// <summary>Up to eleven rows with their keys, and the total when <paramref name="after"/> is 0.</summary>
    public abstract ValueTask<(List<Organization> Rows, List<long> Keys, long? Total)> PageAsync(long ancestor, long after);

    /// <summary>The lineage and the parent's name of what was created; null when there is no such parent.</summary>
    public abstract ValueTask<(string Lineage, string ParentName)?> CreateAsync(Creation creation);

    /// <summary>The membership by which a user holds the highest role on an organization, or null.</summary>
    public abstract ValueTask<CheckAnswer?> CheckAsync(string user, string organization);

    public abstract ValueTask DisposeAsync();
}

internal readonly record struct Creation(string Id, string Name, string Folded, string Parent, int Flags, long Now, int[] Grams);
