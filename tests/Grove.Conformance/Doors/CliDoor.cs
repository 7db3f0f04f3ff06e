using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Grove.Cli;
using Grove.Cli.Output;
using Grove.Conformance.CommandLine;
using Xunit;

namespace Grove.Conformance.Doors;

/// <summary>
/// Every request by a call of the program <c>grove</c>, with surroundings of its own in place of a process's. What it sends must be what the case asks for,
/// or nothing reaches the server; standard output must be the answer, and standard error and the exit code must tell a refusal.
/// </summary>
internal sealed class CliDoor(Uri wire, HttpMessageHandler inner) : DrivenDoor(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = await AskedRequest.ReadAsync(request, cancellationToken);
        var words = CliWords.Of(asked with { Path = Below(asked.Path) });
        using var recorder = new Recorder(asked, base.SendAsync);
        var ended = await RunAsync(words, asked, recorder, cancellationToken);
        // The program tells of it as of a failed request.
        if (recorder.Fault is { } fault) ExceptionDispatchInfo.Throw(fault);
        if (!recorder.HasAnswer)
        {
            throw ended.Code == ExitCode.Usage ? new UntranslatableException($"grove refuses it: {ended.Error}")
                : new InvalidOperationException($"grove {string.Join(' ', words.Arguments)} sent nothing and ended with {ended.Code}: {ended.Error}");
        }
        Check(recorder.Answer, ended, string.Join(' ', words.Arguments));
        if (words.Operation is { } operation && ended.Code == ExitCode.Done) Driven[operation] = true;
        return recorder.Answer.ToMessage(request);
    }

    private string Below(string path) => path.StartsWith(wire.AbsolutePath, StringComparison.Ordinal) ? path[wire.AbsolutePath.Length..] : path;

    private async Task<Ended> RunAsync(CliWords words, AskedRequest asked, Recorder recorder, CancellationToken cancellation)
    {
        var variables = new Dictionary<string, string>
        {
            // No profile of whoever runs the tests.
            ["XDG_CONFIG_HOME"] = Path.Combine(Path.GetTempPath(), "grove-conformance-without-profiles"),
            ["CLOUDFLARE_BASE_URL"] = wire.ToString(),
        };
        foreach (var (header, variable) in ((string, string)[])[("X-Auth-Email", "CLOUDFLARE_EMAIL"), ("X-Auth-Key", "CLOUDFLARE_API_KEY"), ("Authorization", "CLOUDFLARE_API_TOKEN")])
        {
            if (!asked.Headers.TryGetValue(header, out var values)) continue;
            var value = CliWords.Only(header, values);
            if (header == "Authorization")
                value = value.StartsWith("Bearer ", StringComparison.Ordinal) ? value["Bearer ".Length..] : throw new UntranslatableException("Another scheme than Bearer.");
            if (!CliBody.IsArgument(value)) throw new UntranslatableException($"{header} cannot be a variable.");
            variables.Add(variable, value);
        }
        var (output, error) = (new StringWriter(CultureInfo.InvariantCulture), new StringWriter(CultureInfo.InvariantCulture));
        var around = new Surroundings
        {
            In = new StringReader(words.Input ?? ""),
            Out = output,
            Error = error,
            Environment = variables.GetValueOrDefault,
            Handler = recorder,
            ReadHidden = static () => throw new InvalidOperationException("There is no terminal."),
        };
        var code = await GroveCommand.RunAsync([.. words.Arguments, "--json", "--yes", "--retries", "0"], around, cancellation);
        return new(code, output.ToString(), error.ToString());
    }

    private static void Check(RecordedAnswer answer, Ended ended, string line)
    {
        var text = answer.Text.Length == 0 || answer.Text.EndsWith('\n') ? answer.Text : answer.Text + "\n";
        var code = (int)answer.Status switch
        {
            < 400 => ExitCode.Done,
            404 => ExitCode.NotFound,
            401 or 403 => ExitCode.NotAllowed,
            _ => ExitCode.Refused,
        };
        Assert.True((text, code) == (ended.Out, ended.Code), $"grove {line} ended with {ended.Code} and wrote {ended.Out}{ended.Error}The answer was {(int)answer.Status} {text}");
        if (code == ExitCode.Done) return;
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
