using System.Text.Json.Serialization;

namespace Grove.Client;

/// <summary>The type of an account.</summary>
[JsonConverter(typeof(WireValueConverter<AccountType>))]
public readonly record struct AccountType : IWireValue<AccountType>
{
    private readonly string? text;

    private AccountType(string value) => text = value;

    /// <summary>Free, or with plans bought one by one: "standard".</summary>
    public static AccountType Standard { get; } = new("standard");

    /// <summary>Of an enterprise: "enterprise".</summary>
    public static AccountType Enterprise { get; } = new("enterprise");

    /// <inheritdoc/>
    public string Value => text ?? "";

    /// <inheritdoc/>
    public bool IsKnown => Value is "standard" or "enterprise";

    /// <inheritdoc/>
    public static AccountType FromWire(string value) => new(value);

    /// <summary>The text on the wire.</summary>
    public override string ToString() => Value;
}
