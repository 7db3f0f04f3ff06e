using System.Globalization;
using System.Text.Json;

namespace Grove.Server.Configuration;

/// <summary>The section <c>Grove</c> of <c>appsettings.json</c>. Its other sections are the host's and only checked to be known.</summary>
internal static class AppSettingsFile
{
    public const string Name = "appsettings.json";

    public const string Section = "Grove";

    private static readonly string[] HostSections = ["Kestrel", "Logging", "AllowedHosts"];

    // As lenient as the host, which reads the same file.
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static SettingValues Read(string contentRoot, ICollection<string> faults)
    {
        var values = new SettingValues();
        var path = Path.Combine(contentRoot, Name);
        if (!File.Exists(path)) return values;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path), Lenient);
            ReadRoot(document.RootElement, values, faults);
        }
        catch (JsonException exception)
        {
            var line = (exception.LineNumber + 1)?.ToString(CultureInfo.InvariantCulture) ?? "?";
            faults.Add($"{Name}: must be JSON; line {line} is not");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{Name}: cannot be read");
        }
        return values;
    }

    private static void ReadRoot(JsonElement root, SettingValues values, ICollection<string> faults)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            faults.Add($"{Name}: must be an object");
            return;
        }
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in root.EnumerateObject())
        {
            // The host refuses a file that says one thing twice, with a message of its own.
            if (!seen.Add(member.Name)) faults.Add($"{Name} {member.Name}: is given more than once");
            else if (Is(member, Section)) ReadSection(member.Value, values, faults);
            else if (!HostSections.Any(section => Is(member, section)))
                faults.Add($"{Name} {member.Name}: is not a section of this file; Grove's own settings belong in {Section}");
        }
    }

    private static void ReadSection(JsonElement section, SettingValues values, ICollection<string> faults)
    {
        if (section.ValueKind != JsonValueKind.Object)
        {
            faults.Add($"{Name} {Section}: must be an object");
            return;
        }
        foreach (var member in section.EnumerateObject())
        {
            var key = $"{Name} {Section}:{member.Name}";
            var setting = Settings.All.FirstOrDefault(each => Is(member, each.Name) || (each.Secret && Is(member, each.FileName)));
            if (setting is null) faults.Add($"{key}: is not a setting of Grove; --help lists them");
            else if (member.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
                faults.Add($"{key}: must be a string or a number");
            else values.Add(setting, new SettingValue(key, member.Value.ToString(), IsFile: !Is(member, setting.Name)), faults);
        }
    }

    private static bool Is(JsonProperty member, string name) => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
