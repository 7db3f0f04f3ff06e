using Grove.Client;

namespace Grove.Cli.Trees;

/// <summary>What is between Grove and its operators: external ids, and lists of everything.</summary>
internal sealed class TreeOperator(GroveClient client, int pageSize)
{

    /// <summary>The id of the root above an organization, whoever sees it.</summary>
    public async Task<string> GetRootAsync(string organization, CancellationToken cancellation) =>
        (await client.Grove.Organizations.GetAsync(organization, cancellationToken: cancellation).ConfigureAwait(false)).Meta.HierarchyTags[0];

    /// <summary>The first page of all organizations that there are.</summary>
    public Task<Page<ManagedOrganization>> ListOrganizationsAsync(CancellationToken cancellation) =>
        client.Grove.Organizations.ListAsync(new() { PageSize = pageSize }, cancellationToken: cancellation);

    /// <summary>The first page of all accounts that there are.</summary>
    public Task<Page<ManagedAccount>> ListAccountsAsync(CancellationToken cancellation) =>
        client.Grove.Accounts.ListAsync(new() { PageSize = pageSize }, cancellationToken: cancellation);

    /// <summary>Organizations of any tree with this external id.</summary>
    public async Task<IReadOnlyList<KnownExternally>> FindAsync(string externalId, CancellationToken cancellation)
    {
        var found = new List<KnownExternally>();
        await foreach (var row in client.Grove.Organizations.ListAutoPagingAsync(new() { ExternalId = externalId, PageSize = pageSize }, cancellationToken: cancellation).ConfigureAwait(false))
            found.Add(new(row.Id, row.Name, row.Parent?.Id, row.Meta.HierarchyTags, row.Profile));
        return found;
    }

    /// <summary>The ids of accounts with this external id that are in an organization.</summary>
    public async Task<IReadOnlyList<string>> FindAccountsAsync(string organization, string externalId, CancellationToken cancellation)
    {
        var found = new List<string>();
        await foreach (var row in client.Grove.Accounts.ListAutoPagingAsync(new() { ExternalId = externalId, PageSize = pageSize }, cancellationToken: cancellation).ConfigureAwait(false))
            if (row.ManagedBy?.ParentOrgId == organization) found.Add(row.Id);
        return found;
    }

    public async Task<string?> GetOfOrganizationAsync(string id, CancellationToken cancellation) =>
        (await client.Grove.Organizations.GetAsync(id, cancellationToken: cancellation).ConfigureAwait(false)).ExternalId;

    public async Task<string?> GetOfAccountAsync(string id, CancellationToken cancellation) =>
        (await client.Grove.Accounts.GetAsync(id, cancellationToken: cancellation).ConfigureAwait(false)).ExternalId;

    public Task SetOfOrganizationAsync(string id, string externalId, CancellationToken cancellation) =>
        client.Grove.Organizations.UpdateAsync(id, new() { ExternalId = externalId }, cancellationToken: cancellation);

    public Task SetOfAccountAsync(string id, string externalId, CancellationToken cancellation) =>
        client.Grove.Accounts.UpdateAsync(id, new() { ExternalId = externalId }, cancellationToken: cancellation);

    /// <summary>All external ids, by the ids of what has them.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ListAsync(CancellationToken cancellation)
    {
        var all = new Dictionary<string, string>();
        await foreach (var row in client.Grove.Organizations.ListAutoPagingAsync(new() { PageSize = pageSize }, cancellationToken: cancellation).ConfigureAwait(false))
            if (row.ExternalId is { } externalId) all[row.Id] = externalId;
        await foreach (var row in client.Grove.Accounts.ListAutoPagingAsync(new() { PageSize = pageSize }, cancellationToken: cancellation).ConfigureAwait(false))
            if (row.ExternalId is { } externalId) all[row.Id] = externalId;
        return all;
    }
}
