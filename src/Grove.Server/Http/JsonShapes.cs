using System.Text;
using System.Text.Json;
using Grove.Server.Text;

namespace Grove.Server.Http;

/// <summary>Small shapes that several answers share.</summary>
internal static class JsonShapes
{
    /// <summary><c>{"id": …}</c>, what a deletion answers.</summary>
    public static void WriteId(Utf8JsonWriter json, string id)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteEndObject();
    }

    /// <summary>What <paramref name="write"/> writes, as text: the form in which JSON is kept.</summary>
    public static string Text(Action<Utf8JsonWriter> write)
    {
        var buffer = new AnswerBuffer();
        write(buffer.Json);
        return Encoding.UTF8.GetString(buffer.Written.Span);
    }

    /// <summary>Writes a time of the years 1 to 9999, in UTC microseconds, when there is one.</summary>
    public static void WriteTime(this Utf8JsonWriter json, ReadOnlySpan<byte> name, long? time)
    {
        if (time is not { } micros) return;
        Span<byte> text = stackalloc byte[Timestamps.Length];
        Timestamps.TryFormat(micros, text);
        json.WriteString(name, text);
    }

    /// <summary>Writes a text when there is one.</summary>
    public static void WriteOptional(this Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null) json.WriteString(name, text);
    }

    /// <summary>JSON that is there already, such as a profile.</summary>
    public static void WriteRaw(Utf8JsonWriter json, string written) => json.WriteRawValue(written, skipInputValidation: true);
}
