using Grove.Server.Http;
using Grove.Server.Text;

namespace Grove.Server.Organizations;

/// <summary>The body of POST and PUT. Read-only members that clients echo are ignored.</summary>
internal sealed record OrganizationBody
{
    public required string Name { get; init; }

    /// <summary>The parent's id; null for a root. Meaningful when <see cref="HasParent"/>.</summary>
    public string? Parent { get; init; }

    public bool HasParent { get; init; }

    /// <summary>The profile as JSON; null ends the embedding. Meaningful when <see cref="HasProfile"/>.</summary>
    public string? Profile { get; init; }

    public bool HasProfile { get; init; }

    public static OrganizationBody Parse(JsonMembers body)
    {
        var name = body.RequiredText("name");
        if (name is not null && NameRules.Fault(name) is { } fault) body.Fail("name", fault);
        var parent = body.Object("parent");
        var profile = body.Object("profile");
        return new()
        {
            Name = name ?? "",
            Parent = parent.HasValue ? parent.Value.RequiredText("id") : null,
            HasParent = !parent.IsAbsent,
            Profile = profile.HasValue ? Organizations.Profile.Parse(profile.Value) : null,
            HasProfile = !profile.IsAbsent,
        };
    }
}
