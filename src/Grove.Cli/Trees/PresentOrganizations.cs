namespace Grove.Cli.Trees;

/// <summary>Finds the organization that one of a file means: by its external id when it has one, else by its name in its place.</summary>
/// <param name="server">The server.</param>
/// <param name="known">What is there.</param>
/// <param name="overview">What is in them.</param>
/// <param name="root">The root above the whole forest of the file, when there is one and external ids matter.</param>
internal sealed class PresentOrganizations(TreeServer server, KnownForest known, Overview overview, string? root)
{
    /// <summary>The organization, and whether its external id led to it; null when there is none yet.</summary>
    /// <exception cref="ImportConflictException">Several may be meant, or one that is not where the file has it.</exception>
    public async Task<(KnownOrganization? Present, bool Externally)> FindAsync(Work work, CancellationToken cancellation)
    {
        var (name, externalId) = (work.Organization.Name, work.Organization.ExternalId);
        // Below a root no other can have it.
        if (externalId is not null && work.ParentId is not null
            && await known.FindAsync(work.ParentId, name, cancellation).ConfigureAwait(false) is [var its] && overview.ExternalIdOf(its.Id) == externalId)
            return (its, true);
        if (externalId is not null && await HolderAsync(work, externalId, cancellation).ConfigureAwait(false) is { } holder)
            return (new(holder.Id, holder.Name, holder.ParentId, holder.Profile), true);
        if (work.IsBelowNew) return default;
        var namesakes = await known.FindAsync(work.ParentId, name, cancellation).ConfigureAwait(false);
        if (namesakes.Count > 1) throw new ImportConflictException("Several organizations have this name in this place; which of them is meant cannot be known.");
        if (namesakes.Count == 0) return default;
        if (externalId is null || await server.ExternalIds.GetOfOrganizationAsync(namesakes[0].Id, cancellation).ConfigureAwait(false) is not { } other) return (namesakes[0], false);
        // Its own: a request of an import that was broken off reached the server after nobody was found to have it.
        return other == externalId
            ? (namesakes[0], true)
            : throw new ImportConflictException($"The organization of this name has another external id, {TreeText.Short(other)}.");
    }

    private async Task<KnownExternally?> HolderAsync(Work work, string externalId, CancellationToken cancellation)
    {
        var holders = await server.ExternalIds.FindAsync(externalId, cancellation).ConfigureAwait(false);
        if (holders.Count == 0) return null;
        if (work.ParentId is null && !work.IsBelowNew)
        {
            // Every root is a tree of its own, in which the id may be given anew, and an operator is told of all of them.
            var seen = await server.VisibleAsync([.. holders.Where(holder => holder.ParentId is null).Select(holder => holder.Id)], cancellation).ConfigureAwait(false);
            return seen.Count > 1
                ? throw new ImportConflictException($"Several roots have the external id {TreeText.Short(externalId)}.")
                : holders.FirstOrDefault(holder => seen.Contains(holder.Id));
        }
        if (!work.IsBelowNew && holders.FirstOrDefault(holder => holder.ParentId == work.ParentId) is { } here) return here;
        var tree = root ?? work.Top.Id;
        return holders.FirstOrDefault(holder => holder.Lineage[0] == tree) is { } elsewhere
            ? throw new ImportConflictException($"The organization with this external id, {elsewhere.Id}, is elsewhere in the tree: move it first.")
            : null;
    }
}
