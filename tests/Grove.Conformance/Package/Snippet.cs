namespace Grove.Conformance.Package;

/// <summary>A block of C# in a README. One that begins with its using directive is a whole program; others are parts of one.</summary>
internal sealed record Snippet(string File, string Heading, int Line, string Code)
{
    private const string Opening = "```csharp";
    private const string Closing = "```";

    public bool IsProgram => Code.StartsWith("using Grove.Client;", StringComparison.Ordinal);

    private string Name => $"{(File.StartsWith("src/", StringComparison.Ordinal) ? "Sdk" : "Repository")}Line{Line}";

    public static IEnumerable<Snippet> Of(string file)
    {
        var lines = Tests.Repository.Read(file).Split('\n');
        var heading = "";
        for (var at = 0; at < lines.Length; at++)
        {
            if (lines[at].StartsWith('#')) heading = lines[at].TrimStart('#', ' ');
            if (lines[at] != Opening) continue;
            var end = Array.IndexOf(lines, Closing, at);
            yield return new Snippet(file, heading, at + 2, string.Join('\n', lines[(at + 1)..end]));
            at = end;
        }
    }

    /// <summary>The block as a file among others: what it does in a method of its own, its types after that.</summary>
    public string AsPart()
    {
        var lines = Code.Split('\n');
        var start = Array.FindIndex(lines, line => !line.StartsWith("using Grove", StringComparison.Ordinal));
        var types = Array.FindIndex(lines, line => line.StartsWith("sealed class ", StringComparison.Ordinal));
        if (types < 0) types = lines.Length;
        return $$"""
            namespace Snippets.{{Name}}
            {
                internal static class Program
                {
                    public static async Task RunAsync(string[] args)
                    {
            #line {{Line + start}} "{{File}}"
            {{string.Join('\n', lines[start..types])}}
                        await Task.CompletedTask;
                    }
                }
            {{string.Join('\n', lines[types..])}}
            }
            """;
    }
}
