using System.Data.Common;
using System.Text.Json;
using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Storage;

namespace Grove.Server.Tokens;

/// <summary>An API token; its value is there only when it was just made.</summary>
internal sealed record ApiToken(
    long Key, string Id, string Name, bool Enabled, IReadOnlyList<TokenPolicy> Policies, string? Condition, long? NotBefore, long? ExpiresOn,
    long IssuedOn, long ModifiedOn, long? LastUsedOn, long Version)
{
    public const string Columns =
        """
        t.key, t.id, t.name, t.enabled, t.policies, t.condition, t.not_before, t.expires_on, t.issued_on, t.modified_on, t.last_used_on,
          t.version
        """;

    public string? Value { get; init; }

    public static ApiToken Read(DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3) != 0, TokenPolicy.Load(row.GetString(4)),
        row.TextOrNull(5), row.IntegerOrNull(6), row.IntegerOrNull(7), row.GetInt64(8), row.GetInt64(9), row.IntegerOrNull(10), row.GetInt64(11));

    /// <summary>What the token is worth at this moment.</summary>
    public string StatusAt(long now) => !Enabled ? "disabled" : ExpiresOn <= now ? "expired" : "active";

    public static WriteJson<ApiToken> At(long now) => (json, token) => Write(json, token, now);

    private static void Write(Utf8JsonWriter json, ApiToken token, long now)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, token.Id);
        json.WriteString("name"u8, token.Name);
        json.WriteString("status"u8, token.StatusAt(now));
        json.WritePropertyName("policies"u8);
        TokenPolicy.WriteAll(json, token.Policies);
        if (token.Condition is not null)
        {
            json.WritePropertyName("condition"u8);
            json.WriteRawValue(token.Condition, skipInputValidation: true);
        }
        json.WriteTime("issued_on"u8, token.IssuedOn);
        json.WriteTime("modified_on"u8, token.ModifiedOn);
        json.WriteTime("last_used_on"u8, token.LastUsedOn);
        json.WriteTime("not_before"u8, token.NotBefore);
        json.WriteTime("expires_on"u8, token.ExpiresOn);
        if (token.Value is not null) json.WriteString("value"u8, token.Value);
        json.WriteEndObject();
    }
}
