using System.Text.Json;
using Grove.Server.Http;
using Grove.Server.Text;

namespace Grove.Server.Accounts;

/// <summary>The settings of an account that can be changed.</summary>
internal sealed record AccountSettings(string? AbuseContactEmail, bool EnforceTwoFactor)
{
    public static AccountSettings Load(string stored)
    {
        using var document = JsonDocument.Parse(stored);
        var settings = document.RootElement;
        return new(
            settings.TryGetProperty("abuse_contact_email", out var email) ? email.GetString() : null,
            settings.TryGetProperty("enforce_twofactor", out var twoFactor) && twoFactor.ValueKind == JsonValueKind.True);
    }

    /// <summary>The form in which settings are kept; read by <see cref="Load"/>.</summary>
    public string Save() => JsonShapes.Text(json => Write(json, this));

    public static void Write(Utf8JsonWriter json, AccountSettings settings)
    {
        json.WriteStartObject();
        json.WriteString("abuse_contact_email"u8, settings.AbuseContactEmail);
        json.WriteBoolean("enforce_twofactor"u8, settings.EnforceTwoFactor);
        json.WriteEndObject();
    }

    // Wire: accounts of an organization show six settings, all of them always; what Grove has no notion of is null.
    public static void WriteWide(Utf8JsonWriter json, AccountSettings settings)
    {
        json.WriteStartObject();
        json.WriteString("abuse_contact_email"u8, settings.AbuseContactEmail);
        json.WriteNull("access_approval_expiry"u8);
        json.WriteNull("api_access_enabled"u8);
        json.WriteNull("default_nameservers"u8);
        json.WriteBoolean("enforce_twofactor"u8, settings.EnforceTwoFactor);
        json.WriteNull("use_account_custom_ns_by_default"u8);
        json.WriteEndObject();
    }
}

/// <summary>The <c>settings</c> of a body: what is left out stays, null is the default.</summary>
internal readonly record struct AccountSettingsChange(Field<string> AbuseContactEmail, Field<bool> EnforceTwoFactor)
{
    public static AccountSettingsChange Parse(JsonMembers body)
    {
        if (body.Object("settings") is not { HasValue: true, Value: var settings }) return default;
        var email = settings.Text("abuse_contact_email");
        if (email.HasValue && email.Value.Length > 0 && EmailRules.Fault(email.Value) is { } fault) settings.Fail("abuse_contact_email", fault);
        return new(email, settings.Bool("enforce_twofactor"));
    }

    public AccountSettings ApplyTo(AccountSettings settings) => new(
        AbuseContactEmail.IsAbsent ? settings.AbuseContactEmail : AbuseContactEmail.Or(null),
        EnforceTwoFactor.IsAbsent ? settings.EnforceTwoFactor : EnforceTwoFactor.Or(false));
}
