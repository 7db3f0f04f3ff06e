using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using static System.FormattableString;

namespace Grove.Conformance.Doors;

/// <summary>What a case asks for, taken apart.</summary>
internal sealed partial record AskedRequest(
    string Method, string Path, IReadOnlyList<KeyValuePair<string, string>> Query, string? Body, IReadOnlyDictionary<string, string[]> Headers)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static async Task<AskedRequest> ReadAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var uri = request.RequestUri!;
        var text = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellation);
        return new AskedRequest(
            request.Method.Method, uri.AbsolutePath, [.. Parameters(uri.Query)], text,
            request.Headers.NonValidated.ToDictionary(header => header.Key, header => header.Value.ToArray(), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>What another request says differently; none when it asks for the same. It may have more headers.</summary>
    public IEnumerable<string> Differences(AskedRequest other)
    {
        if (Method != other.Method) yield return $"the method is {other.Method}, not {Method}";
        if (Uri.UnescapeDataString(Path) != Uri.UnescapeDataString(other.Path)) yield return $"the path is {other.Path}, not {Path}";
        if (!Sorted(Query).SequenceEqual(Sorted(other.Query))) yield return $"the query is {string.Join('&', Sorted(other.Query))}, not {string.Join('&', Sorted(Query))}";
        foreach (var (name, values) in Headers)
            if (!other.Headers.TryGetValue(name, out var sent) || !values.SequenceEqual(sent)) yield return $"the header {name} is {string.Join(", ", sent ?? [])}, not {string.Join(", ", values)}";
        foreach (var name in (string[])["X-Auth-Key", "Authorization", "If-Match", "Grove-As-User"])
            if (other.Headers.ContainsKey(name) && !Headers.ContainsKey(name)) yield return $"the header {name} is added";
        if (Body is null || other.Body is null)
        {
            if (Body != other.Body) yield return $"the body is {other.Body ?? "missing"}, not {Body ?? "missing"}";
            yield break;
        }
        foreach (var difference in SameJson.InRequest(JsonSerializer.Deserialize<JsonElement>(Body), JsonSerializer.Deserialize<JsonElement>(other.Body)))
            yield return $"in the body {difference}";
    }

    private static IEnumerable<string> Sorted(IEnumerable<KeyValuePair<string, string>> query) =>
        query.Select(parameter => $"{parameter.Key}={(Moment(parameter.Value) is { } moment ? Invariant($"{moment:O}") : parameter.Value)}").Order(StringComparer.Ordinal);

    private static IEnumerable<KeyValuePair<string, string>> Parameters(string query) =>
        from pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        let parts = pair.Split('=', 2)
        select new KeyValuePair<string, string>(Decode(parts[0]), parts.Length == 1 ? "" : Decode(parts[1]));

    // What is no text could be written in one way only, and that is not the SDK's.
    private static string Decode(string text)
    {
        if (Malformed().IsMatch(text)) throw new UntranslatableException($"The query has {text}, which is not percent-encoded.");
        var bytes = Encoding.UTF8.GetBytes(text);
        try
        {
            return Strict.GetString(WebUtility.UrlDecodeToBytes(bytes, 0, bytes.Length)!);
        }
        catch (DecoderFallbackException)
        {
            throw new UntranslatableException($"The query has {text}, which is no text.");
        }
    }

    /// <summary>A moment in a query, or the beginning of a day in UTC; null for another text.</summary>
    public static DateTimeOffset? Moment(string text) =>
        text.Length >= 10 && char.IsDigit(text[0])
        && DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment : null;

    [GeneratedRegex("%(?![0-9A-Fa-f]{2})")]
    private static partial Regex Malformed();
}
