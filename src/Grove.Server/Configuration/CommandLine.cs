using System.Text.RegularExpressions;

namespace Grove.Server.Configuration;

/// <summary><c>--option value</c>, <c>--option=value</c> and flags. No fault repeats an argument that could hold a secret.</summary>
internal sealed partial class CommandLine
{
    private readonly HashSet<string> flags = [];

    private CommandLine()
    {
    }

    public SettingValues Values { get; } = new();

    public bool Has(Flag flag) => flags.Contains(flag.Option);

    public static CommandLine Read(IReadOnlyList<string> arguments, ICollection<string> faults)
    {
        var line = new CommandLine();
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, value) = Split(arguments[i]);
            if (!OptionName().IsMatch(name))
            {
                faults.Add($"argument {i + 1}: is not an option; --help lists them");
                continue;
            }
            if (Settings.Flags.Any(flag => flag.Option == name))
            {
                if (value is not null) faults.Add($"{name}: takes no value");
                line.flags.Add(name);
                continue;
            }
            // The value is taken even after an unknown option, so that it is not mistaken for an argument of its own.
            if (value is null && i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal))
                value = arguments[++i];
            if (Settings.All.FirstOrDefault(setting => setting.Option == name) is not { } setting) faults.Add(Unknown(name));
            else if (value is null) faults.Add($"{name}: needs a value");
            else line.Values.Add(setting, new SettingValue(name, value), faults);
        }
        return line;
    }

    private static (string Name, string? Value) Split(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (argument, null) : (argument[..equals], argument[(equals + 1)..]);
    }

    private static string Unknown(string name)
    {
        foreach (var setting in Settings.All.Where(setting => setting.Secret))
        {
            var option = "--" + setting.Variable["GROVE_".Length..].ToLowerInvariant().Replace('_', '-');
            if (name == option || name == option + "-file")
                return $"{name}: has no command-line form; set {setting.Variable} or {setting.FileVariable} in the environment";
        }
        return $"{name}: is not an option; --help lists them";
    }

    [GeneratedRegex("^--[a-z][a-z-]*$", RegexOptions.CultureInvariant)]
    private static partial Regex OptionName();
}
