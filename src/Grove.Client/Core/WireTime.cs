using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Grove.Client.Core;

/// <summary>Times: written in UTC to the microsecond that servers keep, read in every form of ISO 8601 that servers write.</summary>
internal sealed class WireTime : JsonConverter<DateTimeOffset>
{
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null) return default;
        // The reader takes a time without an offset for local.
        if (!reader.HasValueSequence && reader.ValueSpan is [.., (byte)'Z'] && reader.TryGetDateTimeOffset(out var time)) return time;
        // The parser takes a time of day for one of today.
        var text = reader.GetString();
        return text is [_, _, _, _, '-', ..] && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time)
            ? time : throw new JsonException("No time.");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Text(value));
}
