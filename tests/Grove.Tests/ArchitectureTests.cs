using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Grove.Server;
using Xunit;

namespace Grove.Tests;

/// <summary>The rules of docs/architecture.md. A broken one is named with its file and line.</summary>
public sealed partial class ArchitectureTests
{
    private const string Server = "src/Grove.Server/";
    private const int MostLines = 400;

    // What each folder that serves all resources may name; the folders that are not here are resources, or put everything together.
    private static readonly Dictionary<string, string[]> MayName = new()
    {
        ["Text"] = [],
        ["Storage"] = [],
        ["Auth"] = ["Http", "Storage", "Text"],
        ["Http"] = ["Auth", "Operations", "Storage", "Text"],
        ["OpenApi"] = ["Auth", "Http"],
    };

    private static readonly IReadOnlyList<(string File, int Line, string Text)> Code = [.. Repository.Files("src")
        .Where(file => file.EndsWith(".cs", StringComparison.Ordinal))
        .SelectMany(file => Repository.Read(file).Split('\n').Select((text, index) => (file, index + 1, WithoutComment(text))))];

    private static readonly IReadOnlyList<Type> Types = [.. typeof(GroveServer).Assembly.GetTypes().Where(type => !IsGenerated(type))];

    [Fact]
    public void Only_storage_names_a_driver() =>
        AssertNone(line => !line.File.StartsWith(Server + "Storage/", StringComparison.Ordinal) && Driver().IsMatch(line.Text));

    [Fact]
    public void Folders_that_serve_all_resources_name_none()
    {
        var folders = Directory.GetDirectories(Path.Combine(Repository.Root, Server)).Select(folder => Path.GetFileName(folder)!).Where(name => char.IsUpper(name[0]));
        foreach (var (folder, allowed) in MayName)
        {
            var forbidden = string.Join('|', folders.Except([.. allowed, folder]));
            var names = new Regex($@"(using Grove\.Server\.|[^.\w]|Grove\.Server\.)({forbidden})\.[A-Z]|using Grove\.Server\.({forbidden});");
            AssertNone(line => line.File.StartsWith($"{Server}{folder}/", StringComparison.Ordinal) && names.IsMatch(line.Text));
        }
    }

    [Fact]
    public void The_command_line_is_a_client_and_only_serve_knows_the_server() => AssertNone(line =>
        line.File.StartsWith("src/Grove.Cli/", StringComparison.Ordinal) && line.File != "src/Grove.Cli/Commands/ServeCommand.cs" && ServerName().IsMatch(line.Text));

    [Fact]
    public void Endpoints_hold_no_sql_and_stores_no_http()
    {
        AssertNone(line => line.File.EndsWith("Endpoints.cs", StringComparison.Ordinal) && line.Text.Contains("new Sql(", StringComparison.Ordinal));
        AssertNone(line => line.File.EndsWith("Store.cs", StringComparison.Ordinal) && HttpName().IsMatch(line.Text));
    }

    [Fact]
    public void Time_comes_from_the_clock_only() => AssertNone(line =>
        Clock().IsMatch(line.Text) || (Waiting().IsMatch(line.Text) && !line.Text.Contains("clock", StringComparison.Ordinal)
            && !Next(line).Contains("clock", StringComparison.Ordinal)));

    [Fact]
    public void Ids_and_randomness_come_from_their_source_only() =>
        AssertNone(line => line.File is not (Server + "IdSource.cs" or "src/Grove.Client/Core/Chance.cs") && Chance().IsMatch(line.Text));

    [Fact]
    public void Nothing_static_can_change() => Assert.Empty(
        from type in Types
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where !field.IsInitOnly && !field.IsLiteral && !field.IsDefined(typeof(CompilerGeneratedAttribute)) && !field.Name.Contains('<', StringComparison.Ordinal)
        select $"{type}.{field.Name}");

    [Fact]
    public void An_interface_has_more_than_one_implementation() => Assert.Empty(
        from contract in Types
        where contract.IsInterface && Types.Count(type => type.IsClass && type.IsAssignableTo(contract)) < 2
        select contract.ToString());

