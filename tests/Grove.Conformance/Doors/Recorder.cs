using System.Net;
using System.Text.Json;

namespace Grove.Conformance.Doors;

/// <summary>Stands between a door and the server: lets through what the case asked for and nothing else, and keeps the answer.</summary>
internal sealed class Recorder(AskedRequest asked, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send) : HttpMessageHandler
{
    private RecordedAnswer? answer;

    public bool HasAnswer => answer is not null;

    public RecordedAnswer Answer => answer ?? throw new InvalidOperationException("Nothing was sent.");

    /// <summary>Why the last request came to nothing; null when it was answered.</summary>
    public Exception? Fault { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await RecordAsync(request, cancellationToken);
        }
        catch (Exception fault)
        {
            Fault = fault;
            throw;
        }
    }

    private async Task<HttpResponseMessage> RecordAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var differences = asked.Differences(await AskedRequest.ReadAsync(request, cancellationToken)).ToList();
        if (differences.Count > 0) throw new UntranslatableException($"The door would say another thing: {string.Join("; ", differences)}.");
        var message = await send(request, cancellationToken);
        var bytes = await message.Content.ReadAsByteArrayAsync(cancellationToken);
        answer = new RecordedAnswer(message.StatusCode, [.. message.Headers], [.. message.Content.Headers], bytes);
        return message;
    }
}

/// <summary>An answer as it came.</summary>
internal sealed record RecordedAnswer(
    HttpStatusCode Status, IReadOnlyList<KeyValuePair<string, IEnumerable<string>>> Headers, IReadOnlyList<KeyValuePair<string, IEnumerable<string>>> ContentHeaders, byte[] Bytes)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Bytes);

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Bytes);

    public string? Header(string name) => Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value?.First();

    public HttpResponseMessage ToMessage(HttpRequestMessage request)
    {
        var message = new HttpResponseMessage(Status) { RequestMessage = request, Content = new ByteArrayContent(Bytes) };
        foreach (var (name, values) in Headers) message.Headers.TryAddWithoutValidation(name, values);
        foreach (var (name, values) in ContentHeaders) message.Content.Headers.TryAddWithoutValidation(name, values);
        return message;
    }
}
