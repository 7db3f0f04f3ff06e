using Grove.Client;

namespace Grove.Cli.Trees;

/// <summary>A place in a file; both numbers begin with 1.</summary>
internal readonly record struct Place(long Line, long Column);

/// <summary>What is wrong at a place of a file.</summary>
internal sealed record TreeFault(Place Place, string Message);

/// <summary>An organization of a file, with all that the file names in it and below it. What is null is not named, and is left alone.</summary>
internal sealed record TreeOrganization
{
    public Place Place { get; init; }
    public string Name { get; set; } = "";
    public string? ExternalId { get; set; }
    public TreeProfile? Profile { get; set; }
    public IReadOnlyList<TreeMember> Members { get; set; } = [];
    public IReadOnlyList<TreeAccount> Accounts { get; set; } = [];
    public IReadOnlyList<TreeOrganization> Organizations { get; set; } = [];

    /// <summary>This one and all below it, itself first; without recursion, so that depth costs no stack.</summary>
    public static IEnumerable<TreeOrganization> All(IEnumerable<TreeOrganization> forest)
    {
        var open = new Stack<TreeOrganization>(forest);
        while (open.TryPop(out var next))
        {
            yield return next;
            foreach (var below in next.Organizations) open.Push(below);
        }
    }
}

/// <summary>An account of a file.</summary>
internal sealed record TreeAccount
{
    public Place Place { get; init; }
    public string Name { get; set; } = "";
    public string? Type { get; set; }
    public string? ExternalId { get; set; }
    public TreeSettings? Settings { get; set; }
    public TreeProfile? Profile { get; set; }
    public IReadOnlyList<TreeMember> Members { get; set; } = [];
}

/// <summary>A member of an organization or of an account of a file.</summary>
internal sealed record TreeMember
{
    public Place Place { get; init; }
    public string Email { get; set; } = "";

    /// <summary>Names or ids.</summary>
    public IReadOnlyList<string>? Roles { get; set; }

    public string? Status { get; set; }
}

/// <summary>The settings of an account that a file names.</summary>
internal sealed record TreeSettings
{
    public Optional<string?> AbuseContactEmail { get; set; }
    public bool? EnforceTwofactor { get; set; }

    /// <summary>True when settings are as the file says, as far as it says.</summary>
    public bool Holds(string? abuseContactEmail, bool enforceTwofactor) =>
        (!AbuseContactEmail.IsSet || AbuseContactEmail.Value == abuseContactEmail) && (EnforceTwofactor ?? enforceTwofactor) == enforceTwofactor;
}

/// <summary>The members of a profile that a file names.</summary>
internal sealed record TreeProfile
{
    public string? BusinessAddress { get; set; }
    public string? BusinessEmail { get; set; }
    public string? BusinessName { get; set; }
    public string? BusinessPhone { get; set; }
    public string? ExternalMetadata { get; set; }

    /// <summary>A profile as a file has it: what is empty is left out.</summary>
    public static TreeProfile Of(Profile profile) => new()
    {
        BusinessAddress = Named(profile.BusinessAddress),
        BusinessEmail = Named(profile.BusinessEmail),
        BusinessName = Named(profile.BusinessName),
        BusinessPhone = Named(profile.BusinessPhone),
        ExternalMetadata = Named(profile.ExternalMetadata),
    };

    /// <summary>The whole profile: what is not named stays as it is, and is empty where there is none yet.</summary>
    public Profile Over(Profile? present) => new()
    {
        BusinessAddress = BusinessAddress ?? present?.BusinessAddress ?? "",
        BusinessEmail = BusinessEmail ?? present?.BusinessEmail ?? "",
        BusinessName = BusinessName ?? present?.BusinessName ?? "",
        BusinessPhone = BusinessPhone ?? present?.BusinessPhone ?? "",
        ExternalMetadata = ExternalMetadata ?? present?.ExternalMetadata ?? "",
    };

    /// <summary>True when a profile is as the file says, as far as it says; false when there is none.</summary>
    public bool Holds(Profile? present) => present is not null
        && (BusinessAddress ?? present.BusinessAddress) == present.BusinessAddress
        && (BusinessEmail ?? present.BusinessEmail) == present.BusinessEmail
        && (BusinessName ?? present.BusinessName) == present.BusinessName
        && (BusinessPhone ?? present.BusinessPhone) == present.BusinessPhone
        && (ExternalMetadata ?? present.ExternalMetadata) == present.ExternalMetadata;

    private static string? Named(string text) => text.Length == 0 ? null : text;
}
