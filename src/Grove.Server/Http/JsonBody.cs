using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Grove.Server.Http;

/// <summary>Reads the body of a request into an object all of whose texts can be stored.</summary>
internal static class JsonBody
{
    private const int MaxDepth = 32;

    private const int LongestPointer = 256;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>
    /// The object in <paramref name="utf8"/>, which stays in use for as long as the document is; null when there is none or a text in
    /// it, the name of a member included, has U+0000, an unpaired surrogate or invalid UTF-8. Of members with one name the last counts.
    /// </summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> utf8, List<ErrorItem> errors)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(utf8, Options);
        }
        catch (JsonException fault)
        {
            errors.Add(ErrorItem.Invalid(Describe(utf8.Span, fault)));
            return null;
        }
        var before = errors.Count;
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            errors.Add(ErrorItem.Invalid("The body must be a JSON object.", JsonPointer.Root));
        // Only invalid UTF-8 or an escape can put such a text there: most bodies are not looked at again.
        else if (!Utf8.IsValid(utf8.Span) || utf8.Span.IndexOf("\\u"u8) >= 0)
            new TextCheck(errors, before + ApiError.MostItems).Object(document.RootElement, null);
        if (errors.Count == before) return document;
        document.Dispose();
        return null;
    }

    private static string Describe(ReadOnlySpan<byte> utf8, JsonException fault) =>
        utf8.IndexOfAnyExcept(" \t\r\n"u8) < 0
            ? "The body is empty; it must be a JSON object."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The body is not JSON, or nested deeper than {MaxDepth} levels "
                + $"(line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}).");

    private sealed record Place(Place? Above, string Segment);

    private sealed class TextCheck(List<ErrorItem> errors, int full)
    {
        public void Object(JsonElement element, Place? place)
        {
            foreach (var member in element.EnumerateObject())
            {
                if (errors.Count >= full) return;
                var raw = JsonMarshal.GetRawUtf8PropertyName(member);
                var sound = IsSound(raw);
                // An unsound name has no other spelling than the one it was sent in.
                var here = new Place(place, sound ? member.Name : Encoding.UTF8.GetString(raw));
                if (!sound) Fail("The name of this member", here);
                Value(member.Value, here);
            }
        }

        private void Array(JsonElement element, Place place)
        {
            var index = 0;
            foreach (var item in element.EnumerateArray())
            {
                if (errors.Count >= full) return;
                Value(item, new Place(place, index++.ToString(CultureInfo.InvariantCulture)));
            }
        }

        private void Value(JsonElement element, Place place)
        {
            if (element.ValueKind == JsonValueKind.Object) Object(element, place);
            else if (element.ValueKind == JsonValueKind.Array) Array(element, place);
            else if (element.ValueKind == JsonValueKind.String && !IsSound(JsonMarshal.GetRawUtf8Value(element))) Fail("This text", place);
        }

        private void Fail(string what, Place place) => errors.Add(
            ErrorItem.Invalid($"{what} has U+0000, an unpaired surrogate or invalid UTF-8 in it.", Pointer(place)));

        // A place too far to be pointed to is answered by the nearest one above it.
        private static string Pointer(Place? place)
        {
            var segments = new Stack<string>();
            for (; place is not null; place = place.Above) segments.Push(place.Segment);
            var pointer = JsonPointer.Root;
            foreach (var segment in segments)
            {
                if (pointer.Length + segment.Length > LongestPointer) break;
                pointer = JsonPointer.Member(pointer, segment);
            }
            return pointer;
        }

        private static bool IsSound(ReadOnlySpan<byte> raw)
        {
            if (!Utf8.IsValid(raw)) return false;
            var expectLow = false;
            while (true)
            {
                var escape = raw.IndexOf((byte)'\\');
                if (expectLow && escape != 0) return false;
                if (escape < 0) return true;
                var unit = raw[escape + 1] == 'u' ? Unit(raw.Slice(escape + 2, 4)) : '\u0001';
                if (unit == 0 || expectLow != char.IsLowSurrogate(unit)) return false;
                expectLow = char.IsHighSurrogate(unit);
                raw = raw[(escape + (raw[escape + 1] == 'u' ? 6 : 2))..];
            }
        }

        private static char Unit(ReadOnlySpan<byte> hex) =>
            (char)ushort.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
