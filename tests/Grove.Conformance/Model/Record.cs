using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

/// <summary>What the audit log must hold of one change.</summary>
internal sealed record Record(string Action, string ActionType, string ResourceType, string ResourceId)
{
    public string? OrganizationId { get; init; }

    /// <summary>The chain of that moment.</summary>
    public string? Lineage { get; init; }

    /// <summary>The chain of a second organization that reads it: the place that is left, the parent of what is deleted.</summary>
    public string? OtherLineage { get; init; }

    public JsonNode? Before { get; init; }
    public JsonNode? After { get; init; }

    /// <summary>True when the model does not know the state in full.</summary>
    public bool AnyState { get; init; }

    public static Record Of(Organization filedUnder, string action, string actionType, string resourceType, string resourceId) => new(action, actionType, resourceType, resourceId)
    {
        OrganizationId = filedUnder.Id,
        Lineage = filedUnder.Lineage,
    };
}

/// <summary>What audit records keep of a state.</summary>
internal static class State
{
    public static JsonObject Of(Organization organization)
    {
        var json = new JsonObject { ["name"] = organization.Name };
        if (organization.Parent is { } parent) json["parent"] = new JsonObject { ["id"] = parent.Id };
        if (organization.Profile is { } profile) json["profile"] = profile.DeepClone();
        return json;
    }

    public static JsonObject OfCapabilities(Organization organization) =>
        new() { ["flags"] = Flags.Show(organization, Flags.All), ["managed_by"] = organization.ManagedBy, ["external_id"] = organization.ExternalId };

    public static JsonObject Of(Account account)
    {
        var json = new JsonObject { ["name"] = account.Name, ["type"] = account.Type };
        if (account.Organization is { } place) json["organization_id"] = place.Id;
        json["settings"] = account.Settings;
        if (account.Profile is { } profile) json["profile"] = profile.DeepClone();
        return json;
    }

    public static JsonObject Of(AccountMember member) => new()
    {
        ["user_id"] = member.UserId,
        ["email"] = member.ShownEmail,
        ["status"] = member.StatusName,
        ["roles"] = new JsonArray([.. member.Roles.Select(role => (JsonNode)AccountRoles.Name(role))]),
    };

    public static JsonObject Of(Member member) => new()
    {
        ["user_id"] = member.UserId,
        ["email"] = member.Status == MemberStatus.Active ? member.Person!.Email : member.Email,
        ["status"] = member.StatusName,
        ["roles"] = new JsonArray([.. member.RoleNames.Select(name => (JsonNode)name)]),
    };
}
