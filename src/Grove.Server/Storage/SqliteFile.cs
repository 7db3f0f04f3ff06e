namespace Grove.Server.Storage;

/// <summary>The file of an embedded database, held against a second server until disposed or until the process ends.</summary>
internal sealed class SqliteFile : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly FileStream? heldLock;
    private readonly string? temporaryDirectory;

    private SqliteFile(string path, FileStream? heldLock, string? temporaryDirectory) =>
        (Path, this.heldLock, this.temporaryDirectory) = (path, heldLock, temporaryDirectory);

    public string Path { get; }

    public bool Temporary => temporaryDirectory is not null;

    public static SqliteFile Open(SqliteUrl url)
    {
        if (url.Path is null)
        {
            var directory = Directory.CreateTempSubdirectory("grove-").FullName;
            var temporary = System.IO.Path.Combine(directory, "grove.db");
            CreateFile(temporary, FileShare.ReadWrite).Dispose();
            return new SqliteFile(temporary, null, directory);
        }
        // Two names of one file must meet at one lock.
        var path = Resolve(System.IO.Path.GetFullPath(url.Path));
        var parent = System.IO.Path.GetDirectoryName(path)!;
        if (!Directory.Exists(parent)) throw Refuse($"The directory {parent} of the database does not exist.");
        if (Directory.Exists(path)) throw Refuse($"The database {path} is a directory.");
        FileStream held;
        try
        {
            held = CreateFile(path + ".lock", FileShare.None);
        }
        catch (UnauthorizedAccessException)
        {
            throw Refuse($"The directory {parent} of the database cannot be written.");
        }
        catch (IOException)
        {
            throw Refuse($"The database {path} is in use by another server (it holds {path}.lock).");
        }
        try
        {
            CreateFile(path, FileShare.ReadWrite).Dispose();
            return new SqliteFile(path, held, null);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            held.Dispose();
            throw Refuse($"The database {path} cannot be opened for writing.");
        }
    }

    // The lock file stays: removing it would let two servers hold locks on two files of that name.
    public void Dispose()
    {
        heldLock?.Dispose();
        if (temporaryDirectory is not null && Directory.Exists(temporaryDirectory)) Directory.Delete(temporaryDirectory, recursive: true);
    }

    // SQLite gives its own files beside the database the same mode.
    private static FileStream CreateFile(string path, FileShare share)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }

    private static string Resolve(string path)
    {
        var root = System.IO.Path.GetPathRoot(path)!;
        var resolved = root;
        foreach (var part in path[root.Length..].Split(System.IO.Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = System.IO.Path.Combine(resolved, part);
            FileSystemInfo? target;
            try
            {
                target = File.ResolveLinkTarget(next, returnFinalTarget: true);
            }
            catch (IOException)
            {
                target = null;
            }
            // A target may itself lie below links.
            resolved = target is null ? next : Resolve(target.FullName);
        }
        return resolved;
    }

    private static StorageException Refuse(string message) => new(StorageFault.Unavailable, message);
}
