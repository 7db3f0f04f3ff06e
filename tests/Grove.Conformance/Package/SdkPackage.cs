using System.IO.Compression;
using System.Reflection;
using Xunit;

namespace Grove.Conformance.Package;

/// <summary>The package of the SDK as <c>dotnet pack</c> makes it, in a folder outside the repository.</summary>
public sealed class SdkPackage : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("grove-package-");

    /// <summary>Where those who use the package are.</summary>
    public string Folder => folder.FullName;

    public string Version { get; private set; } = "";

    private string Feed => Path.Combine(Folder, "feed");

    public async ValueTask InitializeAsync()
    {
        // As it is published, whatever configuration the tests have. After ./test has built everything, nothing is left to compile.
        await Dotnet.RunAsync(
            Grove.Tests.Repository.Root, ["pack", "src/Grove.Client", "-c", "Release", "-o", Feed, "--no-restore", "--disable-build-servers", "-v", "quiet"]);
        Version = Path.GetFileNameWithoutExtension(Assert.Single(Directory.GetFiles(Feed, "*.nupkg")))["Grove.Client.".Length..];
        // The package comes from the folder alone. What it needs was restored for this repository, and is only read there. The SDK itself goes into a
        // folder of its own: the machine would keep the first one that it sees of a version.
        var packages = typeof(SdkPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "NuGetPackageRoot").Value;
        await WriteAsync("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><clear /><add key="feed" value="feed" /></packageSources>
              <fallbackPackageFolders><clear /><add key="machine" value="{packages}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    /// <summary>A file of the package (<c>nupkg</c>) or of its symbols (<c>snupkg</c>), by its name inside.</summary>
    public Dictionary<string, byte[]> Read(string extension)
    {
        using var archive = ZipFile.OpenRead(Path.Combine(Feed, $"Grove.Client.{Version}.{extension}"));
        return archive.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var content = entry.Open();
            using var copy = new MemoryStream();
            content.CopyTo(copy);
            return copy.ToArray();
        });
    }

    /// <summary>Writes a file of those who use the package.</summary>
    public async Task WriteAsync(string path, string text)
    {
        var file = new FileInfo(Path.Combine(Folder, path));
        file.Directory!.Create();
        await File.WriteAllTextAsync(file.FullName, text);
    }

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>What looks at the package, and uses it: it is made once.</summary>
[CollectionDefinition(nameof(SdkPackage))]
public sealed class SdkPackageUsers : ICollectionFixture<SdkPackage>;
