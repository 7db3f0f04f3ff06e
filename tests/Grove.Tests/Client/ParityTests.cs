using System.Text.Json;
using Grove.Client;
using Xunit;

namespace Grove.Tests.Client;

/// <summary>
/// Grove.Client on the scripts on which tests/Grove.TypeScript/parity.test.mjs runs the official SDK; docs/sdk-parity.md has both, and why they differ.
/// </summary>
public sealed class ParityTests
{
    private const string Document = "docs/sdk-parity.md";
    private const string WriteVariable = "GROVE_WRITE_SDK_PARITY";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_document_has_what_the_client_does_on_each_script()
    {
        var lines = Repository.Read(Document).TrimEnd('\n').Split('\n');
        var start = Array.FindIndex(lines, line => line.StartsWith("| Script |", StringComparison.Ordinal)) + 2;
        var official = lines[start..].Select(line => line.Split(" | ")).ToDictionary(cells => cells[0][2..], cells => cells[1]);
        var rows = new List<string>();
        using var scripts = JsonDocument.Parse(Repository.Read("tests/Grove.TypeScript/parity/scripts.json"));
        foreach (var script in scripts.RootElement.EnumerateArray())
        {
            var name = script.GetProperty("name").GetString()!;
            var found = await RunAsync(script);
            var why = script.TryGetProperty("why", out var reason) ? reason.GetString()! : "";
            var theirs = official.GetValueOrDefault(name, "not run");
            Assert.True(AsTheyName(found) == theirs == (why.Length == 0), $"{name}: {theirs} there, {found} here, and the reason is \"{why}\".");
            rows.Add($"| {name} | {theirs} | {found} | {why} |");
        }
        if (Environment.GetEnvironmentVariable(WriteVariable) == "true")
            await File.WriteAllTextAsync(Path.Combine(Repository.Root, Document), string.Join('\n', [.. lines[..start], .. rows]) + "\n", Token);
        else Assert.Equal(rows, lines[start..]);
    }

    private static async Task<string> RunAsync(JsonElement script)
    {
        var answers = script.GetProperty("answers").EnumerateArray().Select(Read).ToArray();
        await using var run = Script.With(options => options with { MaxRetries = script.GetProperty("retries").GetInt32() }, (_, number) => answers[Math.Min(number, answers.Length - 1)]);
        var call = script.GetProperty("call").GetString();
        string outcome;
        try
        {
            var end = OutcomeAsync(run, call);
            if (script.TryGetProperty("timeout", out _))
            {
                await run.Server.ReceivedAsync();
                run.Clock.FireTimeouts();
            }
            outcome = await end;
        }
        catch (GroveException failure)
        {
            outcome = $"`{failure.GetType().Name}`";
        }
        var keys = run.Requests.Select(request => request["Idempotency-Key"]).Distinct().ToArray();
        var key = call != "create" ? "" : keys.Contains(null) ? ", no key" : keys.Length == 1 ? ", one key" : ", different keys";
        return $"{run.Requests.Count} × {outcome}{key}";
    }

    private static async Task<string> OutcomeAsync(Script run, string? call) => call switch
    {
        "get" => $"name {(await run.GetAsync()).Name}",
        "create" => $"name {(await run.CreateAsync()).Name}",
        "list" => await CountAsync(run.Client.Organizations.ListAutoPagingAsync(cancellationToken: Token)),
        "accounts" => await CountAsync(run.Client.Accounts.ListAutoPagingAsync(cancellationToken: Token)),
        _ => throw new InvalidOperationException($"There is no call {call}."),
    };

    private static async Task<string> CountAsync<T>(AutoPages<T> list)
    {
        var rows = 0;
        await foreach (var _ in list) rows++;
        return $"{rows} rows";
    }

    private static Answer Read(JsonElement answer)
    {
        var body = answer.GetProperty("body");
        var headers = answer.TryGetProperty("headers", out var all)
            ? all.EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString()!, StringComparer.OrdinalIgnoreCase) : [];
        headers.TryAdd("Content-Type", "application/json");
        var ending = answer.TryGetProperty("ending", out var end) ? end.GetString() : "";
        return new Answer(answer.GetProperty("status").GetInt32(), body.ValueKind == JsonValueKind.String ? body.GetString()! : body.GetRawText())
        {
            Headers = [.. headers.Select(header => (header.Key, header.Value))],
            Ending = ending switch
            {
                "cut-head" => Ending.CutHead,
                "cut-body" => Ending.CutBody,
                "reset" => Ending.Reset,
                "never" => Ending.Never,
                _ => Ending.Whole,
            },
        };
    }

    // The names of the official clients for what .NET calls exceptions.
    private static string AsTheyName(string found) => found
        .Replace("ApiTimeoutException", "APIConnectionTimeoutError", StringComparison.Ordinal)
        .Replace("Exception`", "Error`", StringComparison.Ordinal).Replace("`Api", "`API", StringComparison.Ordinal);
}
