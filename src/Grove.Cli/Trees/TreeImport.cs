using System.Threading.Channels;
using Grove.Client;

namespace Grove.Cli.Trees;

/// <summary>How an import goes.</summary>
internal sealed record ImportOptions
{
    public const int DefaultConcurrency = 16;

    /// <summary>The id of the organization that the forest goes below; null for none.</summary>
    public string? Under { get; init; }

    /// <summary>Requests that are under way at once.</summary>
    public int Concurrency { get; init; } = DefaultConcurrency;

    /// <summary>Nothing is sent but questions.</summary>
    public bool DryRun { get; init; }
}

/// <summary>
/// Makes a server hold what a forest names, and leaves alone all else. Parents come before their children, and otherwise as many requests as allowed are under
/// way. Every step asks what is there first, so an import that was ended anywhere goes on by being started again.
/// </summary>
internal sealed class TreeImport
{
    private readonly TreeServer server;
    private readonly ImportOptions options;
    private readonly TreeProgress progress;
    private readonly ImportReport report = new();
    private readonly Channel<Work> queue = Channel.CreateUnbounded<Work>();
    private readonly PresentOrganizations present;
    private readonly Overview overview;
    private readonly ImportSteps steps;
    private readonly ContentImport contents;
    private int open;

    private TreeImport(TreeServer server, ImportOptions options, TreeProgress progress, PresentOrganizations present, Overview overview, RoleBook roles)
    {
        (this.server, this.options, this.progress, this.present, this.overview) = (server, options, progress, present, overview);
        steps = new(report, progress, options.DryRun);
        contents = new(server, overview, roles, report, steps);
    }

    /// <summary>Imports a forest without faults.</summary>
    /// <exception cref="GroveException">The server cannot be asked what is there.</exception>
    public static async Task<ImportReport> RunAsync(
        TreeServer server, IReadOnlyList<TreeOrganization> forest, RoleBook roles, ImportOptions options, TreeProgress progress, CancellationToken cancellation)
    {
        var all = TreeOrganization.All(forest).ToList();
        var known = await KnownForest.ReadAsync(server, options.Under, all.Count, progress, cancellation).ConfigureAwait(false);
        // Without external ids nobody need be an operator.
        var root = options.Under is { } under && all.Exists(organization => organization.ExternalId is not null)
            ? await server.ExternalIds.GetRootAsync(under, cancellation).ConfigureAwait(false)
            : null;
        var overview = await Overview.ReadAsync(server, known.Ids, all.Count(IsAskedFor), progress, cancellation).ConfigureAwait(false);
        var import = new TreeImport(server, options, progress, new(server, known, overview, root), overview, roles);
        progress.Begin(options.DryRun ? "comparing" : "importing", all.Count);
        await import.RunAsync(forest, cancellation).ConfigureAwait(false);
        return import.report;
    }

    /// <summary>Whether the server knows more of it than a list of organizations tells.</summary>
    private static bool IsAskedFor(TreeOrganization organization) =>
        organization.ExternalId is not null || organization.Members.Count > 0 || organization.Accounts.Count > 0;

    private async Task RunAsync(IReadOnlyList<TreeOrganization> forest, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // While it is held open by one, nobody closes the queue.
        open = 1;
        foreach (var organization in forest) Add(new(organization, null, options.Under, false));
        Close();
        await Task.WhenAll(Enumerable.Range(0, options.Concurrency).Select(_ => WorkAsync(stop))).ConfigureAwait(false);
        if (cancellation.IsCancellationRequested) report.Stopped ??= new OperationCanceledException(cancellation);
    }

