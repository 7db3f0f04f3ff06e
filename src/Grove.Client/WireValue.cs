using System.Text.Json;
using System.Text.Json.Serialization;

namespace Grove.Client;

/// <summary>One of a set of texts on the wire, which may grow: a text that is not known here is kept as it came.</summary>
/// <typeparam name="T">The type itself.</typeparam>
public interface IWireValue<T> where T : struct, IWireValue<T>
{
    /// <summary>The text on the wire.</summary>
    string Value { get; }

    /// <summary>True when this version of the client knows the text.</summary>
    bool IsKnown { get; }

    /// <summary>The value of a text, known or not.</summary>
    /// <param name="value">The text on the wire.</param>
    static abstract T FromWire(string value);
}

internal sealed class WireValueConverter<T> : JsonConverter<T> where T : struct, IWireValue<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } text ? T.FromWire(text) : default;

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
