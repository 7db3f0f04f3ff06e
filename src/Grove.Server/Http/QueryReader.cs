using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Grove.Server.Http;

/// <summary>
/// The parameters of a query string. Reading never throws: what is wrong is added to the errors and reads as absent. An empty value
/// is absent, unknown parameters are ignored (when well written), names are case-sensitive.
/// </summary>
internal sealed class QueryReader
{
    // A query of tens of kilobytes can be wrong in thousands of places; nobody reads on.
    private const int MostBadParameters = 20;
    private const int LongestNameShown = 64;

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        string.Concat(Enumerable.Range(1, 0x7F).Select(i => (char)i).Where(c => c is not ('%' or '+'))));

    private static readonly SearchValues<char> Numeric = SearchValues.Create("0123456789.+-eE");

    private readonly List<ErrorItem> errors;
    private List<(ReadOnlyMemory<char> Name, ReadOnlyMemory<char> Value)>? parameters;

    private QueryReader(List<ErrorItem> errors) => this.errors = errors;

    /// <summary>
    /// Reads <paramref name="raw"/> as the client sent it, with or without its question mark. Everything found wrong, now and by the
    /// methods of the result, is added to <paramref name="errors"/>.
    /// </summary>
    public static QueryReader Parse(string? raw, List<ErrorItem> errors)
    {
        var reader = new QueryReader(errors);
        var rest = raw.AsMemory();
        if (rest.Span.StartsWith('?')) rest = rest[1..];
        for (var bad = 0; !rest.IsEmpty && bad < MostBadParameters;)
        {
            var end = rest.Span.IndexOf('&');
            if (!reader.Add(end < 0 ? rest : rest[..end])) bad++;
            rest = end < 0 ? default : rest[(end + 1)..];
        }
        return reader;
    }

    /// <summary>A parameter of at most <paramref name="maxLength"/> scalar values.</summary>
    public string? Text(string name, int maxLength)
    {
        if (!TryGet(name, out var value)) return null;
        if (value.Length <= maxLength || CountScalars(value.Span) <= maxLength) return value.ToString();
        Fail(string.Create(CultureInfo.InvariantCulture, $"{name} must not be longer than {maxLength} characters."));
        return null;
    }

    /// <summary>All values of a parameter that may be given more than once, in the order sent.</summary>
    public IReadOnlyList<string> Texts(string name, bool commaSeparated, int max)
    {
        if (parameters is null) return [];
        var values = new List<string>();
        foreach (var (key, value) in parameters)
        {
            if (!key.Span.SequenceEqual(name)) continue;
            for (var rest = value; !rest.IsEmpty;)
            {
                var comma = commaSeparated ? rest.Span.IndexOf(',') : -1;
                var text = comma < 0 ? rest : rest[..comma];
                rest = comma < 0 ? default : rest[(comma + 1)..];
                if (text.IsEmpty) continue;
                if (values.Count == max)
                {
                    Fail(string.Create(CultureInfo.InvariantCulture, $"{name} must not have more than {max} values."));
                    return [];
                }
                values.Add(text.ToString());
            }
        }
        return values;
    }

    /// <summary>A whole number; anything else, and any outside of the range, is an error.</summary>
    public int? Integer(string name, int min, int max)
    {
        if (!TryGet(name, out var value)) return null;
        if (int.TryParse(value.Span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max)
            return number;
        Fail(string.Create(CultureInfo.InvariantCulture, $"{name} must be a whole number from {min} to {max}."));
        return null;
    }

    /// <summary>
    /// A whole number brought into the range, <paramref name="absent"/> when there is none. Wire: <c>1.0</c> is 1, as some clients keep all
    /// numbers as floats.
    /// </summary>
    public int ClampedPage(string name, int absent, int min, int max)
    {
        if (!TryGet(name, out var value)) return absent;
        // The framework also reads the words for infinity and for what is not a number.
        if (!value.Span.ContainsAnyExcept(Numeric)
            && double.TryParse(value.Span, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && Math.Floor(number) == number)
            return (int)Math.Clamp(number, min, max);
        Fail($"{name} must be a whole number.");
        return absent;
    }

    /// <summary>One of the given words.</summary>
    public string? OneOf(string name, params ReadOnlySpan<string> allowed)
    {
        if (!TryGet(name, out var value)) return null;
        foreach (var word in allowed)
            if (value.Span.SequenceEqual(word)) return word;
        Fail($"{name} must be one of {string.Join(", ", allowed)}.");
        return null;
    }

    /// <summary>What one of the given words stands for.</summary>
    public T? OneOf<T>(string name, params ReadOnlySpan<(string Word, T Value)> allowed) where T : struct
    {
        if (!TryGet(name, out var value)) return null;
        foreach (var (word, meaning) in allowed)
            if (value.Span.SequenceEqual(word)) return meaning;
        Fail($"{name} must be one of {string.Join(", ", allowed.ToArray().Select(choice => choice.Word))}.");
        return null;
    }

    private bool TryGet(string name, out ReadOnlyMemory<char> value)
    {
        value = default;
        if (parameters is null) return false;
        foreach (var (key, candidate) in parameters)
        {
            if (!key.Span.SequenceEqual(name)) continue;
            if (!value.IsEmpty && !value.Span.SequenceEqual(candidate.Span))
            {
                Fail($"{name} must be given only once.");
                return false;
            }
            value = candidate;
        }
        return !value.IsEmpty;
    }

    private bool Add(ReadOnlyMemory<char> parameter)
    {
        var equals = parameter.Span.IndexOf('=');
        var name = equals < 0 ? parameter : parameter[..equals];
        var value = equals < 0 ? default : parameter[(equals + 1)..];
        var fault = Decode(ref name) ?? Decode(ref value);
        if (fault is not null)
        {
            var shown = name.IsEmpty ? "A parameter".AsMemory() : name[..Math.Min(name.Length, LongestNameShown)];
            Fail($"{shown} {fault}");
            return false;
        }
        if (!value.IsEmpty) (parameters ??= []).Add((name, value));
        return true;
    }

    private void Fail(string message) => errors.Add(ErrorItem.Invalid(message));

    private static int CountScalars(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes()) count++;
        return count;
    }

    // Replaces the text by what it means, or leaves it and says what is wrong.
    private static string? Decode(ref ReadOnlyMemory<char> text)
    {
        if (!text.Span.ContainsAnyExcept(Plain)) return null;
        var buffer = ArrayPool<byte>.Shared.Rent(3 * text.Length);
        try
        {
            var fault = Decode(text.Span, buffer, out var length);
            if (fault is not null) return fault;
            var bytes = buffer.AsSpan(0, length);
            if (!Utf8.IsValid(bytes)) return "is not valid UTF-8.";
            if (bytes.Contains((byte)0)) return "must not contain U+0000.";
            text = Encoding.UTF8.GetString(bytes).AsMemory();
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string? Decode(ReadOnlySpan<char> text, Span<byte> bytes, out int length)
    {
        length = 0;
        while (!text.IsEmpty)
        {
            var used = 1;
            switch (text[0])
            {
                case '%':
                    if (text.Length < 3 || !char.IsAsciiHexDigit(text[1]) || !char.IsAsciiHexDigit(text[2]))
                        return "has a % that is not followed by two hexadecimal digits.";
                    bytes[length++] = byte.Parse(text[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                    used = 3;
                    break;
                case '+':
                    bytes[length++] = (byte)' ';
                    break;
                default:
                    if (Rune.DecodeFromUtf16(text, out var rune, out used) != OperationStatus.Done) return "is not valid UTF-8.";
                    length += rune.EncodeToUtf8(bytes[length..]);
                    break;
            }
            text = text[used..];
        }
        return null;
    }
}
