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

    /// <summary>The same with the members that the SDK does not know, which it keeps: errors are as open as that.</summary>
    public static JsonSerializerOptions OpenJson { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

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
        var names = Json.GetTypeInfo(typeof(T)).Properties.Select(property => property.Name).ToHashSet();
        foreach (var (name, value) in body.ToList())
        {
            if (!names.Contains(name) || !IsSaid<T>(name, value)) continue;
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

    // A filter such as user.email.startsWith is one property, or one inside another; what a filter must be like exactly is its Is.
    private static bool Set(object target, ReadOnlySpan<string> name, string[] values)
    {
        for (var taken = name.Length; taken > 0; taken--)
        {
            var wanted = string.Concat(name[..taken].ToArray()).Replace("_", "", StringComparison.Ordinal);
            if (Property(target.GetType(), wanted) is not { } property) continue;
            object? value;
            if (taken < name.Length || Property(property.PropertyType, "Is") is not null)
            {
                value = property.GetValue(target) ?? Activator.CreateInstance(property.PropertyType)!;
                if (!Set(value, taken < name.Length ? name[taken..] : ["Is"], values)) return false;
            }
            else if (!TryConvert(property.PropertyType, values, out value))
            {
                return false;
            }
            property.SetValue(target, value);
            return true;
        }
        return false;
    }

    private static PropertyInfo? Property(Type type, string name) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .SingleOrDefault(property => property.CanWrite && string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase));

    // Only what the SDK would write in the same way; a moment is the same in every form.
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
            : wanted == typeof(DateTimeOffset) ? AskedRequest.Moment(text)
            : wanted.GetMethod(nameof(IWireValue<>.FromWire), BindingFlags.Public | BindingFlags.Static)?.Invoke(null, [text]);
        return value is not null;
    }

    private static object? Exactly<T>(string text) where T : struct, IParsable<T>, IFormattable =>
        T.TryParse(text, CultureInfo.InvariantCulture, out var number) && number.ToString(null, CultureInfo.InvariantCulture) == text ? number : null;

    private static void Change(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.ToList())
        {
            if (property.IsExtensionData) type.Properties.Remove(property);
            else property.IsRequired = false;
        }
    }
}
