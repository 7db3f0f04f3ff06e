using Grove.Client;

namespace Grove.Cli.Trees;

/// <summary>
/// What organizations hold, from the lists that operators have of everything: what is in them is known from a few large pages, and only those that have members or a profile
/// of their own need be asked one by one. Where there are no such lists, or they are far longer than what is wanted, nothing is known, and everything is asked for.
/// </summary>
internal sealed class Overview
{
    // A page of a thousand rows takes as long as some ten small answers.
    private const int RowsForEach = 100;

    private readonly TreeServer server;
    private readonly Dictionary<string, KnownContents>? known;

    private Overview(TreeServer server, Dictionary<string, KnownContents>? known) => (this.server, this.known) = (server, known);

    /// <summary>Knows nothing.</summary>
    public static Overview None(TreeServer server) => new(server, null);

    /// <param name="server">The server.</param>
    /// <param name="wanted">The ids of the organizations that matter.</param>
    /// <param name="asked">How many of them would be asked for one by one.</param>
    /// <param name="progress">What is told how far the reading is.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<Overview> ReadAsync(TreeServer server, IReadOnlyCollection<string> wanted, int asked, TreeProgress progress, CancellationToken cancellation)
    {
        if (wanted.Count == 0 || asked == 0) return None(server);
        var known = new Dictionary<string, KnownContents>(wanted.Count);
        foreach (var id in wanted) known[id] = new();
        var most = RowsForEach * (long)Math.Min(wanted.Count, asked);
        progress.Begin("reading members and accounts", 0);
        try
        {
            var whole = await ReadAsync(await server.ExternalIds.ListOrganizationsAsync(cancellation).ConfigureAwait(false), most, progress, row =>
            {
                if (known.TryGetValue(row.Id, out var contents)) (contents.HasMembers, contents.HasProfile, contents.ExternalId) = (row.HasMembers, row.HasProfile, row.ExternalId);
            }, cancellation).ConfigureAwait(false)
            && await ReadAsync(await server.ExternalIds.ListAccountsAsync(cancellation).ConfigureAwait(false), most, progress, row =>
            {
                if (row.ManagedBy?.ParentOrgId is { } above && known.TryGetValue(above, out var contents)) contents.Add(KnownAccount.Of(row));
            }, cancellation).ConfigureAwait(false);
            return new(server, whole ? known : null);
        }
        catch (ApiException refused) when ((int)refused.StatusCode is >= 400 and < 500 and not 429)
        {
            // The caller is no operator, or the server has no such lists.
            return None(server);
        }
    }

    public async ValueTask<Profile?> GetProfileAsync(KnownOrganization organization, CancellationToken cancellation) =>
        organization.Profile ?? (Of(organization.Id)?.HasProfile == false ? null : await server.GetProfileAsync(organization.Id, cancellation).ConfigureAwait(false));

    /// <summary>The external id of an organization; null when it has none, and when that is not known.</summary>
    public string? ExternalIdOf(string organization) => Of(organization)?.ExternalId;

    /// <summary>True when nobody was a member of the organization, or invited.</summary>
    public bool HasNoMembers(string organization) => Of(organization)?.HasMembers == false;

    public async ValueTask<IReadOnlyList<KnownMember>> ListMembersAsync(string organization, CancellationToken cancellation) =>
        HasNoMembers(organization) ? [] : await server.ListMembersAsync(organization, cancellation).ConfigureAwait(false);

    /// <summary>The accounts in an organization, in order of creation.</summary>
    public async ValueTask<IReadOnlyList<KnownAccount>> ListAccountsAsync(string organization, CancellationToken cancellation) =>
        Of(organization)?.Accounts ?? await server.ListAccountsAsync(organization, cancellation).ConfigureAwait(false);

    public async ValueTask<Profile?> GetProfileAsync(KnownAccount account, CancellationToken cancellation) =>
        account.IsWhole ? account.Profile : await server.GetAccountProfileAsync(account.Id, cancellation).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<KnownMember>> ListMembersAsync(KnownAccount account, CancellationToken cancellation) =>
        account.HasMembers == false ? [] : await server.ListAccountMembersAsync(account.Id, cancellation).ConfigureAwait(false);

    /// <summary>Answers false when there is more than is worth reading.</summary>
    private static async Task<bool> ReadAsync<T>(Page<T> page, long most, TreeProgress progress, Action<T> keep, CancellationToken cancellation)
    {
        for (var read = 0L; ; page = await page.GetNextPageAsync(cancellation).ConfigureAwait(false))
        {
            foreach (var row in page.Result) keep(row);
            progress.Add(page.Result.Count);
            read += page.Result.Count;
            if (!page.HasNextPage) return true;
            if (read >= most) return false;
        }
    }

    private KnownContents? Of(string organization) => known?.GetValueOrDefault(organization);

    private sealed class KnownContents
    {
        private List<KnownAccount>? accounts;

        public bool? HasMembers { get; set; }

        public bool? HasProfile { get; set; }

        public string? ExternalId { get; set; }

        public IReadOnlyList<KnownAccount> Accounts => accounts ?? [];

        public void Add(KnownAccount account) => (accounts ??= new(1)).Add(account);
    }
}
