using System.Diagnostics;
using System.Globalization;
using Grove.Bench.Data;

namespace Grove.Bench.Load;

/// <summary>The load generator: wrk, one thread, keep-alive without pipelining.</summary>
internal static class Wrk
{
    private static readonly TimeSpan BetweenSamples = TimeSpan.FromMilliseconds(50);

    /// <summary>What a request to Grove carries; B asks for no credentials.</summary>
    public static string[] Headers(string? user) => user is null
        ? ["Content-Type: application/json"]
        : ["Content-Type: application/json", "X-Auth-Email: " + user, "X-Auth-Key: " + BenchUsers.ApiKey];

    /// <summary>Throws when a request failed: a rate of refusals is no measurement.</summary>
    public static async Task<LoadResult> RunAsync(ServerProcess server, IReadOnlyList<string> headers, RequestFile requests, int connections, int seconds)
    {
        var result = await CountAsync(server, headers, requests, connections, seconds);
        return result.Failed == 0 ? result : throw new InvalidOperationException($"{result.Failed} requests failed: {requests.First}");
    }

    /// <summary>The same, but failures are counted.</summary>
    public static async Task<LoadResult> CountAsync(ServerProcess server, IReadOnlyList<string> headers, RequestFile requests, int connections, int seconds)
    {
        var start = new ProcessStartInfo("wrk") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "-t1", $"-c{connections}", $"-d{seconds}s", "--timeout", "30s", "-s", Path.Combine(AppContext.BaseDirectory, "requests.lua"),
            .. headers.SelectMany(header => (string[])["-H", header]), server.Url, "--", requests.Path,
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var before = server.ProcessorTime;
        using var wrk = Process.Start(start) ?? throw new InvalidOperationException("wrk does not start.");
        var errors = wrk.StandardError.ReadToEndAsync();
        var output = wrk.StandardOutput.ReadToEndAsync();
        var memory = 0.0;
        do memory = Math.Max(memory, server.Memory("RssAnon"));
        while (await Task.WhenAny(output, Task.Delay(BetweenSamples)) != output);
        await wrk.WaitForExitAsync();
        var cpu = server.ProcessorTime - before;
        var line = (await output).Split('\n').FirstOrDefault(line => line.StartsWith("RESULT ", StringComparison.Ordinal))
            ?? throw new InvalidOperationException("wrk gave no result: " + await output + await errors);
        var numbers = line.Split(' ').Skip(1).Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        var took = numbers[1] / 1e6;
        // Of nothing, wrk says that it took no time.
        if (numbers[0] == 0) numbers[4] = numbers[5] = numbers[6] = double.PositiveInfinity;
        return new(numbers[0] / took, numbers[0] / cpu.TotalSeconds, numbers[4] / 1000, numbers[5] / 1000, numbers[6] / 1000,
            (int)(numbers[2] + numbers[3]), memory, numbers[7] / took);
    }
}

/// <summary>Requests for wrk, one a line: method, path and body, separated by tabs.</summary>
internal sealed class RequestFile : IDisposable
{
    public RequestFile(IEnumerable<string> requests)
    {
        Path = System.IO.Path.GetTempFileName();
        File.WriteAllLines(Path, requests);
    }

    public string Path { get; }

    public string First => File.ReadLines(Path).First();

    public void Dispose() => File.Delete(Path);
}
