using System.Text.Json;

namespace Grove.Cli.Output;

/// <summary>Writes answers. Standard output gets what was asked for; all else goes to standard error.</summary>
internal sealed class Printer(Surroundings around, Form form)
{
    private bool headed;

    public Form Form => form;

    /// <summary>A body as it came; on a terminal with control characters escaped, which in JSON means the same.</summary>
    public void Body(string body)
    {
        if (body.Length == 0) return;
        around.Out.Write(around.OutIsTerminal ? SafeText.Lines(body) : body);
        if (!body.EndsWith('\n')) around.Out.Write('\n');
    }

    /// <summary>A result that is no list.</summary>
    /// <param name="result">The result.</param>
    /// <param name="secret">The member that is shown this once, so that it is never lost; null for none.</param>
    public void One(JsonElement result, string? secret)
    {
        if (result.ValueKind == JsonValueKind.Undefined) return;
        if (form == Form.Quiet)
        {
            Line(Quiet(result, secret));
            return;
        }
        switch (result.ValueKind)
        {
            case JsonValueKind.Null:
                break;
            case JsonValueKind.Object:
                Members(result);
                break;
            case JsonValueKind.Array:
                foreach (var element in result.EnumerateArray()) Line(Cell.Text(element));
                break;
            default:
                Line(Cell.Text(result));
                break;
        }
    }

    /// <summary>Rows of a list; called again for further pages of the same.</summary>
    /// <param name="rows">The rows of this page.</param>
    /// <param name="columns">What is shown of them.</param>
    /// <param name="secret">The member of a row that is shown this once; null for none.</param>
    public void Rows(IReadOnlyList<JsonElement> rows, Column[] columns, string? secret = null)
    {
        if (form == Form.Quiet)
        {
            foreach (var row in rows) Line(Quiet(row, secret));
            return;
        }
        if (around.OutIsTerminal && rows.Count > 0)
        {
            new TerminalTable(around).Write(rows, columns);
            return;
        }
        if (!headed) Line(string.Join('\t', columns.Select(column => column.Title.ToUpperInvariant())));
        headed = true;
        foreach (var row in rows) around.Out.Write(string.Join('\t', columns.Select(column => SafeText.Line(column.Of(row)))) + "\n");
    }

    /// <summary>A line of text on standard output.</summary>
    public void Line(string text) => around.Out.Write(string.Join('\t', text.Split('\t').Select(SafeText.Line)) + "\n");

    /// <summary>A line for the person on standard error.</summary>
    public void Note(string text)
    {
        around.Out.Flush();
        around.Error.WriteLine(SafeText.Line(text));
    }

    /// <summary>What the API says beside the result, on standard error.</summary>
    public void Messages(Grove.Client.ApiResponse response)
    {
        foreach (var message in response.Messages) Note($"note {message.Code}: {message.Message}");
    }

    private static string Quiet(JsonElement result, string? secret) =>
        string.Join('\t', new[] { Id(result), secret is null ? null : new Column("", secret).Of(result) }.Where(part => !string.IsNullOrEmpty(part)));

    private static string Id(JsonElement result)
    {
        if (result.ValueKind != JsonValueKind.Object) return Cell.Text(result);
        foreach (var name in (ReadOnlySpan<string>)["id", "account_id", "allowed"])
            if (result.TryGetProperty(name, out var id)) return Cell.Text(id);
        return "";
    }

    private void Members(JsonElement result)
    {
        // What it is comes first.
        var members = Cell.Members(result).OrderBy(member => member.Name switch { "id" => 0, "name" or "email" => 1, _ => 2 }).ToList();
        if (around.OutIsTerminal) new TerminalTable(around).Write(members);
        else foreach (var (name, value) in members) around.Out.Write($"{SafeText.Line(name)}\t{SafeText.Line(value)}\n");
    }
}
