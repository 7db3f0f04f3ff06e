using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Grove.Cli.Output;
using Grove.Client;

namespace Grove.Cli.Verbs;

/// <summary>One call of a verb: asks, sends, and shows the answer.</summary>
internal sealed partial class VerbCall(Surroundings around, CommonOptions common, Verb verb, Given given)
{
    public async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        using var session = new Session(around, common.Of(parsed));
        var request = new RequestWriter(session, verb, given);
        var path = await request.PathAsync(cancellation);
        if (verb.Question is not null) await session.ConfirmAsync(Question(request.Ids), cancellation);
        var query = await request.QueryAsync(cancellation);
        var body = await request.BodyAsync(cancellation);
        if (verb.Paging != Paging.None || verb.Columns.Length > 0) await new ListCall(session, verb, path, query, given.All).RunAsync(body, Options(), cancellation);
        else await OneAsync(session, path + Text(query), body, cancellation);
        return ExitCode.Done;
    }

    /// <summary>A query with its question mark; empty when there are no parameters.</summary>
    public static string Text(IReadOnlyList<KeyValuePair<string, string>> query)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in query)
            text.Append(text.Length == 0 ? '?' : '&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        return text.ToString();
    }

    private async Task OneAsync(Session session, string path, JsonElement? body, CancellationToken cancellation)
    {
        var response = verb.AtRoot
            ? await session.AtRootAsync(path, cancellation)
            : await session.SendAsync(verb.Method, path, body, Options(), cancellation);
        if (session.Printer.Form == Form.Json || verb.AtRoot)
        {
            session.Printer.Body(response.Body);
            return;
        }
        var answer = Answer.Of(response);
        session.Printer.One(answer.Result, verb.Secret);
        session.Printer.Messages(response);
    }

    private RequestOptions Options() => new() { IfMatch = given.IfMatch, IdempotencyKey = given.IdempotencyKey };

    private string Question(IReadOnlyDictionary<string, string> ids) => Placeholder().Replace(verb.Question!, match =>
    {
        var parameter = verb.In.First(one => one.Wire == match.Groups[1].Value);
        var (text, id) = (given.Of(parameter)[0], ids[parameter.Wire]);
        return text == id ? id : $"{text} ({id})";
    });

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();
}
