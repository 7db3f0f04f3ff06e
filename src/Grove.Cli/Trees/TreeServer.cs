using System.Security.Cryptography;
using System.Text;
using Grove.Client;

namespace Grove.Cli.Trees;

/// <summary>The calls that importing and exporting consist of.</summary>
/// <param name="client">The client, which may act as a user.</param>
/// <param name="asOperator">The client of whoever may ask for external ids.</param>
/// <param name="pageSize">Rows of the pages that are asked for: the most that there are, unless a test needs several of few.</param>
internal sealed class TreeServer(GroveClient client, GroveClient asOperator, int pageSize = 1000)
{
    /// <summary>The role of whoever creates a root.</summary>
    public const string SuperAdministrator = "4d1fcf3f8f6b4cb69b2e0c7b5e1aa301";

    public int PageSize => pageSize;

    public TreeOperator ExternalIds { get; } = new(asOperator, pageSize);

    /// <summary>The first page of all organizations.</summary>
    public Task<Page<Organization>> ListAsync(CancellationToken cancellation) =>
        client.Organizations.ListAsync(new() { PageSize = pageSize }, cancellationToken: cancellation);

    /// <summary>Organizations of exactly this name in a place; without a parent those with none that the caller sees.</summary>
    public async Task<IReadOnlyList<KnownOrganization>> FindAsync(string? parent, string name, CancellationToken cancellation)
    {
        var rows = client.Organizations.ListAutoPagingAsync(
            new() { PageSize = pageSize, Parent = parent is null ? null : new() { Id = parent } },
            new() { Query = new Dictionary<string, string> { ["name"] = name } }, cancellation);
        var found = new List<KnownOrganization>();
        await foreach (var row in rows.ConfigureAwait(false))
            if (row.Name == name && row.Parent?.Id == parent) found.Add(KnownOrganization.Of(row));
        return found;
    }

    /// <summary>Those of some organizations that the caller sees.</summary>
    public async Task<IReadOnlySet<string>> VisibleAsync(IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        var seen = new HashSet<string>();
        if (ids.Count == 0) return seen;
        await foreach (var row in client.Organizations.ListAutoPagingAsync(new() { Id = ids, PageSize = pageSize }, cancellationToken: cancellation).ConfigureAwait(false)) seen.Add(row.Id);
        return seen;
    }

    public async Task<string> CreateAsync(string? parent, TreeOrganization organization, CancellationToken cancellation)
    {
        var parameters = new OrganizationCreateParams { Name = organization.Name, Parent = parent is null ? null : new(parent), Profile = organization.Profile?.Over(null) };
        var once = Once("organization", parent, parameters.Name, parameters.Profile);
        var made = await client.WithRawResponseAsync(client => client.Organizations.CreateAsync(parameters, once, cancellation)).ConfigureAwait(false);
        var id = made.Value.Id;
        if (!IsReplay(made) || await IsThereAsync(() => client.Organizations.GetAsync(id, cancellationToken: cancellation)).ConfigureAwait(false)) return id;
        return (await client.Organizations.CreateAsync(parameters, cancellationToken: cancellation).ConfigureAwait(false)).Id;
    }

    /// <summary>Renames an organization; a profile goes with it when there is one.</summary>
    public Task UpdateAsync(string id, string name, Profile? profile, CancellationToken cancellation) => client.Organizations.UpdateAsync(
        id, profile is null ? new() { Name = name } : new() { Name = name, Profile = profile }, cancellationToken: cancellation);

    public Task<Profile?> GetProfileAsync(string id, CancellationToken cancellation) =>
        OrNothingAsync(() => client.Organizations.OrganizationProfile.GetAsync(id, cancellationToken: cancellation));

    public Task SetProfileAsync(string id, Profile profile, CancellationToken cancellation) =>
        client.Organizations.OrganizationProfile.UpdateAsync(id, profile, cancellationToken: cancellation);

    public async Task<IReadOnlyList<KnownAccount>> ListAccountsAsync(string organization, CancellationToken cancellation)
    {
        var found = new List<KnownAccount>();
        var rows = client.Organizations.OrganizationAccounts.ListAutoPagingAsync(organization, new() { PageSize = pageSize }, cancellationToken: cancellation);
        await foreach (var row in rows.ConfigureAwait(false))
            found.Add(new(row.Id, row.Name ?? "", row.Type.Value, row.Settings.AbuseContactEmail, row.Settings.EnforceTwofactor ?? false));
        return found;
    }

    public async Task<string> CreateAccountAsync(string organization, TreeAccount account, CancellationToken cancellation)
    {
        var parameters = new AccountCreateParams
        {
            Name = account.Name,
            Type = account.Type is { } type ? AccountType.FromWire(type) : null,
            Unit = new(organization),
            Settings = Settings(account.Settings),
        };
        var settings = account.Settings;
        var once = Once("account", organization, account.Name, null, account.Type, settings?.AbuseContactEmail.ToString(), settings?.EnforceTwofactor.ToString());
        var made = await client.WithRawResponseAsync(client => client.Accounts.CreateAsync(parameters, once, cancellation)).ConfigureAwait(false);
        var id = made.Value.Id;
        if (!IsReplay(made) || await IsThereAsync(() => client.Accounts.GetAsync(id, cancellationToken: cancellation)).ConfigureAwait(false)) return id;
        return (await client.Accounts.CreateAsync(parameters, cancellationToken: cancellation).ConfigureAwait(false)).Id;
    }

