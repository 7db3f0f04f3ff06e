using System.Text.Json;
using System.Text.Json.Serialization;

namespace Grove.Cli.Profiles;

/// <summary>A server and a credential for it, under a name.</summary>
internal sealed record Profile
{
    public string? BaseUrl { get; init; }

    public string? ApiToken { get; init; }

    public string? Email { get; init; }

    public string? ApiKey { get; init; }
}

/// <summary>What the file of profiles holds.</summary>
internal sealed record Profiles
{
    /// <summary>The profile that is used when none is named.</summary>
    public string? Current { get; init; }

    public SortedDictionary<string, Profile> All { get; init; } = new(StringComparer.Ordinal);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(Profiles))]
internal sealed partial class ProfileJson : JsonSerializerContext;

/// <summary>The file of profiles: it holds secrets, so only its owner may read it.</summary>
internal sealed class ProfileFile(Surroundings around)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public string Path { get; } = System.IO.Path.Combine(Folder(around.Environment), "grove", "profiles.json");

    /// <summary>The profiles; none when there is no file.</summary>
    /// <exception cref="CommandException">The file cannot be read.</exception>
    public Profiles Read()
    {
        try
        {
            using var file = new FileStream(Path, FileMode.Open, FileAccess.Read);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & Others) != 0)
                around.Error.WriteLine($"grove: warning: others can reach {Path}, which holds secrets; chmod 600 keeps it yours.");
            return JsonSerializer.Deserialize(file, ProfileJson.Default.Profiles) ?? new();
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return new();
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            // The message of a JsonException can show a part of the file.
            throw CommandException.Usage($"{Path} cannot be read{(fault is JsonException json ? $": it is wrong in line {json.LineNumber + 1}" : $": {fault.Message}")}.");
        }
    }

    /// <summary>Writes all, or leaves the file as it was.</summary>
    public void Write(Profiles profiles)
    {
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        var fresh = Path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else
            {
                Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
                options.UnixCreateMode = OwnerOnly;
            }
            File.Delete(fresh);
            using (var file = new FileStream(fresh, options)) JsonSerializer.Serialize(file, profiles, ProfileJson.Default.Profiles);
            File.Move(fresh, Path, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Usage($"{Path} cannot be written: {fault.Message}");
        }
    }

    private static string Folder(Func<string, string?> environment)
    {
        // The specification says that a relative path is to be ignored.
        if (environment("XDG_CONFIG_HOME") is { Length: > 0 } xdg && System.IO.Path.IsPathRooted(xdg)) return xdg;
        if (OperatingSystem.IsWindows() && environment("APPDATA") is { Length: > 0 } roaming) return roaming;
        return (environment("HOME") ?? environment("USERPROFILE")) is { Length: > 0 } home
            ? System.IO.Path.Combine(home, ".config")
            : throw CommandException.Usage("Neither XDG_CONFIG_HOME nor HOME says where profiles are kept.");
    }
}
