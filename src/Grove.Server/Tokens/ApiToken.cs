using System.Data.Common;
using System.Text.Json;
using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Text;

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
        row.IsDBNull(5) ? null : row.GetString(5), Time(row, 6), Time(row, 7), row.GetInt64(8), row.GetInt64(9), Time(row, 10), row.GetInt64(11));

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
        WriteTime(json, "issued_on", token.IssuedOn);
        WriteTime(json, "modified_on", token.ModifiedOn);
        WriteTime(json, "last_used_on", token.LastUsedOn);
        WriteTime(json, "not_before", token.NotBefore);
        WriteTime(json, "expires_on", token.ExpiresOn);
        if (token.Value is not null) json.WriteString("value"u8, token.Value);
        json.WriteEndObject();
    }

    /// <summary>Writes a time, when there is one.</summary>
    public static void WriteTime(Utf8JsonWriter json, string name, long? time)
    {
        if (time is not { } micros) return;
        Span<byte> text = stackalloc byte[Timestamps.Length];
        Timestamps.TryFormat(micros, text);
        json.WriteString(name, text);
    }

    private static long? Time(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
