using System.Diagnostics;
using System.Globalization;

namespace Grove.Bench.Load;

/// <summary>The load generator: wrk, one thread, keep-alive without pipelining.</summary>
internal static class Wrk
{
    /// <summary>Throws when a request failed: a rate of refusals is no measurement.</summary>
    public static async Task<LoadResult> RunAsync(ServerProcess server, IReadOnlyList<string> headers, string requests, int connections, int seconds)
    {
        var start = new ProcessStartInfo("wrk") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "-t1", $"-c{connections}", $"-d{seconds}s", "--timeout", "30s", "-s", Path.Combine(AppContext.BaseDirectory, "requests.lua"),
            .. headers.SelectMany(header => (string[])["-H", header]), server.Url, "--", requests,
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var before = server.ProcessorTime;
        using var wrk = Process.Start(start) ?? throw new InvalidOperationException("wrk does not start.");
        var errors = wrk.StandardError.ReadToEndAsync();
        var output = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        var cpu = server.ProcessorTime - before;
        var line = output.Split('\n').FirstOrDefault(line => line.StartsWith("RESULT ", StringComparison.Ordinal))
            ?? throw new InvalidOperationException("wrk gave no result: " + output + await errors);
        var numbers = line.Split(' ').Skip(1).Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        if (numbers[2] > 0 || numbers[3] > 0) throw new InvalidOperationException($"{numbers[2]} refusals, {numbers[3]} broken requests: {requests}");
        return new(numbers[0] / (numbers[1] / 1e6), numbers[0] / cpu.TotalSeconds, numbers[4] / 1000, numbers[5] / 1000);
    }
}
