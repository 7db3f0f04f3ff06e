using System.Text;

namespace Grove.Server.Configuration;

/// <summary>What reading the configuration came to.</summary>
/// <param name="Options">Null when the server must not start: there are faults, or there is an answer to print instead.</param>
/// <param name="Faults">Every fault, each beginning with the key as the user set it. None holds a value.</param>
/// <param name="Warnings">What is allowed and deserves a word.</param>
/// <param name="Answer">What <c>--help</c> or <c>--version</c> print.</param>
internal sealed record OptionsOutcome(
    GroveOptions? Options, IReadOnlyList<string> Faults, IReadOnlyList<string> Warnings, string? Answer = null);

/// <summary>Reads the options: defaults, <c>appsettings.json</c>, the environment, the command line, the later over the earlier.</summary>
internal static class OptionsReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="arguments">The command line without the program's name.</param>
    /// <param name="environment">Every environment variable; those of others are passed over.</param>
    /// <param name="contentRoot">The folder of <c>appsettings.json</c>, and the one that file twins are relative to.</param>
    /// <param name="databaseFaults">What is wrong with a database's text, without repeating any of it; empty when nothing is.</param>
    public static OptionsOutcome Read(
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        string contentRoot,
        Func<string, IReadOnlyList<string>> databaseFaults)
    {
        var faults = new List<string>();
        var line = CommandLine.Read(arguments, faults);
        if (line.Has(Settings.Help)) return new OptionsOutcome(null, [], [], HelpText.Render());
        if (line.Has(Settings.Version)) return new OptionsOutcome(null, [], [], HelpText.Version + "\n");

        var variables = EnvironmentVariables.Read(environment, faults);
        var file = AppSettingsFile.Read(contentRoot, faults);
        var options = new GroveOptions { ResetOperatorKey = line.Has(Settings.ResetOperatorKey) };
        foreach (var setting in Settings.All)
        {
            if ((line.Values[setting] ?? variables[setting] ?? file[setting]) is not { } value) continue;
            void Fault(string what) => faults.Add($"{value.Key}: {what}");

            if ((value.IsFile ? ReadFile(value.Text, contentRoot, Fault) : value.Text) is not { } text) continue;
            options = setting.Apply(options, text, Fault);
            if (setting.Name == nameof(GroveOptions.Database)) foreach (var fault in databaseFaults(text)) Fault(fault);
            if (setting.Name == nameof(GroveOptions.OperatorKey) && value.IsFile)
                options = options with { OperatorKeyFile = Path.GetFullPath(value.Text, contentRoot) };
        }
        faults.AddRange(Settings.MissingForMails(options));
        return faults.Count > 0
            ? new OptionsOutcome(null, faults, [])
            : new OptionsOutcome(options, [], [.. ListenUrl.Warnings(options.Urls.Split(';')), .. SmtpUrl.Warnings(options.Smtp)]);
    }

    private static string? ReadFile(string path, string contentRoot, Action<string> fault)
    {
        try
        {
            return File.ReadAllText(Path.GetFullPath(path, contentRoot), StrictUtf8).TrimEnd('\r', '\n');
        }
        catch (DecoderFallbackException)
        {
            fault("must name a file of UTF-8 text");
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            fault("must name a file that can be read");
        }
        return null;
    }
}
