using System.Net;
using System.Text.Json;
using Grove.Client;
using Xunit;

namespace Grove.Conformance.Doors;

/// <summary>
/// Every request by the typed method of the SDK. What the SDK sends must be what the case asks for, or nothing is sent; what it answers must be what
/// came, member for member, so that drift between server and SDK breaks a case.
/// </summary>
internal sealed class SdkDoor(Uri wire, HttpMessageHandler inner) : DrivenDoor(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = await AskedRequest.ReadAsync(request, cancellationToken);
        var (operation, ids) = Find(asked);
        if (operation is null)
        {
            return Exclusions.IsWithout(Door.Sdk, asked)
                ? await base.SendAsync(request, cancellationToken)
                : throw new UntranslatableException($"The SDK has no method for {asked.Method} {asked.Path}.");
        }
        var said = new SdkRequest(ids, asked);
        using var recorder = new Recorder(asked, base.SendAsync);
        using var http = new HttpClient(recorder, disposeHandler: false);
        using var client = Client(http, asked);
        try
        {
            var understood = await SdkCalls.All[operation].CallAsync(client, said);
            Check(recorder.Answer, understood);
            if (said.IsTyped) Driven[operation] = true;
        }
        catch (ApiException refusal) when (refusal is not ApiResponseValidationException)
        {
            Check(recorder.Answer, refusal);
        }
        catch (ArgumentException wrong)
        {
            throw new UntranslatableException($"The SDK refuses it: {wrong.Message}");
        }
        return recorder.Answer.ToMessage(request);
    }

    private (string? Operation, IReadOnlyList<string> Ids) Find(AskedRequest asked)
    {
        var path = asked.Path.StartsWith(wire.AbsolutePath, StringComparison.Ordinal) ? asked.Path[wire.AbsolutePath.Length..] : asked.Path;
        var segments = path.Split('/');
        // Where a word and an id fit, it is the word.
        foreach (var operation in SdkCalls.All.Keys.OrderBy(key => key.Split("{}").Length))
        {
            var (method, template) = operation.Split(' ') is [var verb, var rest] ? (verb, rest.Split('/')) : throw new InvalidOperationException(operation);
            if (method != asked.Method || template.Length != segments.Length) continue;
            if (template.Zip(segments).All(pair => pair.First == pair.Second || pair.First == "{}"))
                return (operation, [.. template.Zip(segments).Where(pair => pair.First == "{}").Select(pair => Uri.UnescapeDataString(pair.Second))]);
        }
        return (null, []);
    }

    private GroveClient Client(HttpClient http, AskedRequest asked)
    {
        string? Header(string name) => asked.Headers.TryGetValue(name, out var values) ? string.Join(", ", values) : null;
        var bearer = Header("Authorization");
        if (bearer?.StartsWith("Bearer ", StringComparison.Ordinal) == false) throw new UntranslatableException("Another scheme than Bearer.");
        try
        {
            return new GroveClient(new GroveClientOptions
            {
                BaseUrl = wire,
                HttpClient = http,
                ApiEmail = Header("X-Auth-Email"),
                ApiKey = Header("X-Auth-Key"),
                ApiToken = bearer?["Bearer ".Length..],
            });
        }
        catch (ArgumentException wrong)
        {
            throw new UntranslatableException($"The SDK refuses it: {wrong.Message}");
        }
    }

    private static void Check(RecordedAnswer answer, SdkAnswer understood)
    {
        var raw = understood.Raw;
        Assert.Equal((answer.Status, answer.Text, 1), (raw.StatusCode, raw.Body, raw.Attempts));
        Assert.Equal(answer.Header("ETag"), raw.ETag);
        Assert.Equal(answer.Header("X-Request-Id"), raw.RequestId);
        if (understood.Gives == Gives.Nothing) return;
        Same(understood.Gives == Gives.Body ? answer.Json : answer.Json.GetProperty("result"), understood.Value, answer);
        if (understood.Info is not null && answer.Json.TryGetProperty("result_info", out var info)) Same(info, understood.Info, answer);
        if (understood.Gives == Gives.Result) Same(answer.Json.GetProperty("messages"), raw.Messages, answer);
    }

    private static void Check(RecordedAnswer answer, ApiException refusal)
    {
        var expected = answer.Status switch
        {
            HttpStatusCode.BadRequest => typeof(BadRequestException),
            HttpStatusCode.Unauthorized => typeof(AuthenticationException),
            HttpStatusCode.Forbidden => typeof(PermissionDeniedException),
            HttpStatusCode.NotFound => typeof(NotFoundException),
            HttpStatusCode.Conflict => typeof(ConflictException),
            HttpStatusCode.UnprocessableEntity => typeof(UnprocessableEntityException),
            HttpStatusCode.TooManyRequests => typeof(RateLimitException),
            >= HttpStatusCode.InternalServerError => typeof(InternalServerException),
            _ => typeof(ApiException),
        };
        Assert.IsType(expected, refusal, exactMatch: true);
        Assert.Equal((answer.Status, answer.Text, answer.Header("X-Request-Id")), (refusal.StatusCode, refusal.Body, refusal.RequestId));
        Same(answer.Json.GetProperty("errors"), refusal.Errors, answer, SdkBinder.OpenJson);
    }

    private static void Same(JsonElement raw, object? typed, RecordedAnswer answer, JsonSerializerOptions? options = null)
    {
        var differences = SameJson.InAnswer(raw, JsonSerializer.SerializeToElement(typed, typed?.GetType() ?? typeof(object), options ?? SdkBinder.Json));
        Assert.True(differences.Count == 0, $"The SDK understood otherwise: {string.Join("; ", differences)}. The answer: {answer.Text}");
    }
}
