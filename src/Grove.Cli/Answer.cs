using System.Text.Json;
using Grove.Client;

namespace Grove.Cli;

/// <summary>The body of an answer, read. One without the envelope is the result itself.</summary>
/// <param name="Response">The answer as it came.</param>
/// <param name="Result">The result; undefined when there is none.</param>
/// <param name="Info">What a list says of its page; undefined when it says nothing.</param>
internal sealed record Answer(ApiResponse Response, JsonElement Result, JsonElement Info)
{
    /// <exception cref="CommandException">The body is no JSON.</exception>
    public static Answer Of(ApiResponse response)
    {
        if (response.BodyBytes.Length == 0) return new(response, default, default);
        try
        {
            var body = JsonDocument.Parse(response.BodyBytes).RootElement;
            if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("result", out var result)) return new(response, body, default);
            return new(response, result, body.TryGetProperty("result_info", out var info) ? info : default);
        }
        catch (JsonException)
        {
            throw new CommandException(ExitCode.Refused, $"{(int)response.StatusCode}: the body of the answer is no JSON: {response.Body}");
        }
    }

    public string? Text(string member) => Info.ValueKind == JsonValueKind.Object && Info.TryGetProperty(member, out var value)
        && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? Output.Cell.Text(value) : null;
}
