using Grove.Server.Audit;
using Grove.Server.Http;

namespace Grove.Server.Accounts;

/// <summary>The state of an account as audit records keep it.</summary>
internal static class AccountAudit
{
    public static string State(Account account, string? organizationId, string? profile) => JsonShapes.Text(json =>
    {
        json.WriteStartObject();
        json.WriteString("name"u8, account.Name);
        json.WriteString("type"u8, account.Type);
        if (organizationId is not null) json.WriteString("organization_id"u8, organizationId);
        json.WritePropertyName("settings"u8);
        AccountSettings.Write(json, account.Settings);
        if (profile is not null)
        {
            json.WritePropertyName("profile"u8);
            json.WriteRawValue(profile, skipInputValidation: true);
        }
        json.WriteEndObject();
    });

    public static string State(AccountTarget target) => State(target.Shown, target.OrganizationId, target.Profile);

    /// <summary>An entry about the account, filed under the organization that holds it.</summary>
    public static AuditEntry Entry(AccountTarget target, string action, string actionType) => new(action, actionType, "account", target.Shown.Id)
    {
        OrganizationId = target.OrganizationId,
        Lineage = target.Lineage,
        ActorIsMember = target.OwnRoles != AccountRoles.None,
    };
}
