using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grove.Cli.Verbs;

/// <summary>JSON from the command line, from a file, or from standard input.</summary>
internal static class BodyReader
{
    /// <summary>Reads <c>JSON</c>, <c>@FILE</c> or <c>-</c>.</summary>
    /// <exception cref="CommandException">The file cannot be read, or it is no JSON.</exception>
    public static async Task<JsonElement> ReadAsync(string data, string option, TextReader input, CancellationToken cancellation)
    {
        try
        {
            var text = data == "-" ? await input.ReadToEndAsync(cancellation)
                : data.StartsWith('@') ? await File.ReadAllTextAsync(data[1..], cancellation)
                : data;
            return JsonDocument.Parse(text).RootElement;
        }
        catch (JsonException wrong)
        {
            throw CommandException.Usage($"{option} is no JSON: {wrong.Message}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw CommandException.Usage($"{option}: {fault.Message}");
        }
    }

    /// <summary>The same as something that can be added to; only an object can.</summary>
    public static JsonObject Object(JsonElement data, string option)
    {
        if (data.ValueKind != JsonValueKind.Object) throw CommandException.Usage($"{option} is no JSON object, so other options cannot add to it.");
        var whole = new JsonObject();
        // Of members that are there twice the last counts, as on the server.
        foreach (var member in data.EnumerateObject()) whole[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        return whole;
    }

    /// <summary>JSON to send as it is.</summary>
    public static JsonElement Element(JsonNode node) => JsonDocument.Parse(node.ToJsonString()).RootElement;
}