    public Task UpdateAccountAsync(string id, string name, TreeSettings? settings, CancellationToken cancellation) =>
        client.Accounts.UpdateAsync(id, new() { Name = name, Settings = Settings(settings) }, cancellationToken: cancellation);

    public Task<Profile?> GetAccountProfileAsync(string id, CancellationToken cancellation) =>
        OrNothingAsync(() => client.Accounts.AccountProfile.GetAsync(id, cancellationToken: cancellation));

    public Task SetAccountProfileAsync(string id, Profile profile, CancellationToken cancellation) =>
        client.Accounts.AccountProfile.UpdateAsync(id, profile, cancellationToken: cancellation);

    public async Task<IReadOnlyList<KnownMember>> ListMembersAsync(string organization, CancellationToken cancellation)
    {
        var found = new List<KnownMember>();
        var rows = client.Organizations.Members.ListAutoPagingAsync(organization, new() { PageSize = pageSize }, cancellationToken: cancellation);
        await foreach (var row in rows.ConfigureAwait(false))
            found.Add(new(row.Id, row.User.Id, row.User.Email, row.Status.Value, [.. row.Meta.Roles.Select(role => role.Id)]));
        return found;
    }

    /// <summary>Answers the secret of the invitation, where the server leaves passing it on to the caller.</summary>
    public async Task<string?> CreateMemberAsync(string organization, TreeMember member, IReadOnlyList<string>? roles, CancellationToken cancellation) =>
        (await client.Organizations.Members.CreateAsync(organization, new()
        {
            Member = new() { User = new(member.Email), Status = member.Status is { } status ? OrganizationMemberStatus.FromWire(status) : null, Roles = roles },
        }, cancellationToken: cancellation).ConfigureAwait(false)).Meta.InviteSecret;

    public async Task<IReadOnlyList<KnownMember>> ListAccountMembersAsync(string account, CancellationToken cancellation)
    {
        var found = new List<KnownMember>();
        await foreach (var row in client.Accounts.Members.ListAutoPagingAsync(account, new() { PerPage = 50 }, cancellationToken: cancellation).ConfigureAwait(false))
            found.Add(new(row.Id, row.User.Id ?? "", row.Email, row.Status.Value, [.. row.Roles.Select(role => role.Id)]));
        return found;
    }

    public Task CreateAccountMemberAsync(string account, TreeMember member, IReadOnlyList<string> roles, CancellationToken cancellation) =>
        client.Accounts.Members.CreateAsync(account, new()
        {
            Email = member.Email,
            Roles = roles,
            Status = member.Status is { } status ? MembershipStatus.FromWire(status) : null,
        }, cancellationToken: cancellation);

    public Task UpdateAccountMemberAsync(string account, string member, IReadOnlyList<string> roles, CancellationToken cancellation) =>
        client.Accounts.Members.UpdateAsync(account, member, new() { Roles = [.. roles.Select(role => new RoleReference { Id = role })] }, cancellationToken: cancellation);

    public Task UpdateMemberAsync(string organization, string member, IReadOnlyList<string> roles, CancellationToken cancellation) =>
        client.Grove.Organizations.Members.UpdateAsync(organization, member, new() { Roles = roles }, cancellationToken: cancellation);

    public async Task<IReadOnlyList<GroveRole>> ListRolesAsync(CancellationToken cancellation) => (await asOperator.Grove.Roles.ListAsync(cancellationToken: cancellation).ConfigureAwait(false)).Result;

    public async Task<string> GetUserIdAsync(CancellationToken cancellation) => (await client.User.GetAsync(cancellationToken: cancellation).ConfigureAwait(false)).Id;

    private static AccountSettingsParams? Settings(TreeSettings? settings) => settings is null ? null : new()
    {
        AbuseContactEmail = settings.AbuseContactEmail,
        EnforceTwofactor = settings.EnforceTwofactor is { } enforce ? new(enforce) : default,
    };

    /// <summary>
    /// The same key for the same creation, whichever run sends it: what a killed run had under way may reach the server after the next one has asked what is there.
    /// Then both get the same answer, and one thing is made. What was made by such a key and is gone since, is made anew.
    /// </summary>
    private static RequestOptions Once(string kind, string? parent, string name, Profile? profile, params ReadOnlySpan<string?> more)
    {
        var text = new StringBuilder();
        foreach (var part in (ReadOnlySpan<string?>)
            [kind, parent, name, profile?.BusinessAddress, profile?.BusinessEmail, profile?.BusinessName, profile?.BusinessPhone, profile?.ExternalMetadata, .. more])
            text.Append(part?.Length ?? -1).Append(':').Append(part);
        return new() { IdempotencyKey = "grove-import-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))) };
    }

    private static bool IsReplay(ApiResponse made) => made.Headers.Contains("Idempotent-Replayed");

    private static async Task<bool> IsThereAsync<T>(Func<Task<T>> get) where T : class => await OrNothingAsync(get).ConfigureAwait(false) is not null;

    private static async Task<T?> OrNothingAsync<T>(Func<Task<T>> get) where T : class
    {
        try
        {
            return await get().ConfigureAwait(false);
        }
        catch (NotFoundException)
        {
            return null;
        }
    }
}
