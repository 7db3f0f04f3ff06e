using System.Runtime.InteropServices;

namespace Grove.Cli.Output;

/// <summary>
/// Whether anybody still reads standard output. The console's stream takes what it cannot write for written, and a stream of one's own would not know how to append
/// to a file of the shell's, or to wait for a pipe that does not block; so the writing stays where it is, and the system is asked.
/// </summary>
internal static class StandardOutput
{
    private const short Error = 8;
    private const short HungUp = 16;

    /// <summary>True once the reader of a pipe, or the terminal, is gone. Always false for files, and on Windows.</summary>
    public static bool IsAbandoned()
    {
        if (OperatingSystem.IsWindows()) return false;
        var output = new PolledFile { Descriptor = 1 };
        return Poll(ref output, 1, 0) == 1 && (output.Happened & (Error | HungUp)) != 0;
    }

    [DllImport("libc", EntryPoint = "poll"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll(ref PolledFile files, nuint count, int milliseconds);

    /// <summary>The system's <c>pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PolledFile
    {
        public int Descriptor;
        public short Awaited;
        public short Happened;
    }
}
