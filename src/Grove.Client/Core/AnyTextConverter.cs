using System.Text.Json;
using System.Text.Json.Serialization;

namespace Grove.Client.Core;

/// <summary>Reads what is documented without a type and is text in practice: anything else is taken as its JSON, so that it cannot spoil a whole answer.</summary>
internal sealed class AnyTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return reader.GetString();
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.GetRawText();
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
