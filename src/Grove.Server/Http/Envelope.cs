using System.Text.Json;

namespace Grove.Server.Http;

/// <summary>The members that every answer wears, in the order success, errors, messages, result, result_info.</summary>
internal static class Envelope
{
    private static readonly JsonEncodedText Success = JsonEncodedText.Encode("success");
    private static readonly JsonEncodedText Errors = JsonEncodedText.Encode("errors");
    private static readonly JsonEncodedText Messages = JsonEncodedText.Encode("messages");
    private static readonly JsonEncodedText Result = JsonEncodedText.Encode("result");

    /// <summary>Writes up to the name <c>result</c>; its value comes next.</summary>
    public static void Open(Utf8JsonWriter json, ErrorItem? message = null)
    {
        json.WriteStartObject();
        json.WriteBoolean(Success, true);
        json.WriteStartArray(Errors);
        json.WriteEndArray();
        json.WriteStartArray(Messages);
        if (message is not null) WriteItem(json, message, null);
        json.WriteEndArray();
        json.WritePropertyName(Result);
    }

    public static void Close(Utf8JsonWriter json) => json.WriteEndObject();

    public static void WriteError(Utf8JsonWriter json, ApiError error)
    {
        json.WriteStartObject();
        json.WriteBoolean(Success, false);
        json.WriteStartArray(Errors);
        foreach (var item in error.Items) WriteItem(json, item, error.Chain);
        json.WriteEndArray();
        json.WriteStartArray(Messages);
        json.WriteEndArray();
        json.WriteNull(Result);
        json.WriteEndObject();
    }

    private static void WriteItem(Utf8JsonWriter json, ErrorItem item, ErrorItem? chain)
    {
        json.WriteStartObject();
        json.WriteNumber("code"u8, item.Code);
        json.WriteString("message"u8, item.Message);
        if (item.Pointer is not null)
        {
            json.WriteStartObject("source"u8);
            json.WriteString("pointer"u8, item.Pointer);
            json.WriteEndObject();
        }
        if (chain is not null)
        {
            json.WriteStartArray("error_chain"u8);
            WriteItem(json, chain, null);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}
