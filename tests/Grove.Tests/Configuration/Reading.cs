using Grove.Server.Configuration;

namespace Grove.Tests.Configuration;

/// <summary>Reads options from given sources and an own empty folder; nothing of this process is touched.</summary>
internal sealed class Reading : IDisposable
{
    private readonly Dictionary<string, string> variables = new(StringComparer.Ordinal);
    private readonly List<string> arguments = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("grove-configuration-").FullName;

    public Func<string, IReadOnlyList<string>> DatabaseFaults { get; init; } = _ => [];

    public Reading Variable(string name, string value)
    {
        variables[name] = value;
        return this;
    }

    public Reading Arguments(params string[] more)
    {
        arguments.AddRange(more);
        return this;
    }

    public Reading AppSettings(string json)
    {
        Write("appsettings.json", json);
        return this;
    }

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public OptionsOutcome Read() => OptionsReader.Read(arguments, variables, Folder, DatabaseFaults);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
