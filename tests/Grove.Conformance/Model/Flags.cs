using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

/// <summary>The capability flags of an organization, by their names.</summary>
internal static class Flags
{
    public const string AccountCreation = "account_creation";
    public const string AccountDeletion = "account_deletion";
    public const string AccountMigration = "account_migration";
    public const string AccountMobility = "account_mobility";
    public const string SubOrgCreation = "sub_org_creation";
    public const string MemberManagement = "member_management";

    /// <summary>Those that earlier clients read.</summary>
    public static readonly string[] Older = [AccountCreation, AccountDeletion, AccountMigration, AccountMobility, SubOrgCreation];

    public static readonly string[] All = [.. Older, "enterprise_capability", MemberManagement, AppliesDefaults];

    /// <summary>What a new organization has.</summary>
    public static IEnumerable<string> Default => All.Where(flag => flag != AppliesDefaults);

    private const string AppliesDefaults = "account_creation_applies_tenant_defaults";

    public static JsonObject Show(Organization organization, string[] flags) =>
        new(flags.Select(flag => KeyValuePair.Create(flag, (JsonNode?)(organization.Flags.Contains(flag) ? "enabled" : "disabled"))));
}
