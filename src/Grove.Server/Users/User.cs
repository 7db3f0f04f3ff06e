using System.Data.Common;
using System.Text.Json;
using Grove.Server.Http;
using Grove.Server.Storage;
using Grove.Server.UserOrganizations;

namespace Grove.Server.Users;

/// <summary>A user as they, or an operator, see them.</summary>
internal sealed record User(
    long Key, string Id, string Email, string? FirstName, string? LastName, string? Telephone, string? Country, string? Zipcode, bool TwoFactor,
    bool Suspended, bool Operator, string? ManagingOrganizationId, long Version, long CreateTime, string? ExternalId)
{
    public const string Columns =
        """
        u.key, u.id, u.email, u.first_name, u.last_name, u.telephone, u.country, u.zipcode, u.two_factor, u.suspended, u.operator,
          mo.id, u.version, u.create_time, u.external_id
        """;

    public const string From = "users u left join organizations mo on mo.key = u.managing_organization_key";

    public static User Read(DbDataReader row) => Read(row, 0);

    /// <summary>Reads the columns from the one at <paramref name="at"/> on.</summary>
    public static User Read(DbDataReader row, int at) => new(
        row.GetInt64(at), row.GetString(at + 1), row.GetString(at + 2), row.TextOrNull(at + 3), row.TextOrNull(at + 4), row.TextOrNull(at + 5), row.TextOrNull(at + 6),
        row.TextOrNull(at + 7), row.GetInt64(at + 8) != 0, row.GetInt64(at + 9) != 0, row.GetInt64(at + 10) != 0, row.TextOrNull(at + 11),
        row.GetInt64(at + 12), row.GetInt64(at + 13), row.TextOrNull(at + 14));

    /// <summary>The answer of <c>/user</c>: what Cloudflare tells a user about themselves.</summary>
    public static void WriteSelf(Utf8JsonWriter json, (User User, IReadOnlyList<UserOrganization> Organizations) self)
    {
        json.WriteStartObject();
        WriteDetails(json, self.User);
        json.WriteBoolean("two_factor_authentication_locked"u8, false);
        json.WriteStartArray("betas"u8);
        json.WriteEndArray();
        json.WriteBoolean("has_pro_zones"u8, false);
        json.WriteBoolean("has_business_zones"u8, false);
        json.WriteBoolean("has_enterprise_zones"u8, false);
        json.WriteStartArray("organizations"u8);
        foreach (var organization in self.Organizations) UserOrganization.Write(json, organization);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The answer of <c>/grove/v1/users</c>; the key is there only when it was just made.</summary>
    public static void WriteForOperator(Utf8JsonWriter json, (User User, string? ApiKey) made)
    {
        json.WriteStartObject();
        WriteDetails(json, made.User);
        json.WriteBoolean("operator"u8, made.User.Operator);
        json.WriteString("managing_organization_id"u8, made.User.ManagingOrganizationId);
        json.WriteTime("create_time"u8, made.User.CreateTime);
        json.WriteString("external_id"u8, made.User.ExternalId);
        if (made.ApiKey is not null) json.WriteString("api_key"u8, made.ApiKey);
        json.WriteEndObject();
    }

    private static void WriteDetails(Utf8JsonWriter json, User user)
    {
        json.WriteString("id"u8, user.Id);
        json.WriteString("email"u8, user.Email);
        json.WriteString("first_name"u8, user.FirstName);
        json.WriteString("last_name"u8, user.LastName);
        json.WriteString("telephone"u8, user.Telephone);
        json.WriteString("country"u8, user.Country);
        json.WriteString("zipcode"u8, user.Zipcode);
        json.WriteBoolean("two_factor_authentication_enabled"u8, user.TwoFactor);
        json.WriteBoolean("suspended"u8, user.Suspended);
    }
}
