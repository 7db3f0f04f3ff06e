using System.Text.Json.Serialization;

namespace Grove.Client;

/// <summary>A change of the caller's own details. What is left out stays; null takes it away.</summary>
public sealed record UserEditParams
{
    /// <summary>The first name, up to 100 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(OptionalConverter<string>))]
    public Optional<string?> FirstName { get; init; }

    /// <summary>The last name, up to 100 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(OptionalConverter<string>))]
    public Optional<string?> LastName { get; init; }

    /// <summary>The telephone number, up to 100 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(OptionalConverter<string>))]
    public Optional<string?> Telephone { get; init; }

    /// <summary>The country, up to 100 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(OptionalConverter<string>))]
    public Optional<string?> Country { get; init; }

    /// <summary>The postal code, up to 100 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(OptionalConverter<string>))]
    public Optional<string?> Zipcode { get; init; }
}
