using Grove.Client;

namespace Grove.Cli.Trees;

/// <summary>What an export holds.</summary>
internal sealed record ExportOptions
{
    /// <summary>The id of the organization that is exported, with all below it; null for all that the caller sees.</summary>
    public string? Organization { get; init; }

    /// <summary>Requests that are under way at once.</summary>
    public int Concurrency { get; init; } = ImportOptions.DefaultConcurrency;

    public bool Accounts { get; init; } = true;

    public bool Members { get; init; } = true;

    public bool Profiles { get; init; } = true;

    /// <summary>Only operators are told external ids.</summary>
    public bool ExternalIds { get; init; }
}

/// <summary>
/// Reads a forest from a server. Siblings are in the order of their names, so that two exports of the same forest are the same, whatever the order of creation.
/// </summary>
internal sealed class TreeExport
{
    private readonly TreeServer server;
    private readonly ExportOptions options;
    private readonly TreeProgress progress;
    private IReadOnlyDictionary<string, string> externalIds = new Dictionary<string, string>();
    private Dictionary<string, string> roleNames = [];
    private Overview overview;
    private string? caller;

    private TreeExport(TreeServer server, ExportOptions options, TreeProgress progress) =>
        (this.server, this.options, this.progress, overview) = (server, options, progress, Overview.None(server));

    /// <summary>Reads all that the options name.</summary>
    /// <exception cref="GroveException">A request failed; a part of a forest would look like a whole one.</exception>
    public static Task<IReadOnlyList<TreeOrganization>> RunAsync(TreeServer server, ExportOptions options, TreeProgress progress, CancellationToken cancellation) =>
        new TreeExport(server, options, progress).RunAsync(cancellation);

    /// <summary>Siblings of one name, which an import would refuse, as paths.</summary>
    public static IReadOnlyList<string> Ambiguities(IReadOnlyList<TreeOrganization> forest)
    {
        var found = Twice(forest, "").ToList();
        foreach (var organization in TreeOrganization.All(forest))
        {
            found.AddRange(Twice(organization.Organizations, organization.Name + "/"));
            found.AddRange(organization.Accounts.GroupBy(account => account.Name, StringComparer.Ordinal).Where(group => group.Count() > 1)
                .Select(group => $"{organization.Name}: account {group.Key}"));
        }
        return found;
    }

