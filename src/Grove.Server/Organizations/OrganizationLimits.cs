using Grove.Server.Http;

namespace Grove.Server.Organizations;

/// <summary>The limits that a place in the tree sets.</summary>
internal static class OrganizationLimits
{
    /// <summary>Lineages and queries are bounded by it, whatever the configuration says.</summary>
    private const int Ceiling = 64;

    /// <summary>Levels below a root that the configuration allows.</summary>
    public static int Levels(GroveOptions options) => options.MaxDepth == 0 ? Ceiling : Math.Min(options.MaxDepth, Ceiling);

    /// <summary>The refusal, if any, of a place below a parent with these flags that reaches down to <paramref name="level"/>.</summary>
    public static ApiError? RefusePlace(CapabilityFlags parent, int level, GroveOptions options)
    {
        if (!parent.HasFlag(CapabilityFlags.SubOrgCreation)) return ApiError.CapabilityOff("The parent's capability sub_org_creation is disabled.");
        return level > Levels(options)
            ? ApiError.Limit($"Organizations nest at most {Levels(options)} levels below a root.", "/parent/id")
            : null;
    }
}
