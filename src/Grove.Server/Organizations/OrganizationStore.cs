using Grove.Server.Auth;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Organizations;

/// <summary>A page of a list: the rows, the key to go on from (null on the last page) and the total, when it is known.</summary>
internal sealed record OrganizationPage(IReadOnlyList<Organization> Rows, long? Next, long? Total);

/// <summary>Reads organizations, one round trip each. What the caller cannot see is not found.</summary>
internal sealed class OrganizationStore
{
    private const int BriefPage = 50;

    private readonly Db db;
    private readonly OrganizationListSql lists;
    private readonly SubtreeCounts counts;
    private readonly GramRarity rarity;
    private readonly Sql[] get;
    private readonly Sql[] getProfile;

    public OrganizationStore(Db db, SubtreeCounts counts, TimeProvider clock)
    {
        this.db = db;
        this.counts = counts;
        rarity = new(db, clock);
        lists = new(db.Dialect);
        get = ForEachShape(shape => GetText(db.Dialect, shape, Organization.Columns));
        getProfile = ForEachShape(shape => GetText(db.Dialect, shape, "o.profile, o.version, v.depth"));
    }

    /// <summary>The organization, or null.</summary>
    public async ValueTask<Organization?> GetAsync(Access access, string id, CancellationToken cancel)
    {
        var rows = await db.QueryAsync(get[(int)Visibility.ShapeOf(access)], Visibility.Args(access, ("id", id)), Organization.Read, cancel);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>The profile as JSON (null when it was never set) and the version of the organization; null when there is no organization.</summary>
    public async ValueTask<(string? Profile, long Version)?> GetProfileAsync(Access access, string id, CancellationToken cancel)
    {
        var rows = await db.QueryAsync(getProfile[(int)Visibility.ShapeOf(access)], Visibility.Args(access, ("id", id)),
            static row => (row.TextOrNull(0), row.GetInt64(1)), cancel);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>
    /// The visible organizations that match, in order of creation, from after the key <paramref name="after"/>; 0 begins a walk and asks for
    /// the total.
    /// </summary>
    public async ValueTask<OrganizationPage> ListAsync(Access access, OrganizationFilter filter, long after, long? total, CancellationToken cancel)
    {
        var parts = PartsOf(filter) | (after == 0 ? ListParts.First : ListParts.None);
        var args = new List<SqlArg> { ("after", after), ("take", filter.PageSize + 1) };
        if (filter.Ids is not null) args.Add(("ids", filter.Ids));
        if (filter.Name is not null) args.Add(("name", filter.Name));
        if (filter.StartsWith is not null) args.Add(("starts", filter.StartsWith));
        if (filter.EndsWith is not null) args.Add(("ends", filter.EndsWith));
        if (filter.Contains is not null) args.Add(("contains", filter.Contains));
        // Where an account is that the token denies is not told either.
        if (filter.Account is not null) args.Add(("account", access.DeniedAccounts.Contains(filter.Account, StringComparer.OrdinalIgnoreCase) ? "-" : filter.Account));
        if (filter.Organization is not null) args.Add(("organization", filter.Organization));
        if (filter.User is not null) args.Add(("managed", filter.User));
        if (!string.IsNullOrEmpty(filter.Parent)) args.Add(("parent", filter.Parent));
        if ((parts & ListParts.AnyName) != 0 && (parts & (ListParts.AnyCandidates | ListParts.Parent | ListParts.RootsOnly)) == 0)
        {
            var rare = await rarity.RarestAsync(GramsOf(filter));
            args.Add(db.Dialect.Grams(rare.Grams));
            args.Add(("names", rare.Names));
        }

        long? stale = null;
        var rows = await db.QueryAsync(
            lists.For(parts, Visibility.ShapeOf(access), access.HasFewMemberships && filter.PageSize <= BriefPage), Visibility.Args(access, [.. args]),
            row =>
            {
                if (after == 0)
                {
                    total = row.IntegerOrNull(Organization.ColumnCount + 1);
                    stale = row.IntegerOrNull(Organization.ColumnCount + 2);
                }
                return (Organization: Organization.Read(row), Key: row.GetInt64(Organization.ColumnCount));
            }, cancel);
        if (after == 0 && rows.Count == 0) total = 0;
        if (stale is { } ancestor) counts.Refresh(ancestor);
        var more = rows.Count > filter.PageSize;
        if (more) rows.RemoveAt(rows.Count - 1);
        return new([.. rows.Select(row => row.Organization)], more ? rows[^1].Key : null, total);
    }

    private static int[] GramsOf(OrganizationFilter filter)
    {
        var terms = new[] { filter.Name is null ? null : NameRules.Fold(filter.Name), filter.StartsWith, filter.EndsWith, filter.Contains };
        return [.. terms.OfType<string>().SelectMany(Grams.ForSearch).Distinct()];
    }

    private static ListParts PartsOf(OrganizationFilter filter) =>
        (filter.Ids is null ? 0 : ListParts.Ids)
        | (filter.Name is null ? 0 : ListParts.Name)
        | (filter.StartsWith is null ? 0 : ListParts.StartsWith)
        | (filter.EndsWith is null ? 0 : ListParts.EndsWith)
        | (filter.Contains is null ? 0 : ListParts.Contains)
        | (filter.Account is null ? 0 : ListParts.Account)
        | (filter.Organization is null ? 0 : ListParts.Organization)
        | (filter.User is null ? 0 : ListParts.User)
        | filter.Parent switch { null => 0, "" => ListParts.RootsOnly, _ => ListParts.Parent };

    private static Sql[] ForEachShape(Func<AccessShape, string> text) =>
        [.. Enumerable.Range(0, 4).Select(shape => new Sql(text((AccessShape)shape)) { IsBrief = true })];

    // The inner limit keeps the planner from computing the depth twice.
    private static string GetText(SqlDialect dialect, AccessShape shape, string columns) =>
        $"""
         select * from (
           select {columns.Replace("v.depth", Visibility.Depth(dialect, shape, "o.key") + " as depth", StringComparison.Ordinal)}
           from organizations o left join organizations p on p.key = o.parent_key where o.id = @id limit 1) v
         where v.depth is not null
         """;
}
