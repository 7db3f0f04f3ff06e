using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Grove.Conformance.Model;

/// <summary>How an answer is compared.</summary>
internal sealed partial class Play
{
    private readonly Dictionary<string, string> tags = [];

    private void Compare(Expected expected, Reply reply)
    {
        Same("status", expected.Status, reply.Status, reply);
        if (reply.Text.Length == 0)
        {
            Same("body", Expected.Empty.Status, expected.Status, reply);
            return;
        }
        if (!expected.Bare)
        {
            Same("success", !expected.Refused, reply.Json.GetProperty("success").GetBoolean(), reply);
            Same("messages", 0, reply.Json.GetProperty("messages").GetArrayLength(), reply);
            Same("codes", string.Join(',', expected.Codes), string.Join(',', reply.Codes), reply);
        }
        if (expected.Refused)
        {
            Same("result", JsonValueKind.Null, reply.Result.ValueKind, reply);
            if (expected.Pointers is { } pointers) Same("pointers", string.Join(',', pointers.Order()), string.Join(',', reply.Pointers.Order()), reply);
            if (expected.Numbers is { } numbers) Same("numbers", string.Join(',', numbers.Order()), string.Join(',', NumbersIn(reply).Order()), reply);
            return;
        }
        if (expected.Result is not null) SameJson("result", expected.Result, expected.Bare ? reply.Json : reply.Result, reply);
        if (expected.Version is { } version) CheckTag(version, reply);
        else Same("ETag", false, reply.Headers.ContainsKey("ETag"), reply);
    }

    private static IEnumerable<int> NumbersIn(Reply reply) =>
        reply.Json.GetProperty("errors")[0].GetProperty("message").GetString()!.Split(' ', ',', '.')
            .Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null).OfType<int>();

    /// <summary>The version comes first, and the whole changes when and only when the bytes do.</summary>
    private void CheckTag(long version, Reply reply)
    {
        var tag = reply.Headers.GetValueOrDefault("ETag") ?? "";
        if (!tag.StartsWith($"\"{version}.", StringComparison.Ordinal)) Fail($"ETag: expected version {version}, got {tag}", reply);
        var text = reply.Result.GetRawText();
        if (!reply.Result.TryGetProperty("id", out var id)) return;
        Same("bytes of this ETag", tags.GetValueOrDefault($"{id} {tag}", text), text, reply);
        Same("ETag of these bytes", tags.GetValueOrDefault($"{version} {text}", tag), tag, reply);
        tags[$"{id} {tag}"] = text;
        tags[$"{version} {text}"] = tag;
    }

    private void Same<T>(string what, T expected, T actual, Reply reply)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual)) Fail($"{what}: expected {expected}, got {actual}", reply);
    }

    private void SameJson(string what, JsonNode expected, JsonElement actual, Reply reply)
    {
        if (!JsonElement.DeepEquals(JsonSerializer.SerializeToElement(expected), actual)) Fail($"{what}: expected {expected.ToJsonString()}, got {actual.GetRawText()}", reply);
    }

    private void Fail(string what, Reply reply) => Assert.Fail(
        $"GROVE_MODEL_SEED={seed} GROVE_MODEL_STEPS={step}: {what}\nanswer: {(int)reply.Status} {reply.Text}\nthe last acts (person, request):\n{string.Join('\n', history)}");
}
