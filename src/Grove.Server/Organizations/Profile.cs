using System.Text;
using System.Text.Json;
using Grove.Server.Http;

namespace Grove.Server.Organizations;

/// <summary>The five strings about a business, kept as one JSON object exactly as sent (Terraform compares them byte by byte).</summary>
internal static class Profile
{
    private const int MaxBytes = 4096;

    private static readonly string[] Members =
        ["business_address", "business_email", "business_name", "business_phone", "external_metadata"];

    /// <summary>Reads a profile object; every fault is added with its pointer below <paramref name="pointer"/>. Null when there are faults.</summary>
    public static string? Parse(JsonElement profile, string pointer, List<ErrorItem> errors)
    {
        var faults = errors.Count;
        var values = new string[Members.Length];
        for (var i = 0; i < Members.Length; i++)
        {
            var name = Members[i];
            if (!profile.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
            {
                errors.Add(ErrorItem.Invalid($"{name} is required and must be a string.", $"{pointer}/{name}"));
                continue;
            }
            values[i] = value.GetString()!;
            if (Encoding.UTF8.GetByteCount(values[i]) > MaxBytes)
                errors.Add(ErrorItem.Invalid($"{name} is longer than 4 KiB.", $"{pointer}/{name}"));
            else if (name == "business_email" && values[i].Length > 0 && !values[i].Contains('@', StringComparison.Ordinal))
                errors.Add(ErrorItem.Invalid("business_email must contain @, or be empty.", $"{pointer}/{name}"));
        }
        return errors.Count > faults ? null : Spell(values);
    }

    private static string Spell(string[] values)
    {
        var buffer = new AnswerBuffer();
        buffer.Json.WriteStartObject();
        for (var i = 0; i < Members.Length; i++) buffer.Json.WriteString(Members[i], values[i]);
        buffer.Json.WriteEndObject();
        return Encoding.UTF8.GetString(buffer.Written.Span);
    }
}
