using System.Globalization;
using System.Text;
using System.Text.Json;
using Grove.Cli.Output;
using Grove.Client;

namespace Grove.Cli.Verbs;

/// <summary>One call of a verb that answers a list: a page of it, or all of them.</summary>
internal sealed class ListCall(Session session, Verb verb, string path, List<KeyValuePair<string, string>> query, bool all)
{
    private readonly StringBuilder rows = new();

    public async Task RunAsync(JsonElement? body, RequestOptions options, CancellationToken cancellation)
    {
        // Fewer, larger pages, unless the size was chosen.
        if (all && Largest() is var (name, size) && query.All(parameter => parameter.Key != name)) query.Add(new(name, size));
        var progress = new Progress(session.Around, "rows");
        var count = 0L;
        while (true)
        {
            var response = await session.SendAsync(verb.Method, path + VerbCall.Text(query), body, options, cancellation);
            var answer = Answer.Of(response);
            var page = answer.Result.ValueKind == JsonValueKind.Array ? answer.Result.EnumerateArray().ToList() : [];
            count += page.Count;
            var next = Next(answer, page.Count);
            if (!all || verb.Paging == Paging.None)
            {
                ShowPage(answer, page, next);
                return;
            }
            if (session.Printer.Form == Form.Json) Keep(page);
            else if (page.Count > 0 || count == 0) session.Printer.Rows(page, verb.Columns, verb.Secret);
            progress.Show(count);
            if (next is not { } parameter)
            {
                progress.Clear();
                if (session.Printer.Form == Form.Json) ShowAll(response);
                session.Printer.Messages(response);
                return;
            }
            session.ThrowIfAbandoned();
            query.RemoveAll(one => one.Key == parameter.Key);
            query.Add(parameter);
        }
    }

    private void ShowPage(Answer answer, List<JsonElement> page, KeyValuePair<string, string>? next)
    {
        if (session.Printer.Form == Form.Json) session.Printer.Body(answer.Response.Body);
        else session.Printer.Rows(page, verb.Columns, verb.Secret);
        if (session.Printer.Form != Form.Json) session.Printer.Messages(answer.Response);
        if (next is not { } parameter || IsLast(answer, page.Count)) return;
        var total = answer.Text("total_size") ?? answer.Text("total_count");
        session.Printer.Note($"{page.Count}{(total is null ? "" : $" of {total}")} rows; for the next page --{parameter.Key.Replace('_', '-')} {parameter.Value}, for all --all.");
    }

    // The rows as they came, and around them what the last page says.
    private void ShowAll(ApiResponse last)
    {
        using var body = JsonDocument.Parse(last.BodyBytes);
        var whole = new StringBuilder("{");
        foreach (var member in body.RootElement.EnumerateObject())
        {
            if (whole.Length > 1) whole.Append(',');
            whole.Append('"').Append(JsonEncodedText.Encode(member.Name)).Append("\":");
            if (member.NameEquals("result")) whole.Append('[').Append(rows).Append(']');
            else whole.Append(member.Value.GetRawText());
        }
        session.Printer.Body(whole.Append('}').ToString());
    }

    private void Keep(List<JsonElement> page)
    {
        foreach (var row in page)
        {
            if (rows.Length > 0) rows.Append(',');
            rows.Append(row.GetRawText());
        }
    }

    private KeyValuePair<string, string>? Next(Answer answer, int count) => verb.Paging switch
    {
        Paging.Token => After(answer.Text("next_page_token"), "page_token"),
        Paging.Cursor => After(Cursor(answer), "cursor"),
        // Totals may be left out or stale: an empty page is the end, as for the official clients.
        Paging.Number when count > 0 => new("page", (Number() + 1).ToString(CultureInfo.InvariantCulture)),
        _ => null,
    };

    // A server that answers a page with the token of that very page would be asked for it forever.
    private KeyValuePair<string, string>? After(string? token, string parameter) =>
        string.IsNullOrEmpty(token) || query.Any(one => one.Key == parameter && one.Value == token) ? null : new(parameter, token);

    private static string? Cursor(Answer answer) => answer.Info.ValueKind == JsonValueKind.Object && new Column("", "cursors.after").Of(answer.Info) is { Length: > 0 } after
        ? after
        : answer.Text("cursor");

    private int Number() => int.TryParse(query.Find(parameter => parameter.Key == "page").Value, CultureInfo.InvariantCulture, out var number) ? number : 1;

    // Of a list with page numbers a full page may be the last one; where totals are given they tell.
    private bool IsLast(Answer answer, int count) => verb.Paging == Paging.Number
        && (answer.Text("total_pages") is { } pages ? Number() >= int.Parse(pages, CultureInfo.InvariantCulture)
            : answer.Text("per_page") is { } full && count < int.Parse(full, CultureInfo.InvariantCulture));

    private (string Name, string Size)? Largest() => verb.Paging switch
    {
        Paging.Token => ("page_size", "1000"),
        Paging.Number => ("per_page", "50"),
        Paging.Cursor => ("limit", "1000"),
        _ => null,
    };
}
