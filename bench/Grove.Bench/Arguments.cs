using System.Globalization;

namespace Grove.Bench;

/// <summary>A verb and its <c>--name value</c> options.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> options = [];

    public string Verb { get; private init; } = "";

    public static Arguments Parse(string[] args)
    {
        var parsed = new Arguments { Verb = args.Length == 0 ? "" : args[0] };
        for (var i = 1; i < args.Length; i++)
        {
            var name = args[i].TrimStart('-');
            var hasValue = i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal);
            parsed.options[name] = hasValue ? args[++i] : "";
        }
        return parsed;
    }

    public bool Has(string name) => options.ContainsKey(name);

    public string Text(string name, string absent) => options.GetValueOrDefault(name, absent);

    public string Required(string name) => options.GetValueOrDefault(name) ?? throw new ArgumentException($"--{name} is required.");

    public int Number(string name, int absent) =>
        options.TryGetValue(name, out var text) ? int.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : absent;
}
