using System.Text.Json;
using System.Text.Json.Serialization;

namespace Grove.Client;

/// <summary>What an API token allows or denies, and where. Of an answer it can be sent again as it is.</summary>
public sealed record TokenPolicy : ApiObject
{
    /// <summary>Its id; not needed in a request.</summary>
    public string? Id { get; init; }

    /// <summary>Whether it allows or denies. Default: it allows.</summary>
    public TokenPolicyEffect Effect { get; init; } = TokenPolicyEffect.Allow;

    /// <summary>What: at least one group of permissions. <see cref="TokenPermissionGroupService.ListAsync"/> lists them.</summary>
    public IReadOnlyList<TokenPolicyPermissionGroup> PermissionGroups { get; init => field = value ?? []; } = [];

    /// <summary>
    /// Where, at least one, by the names of resources: <c>com.cloudflare.api.user.{user_id}</c> for everything of a user,
    /// <c>com.cloudflare.api.account.*</c>, <c>com.cloudflare.api.account.{account_id}</c>, and of Grove
    /// <c>com.cloudflare.api.organization.{organization_id}</c> for an organization and all below it.
    /// </summary>
    public IReadOnlyDictionary<string, TokenResource> Resources { get; init => field = value ?? new Dictionary<string, TokenResource>(); } = new Dictionary<string, TokenResource>();
}

/// <summary>A group of permissions in a policy.</summary>
public sealed record TokenPolicyPermissionGroup : ApiObject
{
    /// <summary>Its id.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>Its name; not needed in a request.</summary>
    public string? Name { get; init; }

    /// <summary>More about it by name, such as "label". Only of Cloudflare.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Meta { get; init; }
}

/// <summary>From where an API token can be used.</summary>
public sealed record TokenCondition : ApiObject
{
    /// <summary>By the address of the client; null for any.</summary>
    public TokenRequestIp? RequestIp { get; init; }
}

/// <summary>Addresses of clients: IPv4 and IPv6, single ones and ranges such as <c>192.0.2.0/24</c>.</summary>
public sealed record TokenRequestIp : ApiObject
{
    /// <summary>Only from these; null for any.</summary>
    public IReadOnlyList<string>? In { get; init; }

    /// <summary>Not from these.</summary>
    public IReadOnlyList<string>? NotIn { get; init; }
}

/// <summary>Whether a policy allows or denies.</summary>
[JsonConverter(typeof(WireValueConverter<TokenPolicyEffect>))]
public readonly record struct TokenPolicyEffect : IWireValue<TokenPolicyEffect>
{
    private readonly string? text;

    private TokenPolicyEffect(string value) => text = value;

    /// <summary>It allows: "allow".</summary>
    public static TokenPolicyEffect Allow { get; } = new("allow");

    /// <summary>It denies, whatever others allow: "deny".</summary>
    public static TokenPolicyEffect Deny { get; } = new("deny");

    /// <inheritdoc/>
    public string Value => text ?? "";

    /// <inheritdoc/>
    public bool IsKnown => Value is "allow" or "deny";

    /// <inheritdoc/>
    public static TokenPolicyEffect FromWire(string value) => new(value);

    /// <summary>The text on the wire.</summary>
    public override string ToString() => Value;
}
