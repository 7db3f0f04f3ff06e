namespace Grove.Cli.Trees;

/// <summary>An organization of the file, on its way.</summary>
/// <param name="Organization">What the file says.</param>
/// <param name="Above">The one above it in the file.</param>
/// <param name="ParentId">The id of what is above it; null for nothing, and when that would only be created.</param>
/// <param name="IsBelowNew">What is above it was not there before, so neither was anything below that.</param>
internal sealed record Work(TreeOrganization Organization, Work? Above, string? ParentId, bool IsBelowNew)
{
    public string? Id { get; set; }

    public bool IsNew { get; set; }

    /// <summary>The first above it in the file, or itself.</summary>
    public Work Top => Above?.Top ?? this;

    /// <summary>The names down to it.</summary>
    public override string ToString() => Above is null ? TreeText.Short(Organization.Name, 100) : $"{Above}/{TreeText.Short(Organization.Name, 100)}";
}
