using System.Reflection;
using System.Text.Json;
using Grove.Client;
using Xunit;

namespace Grove.Tests.Client.Resources;

/// <summary>What holds for every enumeration of the wire.</summary>
public sealed class WireValueLaws
{
    private static readonly IReadOnlyList<Type> Types = [.. typeof(GroveClient).Assembly.GetExportedTypes().Where(type => type.IsValueType && Sample.IsWireValue(type))];

    public static TheoryData<string> Names => [.. Types.Select(type => type.Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_text_that_is_not_known_is_kept_and_written_again(string name)
    {
        var type = Find(name);
        var value = Sample.FromWire(type, "of tomorrow");
        Assert.Equal(("of tomorrow", false, "of tomorrow"), (Value(value), IsKnown(value), value.ToString()));
        Assert.Equal(value, Sample.FromWire(type, "of tomorrow"));
        Assert.Equal("\"of tomorrow\"", JsonSerializer.Serialize(value, GroveJson.Default.GetTypeInfo(type) ?? Typed(type)));
        Assert.Equal(value, JsonSerializer.Deserialize("\"of tomorrow\"", GroveJson.Default.GetTypeInfo(type) ?? Typed(type)));
    }

    [Theory, MemberData(nameof(Names))]
    public void Its_named_values_are_known_and_each_has_a_text_of_its_own(string name)
    {
        var type = Find(name);
        var named = type.GetProperties(BindingFlags.Public | BindingFlags.Static).Select(property => property.GetValue(null)!).ToList();
        Assert.NotEmpty(named);
        Assert.All(named, value => Assert.True(IsKnown(value)));
        Assert.All(named, value => Assert.Equal(value, Sample.FromWire(type, Value(value))));
        Assert.Equal(named.Count, named.Select(Value).Distinct().Count());
    }

    [Theory, MemberData(nameof(Names))]
    public void The_value_of_nothing_is_empty_and_not_known(string name)
    {
        var nothing = Activator.CreateInstance(Find(name))!;
        Assert.Equal(("", false, ""), (Value(nothing), IsKnown(nothing), nothing.ToString()));
    }

    private static Type Find(string name) => Types.Single(type => type.Name == name);

    private static string Value(object value) => (string)value.GetType().GetProperty("Value")!.GetValue(value)!;

    private static bool IsKnown(object value) => (bool)value.GetType().GetProperty("IsKnown")!.GetValue(value)!;

    // Those that are only ever parameters of queries have no place in the JSON of the client, and read and write it all the same.
    private static System.Text.Json.Serialization.Metadata.JsonTypeInfo Typed(Type type) => JsonSerializerOptions.Default.GetTypeInfo(type);
}
