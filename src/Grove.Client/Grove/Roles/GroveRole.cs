using System.Text.Json.Serialization;

namespace Grove.Client;

/// <summary>A role that members of organizations, or of accounts, can have.</summary>
public sealed record GroveRole : ApiObject
{
    /// <summary>Its id.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>What it is held on.</summary>
    public GroveRoleScope Scope { get; init; }

    /// <summary>What it allows, such as <c>#organization:edit</c>.</summary>
    public IReadOnlyList<string> Permissions { get; init => field = value ?? []; } = [];
}

/// <summary>What a role is held on.</summary>
[JsonConverter(typeof(WireValueConverter<GroveRoleScope>))]
public readonly record struct GroveRoleScope : IWireValue<GroveRoleScope>
{
    private readonly string? text;

    private GroveRoleScope(string value) => text = value;

    /// <summary>An organization and all below it: "organization".</summary>
    public static GroveRoleScope Organization { get; } = new("organization");

    /// <summary>One account: "account".</summary>
    public static GroveRoleScope Account { get; } = new("account");

    /// <inheritdoc/>
    public string Value => text ?? "";

    /// <inheritdoc/>
    public bool IsKnown => Value is "organization" or "account";

    /// <inheritdoc/>
    public static GroveRoleScope FromWire(string value) => new(value);

    /// <summary>The text on the wire.</summary>
    public override string ToString() => Value;
}
