using Grove.Client;

namespace Grove.Cli.Trees;

/// <summary>The roles that a server has, which files name by their names or by their ids.</summary>
internal sealed class RoleBook
{
    private readonly IReadOnlyList<GroveRole> roles;

    private RoleBook(IReadOnlyList<GroveRole> roles) => this.roles = roles;

    /// <summary>Asks the server, when the forest names roles at all.</summary>
    public static async Task<RoleBook> ReadAsync(TreeServer server, IReadOnlyList<TreeOrganization> forest, CancellationToken cancellation) =>
        new(Members(forest).Any(member => member.Member.Roles is not null) ? await server.ListRolesAsync(cancellation).ConfigureAwait(false) : []);

    /// <summary>What the forest asks of roles that they do not have.</summary>
    public IReadOnlyList<TreeFault> FaultsOf(IReadOnlyList<TreeOrganization> forest) =>
    [
        .. from entry in Members(forest)
           from fault in Faults(entry.OnAccount, entry.Member)
           orderby entry.Member.Place.Line, entry.Member.Place.Column
           select new TreeFault(entry.Member.Place, fault),
    ];

    /// <summary>The ids of the roles of a member; null when the file names none.</summary>
    public IReadOnlyList<string>? IdsOf(bool onAccount, TreeMember member) => member.Roles is null ? null : [.. member.Roles.Select(role => Find(onAccount, role)!).Distinct()];

    private IEnumerable<string> Faults(bool onAccount, TreeMember member)
    {
        if (member.Roles is null)
        {
            // On organizations there is a default, on accounts there is none.
            if (onAccount) yield return "A member of an account needs roles.";
            yield break;
        }
        var known = string.Join(", ", roles.Where(role => IsOn(role, onAccount)).Select(role => role.Name));
        foreach (var role in member.Roles.Where(role => Find(onAccount, role) is null))
            yield return $"There is no role {TreeText.Short(role)} on {(onAccount ? "accounts" : "organizations")}; there are {known}.";
    }

    private string? Find(bool onAccount, string role) => roles.FirstOrDefault(known =>
        IsOn(known, onAccount) && (known.Name == role || string.Equals(known.Id, role, StringComparison.OrdinalIgnoreCase)))?.Id;

    private static bool IsOn(GroveRole role, bool onAccount) => role.Scope == (onAccount ? GroveRoleScope.Account : GroveRoleScope.Organization);

    private static IEnumerable<(bool OnAccount, TreeMember Member)> Members(IReadOnlyList<TreeOrganization> forest) =>
        from organization in TreeOrganization.All(forest)
        from entry in organization.Members.Select(member => (false, member)).Concat(organization.Accounts.SelectMany(account => account.Members).Select(member => (true, member)))
        select entry;
}
