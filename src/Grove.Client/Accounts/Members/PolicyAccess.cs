using System.Text.Json.Serialization;

namespace Grove.Client;

/// <summary>What a policy does with what it names.</summary>
[JsonConverter(typeof(WireValueConverter<PolicyAccess>))]
public readonly record struct PolicyAccess : IWireValue<PolicyAccess>
{
    private readonly string? text;

    private PolicyAccess(string value) => text = value;

    /// <summary>It may be done: "allow".</summary>
    public static PolicyAccess Allow { get; } = new("allow");

    /// <summary>It may not be done: "deny".</summary>
    public static PolicyAccess Deny { get; } = new("deny");

    /// <inheritdoc/>
    public string Value => text ?? "";

    /// <inheritdoc/>
    public bool IsKnown => Value is "allow" or "deny";

    /// <inheritdoc/>
    public static PolicyAccess FromWire(string value) => new(value);

    /// <summary>The text on the wire.</summary>
    public override string ToString() => Value;
}
