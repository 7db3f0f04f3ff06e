using System.Reflection;
using System.Text.Json;
using Grove.Client;

namespace Grove.Tests.Client.Resources;

/// <summary>Makes values of the types of the SDK.</summary>
internal static class Sample
{
    public static DateTimeOffset Time { get; } = new(2026, 11, 24, 12, 30, 15, TimeSpan.Zero);

    /// <summary>A value with everything in it.</summary>
    public static object Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return Of(inner);
        if (type == typeof(string)) return "text";
        if (type == typeof(bool)) return true;
        if (type == typeof(int)) return 7;
        if (type == typeof(DateTimeOffset)) return Time;
        if (type == typeof(JsonElement)) return JsonElement.Parse("""{"any":"thing"}""");
        if (type == typeof(TokenResource)) return TokenResource.All;
        if (IsWireValue(type)) return FromWire(type, "text");
        if (type.IsGenericType && type.GetGenericTypeDefinition() is var open)
        {
            var last = type.GetGenericArguments()[^1];
            if (open == typeof(Optional<>)) return Activator.CreateInstance(type, Of(last))!;
            if (open == typeof(IReadOnlyList<>)) return OneOf(Of(last), last);
            if (open == typeof(IReadOnlyDictionary<,>))
                return Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), last), [OnePair(last)])!;
        }
        var made = Empty(type);
        foreach (var property in Settable(type)) property.SetValue(made, Of(property.PropertyType));
        return made;
    }

    /// <summary>A value with nothing in it that can be left out.</summary>
    public static object Empty(Type type)
    {
        if (type.IsValueType || type.GetConstructor([]) is not null) return Activator.CreateInstance(type)!;
        var constructor = type.GetConstructors().OrderBy(constructor => constructor.GetParameters().Length).First();
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter => Of(parameter.ParameterType))]);
    }

    public static IEnumerable<PropertyInfo> Settable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true } && property.Name != "UnknownMembers");

    public static bool IsWireValue(Type type) =>
        type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IWireValue<>));

    public static object FromWire(Type type, string text) => type.GetMethod("FromWire")!.Invoke(null, [text])!;

    private static Array OneOf(object value, Type type)
    {
        var array = Array.CreateInstance(type, 1);
        array.SetValue(value, 0);
        return array;
    }

    private static object OnePair(Type type) => typeof(Sample).GetMethod(nameof(Pair), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, null)!;

    private static Dictionary<string, T> Pair<T>() => new() { ["name"] = (T)Of(typeof(T)) };
}
