using System.Text.Json;
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

    public static OrganizationBody Parse(JsonElement body, List<ErrorItem> errors)
    {
        var name = body.TryGetProperty("name", out var nameElement) && nameElement.ValueKind == JsonValueKind.String ? nameElement.GetString() : null;
        if (name is null) errors.Add(ErrorItem.Invalid("name is required and must be a string.", "/name"));
        else if (NameRules.Fault(name) is { } fault) errors.Add(ErrorItem.Invalid(fault, "/name"));

        var hasParent = body.TryGetProperty("parent", out var parent);
        string? parentId = null;
        if (hasParent && parent.ValueKind != JsonValueKind.Null)
        {
            if (parent.ValueKind != JsonValueKind.Object)
                errors.Add(ErrorItem.Invalid("parent must be an object with an id, or null.", "/parent"));
            else if (!parent.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.String)
                errors.Add(ErrorItem.Invalid("parent.id is required and must be a string.", "/parent/id"));
            else parentId = id.GetString();
        }

        var hasProfile = body.TryGetProperty("profile", out var profile);
        string? profileText = null;
        if (hasProfile && profile.ValueKind != JsonValueKind.Null)
        {
            if (profile.ValueKind == JsonValueKind.Object) profileText = Organizations.Profile.Parse(profile, "/profile", errors);
            else errors.Add(ErrorItem.Invalid("profile must be an object, or null.", "/profile"));
        }
        return new() { Name = name ?? "", Parent = parentId, HasParent = hasParent, Profile = profileText, HasProfile = hasProfile };
    }
}
