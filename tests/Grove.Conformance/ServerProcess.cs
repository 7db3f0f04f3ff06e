using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Grove.Conformance;

/// <summary>The real program in a process of its own, in a folder of its own.</summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly SemaphoreSlim lines = new(0);
    private readonly TaskCompletionSource<string> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException("The server ended."));
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it has written so far, errors included.</summary>
    public string Output
    {
        get { lock (output) return output.ToString(); }
    }

    public static ServerProcess Start(string folder, string[] arguments, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, "Grove.Server.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Ours are for the tests; the program refuses what it does not know.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("GROVE_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in variables) start.Environment[name] = value;
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.Start();
        return new ServerProcess(process);
    }

    /// <summary>A server on this database and a free port, once it listens.</summary>
    public static async Task<(ServerProcess Server, HttpClient Http)> ListenAsync(string folder, string database, params string[] arguments)
    {
        var server = Start(folder, ["--urls", "http://127.0.0.1:0", .. arguments], ("GROVE_DATABASE", database), ("GROVE_OPERATOR_KEY", GroveHost.OperatorKey));
        return (server, await server.ConnectAsync());
    }

    /// <summary>A client of it, once it listens.</summary>
    public async Task<HttpClient> ConnectAsync()
    {
        try
        {
            var url = await listening.Task.WaitAsync(Patience);
            return new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(url + "/client/v4/") };
        }
        catch (InvalidOperationException)
        {
            Assert.Fail("It did not come up: " + Output);
            throw;
        }
    }

    /// <summary>Waits until it has written this.</summary>
    public async Task WroteAsync(string text)
    {
        while (!Output.Contains(text, StringComparison.Ordinal)) Assert.True(await lines.WaitAsync(Patience), $"It never wrote {text}: {Output}");
    }

    /// <summary>Ends it at once, as kill -9 does.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Asks it to stop, as service managers do.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end and answers the exit code; everything it wrote is in <see cref="Output"/> then.</summary>
    public async Task<int> ExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await KillAsync();
        process.Dispose();
    }

    [GeneratedRegex(@"^Grove is listening on (\S+?),?(\s|$)")]
    private static partial Regex Listening();

    private void Add(string? line)
    {
        if (line is null) return;
        lock (output) output.AppendLine(line);
        lines.Release();
        if (Listening().Match(line) is { Success: true } match) listening.TrySetResult(match.Groups[1].Value);
    }
}
