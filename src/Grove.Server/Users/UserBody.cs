using System.Text.Json;
using Grove.Server.Http;
using Grove.Server.Text;

namespace Grove.Server.Users;

/// <summary>The body with which operators make (POST) and change (PATCH) users.</summary>
internal sealed record UserBody
{
    private UserDetails Details { get; init; } = new();

    public string? Email { get; init; }
    public bool? Operator { get; init; }
    public bool? Suspended { get; init; }

    /// <summary>Null clears it. Meaningful when <see cref="HasManagingOrganization"/>.</summary>
    public string? ManagingOrganizationId { get; init; }

    public bool HasManagingOrganization { get; init; }

    public string? FirstName => Details.FirstName;
    public string? LastName => Details.LastName;

    public static UserBody Parse(JsonElement body, bool creating, List<ErrorItem> errors)
    {
        string? email = null;
        if (creating)
        {
            email = body.TryGetProperty("email", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            if (email is null) errors.Add(ErrorItem.Invalid("email is required and must be a string.", "/email"));
            else if (EmailRules.Fault(email) is { } fault) errors.Add(ErrorItem.Invalid(fault, "/email"));
        }
        var hasManaging = body.TryGetProperty("managing_organization_id", out var managing);
        if (hasManaging && managing.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
            errors.Add(ErrorItem.Invalid("managing_organization_id must be a string or null.", "/managing_organization_id"));
        return new()
        {
            Email = email,
            Details = UserDetails.Parse(body, errors),
            Operator = Flag(body, "operator", errors),
            Suspended = creating ? null : Flag(body, "suspended", errors),
            ManagingOrganizationId = hasManaging && managing.ValueKind == JsonValueKind.String ? managing.GetString() : null,
            HasManagingOrganization = hasManaging,
        };
    }

    public User ApplyTo(User user) => Details.ApplyTo(user) with
    {
        Operator = Operator ?? user.Operator,
        Suspended = Suspended ?? user.Suspended,
        ManagingOrganizationId = HasManagingOrganization ? ResourceId.Parse(ManagingOrganizationId) : user.ManagingOrganizationId,
    };

    private static bool? Flag(JsonElement body, string name, List<ErrorItem> errors)
    {
        if (!body.TryGetProperty(name, out var value)) return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        errors.Add(ErrorItem.Invalid($"{name} must be true or false.", "/" + name));
        return null;
    }
}
