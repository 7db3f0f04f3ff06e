using System.Globalization;

namespace Grove.Server.Configuration;

/// <summary>Readers of the plain kinds of value.</summary>
internal static class SettingText
{
    public static bool TryInteger(string text, int least, int most, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least && value <= most;

    public static int Integer(string text, int least, int most, int otherwise, Action<string> fault)
    {
        if (TryInteger(text, least, most, out var value)) return value;
        fault(string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}"));
        return otherwise;
    }

    /// <summary>True for <paramref name="second"/>, false for <paramref name="first"/>.</summary>
    public static bool Second(string text, string first, string second, Action<string> fault)
    {
        if (text != first && text != second) fault($"must be {first} or {second}");
        return text == second;
    }
}
