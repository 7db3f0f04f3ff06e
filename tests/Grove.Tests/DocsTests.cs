using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Grove.Server.Http;
using Xunit;

namespace Grove.Tests;

/// <summary>What the documents say is what the code says. docs/configuration.md has its own tests beside the settings.</summary>
public sealed partial class DocsTests
{
    [Fact]
    public void The_table_of_errors_is_the_one_in_the_code() => Assert.Equal(
        ErrorCodes.All.Select(error => string.Create(CultureInfo.InvariantCulture, $"| {error.Status} | {error.Code} | {error.Meaning} |")),
        Repository.Read("docs/errors.md").Split('\n').Where(line => ErrorRow().IsMatch(line)));

    [Fact]
    public void Every_code_is_explained()
    {
        var text = Repository.Read("docs/errors.md");
        Assert.Empty(
            from constant in typeof(ErrorCodes).GetFields(BindingFlags.Static | BindingFlags.Public)
            where constant.IsLiteral && !Regex.IsMatch(text, $@"\b{constant.GetRawConstantValue()}\b")
            select constant.Name);
    }

    [Fact]
    public void Every_behaviour_has_a_ground() => Assert.Empty(
        from line in Repository.Read("docs/compatibility.md").Split("\n## Not built")[0].Split('\n')
        where line.StartsWith("| ", StringComparison.Ordinal) && !line.EndsWith(" Ground |", StringComparison.Ordinal)
        let ground = line.TrimEnd('|', ' ').Split('|')[^1].Trim()
        where !Ground().IsMatch(ground)
        select line);

    [Fact]
    public void Every_link_leads_somewhere() => Assert.Empty(
        from file in Repository.Files()
        where file.EndsWith(".md", StringComparison.Ordinal)
        from Match link in Link().Matches(Repository.Read(file))
        let target = link.Groups[1].Value.Split('#')[0]
        where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal)
        where !Path.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(file)!, target))
        select $"{file}: {link.Groups[1].Value}");

    [Fact]
    public void Every_table_of_the_schema_is_explained()
    {
        var text = Repository.Read("docs/storage.md");
        var schema = string.Concat(Repository.Files("src/Grove.Server/Storage/Migrations").Select(Repository.Read));
        Assert.All(Table().Matches(schema).Select(match => $"`{match.Groups[1].Value}`").Distinct(), name => Assert.Contains(name, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_package_has_its_reason()
    {
        var reasons = Repository.Read("docs/adr/0003-dependencies.md");
        var packages = Package().Matches(Repository.Read("Directory.Packages.props")).Select(match => $"`{match.Groups[1].Value}`")
            .Concat(DevPackage().Matches(Repository.Read("tests/Grove.TypeScript/package.json").Split("devDependencies")[1]).Select(match => $"`{match.Groups[1].Value}`"));
        Assert.All(packages, package => Assert.Contains(package, reasons, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\| \d{3} \| \d+ \|")]
    private static partial Regex ErrorRow();

    [GeneratedRegex("^(documented|observed|our choice|code observed)")]
    private static partial Regex Ground();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"create (?:virtual )?table (\w+)")]
    private static partial Regex Table();

    [GeneratedRegex("PackageVersion Include=\"([^\"]+)\"")]
    private static partial Regex Package();

    [GeneratedRegex("\"(@?[a-z/-]+)\": \"[0-9]")]
    private static partial Regex DevPackage();
}
