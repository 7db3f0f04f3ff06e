using System.CommandLine;
using System.Text.Json;
using Grove.Cli.Output;
using Grove.Cli.Verbs;
using Grove.Client;

namespace Grove.Cli.Commands;

/// <summary><c>grove api METHOD PATH</c>: any request, the answer as it came.</summary>
internal static class ApiCommand
{
    public static Command Of(Surroundings around, CommonOptions common)
    {
        var method = new Argument<string>("METHOD") { Description = "GET, POST, PUT, PATCH or DELETE" };
        method.CompletionSources.Add("GET", "POST", "PUT", "PATCH", "DELETE");
        var path = new Argument<string>("PATH") { Description = "Below the base URL, percent-encoded, with its query; or from /grove/v1/" };
        var data = new Option<string?>("--data", "-d") { Description = "The body", HelpName = "JSON|@FILE|-" };
        var headers = new Option<string[]>("--header", "-H") { Description = "A further header; may be repeated", HelpName = "NAME: VALUE" };
        var ifMatch = new Option<string?>("--if-match") { Description = "Only while the resource has this entity tag", HelpName = "ETAG" };
        var key = new Option<string?>("--idempotency-key") { Description = "The key by which the server knows a repeated request", HelpName = "KEY" };
        var include = new Option<bool>("--include", "-i") { Description = "Write the status and the headers to standard error" };
        var command = new Command("api", "Call any endpoint, and show the answer as it came") { method, path, data, headers, ifMatch, key, include };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = new Session(around, common.Of(parsed));
            var options = new RequestOptions
            {
                Headers = parsed.GetValue(headers)?.Select(Header).ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase),
                IfMatch = parsed.GetValue(ifMatch),
                IdempotencyKey = parsed.GetValue(key),
            };
            JsonElement? body = parsed.GetValue(data) is { } text ? await BodyReader.ReadAsync(text, "--data", around.In, cancellation) : null;
            var verb = parsed.GetValue(method)!;
            if (verb.Length == 0 || !verb.All(char.IsAsciiLetter)) throw CommandException.Usage($"{verb} is no method.");
            var target = parsed.GetValue(path)!;
            if (string.IsNullOrWhiteSpace(target)) throw CommandException.Usage("PATH is missing.");
            var response = await session.SendAsync(new HttpMethod(verb.ToUpperInvariant()), target, body, options, cancellation);
            if (parsed.GetValue(include)) Include(session.Printer, response);
            session.Printer.Body(response.Body);
            return ExitCode.Done;
        });
        return command;
    }

    private static (string Name, string Value) Header(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? (text[..colon].Trim(), text[(colon + 1)..].Trim()) : throw CommandException.Usage($"--header {text}: is no NAME: VALUE.");
    }

    private static void Include(Printer printer, ApiResponse response)
    {
        printer.Note($"{(int)response.StatusCode} {response.StatusCode}");
        foreach (var (name, values) in response.Headers) printer.Note($"{name}: {string.Join(", ", values)}");
        if (response.ContentType is { } type) printer.Note($"Content-Type: {type}");
    }
}
