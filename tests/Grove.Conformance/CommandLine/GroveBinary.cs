using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit;

namespace Grove.Conformance.CommandLine;

/// <summary>What a call of the program ended with.</summary>
internal sealed record Ended(int Code, string Out, string Error);

/// <summary>The program <c>grove</c> as a process, with an environment of its own.</summary>
internal static class GroveBinary
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The words that start it.</summary>
    public static string[] Command { get; } = [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "grove.dll")];

    /// <summary>The variables of a caller of this server.</summary>
    public static (string Name, string Value)[] As(GroveHost host, string email, string key) =>
        [("CLOUDFLARE_BASE_URL", host.Http.BaseAddress!.ToString()), ("CLOUDFLARE_EMAIL", email), ("CLOUDFLARE_API_KEY", key)];

    public static async Task<Ended> RunAsync((string Name, string Value)[] variables, params string[] arguments)
    {
        using var process = Start([.. Command, .. arguments], variables);
        process.StandardInput.Close();
        return await EndAsync(process, TestContext.Current.CancellationToken);
    }

    /// <summary>Starts any program with these variables in place of those that steer Grove.</summary>
    public static Process Start(string[] command, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
            StandardInputEncoding = Utf8,
            StandardOutputEncoding = Utf8,
            StandardErrorEncoding = Utf8,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("GROVE_", StringComparison.Ordinal) || name.StartsWith("CLOUDFLARE_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public static async Task<Ended> EndAsync(Process process, CancellationToken cancellation = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
        return new(process.ExitCode, await output, await error);
    }

    /// <summary>Presses Ctrl+C.</summary>
    public static void Interrupt(Process process)
    {
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
