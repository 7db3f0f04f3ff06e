using System.Text.Json;
using System.Text.Json.Serialization;

namespace Grove.Client;

/// <summary>How much of a resource a policy reaches: all of it, or what is named inside of it.</summary>
[JsonConverter(typeof(TokenResourceConverter))]
public readonly record struct TokenResource
{
    private TokenResource(string? value, IReadOnlyDictionary<string, string>? inside) => (Value, Inside) = (value, inside);

    /// <summary>All of it: "*".</summary>
    public static TokenResource All { get; } = new("*", null);

    /// <summary>The text on the wire, "*" for all of it; null when the resources inside are named.</summary>
    public string? Value { get; }

    /// <summary>The names of resources inside of it, each with "*". Only of Cloudflare, for zones in an account.</summary>
    public IReadOnlyDictionary<string, string>? Inside { get; }

    /// <summary>A text of the wire.</summary>
    /// <param name="value">"*" for all of it.</param>
    public static implicit operator TokenResource(string value) => new(value, null);

    /// <summary>What is named inside of a resource.</summary>
    /// <param name="inside">The names of resources inside of it, each with "*".</param>
    public static TokenResource Of(IReadOnlyDictionary<string, string> inside) => new(null, inside);

    /// <summary>The text on the wire, or how many resources are named.</summary>
    public override string ToString() => Value ?? $"{Inside?.Count ?? 0} inside";
}

internal sealed class TokenResourceConverter : JsonConverter<TokenResource>
{
    public override TokenResource Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? reader.GetString()!
            : TokenResource.Of(JsonSerializer.Deserialize(ref reader, GroveJson.Default.DictionaryStringString)!);

    public override void Write(Utf8JsonWriter writer, TokenResource value, JsonSerializerOptions options)
    {
        if (value.Inside is null)
        {
            writer.WriteStringValue(value.Value);
            return;
        }
        writer.WriteStartObject();
        foreach (var (name, reach) in value.Inside) writer.WriteString(name, reach);
        writer.WriteEndObject();
    }
}
