using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Grove.Client;
using Xunit;

namespace Grove.Tests.Client;

/// <summary>How types of the client read and write JSON: laws that hold for each of them.</summary>
public sealed class JsonTests
{
    private static readonly Assembly Client = typeof(GroveClient).Assembly;

    private static readonly IReadOnlyList<JsonTypeInfo> Objects = [.. Client.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(ApiObject)) && !type.IsAbstract)
        .Select(type => GroveJson.Default.GetTypeInfo(type) ?? throw new InvalidOperationException($"GroveJson lacks {type}."))];

    public static TheoryData<string> Times { get; } = [
        "2026-01-31T09:30:00Z", "2026-01-31T09:30:00", "2026-01-31 09:30:00Z", "2026-01-31t09:30:00z", "2026-01-31T09:30:00.000000000Z", "2026-01-31T10:30:00+01:00",
        "2026-01-31T10:30:00+0100", "2026-01-31T09:30Z", "2026-01-31T09:30:00.0Z"];

    /// <summary>To make it hold: <c>public string Name { get; init => field = value ?? ""; } = "";</c></summary>
    [Fact]
    public void What_is_not_nullable_is_never_null_whether_left_out_or_null()
    {
        var nullability = new NullabilityInfoContext();
        foreach (var type in Objects)
        {
            var nulls = $"{{{string.Join(',', type.Properties.Where(member => !member.IsExtensionData).Select(member => $"\"{member.Name}\":null"))}}}";
            foreach (var json in new[] { "{}", nulls })
            {
                var value = JsonSerializer.Deserialize(json, type);
                Assert.All(type.Type.GetProperties().Where(property => property.GetIndexParameters().Length == 0), property => Assert.True(
                    property.PropertyType.IsValueType || nullability.Create(property).ReadState == NullabilityState.Nullable || property.GetValue(value) is not null,
                    $"{type.Type.Name}.{property.Name} is null after {json}"));
            }
        }
    }

    [Fact]
    public void What_is_not_known_is_kept_and_written_again()
    {
        foreach (var type in Objects)
        {
            var value = (ApiObject)JsonSerializer.Deserialize("""{"of-tomorrow":{"a":[1,null]}}""", type)!;
            Assert.Equal("""{"a":[1,null]}""", value.UnknownMembers["of-tomorrow"].GetRawText());
            Assert.Contains("\"of-tomorrow\":{\"a\":[1,null]}", JsonSerializer.Serialize(value, type), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Members_that_may_be_left_out_are_not_written_then()
    {
        var optional = from type in Client.GetTypes()
                       where type.Name.EndsWith("Params", StringComparison.Ordinal)
                       from property in type.GetProperties()
                       where property.PropertyType.IsConstructedGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(Optional<>)
                       select property;
        Assert.All(optional, property =>
        {
            Assert.Equal(JsonIgnoreCondition.WhenWritingDefault, property.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition);
            Assert.NotNull(property.GetCustomAttribute<JsonConverterAttribute>());
        });
        Assert.NotEmpty(optional);
    }

    [Theory]
    [MemberData(nameof(Times))]
    public void Times_are_read_in_every_form_and_without_an_offset_they_are_utc(string text)
    {
        var time = JsonSerializer.Deserialize($"\"{text}\"", GroveJson.Default.Organization.Properties.Single(member => member.Name == "create_time").PropertyType switch
        {
            var type => (JsonTypeInfo<DateTimeOffset>)GroveJson.Default.GetTypeInfo(type)!,
        });
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 9, 30, 0, TimeSpan.Zero), time);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("12:30")]
    [InlineData("2026-02-30T09:30:00Z")]
    public void What_is_no_time_is_refused(string text) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize($$"""{"create_time":"{{text}}"}""", GroveJson.Default.Organization));

    [Theory]
    [InlineData("1", 1)]
    [InlineData("1.0", 1)]
    [InlineData("1e3", 1000)]
    [InlineData("\"20\"", 20)]
    [InlineData("\"20.0\"", 20)]
    [InlineData("null", null)]
    public void Whole_numbers_are_read_however_they_are_written(string json, int? number)
    {
        var info = JsonSerializer.Deserialize($$"""{"page":{{json}},"count":{{json}},"total_count":{{json}}}""", GroveJson.Default.ResultInfo)!;
        Assert.Equal((number, (long?)number, (long?)number), (info.Page, info.Count, info.TotalCount));
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("2147483648")]
    [InlineData("1e400")]
    [InlineData("\"many\"")]
    [InlineData("true")]
    [InlineData("[]")]
    public void What_is_no_whole_number_or_does_not_fit_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize($$"""{"page":{{json}}}""", GroveJson.Default.ResultInfo));

    [Fact]
    public void Counts_are_read_beyond_32_bits() =>
        Assert.Equal(5_000_000_000, JsonSerializer.Deserialize("""{"total_count":5000000000}""", GroveJson.Default.ResultInfo)!.TotalCount);
}