    private async Task WorkAsync(CancellationTokenSource stop)
    {
        try
        {
            await foreach (var work in queue.Reader.ReadAllAsync(stop.Token).ConfigureAwait(false))
            {
                await DoAsync(work, stop.Token).ConfigureAwait(false);
                Close();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // By the user, or because another worker met what follows.
        }
        catch (Exception fault)
        {
            // No answers any more, or none to this caller: the rest would fail alike.
            report.Stopped ??= fault;
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task DoAsync(Work work, CancellationToken cancellation)
    {
        try
        {
            work.Id = await PlaceAsync(work, cancellation).ConfigureAwait(false);
        }
        catch (Exception fault) when (ImportFaults.IsOfOne(fault))
        {
            var below = TreeOrganization.All(work.Organization.Organizations).Count();
            report.Skip(below);
            report.Fail(work.Organization.Place, $"{work}: {ImportFaults.Explain(fault)}{(below == 0 ? "" : $" The {below} below it are skipped.")}");
            progress.Fail();
            progress.Add(1 + below);
            return;
        }
        foreach (var below in work.Organization.Organizations) Add(new(below, work, work.Id, work.IsNew));
        await contents.DoAsync(work, cancellation).ConfigureAwait(false);
        progress.Add(1);
    }

    /// <summary>Answers the id; null when the organization would only be created.</summary>
    private async Task<string?> PlaceAsync(Work work, CancellationToken cancellation)
    {
        var organization = work.Organization;
        var (found, externally) = await present.FindAsync(work, cancellation).ConfigureAwait(false);
        if (found is null)
        {
            work.IsNew = true;
            var id = options.DryRun ? null : await server.CreateAsync(work.ParentId, organization, cancellation).ConfigureAwait(false);
            Note(work, ImportOutcome.Created, "create organization");
            if (id is not null && organization.ExternalId is { } externalId) await server.ExternalIds.SetOfOrganizationAsync(id, externalId, cancellation).ConfigureAwait(false);
            return id;
        }
        var changes = new List<string>();
        var rename = found.Name != organization.Name;
        if (rename) changes.Add($"rename organization {TreeText.Short(found.Name)} to");
        var (profile, embedded) = await ChangedProfileAsync(organization, found, cancellation).ConfigureAwait(false);
        if (profile is not null) changes.Add("change the profile of");
        var identify = organization.ExternalId is not null && !externally;
        if (identify) changes.Add("give an external id to");
        if (!options.DryRun) await ChangeAsync(found, organization, rename, profile, embedded, identify, cancellation).ConfigureAwait(false);
        Note(work, changes.Count == 0 ? ImportOutcome.Unchanged : ImportOutcome.Changed, string.Join(" and ", changes));
        return found.Id;
    }

    private async Task ChangeAsync(
        KnownOrganization present, TreeOrganization organization, bool rename, Profile? profile, bool embedded, bool identify, CancellationToken cancellation)
    {
        // A profile that was written on its own stays one that is not shown with the organization.
        if (rename || (profile is not null && embedded)) await server.UpdateAsync(present.Id, organization.Name, embedded ? profile : null, cancellation).ConfigureAwait(false);
        if (profile is not null && !embedded) await server.SetProfileAsync(present.Id, profile, cancellation).ConfigureAwait(false);
        if (identify) await server.ExternalIds.SetOfOrganizationAsync(present.Id, organization.ExternalId!, cancellation).ConfigureAwait(false);
    }

    /// <summary>The profile as it is to be, when it is not so yet, and whether it is shown with the organization.</summary>
    private async Task<(Profile? Profile, bool Embedded)> ChangedProfileAsync(TreeOrganization organization, KnownOrganization present, CancellationToken cancellation)
    {
        if (organization.Profile is null) return default;
        var now = await overview.GetProfileAsync(present, cancellation).ConfigureAwait(false);
        return (organization.Profile.Holds(now) ? null : organization.Profile.Over(now), present.Profile is not null || now is null);
    }

    private void Note(Work work, ImportOutcome outcome, string what) => steps.Note(ImportKind.Organization, outcome, work.Organization.Place, $"{what} {work}");

    private void Add(Work work)
    {
        Interlocked.Increment(ref open);
        queue.Writer.TryWrite(work);
    }

    private void Close()
    {
        if (Interlocked.Decrement(ref open) == 0) queue.Writer.Complete();
    }
}
