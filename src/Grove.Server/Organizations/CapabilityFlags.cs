using System.Text;
using System.Text.Json;
using Grove.Server.Http;

namespace Grove.Server.Organizations;

/// <summary>What may be done in an organization; stored as bits, sent as <c>enabled</c> or <c>disabled</c>.</summary>
[Flags]
internal enum CapabilityFlags
{
    AccountCreation = 1,
    AccountDeletion = 2,
    AccountMigration = 4,
    AccountMobility = 8,
    SubOrgCreation = 16,
    AccountCreationAppliesTenantDefaults = 32,
    EnterpriseCapability = 64,
    MemberManagement = 128,

    /// <summary>What a new organization has.</summary>
    Default = AccountCreation | AccountDeletion | AccountMigration | AccountMobility | SubOrgCreation | EnterpriseCapability | MemberManagement,
}

internal static class CapabilityFlagsJson
{
    private static readonly (CapabilityFlags Flag, string Name, bool Older)[] Members =
    [
        (CapabilityFlags.AccountCreation, "account_creation", true),
        (CapabilityFlags.AccountCreationAppliesTenantDefaults, "account_creation_applies_tenant_defaults", false),
        (CapabilityFlags.AccountDeletion, "account_deletion", true),
        (CapabilityFlags.AccountMigration, "account_migration", true),
        (CapabilityFlags.AccountMobility, "account_mobility", true),
        (CapabilityFlags.EnterpriseCapability, "enterprise_capability", false),
        (CapabilityFlags.MemberManagement, "member_management", false),
        (CapabilityFlags.SubOrgCreation, "sub_org_creation", true),
    ];

    // Every list row carries both objects, so each of the 256 combinations is spelled once.
    private static readonly byte[][] Older = [.. Enumerable.Range(0, 256).Select(bits => Spell((CapabilityFlags)bits, onlyOlder: true))];
    private static readonly byte[][] Newer = [.. Enumerable.Range(0, 256).Select(bits => Spell((CapabilityFlags)bits, onlyOlder: false))];

    // Wire: the seeds, Go and Terraform read `flags` (five), TypeScript reads `tenant_flags` (eight). See docs/compatibility.md.
    public static void Write(Utf8JsonWriter json, CapabilityFlags flags)
    {
        json.WritePropertyName("flags"u8);
        json.WriteRawValue(Older[(int)flags & 255], skipInputValidation: true);
        json.WritePropertyName("tenant_flags"u8);
        json.WriteRawValue(Newer[(int)flags & 255], skipInputValidation: true);
    }

    /// <summary>All eight, as a member of their own.</summary>
    public static void WriteAll(Utf8JsonWriter json, string name, CapabilityFlags flags)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(Newer[(int)flags & 255], skipInputValidation: true);
    }

    /// <summary>Which flags an object with some of the eight turns on and off.</summary>
    public static (CapabilityFlags Enabled, CapabilityFlags Disabled) Parse(JsonMembers flags)
    {
        CapabilityFlags enabled = 0, disabled = 0;
        foreach (var (name, value) in flags.All())
        {
            var flag = Members.FirstOrDefault(member => member.Name == name).Flag;
            if (flag == 0) flags.Fail(name, $"{name} is not known here.");
            else if (value == "enabled") enabled |= flag;
            else if (value == "disabled") disabled |= flag;
            else flags.Fail(name, $"{name} must be enabled or disabled.");
        }
        return (enabled, disabled);
    }

    private static byte[] Spell(CapabilityFlags flags, bool onlyOlder) => Encoding.UTF8.GetBytes(
        "{" + string.Join(",", Members.Where(member => member.Older || !onlyOlder)
            .Select(member => $"\"{member.Name}\":\"{(flags.HasFlag(member.Flag) ? "enabled" : "disabled")}\"")) + "}");
}
