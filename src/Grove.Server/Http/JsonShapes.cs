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

/// <summary><c>result_info</c> of lists by page number.</summary>
internal static class NumberedPage
{
    /// <summary>The totals are left out when <paramref name="total"/> is not known.</summary>
    public static void Write(Utf8JsonWriter json, int page, int perPage, int count, long? total)
    {
        json.WriteNumber("page"u8, page);
        json.WriteNumber("per_page"u8, perPage);
        json.WriteNumber("count"u8, count);
        if (total is not { } rows) return;
        json.WriteNumber("total_count"u8, rows);
        json.WriteNumber("total_pages"u8, (rows + perPage - 1) / perPage);
    }
}
