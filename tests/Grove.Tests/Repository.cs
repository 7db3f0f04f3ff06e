namespace Grove.Tests;

/// <summary>The files of the working tree, without what is built or installed.</summary>
internal static class Repository
{
    private static readonly string[] Foreign = ["bin", "obj", "node_modules", "TestResults", "artifacts"];

    public static string Root { get; } = FindRoot();

    /// <summary>A file by its path from the root.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The paths from the root, with slashes, of the files below a folder.</summary>
    public static IEnumerable<string> Files(string folder = "") => Walk(new DirectoryInfo(Path.Combine(Root, folder)))
        .Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/')).Order(StringComparer.Ordinal);

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder) => folder.EnumerateFiles()
        .Concat(folder.EnumerateDirectories().Where(sub => !Foreign.Contains(sub.Name) && (sub.Name == ".ci" || !sub.Name.StartsWith('.'))).SelectMany(Walk));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Grove.slnx")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("Grove.slnx");
        return folder.FullName;
    }
}
