using System.Text.Json;
using System.Text.RegularExpressions;

namespace Grove.Conformance;

/// <summary>
/// Compares JSON with the schemas of an OpenAPI document, for as much of the language as ours uses; a keyword beyond that is a fault. An object
/// may have only the members that its schema declares, whether or not the schema is closed: nothing real may be undocumented.
/// </summary>
internal sealed class SchemaChecker(JsonElement document)
{
    private static readonly string[] Known =
    [
        "type", "properties", "required", "additionalProperties", "items", "enum", "$ref", "anyOf", "pattern", "minItems", "maxItems", "minimum",
        "maximum", "minLength", "maxLength", "minProperties", "description", "examples", "format",
    ];

    private readonly HashSet<string> seen = [];

    /// <summary>The members that some value has had, as <c>schema.member</c>, for schemas that have a name.</summary>
    public IReadOnlySet<string> Seen => seen;

    /// <summary>The places where the value is not what the schema says.</summary>
    public List<string> Faults(JsonElement schema, JsonElement value)
    {
        var faults = new List<string>();
        Check(schema, value, "$", "", faults);
        return faults;
    }

    public JsonElement Resolve(string reference) =>
        reference[2..].Split('/').Aggregate(document, static (node, name) => node.GetProperty(name));

    private void Check(JsonElement schema, JsonElement value, string path, string name, List<string> faults)
    {
        foreach (var keyword in schema.EnumerateObject())
            if (!Known.Contains(keyword.Name)) faults.Add($"{path}: the schema has an unknown keyword {keyword.Name}");
        if (schema.TryGetProperty("$ref", out var reference))
        {
            var target = reference.GetString()!;
            Check(Resolve(target), value, path, target[(target.LastIndexOf('/') + 1)..], faults);
        }
        if (schema.TryGetProperty("anyOf", out var any) && !any.EnumerateArray().Any(option => Faults(option, value).Count == 0))
            faults.Add($"{path}: none of anyOf");
        if (schema.TryGetProperty("type", out var type) && !Types(type).Any(allowed => IsOf(value, allowed)))
        {
            faults.Add($"{path}: is {value.ValueKind}, not {type}");
            return;
        }
        if (schema.TryGetProperty("enum", out var values) && !values.EnumerateArray().Any(allowed => JsonElement.DeepEquals(allowed, value)))
            faults.Add($"{path}: {value} is none of {values}");
        switch (value.ValueKind)
        {
            case JsonValueKind.Object: CheckObject(schema, value, path, name, faults); break;
            case JsonValueKind.Array: CheckArray(schema, value, path, faults); break;
            case JsonValueKind.String: CheckRange(schema, "Length", value.GetString()!.Length, path, faults); break;
            case JsonValueKind.Number: CheckRange(schema, "imum", value.GetDouble(), path, faults); break;
        }
        if (value.ValueKind == JsonValueKind.String && schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(value.GetString()!, pattern.GetString()!))
            faults.Add($"{path}: {value} does not fit {pattern}");
    }

    private void CheckObject(JsonElement schema, JsonElement value, string path, string name, List<string> faults)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var member in required.EnumerateArray())
                if (!value.TryGetProperty(member.GetString()!, out _)) faults.Add($"{path}: misses {member}");
        }
        var hasMembers = schema.TryGetProperty("properties", out var properties);
        var hasOthers = schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.Object;
        if (!hasMembers && !hasOthers) return;
        foreach (var member in value.EnumerateObject())
        {
            var place = $"{path}.{member.Name}";
            if (hasMembers && properties.TryGetProperty(member.Name, out var declared))
            {
                if (name.Length > 0) seen.Add($"{name}.{member.Name}");
                Check(declared, member.Value, place, name.Length > 0 ? $"{name}.{member.Name}" : "", faults);
            }
            else if (hasOthers) Check(others, member.Value, place, "", faults);
            else faults.Add($"{place}: is not declared");
        }
    }

    private void CheckArray(JsonElement schema, JsonElement value, string path, List<string> faults)
    {
        CheckRange(schema, "Items", value.GetArrayLength(), path, faults);
        if (!schema.TryGetProperty("items", out var items)) return;
        var index = 0;
        foreach (var item in value.EnumerateArray()) Check(items, item, $"{path}[{index++}]", "", faults);
    }

    private static void CheckRange(JsonElement schema, string what, double size, string path, List<string> faults)
    {
        if (schema.TryGetProperty("min" + what, out var least) && size < least.GetDouble()) faults.Add($"{path}: {size} is below {least}");
        if (schema.TryGetProperty("max" + what, out var most) && size > most.GetDouble()) faults.Add($"{path}: {size} is above {most}");
    }

    private static IEnumerable<string> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()!) : [type.GetString()!];

    private static bool IsOf(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => false,
    };
}
