using System.Text.Json.Serialization;

namespace Grove.Client;

/// <summary>How an action ended.</summary>
[JsonConverter(typeof(WireValueConverter<AuditActionResult>))]
public readonly record struct AuditActionResult : IWireValue<AuditActionResult>
{
    private readonly string? text;

    private AuditActionResult(string value) => text = value;

    /// <summary>It was done: "success".</summary>
    public static AuditActionResult Success { get; } = new("success");

    /// <summary>It was refused: "failure".</summary>
    public static AuditActionResult Failure { get; } = new("failure");

    /// <inheritdoc/>
    public string Value => text ?? "";

    /// <inheritdoc/>
    public bool IsKnown => Value is "success" or "failure";

    /// <inheritdoc/>
    public static AuditActionResult FromWire(string value) => new(value);

    /// <summary>The text on the wire.</summary>
    public override string ToString() => Value;
}

/// <summary>What kind of action it was.</summary>
[JsonConverter(typeof(WireValueConverter<AuditActionType>))]
public readonly record struct AuditActionType : IWireValue<AuditActionType>
{
    private readonly string? text;

    private AuditActionType(string value) => text = value;

    /// <summary>Something was created: "create".</summary>
    public static AuditActionType Create { get; } = new("create");

    /// <summary>Something was deleted: "delete".</summary>
    public static AuditActionType Delete { get; } = new("delete");

    /// <summary>Something was read: "view".</summary>
    public static AuditActionType View { get; } = new("view");

    /// <summary>Something was changed: "update".</summary>
    public static AuditActionType Update { get; } = new("update");

    /// <inheritdoc/>
    public string Value => text ?? "";

    /// <inheritdoc/>
    public bool IsKnown => Value is "create" or "delete" or "view" or "update";

    /// <inheritdoc/>
    public static AuditActionType FromWire(string value) => new(value);

    /// <summary>The text on the wire.</summary>
    public override string ToString() => Value;
}

/// <summary>By what kind of credential somebody acted.</summary>
[JsonConverter(typeof(WireValueConverter<AuditActorContext>))]
public readonly record struct AuditActorContext : IWireValue<AuditActorContext>
{
    private readonly string? text;

    private AuditActorContext(string value) => text = value;

    /// <summary>Without one, by the secret of an invitation, or by the API in a way that is not told: "api".</summary>
    public static AuditActorContext Api { get; } = new("api");

    /// <summary>By a global API key: "api_key".</summary>
    public static AuditActorContext ApiKey { get; } = new("api_key");

    /// <summary>By an API token: "api_token".</summary>
    public static AuditActorContext ApiToken { get; } = new("api_token");

    /// <summary>In Cloudflare's dashboard: "dash".</summary>
    public static AuditActorContext Dash { get; } = new("dash");

    /// <summary>By OAuth: "oauth".</summary>
    public static AuditActorContext OAuth { get; } = new("oauth");

    /// <summary>By an Origin CA key: "origin_ca_key".</summary>
    public static AuditActorContext OriginCAKey { get; } = new("origin_ca_key");

    /// <inheritdoc/>
    public string Value => text ?? "";

    /// <inheritdoc/>
    public bool IsKnown => Value is "api" or "api_key" or "api_token" or "dash" or "oauth" or "origin_ca_key";

    /// <inheritdoc/>
    public static AuditActorContext FromWire(string value) => new(value);

    /// <summary>The text on the wire.</summary>
    public override string ToString() => Value;
}

/// <summary>Who acted.</summary>
[JsonConverter(typeof(WireValueConverter<AuditActorType>))]
public readonly record struct AuditActorType : IWireValue<AuditActorType>
{
    private readonly string? text;

    private AuditActorType(string value) => text = value;

    /// <summary>Cloudflare, or an operator of Grove: "cloudflare_admin".</summary>
    public static AuditActorType CloudflareAdmin { get; } = new("cloudflare_admin");

    /// <summary>The server, or somebody above what the reader sees: "system".</summary>
    public static AuditActorType System { get; } = new("system");

    /// <summary>A user: "user".</summary>
    public static AuditActorType User { get; } = new("user");

    /// <inheritdoc/>
    public string Value => text ?? "";

    /// <inheritdoc/>
    public bool IsKnown => Value is "cloudflare_admin" or "system" or "user";

    /// <inheritdoc/>
    public static AuditActorType FromWire(string value) => new(value);

    /// <summary>The text on the wire.</summary>
    public override string ToString() => Value;
}

/// <summary>How much of it the history of a resource has.</summary>
[JsonConverter(typeof(WireValueConverter<AuditHistoryStatus>))]
public readonly record struct AuditHistoryStatus : IWireValue<AuditHistoryStatus>
{
    private readonly string? text;

    private AuditHistoryStatus(string value) => text = value;

    /// <summary>All: "exact".</summary>
    public static AuditHistoryStatus Exact { get; } = new("exact");

    /// <summary>About all: "approximate".</summary>
    public static AuditHistoryStatus Approximate { get; } = new("approximate");

    /// <summary>Nothing, because it cannot be told: "unavailable".</summary>
    public static AuditHistoryStatus Unavailable { get; } = new("unavailable");

    /// <inheritdoc/>
    public string Value => text ?? "";

    /// <inheritdoc/>
    public bool IsKnown => Value is "exact" or "approximate" or "unavailable";

    /// <inheritdoc/>
    public static AuditHistoryStatus FromWire(string value) => new(value);

    /// <summary>The text on the wire.</summary>
    public override string ToString() => Value;
}
