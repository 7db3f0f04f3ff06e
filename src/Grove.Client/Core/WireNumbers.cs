using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Grove.Client.Core;

/// <summary>Whole numbers, which servers also write as 1.0 or "1". Null is nothing.</summary>
internal sealed class WireInt32 : JsonConverter<int>
{
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        WireInt64.Read(ref reader) is var number and >= int.MinValue and <= int.MaxValue ? (int)number : throw new JsonException("The number is too large.");

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

/// <inheritdoc cref="WireInt32"/>
internal sealed class WireInt64 : JsonConverter<long>
{
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value);

    public static long Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null) return 0;
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number)) return number;
        decimal exact;
        if (reader.TokenType == JsonTokenType.String ? decimal.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out exact) : reader.TryGetDecimal(out exact))
        {
            if (exact == decimal.Truncate(exact) && exact is >= long.MinValue and <= long.MaxValue) return (long)exact;
        }
        throw new JsonException("No whole number.");
    }
}

/// <summary>True and false. Null is false.</summary>
internal sealed class WireBoolean : JsonConverter<bool>
{
    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType != JsonTokenType.Null && reader.GetBoolean();

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
}
