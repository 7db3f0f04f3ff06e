using System.Text.Json.Serialization;

namespace Grove.Client;

/// <summary>What members of an account can be ordered by.</summary>
[JsonConverter(typeof(WireValueConverter<AccountMemberOrder>))]
public readonly record struct AccountMemberOrder : IWireValue<AccountMemberOrder>
{
    private readonly string? text;

    private AccountMemberOrder(string value) => text = value;

    /// <summary>By first name: "user.first_name".</summary>
    public static AccountMemberOrder FirstName { get; } = new("user.first_name");

    /// <summary>By last name: "user.last_name".</summary>
    public static AccountMemberOrder LastName { get; } = new("user.last_name");

    /// <summary>By e-mail address: "user.email".</summary>
    public static AccountMemberOrder Email { get; } = new("user.email");

    /// <summary>By status: "status".</summary>
    public static AccountMemberOrder Status { get; } = new("status");

    /// <inheritdoc/>
    public string Value => text ?? "";

    /// <inheritdoc/>
    public bool IsKnown => Value is "user.first_name" or "user.last_name" or "user.email" or "status";

    /// <inheritdoc/>
    public static AccountMemberOrder FromWire(string value) => new(value);

    /// <summary>The text on the wire.</summary>
    public override string ToString() => Value;
}
