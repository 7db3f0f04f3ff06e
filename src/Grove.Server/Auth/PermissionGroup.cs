using System.Collections.Frozen;

namespace Grove.Server.Auth;

/// <summary>What an endpoint is about; a token policy names it together with a level.</summary>
internal enum PermissionArea
{
    /// <summary>A valid credential is enough.</summary>
    None,
    UserDetails,
    AccountSettings,
    Memberships,
    ApiTokens,
    AuditLogs,
    Operator,
}

/// <summary>A named right that a token policy grants. Write includes Read. The ids are Cloudflare's where it publishes one.</summary>
internal sealed record PermissionGroup(string Id, string Name, PermissionArea Area, bool Write)
{
    public static IReadOnlyList<PermissionGroup> All { get; } =
    [
        new("8acbe5bb0d54464ab867149d7f7cf8ac", "User Details Read", PermissionArea.UserDetails, false),
        new("55a5e17cc99e4a3fa1f3432d262f2e55", "User Details Write", PermissionArea.UserDetails, true),
        new("c1fde68c7bcc44588cbb6ddbc16d6480", "Account Settings Read", PermissionArea.AccountSettings, false),
        new("1af1fa2adc104452b74a9a3364202f20", "Account Settings Write", PermissionArea.AccountSettings, true),
        new("3518d0f75557482e952c6762d3e64903", "Memberships Read", PermissionArea.Memberships, false),
        new("9201bc6f42d440968aaab0c6f17ebb1d", "Memberships Write", PermissionArea.Memberships, true),
        new("0cc3a61731504c89b99ec1be78b77aa0", "API Tokens Read", PermissionArea.ApiTokens, false),
        new("686d18d5ac6c441c867cbf6771e58a0a", "API Tokens Write", PermissionArea.ApiTokens, true),
        new("6f1d0a2c54be4bb5a3c10e7d92f8b461", "Audit Logs Read", PermissionArea.AuditLogs, false),
        new("9c8e3b7f60d24f1e8a52d4c7b01f9e36", "Grove Operator", PermissionArea.Operator, true),
    ];

    public static FrozenDictionary<string, PermissionGroup> ById { get; } = All.ToFrozenDictionary(group => group.Id, StringComparer.OrdinalIgnoreCase);

    /// <summary>The kind of resource that it is about, as Cloudflare names it.</summary>
    public string Scope => Area is PermissionArea.AccountSettings or PermissionArea.AuditLogs ? "com.cloudflare.api.account" : "com.cloudflare.api.user";

    /// <summary>True when holding this group satisfies an endpoint that asks for <paramref name="required"/>.</summary>
    public bool Satisfies(Permission required) => Area == required.Area && (Write || !required.Write);
}

/// <summary>What an endpoint asks of a token.</summary>
internal readonly record struct Permission(PermissionArea Area, bool Write)
{
    public static Permission Any { get; } = new(PermissionArea.None, false);

    public static Permission Operator { get; } = new(PermissionArea.Operator, true);

    public static Permission Read(PermissionArea area) => new(area, false);

    public static Permission Change(PermissionArea area) => new(area, true);
}
