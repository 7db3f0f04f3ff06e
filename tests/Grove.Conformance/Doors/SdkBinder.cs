using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Grove.Client;

namespace Grove.Conformance.Doors;

/// <summary>
/// Writes queries and bodies as the typed parameters of the SDK, as far as these can say them; what they cannot is left over. Reflection finds the
/// properties, so that a parameter which the SDK lacks or names otherwise is left over too, and never arrives by luck.
/// </summary>
internal static class SdkBinder
{
    /// <summary>JSON as the SDK writes it, but without the members that it does not know, and not asking for those that are required.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Change } },
    };

    /// <summary>Moves what the parameters can say from the query into them.</summary>
    public static T Query<T>(List<KeyValuePair<string, string>> query) where T : class
    {
        var parameters = Activator.CreateInstance<T>();
        foreach (var group in query.GroupBy(parameter => parameter.Key).ToList())
        {
            string[] values = [.. group.Select(parameter => parameter.Value)];
            if (Set(parameters, group.Key.Split('.'), values)) query.RemoveAll(parameter => parameter.Key == group.Key);
        }
        return parameters;
    }

    /// <summary>Moves what the parameters can say from the body into them.</summary>
    public static T Body<T>(JsonObject body) where T : class
    {
        var typed = new JsonObject();
        foreach (var (name, value) in body.ToList())
        {
            if (!IsSaid<T>(name, value)) continue;
            body.Remove(name);
            typed[name] = value;
        }
        return typed.Deserialize<T>(Json)!;
    }

    private static bool IsSaid<T>(string name, JsonNode? value)
    {
        var alone = new JsonObject { [name] = value?.DeepClone() };
        try
        {
            var written = JsonSerializer.SerializeToElement(alone.Deserialize<T>(Json), Json);
            return written.TryGetProperty(name, out var same)
                && SameJson.InRequest(JsonSerializer.SerializeToElement(value), same).Count == 0;
        }
        catch (Exception refused) when (refused is JsonException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    // A filter such as user.email.startsWith may be one property or one inside another.
    private static bool Set(object target, ReadOnlySpan<string> name, string[] values)
    {
        for (var taken = name.Length; taken > 0; taken--)
        {
            var wanted = string.Concat(name[..taken].ToArray()).Replace("_", "", StringComparison.Ordinal);
            var property = target.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .SingleOrDefault(property => property.CanWrite && string.Equals(property.Name, wanted, StringComparison.OrdinalIgnoreCase));
            if (property is null) continue;
            if (taken == name.Length)
            {
                if (!TryConvert(property.PropertyType, values, out var value)) return false;
                property.SetValue(target, value);
                return true;
            }
            var inner = property.GetValue(target) ?? Activator.CreateInstance(property.PropertyType)!;
            if (!Set(inner, name[taken..], values)) return false;
            property.SetValue(target, inner);
            return true;
        }
        return false;
    }

    // Only what the SDK would write in the very same way.
    private static bool TryConvert(Type type, string[] values, out object? value)
    {
        var wanted = Nullable.GetUnderlyingType(type) ?? type;
        if (wanted.IsGenericType && wanted.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            var row = wanted.GetGenericArguments()[0];
            var list = Array.CreateInstance(row, values.Length);
            value = list;
            for (var i = 0; i < values.Length; i++)
            {
                if (!TryConvert(row, [values[i]], out var item)) return false;
                list.SetValue(item, i);
            }
            return true;
        }
        value = values is not [var text] ? null
            : wanted == typeof(string) ? text
            : wanted == typeof(int) ? Exactly<int>(text)
            : wanted == typeof(long) ? Exactly<long>(text)
            : wanted == typeof(bool) ? text switch { "true" => true, "false" => false, _ => null }
            : wanted == typeof(DateTimeOffset) ? Moment(text)
            : wanted.GetMethod(nameof(IWireValue<>.FromWire), BindingFlags.Public | BindingFlags.Static)?.Invoke(null, [text]);
        return value is not null;
    }

    private static object? Exactly<T>(string text) where T : struct, IParsable<T>, IFormattable =>
        T.TryParse(text, CultureInfo.InvariantCulture, out var number) && number.ToString(null, CultureInfo.InvariantCulture) == text ? number : null;

    private static DateTimeOffset? Moment(string text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFK", CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
        && moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture) == text ? moment : null;

    private static void Change(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.ToList())
        {
            if (property.IsExtensionData) type.Properties.Remove(property);
            else property.IsRequired = false;
        }
    }
}
