using System.Text.Json;
using Grove.Server.Accounts;
using Grove.Server.Organizations;

namespace Grove.Server.Asking;

/// <summary>What a user holds on what was asked about: the highest membership of an organization on or above it, and one of the account itself.</summary>
internal sealed record CheckGrants(
    bool Suspended, OrganizationRoles Roles, string? OrganizationId, string? OrganizationMemberId, AccountRoles AccountRoles, string? AccountMemberId);

/// <summary>The answer to a <see cref="CheckQuestion"/>.</summary>
/// <param name="Role">The name of the highest role that the user holds there; null for none.</param>
/// <param name="OrganizationId">Where the membership is that gives it; null when it is one of the account.</param>
internal sealed record CheckAnswer(bool Allowed, string? Role, string? OrganizationId, string? AccountId, string? MemberId)
{
    private static readonly CheckAnswer Nothing = new(false, null, null, null, null);

    /// <summary>Without grants there is no such user, organization or account.</summary>
    public static CheckAnswer Of(CheckQuestion question, CheckGrants? grants)
    {
        if (grants is null) return Nothing;
        var through = grants.Roles.OnAccounts();
        var allowed = !grants.Suspended && (question.AboutAccount
            ? AccountRole.In(grants.AccountRoles | through).Any(role => role.Permissions.Contains(question.Permission, StringComparer.Ordinal))
            : OrganizationRole.In(grants.Roles).Any(role => role.Permissions.Contains(question.Permission, StringComparer.Ordinal)));
        // The catalogues begin with the highest role; the membership of the account itself is the nearest.
        if (AccountRole.In(grants.AccountRoles).FirstOrDefault() is { } own && own.Bit >= through)
            return new(allowed, own.Name, null, question.ResourceId, grants.AccountMemberId);
        return OrganizationRole.In(grants.Roles).FirstOrDefault() is { } role
            ? new(allowed, role.Name, grants.OrganizationId, null, grants.OrganizationMemberId)
            : Nothing;
    }

    public static void Write(Utf8JsonWriter json, CheckAnswer answer)
    {
        json.WriteStartObject();
        json.WriteBoolean("allowed"u8, answer.Allowed);
        json.WriteString("role"u8, answer.Role);
        if (answer.MemberId is null)
        {
            json.WriteNull("via"u8);
        }
        else
        {
            json.WriteStartObject("via"u8);
            if (answer.OrganizationId is not null) json.WriteString("organization_id"u8, answer.OrganizationId);
            if (answer.AccountId is not null) json.WriteString("account_id"u8, answer.AccountId);
            json.WriteString("member_id"u8, answer.MemberId);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
