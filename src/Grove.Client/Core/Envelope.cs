using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Grove.Client.Core;

/// <summary>What the API wraps around results.</summary>
internal sealed class Envelope
{
    public static Envelope None { get; } = new();

    /// <summary>Null when the body has no such member, and so is no envelope.</summary>
    public bool? Success { get; private set; }

    public IReadOnlyList<ApiError> Errors { get; private set; } = [];

    public IReadOnlyList<ApiError> Messages { get; private set; } = [];

    public ResultInfo? Info { get; private set; }

    /// <summary>Reads a body in one pass. Without <paramref name="type"/> the result is passed over.</summary>
    /// <exception cref="JsonException">The body is no JSON object, or a member has another shape.</exception>
    public static Envelope Read<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T>? type, out T? result)
    {
        var envelope = new Envelope();
        result = default;
        var reader = new Utf8JsonReader(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("The body is no JSON object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("result"u8) && type is not null) result = Next(ref reader, type);
            else if (reader.ValueTextEquals("success"u8)) envelope.Success = Next(ref reader, GroveJson.Default.Boolean);
            else if (reader.ValueTextEquals("errors"u8)) envelope.Errors = Next(ref reader, GroveJson.Default.ApiErrorArray) ?? [];
            else if (reader.ValueTextEquals("messages"u8)) envelope.Messages = Next(ref reader, GroveJson.Default.ApiErrorArray) ?? [];
            else if (reader.ValueTextEquals("result_info"u8)) envelope.Info = Next(ref reader, GroveJson.Default.ResultInfo);
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
        // The end of the object is the end of the body.
        if (reader.Read()) throw new JsonException("There is more after the JSON object.");
        return envelope;
    }

    /// <summary>The errors of a refusal, whatever its body is.</summary>
    public static Envelope OfRefusal(ReadOnlySpan<byte> body)
    {
        try
        {
            return Read<bool>(body, null, out _);
        }
        catch (JsonException)
        {
            return None;
        }
    }

    private static T? Next<T>(ref Utf8JsonReader reader, JsonTypeInfo<T> type)
    {
        reader.Read();
        return JsonSerializer.Deserialize(ref reader, type);
    }
}
