using System.Text.Json.Serialization;

namespace Grove.Client;

/// <summary>What memberships can be ordered by.</summary>
[JsonConverter(typeof(WireValueConverter<MembershipOrder>))]
public readonly record struct MembershipOrder : IWireValue<MembershipOrder>
{
    private readonly string? text;

    private MembershipOrder(string value) => text = value;

    /// <summary>By id: "id".</summary>
    public static MembershipOrder Id { get; } = new("id");

    /// <summary>By the name of the account: "account.name".</summary>
    public static MembershipOrder AccountName { get; } = new("account.name");

    /// <summary>By status: "status".</summary>
    public static MembershipOrder Status { get; } = new("status");

    /// <inheritdoc/>
    public string Value => text ?? "";

    /// <inheritdoc/>
    public bool IsKnown => Value is "id" or "account.name" or "status";

    /// <inheritdoc/>
    public static MembershipOrder FromWire(string value) => new(value);

    /// <summary>The text on the wire.</summary>
    public override string ToString() => Value;
}
