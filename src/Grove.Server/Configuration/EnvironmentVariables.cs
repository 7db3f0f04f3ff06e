using System.Collections;
using System.Text.RegularExpressions;

namespace Grove.Server.Configuration;

/// <summary>The variables that start with <c>GROVE_</c>.</summary>
internal static partial class EnvironmentVariables
{
    private const string Prefix = "GROVE_";

    public static SettingValues Read(IReadOnlyDictionary<string, string> environment, ICollection<string> faults)
    {
        var values = new SettingValues();
        foreach (var setting in Settings.All)
        {
            if (environment.TryGetValue(setting.Variable, out var text))
                values.Add(setting, new SettingValue(setting.Variable, text), faults);
            if (setting.Secret && environment.TryGetValue(setting.FileVariable, out var path))
                values.Add(setting, new SettingValue(setting.FileVariable, path, IsFile: true), faults);
        }
        foreach (var name in environment.Keys.Order(StringComparer.Ordinal))
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && !IsKnown(name) && !IsOthers(name, environment[name]))
                faults.Add($"{name}: is not a setting of Grove; --help lists them");
        }
        return values;
    }

    /// <summary>A copy of this process's environment.</summary>
    public static IReadOnlyDictionary<string, string> OfProcess() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);

    private static bool IsKnown(string name) =>
        Settings.All.Any(setting => setting.Variable == name || (setting.Secret && setting.FileVariable == name));

    // The command `grove` reads GROVE_PROFILE, and may be set up for the same user who starts a server. Kubernetes tells every container about services in its namespace, and one of them is likely to be called grove or grove-something.
    private static bool IsOthers(string name, string text) =>
        name.StartsWith("GROVE_TEST_", StringComparison.Ordinal)
        || name == "GROVE_PROFILE"
        || ServiceVariable().IsMatch(name)
        || (name.EndsWith("_PORT", StringComparison.Ordinal) && ServiceAddress().IsMatch(text));

    [GeneratedRegex(
        "_SERVICE_HOST$|_SERVICE_PORT(_[A-Z0-9_]+)?$|_PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$", RegexOptions.CultureInvariant)]
    private static partial Regex ServiceVariable();

    [GeneratedRegex("^(tcp|udp|sctp)://", RegexOptions.CultureInvariant)]
    private static partial Regex ServiceAddress();
}
