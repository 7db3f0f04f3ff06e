using Grove.Server.Http;

namespace Grove.Server.Organizations;

/// <summary>The state of an organization as audit records keep it.</summary>
internal static class OrganizationAudit
{
    public static string State(string name, string? parentId, string? profile) => JsonShapes.Text(json =>
    {
        json.WriteStartObject();
        json.WriteString("name"u8, name);
        if (parentId is not null)
        {
            json.WriteStartObject("parent"u8);
            json.WriteString("id"u8, parentId);
            json.WriteEndObject();
        }
        if (profile is not null)
        {
            json.WritePropertyName("profile"u8);
            json.WriteRawValue(profile, skipInputValidation: true);
        }
        json.WriteEndObject();
    });

    public static string State(OrganizationTarget target) => State(target.Shown.Name, target.ParentId, target.Profile);
}
