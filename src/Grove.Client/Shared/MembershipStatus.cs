using System.Text.Json.Serialization;

namespace Grove.Client;

/// <summary>Where a membership of an account stands.</summary>
[JsonConverter(typeof(WireValueConverter<MembershipStatus>))]
public readonly record struct MembershipStatus : IWireValue<MembershipStatus>
{
    private readonly string? text;

    private MembershipStatus(string value) => text = value;

    /// <summary>A member: "accepted".</summary>
    public static MembershipStatus Accepted { get; } = new("accepted");

    /// <summary>Invited: "pending".</summary>
    public static MembershipStatus Pending { get; } = new("pending");

    /// <summary>The invitation was rejected: "rejected".</summary>
    public static MembershipStatus Rejected { get; } = new("rejected");

    /// <inheritdoc/>
    public string Value => text ?? "";

    /// <inheritdoc/>
    public bool IsKnown => Value is "accepted" or "pending" or "rejected";

    /// <inheritdoc/>
    public static MembershipStatus FromWire(string value) => new(value);

    /// <summary>The text on the wire.</summary>
    public override string ToString() => Value;
}
