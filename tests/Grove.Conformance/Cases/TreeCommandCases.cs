using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Grove.Cli.Trees;
using Grove.Conformance.CommandLine;
using Grove.Conformance.Trees;
using Grove.Tests.Cli.Trees;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>The real command in a process of its own.</summary>
public partial class TreeCommandCases(SharedHosts hosts)
{
    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Killed_in_the_middle_and_started_again_it_ends_with_the_same_forest(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var desk = await TreeDesk.OpenAsync(host);
        using var folder = new Folder();
        var forest = Forest(300);
        var file = folder.Write("forest.yaml", TreeFiles.WriteYaml(forest));

        using (var first = Start(host, desk, folder, "import", file, "--concurrency", "4"))
        {
            // Not all at once, and not nothing.
            while (!first.HasExited && (await desk.Actor.GetAsync("organizations?page_size=1")).Info.GetProperty("total_size").GetInt32() < 80) await Task.Yield();
            first.Kill();
            await first.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.NotEqual(0, first.ExitCode);
        }
        var (code, output, error) = await RunAsync(host, desk, folder, "import", file);
        Assert.Equal((0, ""), (code, error));
        Assert.Matches("organizations: [0-9]+ created, 0 changed, [0-9]+ unchanged", output);

        Assert.Equal(0, (await RunAsync(host, desk, folder, "export", "-o", "out.yaml")).Code);
        Assert.Equal(File.ReadAllText(file), File.ReadAllText(Path.Combine(folder.Path, "out.yaml")));
        (code, output, _) = await RunAsync(host, desk, folder, "import", file);
        Assert.Equal((0, "organizations: 0 created, 0 changed, 300 unchanged\naccounts: 0 created, 0 changed, 600 unchanged\nmembers: 0 created, 0 changed, 0 unchanged\n"), (code, output));
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Interrupted_it_says_so_leaves_nothing_half_done_and_goes_on_when_started_again(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var desk = await TreeDesk.OpenAsync(host);
        using var folder = new Folder();
        var file = folder.Write("forest.yaml", TreeFiles.WriteYaml(Forest(300)));
        using (var first = Start(host, desk, folder, "import", file, "--concurrency", "4"))
        {
            while (!first.HasExited && (await desk.Actor.GetAsync("organizations?page_size=1")).Info.GetProperty("total_size").GetInt32() < 40) await Task.Yield();
            GroveBinary.Interrupt(first);
            var ended = await GroveBinary.EndAsync(first, TestContext.Current.CancellationToken);
            Assert.Equal(130, ended.Code);
            Assert.Contains("grove: stopped before the end. The same command goes on from here", ended.Error, StringComparison.Ordinal);
            Assert.Matches("organizations: [0-9]+ created, 0 changed, 0 unchanged", ended.Out);
        }
        // What is there has its profile.
        var there = TreeOrganization.All(await desk.ExportAsync()).ToList();
        Assert.InRange(there.Count, 40, 299);
        Assert.All(there, organization => Assert.Equal(organization.Name.StartsWith("Below", StringComparison.Ordinal), organization.Profile is not null));

        Assert.Equal(0, (await RunAsync(host, desk, folder, "import", file)).Code);
        Assert.Equal(File.ReadAllText(file), (await RunAsync(host, desk, folder, "export")).Output);
    }

    [Fact]
    public async Task An_operator_imports_and_exports_as_somebody_else()
    {
        var host = await hosts.GetAsync(Engine.Sqlite);
        var desk = await TreeDesk.OpenAsync(host);
        var other = await host.NewUserAsync();
        using var folder = new Folder();
        const string text = "organizations:\n  - name: A\n    external_id: a\n    accounts:\n      - name: X\n        external_id: x\n    organizations:\n      - name: B\n";
        folder.Write("a.yaml", text);

        Assert.Equal((0, "organizations: 2 created, 0 changed, 0 unchanged\naccounts: 1 created, 0 changed, 0 unchanged\nmembers: 0 created, 0 changed, 0 unchanged\n", ""),
            await RunAsync(host, desk, folder, "import", "a.yaml", "--as-user", other.Email));
        Assert.Equal(2, (await other.WalkAsync()).Count);
        Assert.Empty(await desk.Actor.WalkAsync());
        Assert.Equal((0, text, ""), await RunAsync(host, desk, folder, "export", "--external-ids", "--as-user", other.Email));
        Assert.Equal((0, "organizations:\n", ""), await RunAsync(host, desk, folder, "export"));
    }

    [Fact]
    public async Task It_says_what_is_wrong_where_and_ends_with_the_code_for_it()
    {
        var host = await hosts.GetAsync(Engine.Sqlite);
        var desk = await TreeDesk.OpenAsync(host, asOperator: false);
        using var folder = new Folder();
        folder.Write("bad.yaml", "organizations:\n- name: A\n  colour: green\n- name: [x]\n");
        folder.Write("good.json", "{\"organizations\": [{\"name\": \"A\", \"members\": [{\"email\": \"m0@example.com\", \"status\": \"active\"}]}]}");

        Assert.Equal((2, "", "bad.yaml:3:3: An organization has no member colour.\nbad.yaml:4:9: name must be text.\ngrove: 2 faults in the file; nothing was sent.\n"),
            await RunAsync(host, desk, folder, "import", "bad.yaml"));
        Assert.Equal(2, (await RunAsync(host, desk, folder, "import", "missing.yaml")).Code);
        Assert.Equal(3, (await RunAsync(host, desk, folder, "import", "good.json", "--under", "Nowhere")).Code);
        var planned = await RunAsync(host, desk, folder, "import", "good.json", "--dry-run");
        Assert.Equal((0, "line 1: create organization A\nline 1: add m0@example.com to A\norganizations: 1 would be created, 0 would be changed, 0 unchanged\naccounts: 0 would be created, 0 would be changed, 0 unchanged\nmembers: 1 would be created, 0 would be changed, 0 unchanged\n"),
            (planned.Code, planned.Output));
        Assert.Empty(await desk.Actor.WalkAsync());
        var refused = await RunAsync(host, desk, folder, "import", "good.json");
        Assert.Equal(1, refused.Code);
        Assert.StartsWith("good.json:1:46: A: member m0@example.com: 403 1002", refused.Error, StringComparison.Ordinal);
        Assert.Equal((0, "organizations:\n  - name: A\n", ""), await RunAsync(host, desk, folder, "export"));
        Assert.Equal("{\"organizations\":[{\"name\":\"A\"}]}", string.Concat((await RunAsync(host, desk, folder, "export", "A", "--format", "json")).Output.Where(c => !char.IsWhiteSpace(c))));
    }

    [Fact]
    public async Task Without_a_server_it_stops_and_says_how_to_go_on()
    {
        var host = await hosts.GetAsync(Engine.Sqlite);
        var desk = await TreeDesk.OpenAsync(host);
        using var folder = new Folder();
        folder.Write("a.yaml", "organizations: [{name: A}]");

        Assert.Equal(5, (await RunAsync(host, desk, folder, "import", "a.yaml", "--base-url", "http://127.0.0.1:1/client/v4", "--retries", "0")).Code);
    }

    private static List<TreeOrganization> Forest(int organizations) => [.. Enumerable.Range(0, organizations / 10).Select(tree => new TreeOrganization
    {
        Name = Name("Tree", tree),
        Organizations = [.. Enumerable.Range(0, 9).Select(below => new TreeOrganization
        {
            Name = Name("Below", below),
            Profile = new() { BusinessName = Name("Business", tree) },
            Accounts = [new() { Name = "First" }, new() { Name = "Second" }],
        })],
        Accounts = [new() { Name = "First" }, new() { Name = "Second" }],
    })];

    private static string Name(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind} {number:D3}");

    private static async Task<(int Code, string Output, string Error)> RunAsync(GroveHost host, TreeDesk desk, Folder folder, params string[] arguments)
    {
        using var process = Start(host, desk, folder, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, string.Concat((await error).Split('\n').Where(line => line.Length > 0 && !Rate().IsMatch(line)).Select(line => line + "\n")));
    }

    // How far it is, every few seconds.
    [GeneratedRegex("^[a-z ]+: [0-9,]+( of [0-9,]+)?, [0-9,]+/s")]
    private static partial Regex Rate();

    private static Process Start(GroveHost host, TreeDesk desk, Folder folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, "grove.dll"), .. arguments])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CLOUDFLARE_BASE_URL"] = host.Http.BaseAddress!.ToString();
        start.Environment["CLOUDFLARE_EMAIL"] = desk.Actor.Email;
        start.Environment["CLOUDFLARE_API_KEY"] = desk.Actor.Key;
        start.Environment["HOME"] = folder.Path;
        return Process.Start(start)!;
    }

    private sealed class Folder : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("grove-tree-");

        public string Path => folder.FullName;

        public string Write(string name, string text)
        {
            var path = System.IO.Path.Combine(Path, name);
            File.WriteAllText(path, text);
            return path;
        }

        public void Dispose() => folder.Delete(recursive: true);
    }
}
