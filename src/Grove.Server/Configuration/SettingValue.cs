namespace Grove.Server.Configuration;

/// <summary>What one source says of one setting.</summary>
/// <param name="Key">The key as the user wrote it, for faults.</param>
/// <param name="Text">The value, or the path of the file that holds it.</param>
/// <param name="IsFile">True when <paramref name="Text"/> is a path.</param>
internal sealed record SettingValue(string Key, string Text, bool IsFile = false);

/// <summary>What one source says, by the name of the setting.</summary>
internal sealed class SettingValues
{
    private readonly Dictionary<string, SettingValue> values = [];

    public SettingValue? this[Setting setting] => values.GetValueOrDefault(setting.Name);

    /// <summary>Keeps the value; of two for one setting (it and its file twin) the first stays and a fault is reported.</summary>
    public void Add(Setting setting, SettingValue value, ICollection<string> faults)
    {
        if (values.TryAdd(setting.Name, value)) return;
        var first = values[setting.Name].Key;
        faults.Add(first == value.Key ? $"{first}: is given more than once" : $"{value.Key}: cannot be set together with {first}");
    }
}
