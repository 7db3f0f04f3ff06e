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
            foreach (var name in one.EnumerateObject().Concat(other.EnumerateObject()).Select(member => member.Name).Distinct())
            {
                var here = $"{at}/{name}";
                if (!one.TryGetProperty(name, out var left))
                {
                    if (!lenient || !IsNothing(other.GetProperty(name))) differences.Add($"{here} is added: {other.GetProperty(name)}");
                }
                else if (!other.TryGetProperty(name, out var right))
                {
                    if (!lenient || left.ValueKind != JsonValueKind.Null) differences.Add($"{here} is lost: {left}");
                }
                else
                {
                    differences.AddRange(Compare(here, left, right, lenient));
                }
            }
        }
        else if (one.ValueKind == JsonValueKind.Array && other.ValueKind == JsonValueKind.Array && one.GetArrayLength() == other.GetArrayLength())
        {
            foreach (var (i, (left, right)) in one.EnumerateArray().Zip(other.EnumerateArray()).Index()) differences.AddRange(Compare($"{at}/{i}", left, right, lenient));
        }
        else if (!JsonElement.DeepEquals(one, other) && !(Moment(one) is { } moment && moment == Moment(other)))
        {
            differences.Add($"{at} is {other.GetRawText()}, not {one.GetRawText()}");
        }
        return differences;
    }

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
