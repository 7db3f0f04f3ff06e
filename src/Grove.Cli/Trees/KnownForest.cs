namespace Grove.Cli.Trees;

/// <summary>
/// What is there already, by place and name: read all at once, or asked for name by name as an import comes to it, whichever takes fewer
/// requests. Nothing but the server knows how far an earlier import came.
/// </summary>
internal sealed class KnownForest
{
    private readonly TreeServer server;
    private readonly Dictionary<(string? Parent, string Name), KnownOrganization>? all;

    private KnownForest(TreeServer server, Dictionary<(string? Parent, string Name), KnownOrganization>? all) => (this.server, this.all) = (server, all);

    /// <summary>The ids of all that are there; none when they are asked for name by name.</summary>
    public IReadOnlyCollection<string> Ids => all is null ? [] : [.. all.Values.SelectMany(static known => known.Namesake is null ? [known.Id] : (string[])[known.Id, known.Namesake.Id])];

    /// <param name="server">The server.</param>
    /// <param name="under">The organization that matters, with all below it; null when all do.</param>
    /// <param name="wanted">How many organizations will be asked for.</param>
    /// <param name="progress">What is told how far the reading is.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<KnownForest> ReadAsync(TreeServer server, string? under, int wanted, TreeProgress progress, CancellationToken cancellation)
    {
        var page = await server.ListAsync(cancellation).ConfigureAwait(false);
        // Beyond a budget a server may leave the total out; then there are many.
        if (page.HasNextPage && (page.Info.TotalSize ?? long.MaxValue) / server.PageSize > wanted) return new(server, null);
        var all = new Dictionary<(string?, string), KnownOrganization>();
        progress.Begin("reading what is there", page.Info.TotalSize ?? 0);
        while (true)
        {
            foreach (var row in page.Result)
                if (under is null || row.Meta.HierarchyTags.Contains(under)) Add(all, KnownOrganization.Of(row));
            progress.Add(page.Result.Count);
            if (!page.HasNextPage) return new(server, all);
            page = await page.GetNextPageAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The organizations of this name right below another, or with none above them.</summary>
    public async ValueTask<IReadOnlyList<KnownOrganization>> FindAsync(string? parent, string name, CancellationToken cancellation)
    {
        if (all is null) return await server.FindAsync(parent, name, cancellation).ConfigureAwait(false);
        if (!all.TryGetValue((parent, name), out var known)) return [];
        return known.Namesake is null ? [known] : [known, known.Namesake];
    }

    private static void Add(Dictionary<(string?, string), KnownOrganization> all, KnownOrganization known)
    {
        if (!all.TryAdd((known.ParentId, known.Name), known)) all[(known.ParentId, known.Name)].Namesake = known;
    }
}
