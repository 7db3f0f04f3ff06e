using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Grove.Client;
using Xunit;

namespace Grove.Tests.Client;

/// <summary>The laws of the small types: members that may be left out, and texts of a set that may grow.</summary>
public sealed class ValueTests
{
    public static TheoryData<Type> WireValues { get; } = [.. typeof(GroveClient).Assembly.GetExportedTypes()
        .Where(type => type.IsValueType && type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IWireValue<>)))];

    [Fact]
    public void A_member_that_is_left_out_is_equal_to_no_value_not_even_null()
    {
        Optional<string?> none = default;
        Optional<string?>[] all = [none, new(null), null, "", "a", new("a"), "b"];
        foreach (var (left, right) in from left in all from right in all select (left, right))
        {
            var equal = left.IsSet == right.IsSet && (!left.IsSet || left.Value == right.Value);
            Assert.Equal((equal, equal, !equal), (left.Equals(right), left == right, left != right));
            Assert.Equal(equal, left.Equals((object)right));
            if (equal) Assert.Equal(left.GetHashCode(), right.GetHashCode());
        }
        Assert.False(none.IsSet);
        Assert.Throws<InvalidOperationException>(() => none.Value);
        Assert.Equal(["(left out)", "null", "a"], [none.ToString(), all[1].ToString(), all[4].ToString()]);
        Assert.False(none.Equals("a"));
    }

    [Fact]
    public void A_value_of_a_member_is_the_value_that_was_given()
    {
        Optional<int?> number = 3;
        Optional<int?> nothing = null;
        Assert.Equal((true, 3, true, null), (number.IsSet, number.Value, nothing.IsSet, nothing.Value));
    }

    [Theory]
    [MemberData(nameof(WireValues))]
    public void A_text_of_a_set_is_kept_whatever_it_is(Type type) => typeof(ValueTests)
        .GetMethod(nameof(Check), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type).Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null);

    private static void Check<T>() where T : struct, IWireValue<T>
    {
        var known = typeof(T).GetProperties(BindingFlags.Static | BindingFlags.Public).Where(property => property.PropertyType == typeof(T)).Select(property => (T)property.GetValue(null)!).ToArray();
        Assert.NotEmpty(known);
        Assert.All(known, value => Assert.True(value.IsKnown, $"{value} is not known."));
        Assert.Distinct(known);
        var options = new JsonSerializerOptions { Converters = { (JsonConverter)Activator.CreateInstance(typeof(T).GetCustomAttribute<JsonConverterAttribute>()!.ConverterType!)! } };
        foreach (var text in known.Select(value => value.Value).Concat(["of-tomorrow", "OF-TOMORROW", "", "é \"", known[0].Value.ToUpperInvariant() + "x"]))
        {
            var value = T.FromWire(text);
            Assert.Equal((text, text), (value.Value, value.ToString()));
            Assert.Equal(value, T.FromWire(text));
            Assert.NotEqual(value, T.FromWire(text + " "));
            Assert.Equal(value, JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value, options), options));
            Assert.Equal(known.Any(one => one.Value == text), value.IsKnown);
        }
        Assert.Equal(("", "", false), (default(T).Value, $"{default(T)}", default(T).IsKnown));
        Assert.Equal(default, JsonSerializer.Deserialize<T>("null", options));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<T>("7", options));
    }
}
