namespace Grove.Server.Configuration;

/// <summary>
/// Reads <paramref name="text"/> into the options, or calls <paramref name="fault"/> with what would be right, never with the text itself.
/// </summary>
internal delegate GroveOptions ApplySetting(GroveOptions options, string text, Action<string> fault);

/// <summary>One thing that can be configured. <c>--help</c> is written from these; docs/configuration.md is compared with them.</summary>
/// <param name="Name">Its key in the section Grove of appsettings.json.</param>
/// <param name="Variable">Its environment variable.</param>
/// <param name="Option">Its command-line option; null for what must not be seen in a list of processes.</param>
/// <param name="Default">The default as a user would write it; for <see cref="Generated"/> the word that help shows.</param>
/// <param name="Values">What may be written, for help.</param>
/// <param name="Meaning">One line for help.</param>
/// <param name="Apply">How its text becomes an option.</param>
internal sealed record Setting(
    string Name, string Variable, string? Option, string Default, string Values, string Meaning, ApplySetting Apply)
{
    /// <summary>A secret may also be read from a file, named by a twin of its key.</summary>
    public bool Secret { get; init; }

    /// <summary>True when there is no default value to write: one is made at start.</summary>
    public bool Generated { get; init; }

    public string FileName => Name + "File";

    public string FileVariable => Variable + "_FILE";
}

/// <summary>An option without a value, known to the command line only.</summary>
internal sealed record Flag(string Option, string Meaning);
