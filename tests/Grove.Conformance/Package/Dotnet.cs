using System.Diagnostics;
using Xunit;

namespace Grove.Conformance.Package;

/// <summary>The command <c>dotnet</c>, as somebody else would run it: without what this test run has in its environment.</summary>
internal static class Dotnet
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly string[] Ours = ["GROVE_", "CLOUDFLARE_", "MSBUILD", "VSTEST_"];

    /// <summary>What it writes. It must end well.</summary>
    public static async Task<string> RunAsync(string folder, IEnumerable<string> arguments, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => Ours.Any(ours => name.StartsWith(ours, StringComparison.OrdinalIgnoreCase))).ToList())
            start.Environment.Remove(name);
        // Nothing that outlives the test.
        foreach (var (name, value) in variables.Append(("MSBUILDDISABLENODEREUSE", "1"))) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}:\n{await output}\n{await errors}");
        return await output;
    }
}
