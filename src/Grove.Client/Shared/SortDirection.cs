using System.Text.Json.Serialization;

namespace Grove.Client;

/// <summary>The direction of the order of a list.</summary>
[JsonConverter(typeof(WireValueConverter<SortDirection>))]
public readonly record struct SortDirection : IWireValue<SortDirection>
{
    private readonly string? text;

    private SortDirection(string value) => text = value;

    /// <summary>From the least to the greatest: "asc".</summary>
    public static SortDirection Ascending { get; } = new("asc");

    /// <summary>From the greatest to the least: "desc".</summary>
    public static SortDirection Descending { get; } = new("desc");

    /// <inheritdoc/>
    public string Value => text ?? "";

    /// <inheritdoc/>
    public bool IsKnown => Value is "asc" or "desc";

    /// <inheritdoc/>
    public static SortDirection FromWire(string value) => new(value);

    /// <summary>The text on the wire.</summary>
    public override string ToString() => Value;
}