    private async Task<IReadOnlyList<TreeOrganization>> RunAsync(CancellationToken cancellation)
    {
        if (options.ExternalIds) await ReadExternalIdsAsync(cancellation).ConfigureAwait(false);
        if (options.Members)
        {
            caller = await server.GetUserIdAsync(cancellation).ConfigureAwait(false);
            roleNames = (await server.ListRolesAsync(cancellation).ConfigureAwait(false)).ToDictionary(role => role.Id, role => role.Name);
        }
        var rows = await ListAsync(cancellation).ConfigureAwait(false);
        if (options.Accounts || options.Members || options.Profiles)
            overview = await Overview.ReadAsync(server, [.. rows.Select(row => row.Known.Id)], rows.Count, progress, cancellation).ConfigureAwait(false);
        var made = rows.ToDictionary(row => row.Known.Id, row => new TreeOrganization { Name = row.Known.Name, ExternalId = externalIds.GetValueOrDefault(row.Known.Id) });
        progress.Begin("exporting", rows.Count);
        await Parallel.ForEachAsync(rows, new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellation }, async (row, cancellation) =>
        {
            await FillAsync(made[row.Known.Id], row, cancellation).ConfigureAwait(false);
            progress.Add(1);
        }).ConfigureAwait(false);
        foreach (var children in rows.Where(row => row.Known.Id != options.Organization && row.Known.ParentId is not null).GroupBy(row => row.Known.ParentId!))
        {
            if (!made.TryGetValue(children.Key, out var above)) throw new IOException("The forest changed while it was read; export it again.");
            above.Organizations = [.. children.Select(row => made[row.Known.Id]).OrderBy(child => child.Name, StringComparer.Ordinal)];
        }
        return [.. rows.Where(row => row.Known.Id == options.Organization || row.Known.ParentId is null).Select(row => made[row.Known.Id]).OrderBy(root => root.Name, StringComparer.Ordinal)];
    }

    private async Task ReadExternalIdsAsync(CancellationToken cancellation)
    {
        progress.Begin("reading external ids", 0);
        externalIds = await server.ExternalIds.ListAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>The organizations, and whether each is a root.</summary>
    private async Task<List<(KnownOrganization Known, bool IsRoot)>> ListAsync(CancellationToken cancellation)
    {
        var rows = new List<(KnownOrganization, bool)>();
        var page = await server.ListAsync(cancellation).ConfigureAwait(false);
        progress.Begin("reading organizations", page.Info.TotalSize ?? 0);
        while (true)
        {
            foreach (var row in page.Result)
                if (options.Organization is not { } top || row.Meta.HierarchyTags.Contains(top)) rows.Add((KnownOrganization.Of(row), row.Parent is null));
            progress.Add(page.Result.Count);
            if (!page.HasNextPage) return rows;
            page = await page.GetNextPageAsync(cancellation).ConfigureAwait(false);
        }
    }

    private async Task FillAsync(TreeOrganization organization, (KnownOrganization Known, bool IsRoot) row, CancellationToken cancellation)
    {
        var id = row.Known.Id;
        if (options.Profiles && await overview.GetProfileAsync(row.Known, cancellation).ConfigureAwait(false) is { } profile) organization.Profile = TreeProfile.Of(profile);
        if (options.Members) organization.Members = await MembersAsync(id, row.IsRoot, cancellation).ConfigureAwait(false);
        if (!options.Accounts) return;
        var accounts = new List<TreeAccount>();
        foreach (var account in await overview.ListAccountsAsync(id, cancellation).ConfigureAwait(false)) accounts.Add(await AccountAsync(account, cancellation).ConfigureAwait(false));
        organization.Accounts = [.. accounts.OrderBy(account => account.Name, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<TreeMember>> MembersAsync(string organization, bool isRoot, CancellationToken cancellation)
    {
        var members = (await overview.ListMembersAsync(organization, cancellation).ConfigureAwait(false)).ToList();
        // Whoever creates a root is its Super Administrator. So will be who imports this file, without being told.
        if (isRoot) members.RemoveAll(member => member.UserId == caller && member.Status == "active" && member.Roles is [var only] && only == TreeServer.SuperAdministrator);
        return Members(members);
    }

    private async Task<TreeAccount> AccountAsync(KnownAccount account, CancellationToken cancellation) => new()
    {
        Name = account.Name,
        Type = account.Type == "standard" ? null : account.Type,
        ExternalId = externalIds.GetValueOrDefault(account.Id),
        Settings = account is { AbuseContactEmail: null, EnforceTwofactor: false } ? null : new()
        {
            AbuseContactEmail = account.AbuseContactEmail is null ? default : new(account.AbuseContactEmail),
            EnforceTwofactor = account.EnforceTwofactor ? true : null,
        },
        Profile = options.Profiles && await overview.GetProfileAsync(account, cancellation).ConfigureAwait(false) is { } profile ? TreeProfile.Of(profile) : null,
        Members = options.Members ? Members(await overview.ListMembersAsync(account, cancellation).ConfigureAwait(false)) : [],
    };

    private List<TreeMember> Members(IEnumerable<KnownMember> members) => [.. members.OrderBy(member => member.Email, StringComparer.Ordinal).Select(member => new TreeMember
    {
        Email = member.Email,
        Status = member.Status,
        Roles = [.. member.Roles.Select(role => roleNames.GetValueOrDefault(role, role)).Order(StringComparer.Ordinal)],
    })];

    private static IEnumerable<string> Twice(IEnumerable<TreeOrganization> siblings, string above) =>
        siblings.GroupBy(sibling => sibling.Name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => above + group.Key);
}
