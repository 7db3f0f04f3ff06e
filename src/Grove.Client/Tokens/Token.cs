using System.Text.Json.Serialization;

namespace Grove.Client;

/// <summary>An API token without its value, which is shown once, when it is made.</summary>
public record Token : ApiObject
{
    /// <summary>Its id.</summary>
    public string? Id { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Whether it can be used.</summary>
    public TokenStatus? Status { get; init; }

    /// <summary>What it allows and denies, and where.</summary>
    public IReadOnlyList<TokenPolicy> Policies { get; init => field = value ?? []; } = [];

    /// <summary>From where it can be used; null for anywhere.</summary>
    public TokenCondition? Condition { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? IssuedOn { get; init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset? ModifiedOn { get; init; }

    /// <summary>When it was last used, of Grove to the minute; null for never.</summary>
    public DateTimeOffset? LastUsedOn { get; init; }

    /// <summary>Before when it cannot be used; null for no such time.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>From when on it can no longer be used; null for never.</summary>
    public DateTimeOffset? ExpiresOn { get; init; }

    /// <summary>The e-mail address of who made it. Only of Cloudflare, for tokens of accounts.</summary>
    public string? CreatorEmailAtCreation { get; init; }

    /// <summary>The id of the service that made it. Only of Cloudflare, for tokens of accounts.</summary>
    public string? ProvisionerId { get; init; }

    /// <summary>The type of the service that made it. Only of Cloudflare, for tokens of accounts.</summary>
    public string? ProvisionerType { get; init; }
}

/// <summary>An API token that was just made, with its value.</summary>
public sealed record CreatedToken : Token
{
    /// <summary>The token itself: what is sent as <c>Authorization: Bearer</c>. It cannot be read again.</summary>
    public string Value { get; init => field = value ?? ""; } = "";

    /// <summary>The token without its value.</summary>
    public override string ToString() => $"CreatedToken {{ Id = {Id}, Name = {Name}, Status = {Status} }}";
}

/// <summary>That a token can be used, and until when.</summary>
public sealed record TokenVerification : ApiObject
{
    /// <summary>The id of the token.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it can be used.</summary>
    public TokenStatus Status { get; init; }

    /// <summary>Before when it cannot be used; null for no such time.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>From when on it can no longer be used; null for never.</summary>
    public DateTimeOffset? ExpiresOn { get; init; }
}

/// <summary>Whether an API token can be used.</summary>
[JsonConverter(typeof(WireValueConverter<TokenStatus>))]
public readonly record struct TokenStatus : IWireValue<TokenStatus>
{
    private readonly string? text;

    private TokenStatus(string value) => text = value;

    /// <summary>It can be used: "active".</summary>
    public static TokenStatus Active { get; } = new("active");

    /// <summary>Its owner has switched it off: "disabled".</summary>
    public static TokenStatus Disabled { get; } = new("disabled");

    /// <summary>Its time is over: "expired".</summary>
    public static TokenStatus Expired { get; } = new("expired");

    /// <inheritdoc/>
    public string Value => text ?? "";

    /// <inheritdoc/>
    public bool IsKnown => Value is "active" or "disabled" or "expired";

    /// <inheritdoc/>
    public static TokenStatus FromWire(string value) => new(value);

    /// <summary>The text on the wire.</summary>
    public override string ToString() => Value;
}
