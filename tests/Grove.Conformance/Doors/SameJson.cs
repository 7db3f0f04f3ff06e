using System.Globalization;
using System.Text.Json;

namespace Grove.Conformance.Doors;

/// <summary>Compares JSON by what it says: the order of members and how a moment is written do not matter.</summary>
internal static class SameJson
{
    /// <summary>What differs between what was asked for and what is sent. Null is a value.</summary>
    public static IReadOnlyList<string> InRequest(JsonElement asked, JsonElement sent) => Compare("", asked, sent, lenient: false);

    /// <summary>
    /// What differs between a result as it came and as the SDK understood it. A member that is null may be left out, and what is left out may have the value
    /// that stands for nothing.
    /// </summary>
    public static IReadOnlyList<string> InAnswer(JsonElement raw, JsonElement typed) => Compare("", raw, typed, lenient: true);

    private static List<string> Compare(string at, JsonElement one, JsonElement other, bool lenient)
    {
        var differences = new List<string>();
        if (one.ValueKind == JsonValueKind.Object && other.ValueKind == JsonValueKind.Object)
        {
            var (left, right) = (Members(one), Members(other));
            foreach (var (name, value) in left)
            {
                if (right.TryGetValue(name, out var same)) differences.AddRange(Compare($"{at}/{name}", value, same, lenient));
                else if (!lenient || value.ValueKind != JsonValueKind.Null) differences.Add($"{at}/{name} is lost: {value}");
            }
            foreach (var (name, value) in right)
                if (!left.ContainsKey(name) && (!lenient || !IsNothing(value))) differences.Add($"{at}/{name} is added: {value}");
        }
        else if (one.ValueKind == JsonValueKind.Array && other.ValueKind == JsonValueKind.Array && one.GetArrayLength() == other.GetArrayLength())
        {
            foreach (var (i, (left, right)) in one.EnumerateArray().Zip(other.EnumerateArray()).Index()) differences.AddRange(Compare($"{at}/{i}", left, right, lenient));
        }
        else if (!JsonElement.DeepEquals(one, other) && !(Moment(one) is { } moment && moment == Moment(other)) && !(lenient && IsCount(one, other)))
        {
            differences.Add($"{at} is {other.GetRawText()}, not {one.GetRawText()}");
        }
        return differences;
    }

    private static Dictionary<string, JsonElement> Members(JsonElement value) => value.EnumerateObject().ToDictionary(member => member.Name, member => member.Value);

    // Cloudflare's audit log writes the rows of a page as text, other lists as a number.
    private static bool IsCount(JsonElement raw, JsonElement typed) =>
        raw.ValueKind == JsonValueKind.String && typed.ValueKind == JsonValueKind.Number && raw.GetString() == typed.GetRawText();

    private static bool IsNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.String => value.GetString() == "" || Moment(value) == default(DateTimeOffset),
        JsonValueKind.Number => value.TryGetInt64(out var number) && number == 0,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => value.EnumerateObject().All(member => IsNothing(member.Value)),
        _ => false,
    };

    private static DateTimeOffset? Moment(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: >= 20 } text && text[10] == 'T'
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? moment : null;
}