    [Fact]
    public void Classes_are_named_for_what_they_do() => Assert.Empty(
        from type in Types where VagueName().IsMatch(type.Name) select type.ToString());

    [Fact]
    public void Source_files_are_small() => Assert.Empty(
        from file in Repository.Files("src").Concat(Repository.Files("tests"))
        where SourceFile().IsMatch(file)
        let lines = Repository.Read(file).Split('\n').Length - 1
        where lines > MostLines
        select $"{file}: {lines} lines");

    [Fact]
    public void Public_types_are_documented()
    {
        var documented = File.ReadAllText(Path.ChangeExtension(typeof(GroveServer).Assembly.Location, ".xml"));
        // The compiler makes the class of the top-level statements.
        Assert.Empty(
            from type in Types
            where type.IsVisible && type.Name != "Program" && !documented.Contains($"\"T:{type.FullName!.Replace('+', '.')}\"", StringComparison.Ordinal)
            select type.ToString());
    }

    [Fact]
    public void No_file_knows_the_machine_it_was_written_on() => Assert.Empty(
        from file in Repository.Files()
        where !file.EndsWith("ArchitectureTests.cs", StringComparison.Ordinal) && TextFile().IsMatch(file)
        from line in Repository.Read(file).Split('\n').Select((text, index) => (Text: text, Number: index + 1))
        where MachinePath().IsMatch(line.Text)
        select $"{file}:{line.Number}");

    private static void AssertNone(Func<(string File, int Line, string Text), bool> broken) =>
        Assert.Empty(Code.Where(broken).Select(line => $"{line.File}:{line.Line}: {line.Text.Trim()}"));

    private static string Next((string File, int Line, string Text) line) =>
        Code.FirstOrDefault(other => other.File == line.File && other.Line == line.Line + 1).Text ?? "";

    private static string WithoutComment(string line)
    {
        var start = line.IndexOf("//", StringComparison.Ordinal);
        return start < 0 || (start > 0 && line[start - 1] == ':') ? line : line[..start];
    }

    private static bool IsGenerated(Type type) => type.Name.Contains('<', StringComparison.Ordinal) || type.IsDefined(typeof(CompilerGeneratedAttribute))
        || (type.Namespace?.StartsWith("Grove", StringComparison.Ordinal) != true && type.Name != "Program") || (type.DeclaringType is { } outer && IsGenerated(outer));

    [GeneratedRegex(@"\b(Npgsql|SQLitePCL|Microsoft\.Data|Sqlite[A-Z]\w*|Postgres[A-Z]\w*|System\.Data\.(?!Common\b))")]
    private static partial Regex Driver();

    [GeneratedRegex(@"\bGrove\.Server\b|\bServerProgram\b")]
    private static partial Regex ServerName();

    [GeneratedRegex(@"\b(HttpContext|HttpRequest|HttpResponse|Microsoft\.AspNetCore)\b")]
    private static partial Regex HttpName();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?(Now|Today)\b|\bStopwatch\b|\bTickCount|\bThread\.Sleep|\bTimeProvider\.System\.|\bnew Timer\(")]
    private static partial Regex Clock();

    [GeneratedRegex(@"\bTask\.Delay\(|\bnew PeriodicTimer\(|\.CancelAfter\(|\bnew CancellationTokenSource\([^)]")]
    private static partial Regex Waiting();

    [GeneratedRegex(@"\bGuid\.(NewGuid|CreateVersion7)|\bRandomNumberGenerator\b|\bRandom\.Shared|\bnew Random\(")]
    private static partial Regex Chance();

    [GeneratedRegex("(Manager|Helper|Util|Utils|Utilities)(`|$)|Helper")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"\.(cs|mjs|ts)$")]
    private static partial Regex SourceFile();

    [GeneratedRegex(@"\.(cs|csproj|props|slnx|sql|json|md|mjs|ts|yml)$|/[a-z]+$|^test$")]
    private static partial Regex TextFile();

    [GeneratedRegex(@"/(home|Users)/[a-z]|/root/|/work/|[A-Z]:\\Users")]
    private static partial Regex MachinePath();
}
