using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Grove.Tests.Client;
using Xunit;

namespace Grove.Conformance.Package;

/// <summary>The package of the SDK, looked at from inside and used from outside.</summary>
[Collection(nameof(SdkPackage))]
public sealed partial class PackageCases(SdkPackage package)
{
    private static readonly string[] Frameworks = ["net10.0", "net8.0"];

    [Fact]
    public void It_holds_both_frameworks_with_their_documentation_a_readme_and_the_licence()
    {
        var files = package.Read("nupkg");
        Assert.Equal(
            [.. Frameworks.SelectMany(framework => (string[])[$"lib/{framework}/Grove.Client.dll", $"lib/{framework}/Grove.Client.xml"]), "LICENSE", "README.md"],
            Content(files).Order(StringComparer.OrdinalIgnoreCase).OrderByDescending(name => name.Contains('/', StringComparison.Ordinal)));
        Assert.Equal(Tests.Repository.Read("src/Grove.Client/README.md"), Encoding.UTF8.GetString(files["README.md"]));
        Assert.Equal(Tests.Repository.Read("LICENSE"), Encoding.UTF8.GetString(files["LICENSE"]));
        Assert.Equal(Frameworks.Select(framework => $"lib/{framework}/Grove.Client.pdb"), Content(package.Read("snupkg")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void It_says_what_it_is_what_it_needs_and_which_source_it_is_made_of()
    {
        var about = XDocument.Parse(Encoding.UTF8.GetString(package.Read("nupkg")["Grove.Client.nuspec"]).TrimStart('\uFEFF')).Root!.Elements().Single();
        string Text(string name) => about.Elements().Single(element => element.Name.LocalName == name).Value;
        Assert.Equal(("Grove.Client", "Apache-2.0", "README.md"), (Text("id"), Text("license"), Text("readme")));
        Assert.NotEmpty(Text("description"));
        foreach (var group in about.Descendants().Where(element => element.Name.LocalName == "group"))
        {
            Assert.Equal(
                ["Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions"],
                group.Elements().Select(dependency => dependency.Attribute("id")!.Value).Order(StringComparer.Ordinal));
        }
        // A copy of the source without its history has no name to give.
        if (!Path.Exists(Path.Combine(Tests.Repository.Root, ".git"))) return;
        var commit = about.Elements().Single(element => element.Name.LocalName == "repository").Attribute("commit")!.Value;
        Assert.Matches(Commit(), commit);
        Assert.All(Frameworks, framework => Assert.Equal(
            $"{package.Version}+{commit}", Load(framework).GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion));
    }

    [Fact]
    public void It_knows_nothing_of_the_machine_that_made_it() => Assert.All(
        package.Read("nupkg").Concat(package.Read("snupkg")),
        file => Assert.Equal(-1, file.Value.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Tests.Repository.Root + "/"))));

    [Fact]
    public void Both_frameworks_promise_the_same() =>
        Assert.All(Frameworks, framework => Assert.Equal(Tests.Repository.Read("src/Grove.Client/PublicApi.txt").TrimEnd('\n').Split('\n'), PublicSurface.Of(Load(framework))));

    private Assembly Load(string framework) =>
        new AssemblyLoadContext(framework).LoadFromStream(new MemoryStream(package.Read("nupkg")[$"lib/{framework}/Grove.Client.dll"]));

    // What every package has is left out.
    private static IEnumerable<string> Content(Dictionary<string, byte[]> files) =>
        files.Keys.Where(name => !name.EndsWith(".nuspec", StringComparison.Ordinal) && name[0] is not ('_' or '[') && !name.StartsWith("package/", StringComparison.Ordinal));

    [GeneratedRegex("^[0-9a-f]{40}$")]
    private static partial Regex Commit();
}
