using System.Text.Json;

namespace Grove.Cli.Output;

/// <summary>A column of a list.</summary>
/// <param name="Title">Its head.</param>
/// <param name="Path">The members from the row in, with dots; what is below an array is taken from each of its elements.</param>
internal sealed record Column(string Title, string Path)
{
    public static readonly Column Id = new("id", "id");
    public static readonly Column Name = new("name", "name");

    public string Of(JsonElement row) => string.Join(", ", Values(row, Path));

    private static IEnumerable<string> Values(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.Array) return value.EnumerateArray().SelectMany(element => Values(element, path));
        if (path.Length == 0) return value.ValueKind is JsonValueKind.Null ? [] : [Cell.Text(value)];
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        var (name, rest) = dot < 0 ? (path, "") : (path[..dot], path[(dot + 1)..]);
        return value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var inner) ? Values(inner, rest) : [];
    }
}

/// <summary>JSON as text for people.</summary>
internal static class Cell
{
    public static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => String(value),
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };

    // An unpaired surrogate is JSON, and no text.
    private static string String(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText();
        }
    }

    /// <summary>Every member with a value, by the names from the outermost in; arrays of texts in one line.</summary>
    public static IEnumerable<(string Name, string Value)> Members(JsonElement value, string name = "") => value.ValueKind switch
    {
        JsonValueKind.Object when value.EnumerateObject().Any() =>
            value.EnumerateObject().SelectMany(member => Members(member.Value, name.Length == 0 ? member.Name : $"{name}.{member.Name}")),
        JsonValueKind.Array when value.EnumerateArray().Any(element => element.ValueKind is JsonValueKind.Object or JsonValueKind.Array) =>
            value.EnumerateArray().SelectMany((element, index) => Members(element, $"{name}.{index}")),
        JsonValueKind.Array => [(name, string.Join(", ", value.EnumerateArray().Select(Text)))],
        _ => [(name, Text(value))],
    };
}
