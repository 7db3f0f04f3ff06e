using System.Text;
using Grove.Server.Http;

namespace Grove.Server.Organizations;

/// <summary>The five strings about a business, kept as one JSON object exactly as sent (Terraform compares them byte by byte).</summary>
internal static class Profile
{
    private const int MaxBytes = 4096;

    private static readonly string[] Members =
        ["business_address", "business_email", "business_name", "business_phone", "external_metadata"];

    /// <summary>The profile as it is kept; null when there are faults.</summary>
    public static string? Parse(JsonMembers profile)
    {
        var values = new string[Members.Length];
        var sound = true;
        for (var i = 0; i < Members.Length; i++)
        {
            var name = Members[i];
            var fault = profile.RequiredText(name) is { } value ? Fault(name, values[i] = value) : "";
            if (fault is { Length: > 0 }) profile.Fail(name, fault);
            sound &= fault is null;
        }
        return sound ? Spell(values) : null;
    }

    private static string? Fault(string name, string value)
    {
        if (Encoding.UTF8.GetByteCount(value) > MaxBytes) return $"{name} is longer than 4 KiB.";
        return name == "business_email" && value.Length > 0 && !value.Contains('@', StringComparison.Ordinal)
            ? "business_email must contain @, or be empty."
            : null;
    }

    private static string Spell(string[] values) => JsonShapes.Text(json =>
    {
        json.WriteStartObject();
        for (var i = 0; i < Members.Length; i++) json.WriteString(Members[i], values[i]);
        json.WriteEndObject();
    });
}
