using System.Text.Json;
using Grove.Server.Auth;
using Grove.Server.Text;

namespace Grove.Server.Tokens;

/// <summary>An API token on the wire; its value is there only when it was just made.</summary>
internal sealed record ApiToken(string Id, string Name, TokenBody Body, long IssuedOn, string? Value)
{
    public static void Write(Utf8JsonWriter json, ApiToken token)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, token.Id);
        json.WriteString("name"u8, token.Name);
        json.WriteString("status"u8, "active"u8);
        json.WritePropertyName("policies"u8);
        TokenPolicy.WriteAll(json, token.Body.Policies);
        if (token.Body.Condition is not null)
        {
            json.WritePropertyName("condition"u8);
            json.WriteRawValue(token.Body.Condition, skipInputValidation: true);
        }
        WriteTime(json, "issued_on", token.IssuedOn);
        WriteTime(json, "modified_on", token.IssuedOn);
        WriteTime(json, "not_before", token.Body.NotBefore);
        WriteTime(json, "expires_on", token.Body.ExpiresOn);
        if (token.Value is not null) json.WriteString("value"u8, token.Value);
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, string name, long? time)
    {
        if (time is not { } micros) return;
        Span<byte> text = stackalloc byte[Timestamps.Length];
        Timestamps.TryFormat(micros, text);
        json.WriteString(name, text);
    }
}
