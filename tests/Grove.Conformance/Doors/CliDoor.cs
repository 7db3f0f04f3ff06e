using System.Globalization;
using System.Text.Json;
using Grove.Cli.Output;
using Grove.Conformance.CommandLine;
using Xunit;

namespace Grove.Conformance.Doors;

/// <summary>
/// Every request by the program <c>grove</c>, each by a process of its own. What it sends must be what the case asks for, or nothing reaches the server;
/// standard output must be the answer, and standard error and the exit code must tell a refusal.
/// </summary>
internal sealed class CliDoor(Uri wire, HttpMessageHandler inner) : DrivenDoor(inner)
{
    // No profile of whoever runs the tests.
    private static readonly DirectoryInfo Home = Directory.CreateTempSubdirectory("grove-conformance-home-");

    static CliDoor() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => Home.Delete(recursive: true);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = await AskedRequest.ReadAsync(request, cancellationToken);
        var words = CliWords.Of(asked with { Path = Below(asked.Path) });
        using var recorder = new Recorder(asked, base.SendAsync);
        var ended = await Relay.RunAsync(wire, recorder, address => RunAsync(words, asked, address, cancellationToken), cancellationToken);
        if (!recorder.HasAnswer)
        {
            throw ended.Code == Cli.ExitCode.Usage ? new UntranslatableException($"grove refuses it: {ended.Error}")
                : new InvalidOperationException($"grove {string.Join(' ', words.Arguments)} sent nothing and ended with {ended.Code}: {ended.Error}");
        }
        Check(recorder.Answer, ended, string.Join(' ', words.Arguments));
        if (words.Operation is { } operation && ended.Code == Cli.ExitCode.Done) Driven[operation] = true;
        return recorder.Answer.ToMessage(request);
    }

    private string Below(string path) => path.StartsWith(wire.AbsolutePath, StringComparison.Ordinal) ? path[wire.AbsolutePath.Length..] : path;

    private Task<Ended> RunAsync(CliWords words, AskedRequest asked, Uri address, CancellationToken cancellation)
    {
        List<(string Name, string Value)> variables =
        [
            ("HOME", Home.FullName), ("XDG_CONFIG_HOME", Home.FullName), ("CLOUDFLARE_BASE_URL", new Uri(address, wire.AbsolutePath).ToString()),
        ];
        foreach (var (header, variable) in ((string, string)[])[("X-Auth-Email", "CLOUDFLARE_EMAIL"), ("X-Auth-Key", "CLOUDFLARE_API_KEY"), ("Authorization", "CLOUDFLARE_API_TOKEN")])
        {
            if (!asked.Headers.TryGetValue(header, out var values)) continue;
            var value = CliWords.Only(header, values);
            if (header == "Authorization")
                value = value.StartsWith("Bearer ", StringComparison.Ordinal) ? value["Bearer ".Length..] : throw new UntranslatableException("Another scheme than Bearer.");
            if (!CliBody.IsArgument(value)) throw new UntranslatableException($"{header} cannot be a variable.");
            variables.Add((variable, value));
        }
        return GroveBinary.RunAsync([.. variables], words.Input, [.. words.Arguments, "--json", "--yes", "--retries", "0"], cancellation);
    }

    private static void Check(RecordedAnswer answer, Ended ended, string line)
    {
        var text = answer.Text.Length == 0 || answer.Text.EndsWith('\n') ? answer.Text : answer.Text + "\n";
        var code = (int)answer.Status switch
        {
            < 400 => Cli.ExitCode.Done,
            404 => Cli.ExitCode.NotFound,
            401 or 403 => Cli.ExitCode.NotAllowed,
            _ => Cli.ExitCode.Refused,
        };
        Assert.True((text, code) == (ended.Out, ended.Code), $"grove {line} ended with {ended.Code} and wrote {ended.Out}{ended.Error}The answer was {(int)answer.Status} {text}");
        if (code == Cli.ExitCode.Done) return;
        var lines = ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith($"grove: {((int)answer.Status).ToString(CultureInfo.InvariantCulture)} ", lines[0], StringComparison.Ordinal);
        IEnumerable<string> expected = answer.Text.Length == 0 ? [] : answer.Json.GetProperty("errors").EnumerateArray().Select(Told);
        if (answer.Header("X-Request-Id") is { } id) expected = expected.Append($"  request {id}");
        Assert.Equal(expected, lines[1..]);
    }

    private static string Told(JsonElement error)
    {
        var at = error.TryGetProperty("source", out var source) && source.TryGetProperty("pointer", out var pointer) && pointer.GetString() is { Length: > 0 } where ? $" at {where}" : "";
        return SafeText.Line($"  {error.GetProperty("code").GetRawText()}{at}: {error.GetProperty("message").GetString()}");
    }
}
