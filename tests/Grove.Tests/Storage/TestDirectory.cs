namespace Grove.Tests.Storage;

/// <summary>A temporary directory, removed with the test.</summary>
public sealed class TestDirectory : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("grove-test-");

    public string File(string name) => Path.Combine(directory.FullName, name);

    public void Dispose() => directory.Delete(recursive: true);
}
