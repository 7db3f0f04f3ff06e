using System.Reflection;
using System.Text;

namespace Grove.Server.Configuration;

/// <summary>What <c>--help</c> and <c>--version</c> print, from the table of settings.</summary>
internal static class HelpText
{
    /// <summary>The version of this server, without the commit it was built from.</summary>
    public static string Version { get; } =
        typeof(HelpText).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static string Render()
    {
        var text = new StringBuilder();
        text.Append("Grove ").Append(Version).Append(": an organizations service that speaks Cloudflare's Organizations API\n\n");
        text.Append("Each setting is read from appsettings.json (section ").Append(AppSettingsFile.Section)
            .Append("), its environment variable, its option; the later wins.\n\n");
        foreach (var setting in Settings.All)
        {
            text.Append(setting.Option is { } option ? $"{option}, {setting.Variable}" : setting.Variable);
            if (setting.Secret) text.Append(" or ").Append(setting.FileVariable);
            text.Append("\n    ").Append(setting.Values).Append(" (").Append(setting.Default).Append(")\n    ")
                .Append(setting.Meaning).Append('\n');
        }
        text.Append('\n');
        foreach (var flag in Settings.Flags) text.Append(flag.Option).Append("\n    ").Append(flag.Meaning).Append('\n');
        return text.ToString();
    }
}
