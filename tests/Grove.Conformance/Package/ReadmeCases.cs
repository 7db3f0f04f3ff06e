using System.Text.Json;
using Xunit;

namespace Grove.Conformance.Package;

/// <summary>Whatever C# the READMEs show compiles against the package; whole programs run as they are written, against a real server.</summary>
[Collection(nameof(SdkPackage))]
public sealed class ReadmeCases(SdkPackage package)
{
    private const string Parts = "Parts/Parts.csproj";

    [Fact]
    public async Task Every_example_compiles_and_every_program_does_what_it_says()
    {
        Snippet[] all = [.. Snippet.Of("README.md"), .. Snippet.Of("src/Grove.Client/README.md")];
        Assert.NotEmpty(all);
        var programs = all.Where(one => one.IsProgram).Select((snippet, index) => (snippet.Heading, Snippet: snippet, Project: $"Program{index}")).ToList();
        await package.WriteAsync(Parts, PartsProject());
        await package.WriteAsync("Parts/Given.cs", Given);
        foreach (var part in all.Where(one => !one.IsProgram)) await package.WriteAsync($"Parts/Line{part.Line}.cs", part.AsPart());
        foreach (var (_, snippet, project) in programs)
        {
            await package.WriteAsync($"{project}/{project}.csproj", ConsoleProject());
            await package.WriteAsync($"{project}/Program.cs", snippet.Code);
        }
        await package.WriteAsync("All.slnx", $"<Solution>{string.Concat(programs.Select(one => $"{one.Project}/{one.Project}.csproj").Append(Parts).Select(path => $"<Project Path=\"{path}\" />"))}</Solution>");
        await Dotnet.RunAsync(package.Folder, ["build", "All.slnx", "-v", "quiet", "--disable-build-servers"]);

        await using var host = await GroveHost.StartAsync(Engine.Sqlite);
        var scenes = await Scene.OfAsync(host);
        Assert.Equal(scenes.Keys.Order(StringComparer.Ordinal), programs.Select(one => one.Heading).Order(StringComparer.Ordinal));
        foreach (var (heading, _, project) in programs)
        {
            var scene = scenes[heading];
            var output = await Dotnet.RunAsync(
                package.Folder, [$"{project}/bin/Debug/net10.0/{project}.dll", .. scene.Arguments],
                ("CLOUDFLARE_BASE_URL", host.Http.BaseAddress!.AbsoluteUri), ("CLOUDFLARE_EMAIL", scene.User.Email), ("CLOUDFLARE_API_KEY", scene.User.Key));
            scene.Check(output.TrimEnd('\n').Split('\n'));
        }
    }

    private string ConsoleProject() => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <!-- /user/organizations is deprecated. -->
            <WarningsNotAsErrors>CS0618</WarningsNotAsErrors>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Grove.Client" Version="{package.Version}" />
          </ItemGroup>
        </Project>
        """;

    // Many examples are of web applications.
    private string PartsProject() => ConsoleProject().Replace("Microsoft.NET.Sdk\"", "Microsoft.NET.Sdk.Web\"", StringComparison.Ordinal)
        .Replace("<OutputType>Exe</OutputType>", "<OutputType>Library</OutputType>", StringComparison.Ordinal);

    private const string Given = """
        global using System.Text.Json.Nodes;
        global using Grove.Client;
        global using static Snippets.Given;

        namespace Snippets;

        internal static class Given
        {
            public static readonly GroveClient client = new();
            public static readonly string organizationId = "", otherId = "", accountId = "", userId = "", memberId = "";
        }
        """;

    /// <summary>With what a program runs, and what it must write.</summary>
    private sealed record Scene(Actor User, string[] Arguments, Action<string[]> Check)
    {
        /// <summary>By the headings above the programs.</summary>
        public static async Task<Dictionary<string, Scene>> OfAsync(GroveHost host)
        {
            var somebody = await host.NewUserAsync("user@example.com");
            var first = await somebody.CreateAsync("Somebody's own");
            string[] numbered = [.. Enumerable.Range(1, 25).Select(number => $"Number {number}")];
            foreach (var name in numbered) await somebody.CreateAsync(name, first);
            var foreign = await host.Operator.CreateAsync("Of others");
            var added = await host.Operator.PutAsync($"/grove/v1/organizations/{foreign}/users/{somebody.Id}", new { });
            Assert.Equal(JsonValueKind.Object, added.Result.ValueKind);
            return new()
            {
                ["Start"] = new(await host.NewUserAsync(), [], lines => Assert.Equal(["Emea is below Acme"], lines)),
                ["C#"] = new(await host.NewUserAsync(), [], lines => Assert.Equal(["Emea is below Acme"], lines)),
                ["`client.user.organizations.list()`"] = new(somebody, [], lines => Assert.Equal([first], lines)),
                ["`client.user.organizations.get(id)`"] = new(somebody, [first], lines => Assert.Contains("Name = Somebody's own", Assert.Single(lines), StringComparison.Ordinal)),
                ["`client.user.organizations.delete(id)`"] = new(somebody, [foreign], lines => Assert.Equal([foreign], lines)),
                ["`client.Organizations.List(ctx, params)`"] = new(somebody, [], lines => Assert.Equal(10, lines.Length)),
                ["Lists"] = new(somebody, [first], lines => Assert.Equal(numbered, lines)),
            };
        }
    }
}
