using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Grove.Bench.Data;

namespace Grove.Bench.Load;

/// <summary>A server under test, as a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const double TicksPerSecond = 100;

    private readonly Process process;

    private ServerProcess(Process process, string url) => (this.process, Url) = (process, url);

    public string Url { get; }

    /// <summary>The process whose children are the database's; null when the database is part of the server.</summary>
    public int? Database { get; set; }

    /// <summary>User and system time so far, that of the database's processes included.</summary>
    public TimeSpan ProcessorTime => TimeSpan.FromSeconds((TicksOf(process.Id) + (Database is { } parent ? Children(parent).Sum(TicksOf) : 0)) / TicksPerSecond);

    /// <summary>A line of <c>/proc/PID/status</c> in MiB: VmHWM is the peak, RssAnon what is private.</summary>
    public double Memory(string line) => File.ReadLines($"/proc/{process.Id}/status")
        .Where(text => text.StartsWith(line + ":", StringComparison.Ordinal))
        .Select(text => double.Parse(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024)
        .FirstOrDefault();

    /// <summary>Starts <c>dotnet ASSEMBLY …</c> and waits until something answers; says how long that took.</summary>
    public static Task<(ServerProcess Server, TimeSpan Start)> StartAsync(string assembly, string path, params string[] arguments) =>
        StartAsAsync(null, assembly, path, arguments);

    /// <summary>The same with credentials; then only a success counts as an answer.</summary>
    public static async Task<(ServerProcess Server, TimeSpan Start)> StartAsAsync(string? user, string assembly, string path, params string[] arguments)
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, assembly), .. arguments, "--urls", url]) start.ArgumentList.Add(argument);
        var watch = Stopwatch.StartNew();
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{assembly} does not start.");
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, line) => { if (line.Data is not null) Console.Error.WriteLine(line.Data); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var client = new HttpClient();
        if (user is not null)
        {
            client.DefaultRequestHeaders.Add("X-Auth-Email", user);
            client.DefaultRequestHeaders.Add("X-Auth-Key", BenchUsers.ApiKey);
        }
        while (true)
        {
            if (process.HasExited) throw new InvalidOperationException($"{assembly} ended with {process.ExitCode}.");
            try
            {
                using var answer = await client.GetAsync(new Uri(url + path));
                if (user is not null) answer.EnsureSuccessStatusCode();
                return (new(process, url), watch.Elapsed);
            }
            catch (HttpRequestException fault) when (fault.StatusCode is null)
            {
                await Task.Delay(5);
            }
        }
    }

    /// <summary>Waits for what the generator no longer waits for: slow requests in flight would weigh on the next round.</summary>
    public async Task SettleAsync()
    {
        var before = ProcessorTime;
        for (var i = 0; i < 100; i++)
        {
            await Task.Delay(100);
            var now = ProcessorTime;
            if ((now - before).TotalMilliseconds < 20) return;
            before = now;
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>The parent of a process.</summary>
    public static int ParentOf(int id) => int.Parse(Fields(id)[1], CultureInfo.InvariantCulture);

    private static IEnumerable<int> Children(int parent) =>
        File.ReadAllText($"/proc/{parent}/task/{parent}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture));

    private static double TicksOf(int id)
    {
        try
        {
            var fields = Fields(id);
            return double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It ended while we looked.
            return 0;
        }
    }

    // The name, which comes second and may hold spaces, is left out with what is before it.
    private static string[] Fields(int id)
    {
        var stat = File.ReadAllText($"/proc/{id}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
