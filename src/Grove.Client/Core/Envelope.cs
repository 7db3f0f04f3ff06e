using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Grove.Client.Core;

/// <summary>What the API wraps around results.</summary>
internal sealed class Envelope
{
    /// <summary>Null when the body has no such member, and so is no envelope.</summary>
    public bool? Success { get; private set; }

    public IReadOnlyList<ApiError> Errors { get; private set; } = [];

    public IReadOnlyList<ApiError> Messages { get; private set; } = [];

    public ResultInfo? Info { get; private set; }

    /// <summary>True when there is a result, null included.</summary>
    public bool HasResult { get; private set; }

    /// <summary>Why the body, or the rest of it, could not be read: it is no JSON object, or a member has another shape.</summary>
    public JsonException? Fault { get; private set; }

    /// <summary>Reads a body in one pass, up to its first fault.</summary>
    public static Envelope Read<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T>? type, out T? result)
    {
        var envelope = new Envelope();
        result = default;
        try
        {
            var reader = new Utf8JsonReader(WithoutMark(body));
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("The body is no JSON object.");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("result"u8) && type is not null)
                {
                    result = Next(ref reader, type);
                    envelope.HasResult = true;
                }
                else if (reader.ValueTextEquals("success"u8)) envelope.Success = NextTruth(ref reader);
                else if (reader.ValueTextEquals("errors"u8)) envelope.Errors = NextErrors(ref reader);
                else if (reader.ValueTextEquals("messages"u8)) envelope.Messages = NextErrors(ref reader);
                else if (reader.ValueTextEquals("result_info"u8)) envelope.Info = Next(ref reader, GroveJson.Default.ResultInfo);
                else
                {
                    reader.Read();
                    reader.Skip();
                }
            }
            // The end of the object is the end of the body.
            if (reader.Read()) throw new JsonException("There is more after the JSON object.");
        }
        catch (JsonException fault)
        {
            envelope.Fault = fault;
        }
        return envelope;
    }

    /// <summary>Reads a body whose result is of no interest.</summary>
    public static Envelope Read(ReadOnlySpan<byte> body) => Read<bool>(body, null, out _);

    /// <summary>The body without the byte order mark that some servers begin with.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> body) => body.StartsWith("\uFEFF"u8) ? body[3..] : body;

    private static T? Next<T>(ref Utf8JsonReader reader, JsonTypeInfo<T> type)
    {
        reader.Read();
        return JsonSerializer.Deserialize(ref reader, type);
    }

    private static bool? NextTruth(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.Null => null,
            _ => throw new JsonException("Neither success nor failure."),
        };
    }

    private static IReadOnlyList<ApiError> NextErrors(ref Utf8JsonReader reader)
    {
        reader.Read();
        var ahead = reader;
        if (reader.TokenType == JsonTokenType.StartArray && ahead.Read() && ahead.TokenType == JsonTokenType.EndArray)
        {
            reader = ahead;
            return [];
        }
        var all = JsonElement.ParseValue(ref reader);
        return all.ValueKind switch
        {
            JsonValueKind.Null => [],
            JsonValueKind.Array => [.. all.EnumerateArray().Select(Error)],
            _ => [Error(all)],
        };
    }

    // Gateways are less exact about errors than the API, and what they say must not be lost for its shape.
    private static ApiError Error(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.Object => element.Deserialize(GroveJson.Default.ApiError)!,
                JsonValueKind.String => new ApiError { Message = element.Deserialize(GroveJson.Default.String)! },
                _ => new ApiError { Message = element.GetRawText() },
            };
        }
        catch (JsonException)
        {
            return new ApiError { Message = "An error of another shape; the body has it." };
        }
    }
}
