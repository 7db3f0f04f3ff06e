using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Grove.Conformance.Laws;

/// <summary>
/// The server looks at exactly the members that the document gives a body. A value that is of no member's kind tells: who looks at it refuses it,
/// before anything is read from the database.
/// </summary>
public class BodyMemberLaws(SharedHosts hosts)
{
    private const string Unknown = " is not known here.";

    private static readonly ParallelOptions AtOnce = new() { MaxDegreeOfParallelism = 8 };

    [Fact]
    public async Task The_members_of_every_body_are_those_of_the_document()
    {
        var host = await hosts.GetAsync(Engine.Sqlite);
        var document = await ApiDocument.ReadAsync(host);
        var operations = ApiDocument.Operations(document).Where(operation => operation.Node.TryGetProperty("requestBody", out _)).ToList();
        var places = operations.ToDictionary(operation => operation, operation => Places(document, Body(operation), []).ToList());
        // What any body has anywhere is tried everywhere.
        var names = places.Values.SelectMany(list => list).SelectMany(place => place.Members.Keys).Append("made_up").Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(operations.Count > 25 && names.Count > 50);
        var faults = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var tries = from operation in operations from place in places[operation] from name in names select (operation, place, name);
        await Parallel.ForEachAsync(tries, AtOnce, async (one, _) =>
        {
            var (operation, place, name) = one;
            var expected = place.Members.TryGetValue(name, out var isRead) ? isRead ? Heed.Reads : Heed.Ignores : place.IsClosed ? Heed.Refuses : Heed.Ignores;
            var heed = await TryAsync(host, operation, place, name);
            if (heed != expected) faults.Enqueue($"{operation.Id}: {place}/{name}: the document says {expected}, the server {heed}.");
        });
        Assert.True(faults.IsEmpty, string.Join('\n', faults.Order(StringComparer.Ordinal)));
    }

    private enum Heed
    {
        /// <summary>The member has a meaning.</summary>
        Reads,

        /// <summary>It may be there and means nothing.</summary>
        Ignores,

        /// <summary>It may not be there.</summary>
        Refuses,
    }

    /// <summary>An object in a body.</summary>
    /// <param name="Way">The members that lead there; one in an array ends with [].</param>
    /// <param name="Members">Those it has, and whether they mean anything.</param>
    private sealed record Place(IReadOnlyList<string> Way, IReadOnlyDictionary<string, bool> Members, bool IsClosed)
    {
        public string Pointer => string.Concat(Way.Select(step => "/" + step.Replace("[]", "/0", StringComparison.Ordinal)));

        /// <summary>A body with nothing but one member at this place.</summary>
        public string With(string name)
        {
            JsonNode node = new JsonObject { [name] = new JsonArray(new JsonArray()) };
            foreach (var step in Way.Reverse())
                node = step.EndsWith("[]", StringComparison.Ordinal) ? new JsonObject { [step[..^2]] = new JsonArray(node) } : new JsonObject { [step] = node };
            return node.ToJsonString();
        }

        public override string ToString() => Pointer;
    }

    private static async Task<Heed> TryAsync(GroveHost host, ApiOperation operation, Place place, string name)
    {
        // Nothing has these ids, so that a body without a fault changes nothing.
        var path = string.Join('/', operation.Path.Split('/').Select(segment => segment.StartsWith('{') ? Requests.UnknownId() + segment[(segment.IndexOf('}', StringComparison.Ordinal) + 1)..] : segment));
        var reply = await host.Operator.SendAsync(new(operation.Method), path, JsonDocument.Parse(place.With(name)).RootElement);
        if (reply.Status != HttpStatusCode.BadRequest) return Heed.Ignores;
        var at = $"{place.Pointer}/{name}";
        var said = reply.Json.GetProperty("errors").EnumerateArray().Where(error =>
            error.TryGetProperty("source", out var source) && source.GetProperty("pointer").GetString() is { } pointer
            && (pointer == at || pointer.StartsWith(at + "/", StringComparison.Ordinal))).Select(error => error.GetProperty("message").GetString()!).ToList();
        return said.Count == 0 ? Heed.Ignores : said.Any(message => message.EndsWith(Unknown, StringComparison.Ordinal)) ? Heed.Refuses : Heed.Reads;
    }

    private static JsonElement Body(ApiOperation operation) =>
        operation.Node.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema");

    private static IEnumerable<Place> Places(JsonElement document, JsonElement schema, IReadOnlyList<string> way)
    {
        if (Resolved(document, schema) is not { } resolved || !resolved.TryGetProperty("properties", out var properties)) yield break;
        var closed = resolved.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.False;
        yield return new(way, properties.EnumerateObject().ToDictionary(member => member.Name, member => !IsIgnored(member.Value)), closed);
        foreach (var member in properties.EnumerateObject().Where(member => !IsIgnored(member.Value)))
        {
            foreach (var place in Places(document, member.Value, [.. way, member.Name])) yield return place;
            if (Resolved(document, member.Value) is not { } array || !array.TryGetProperty("items", out var items)) continue;
            foreach (var place in Places(document, items, [.. way, member.Name + "[]"])) yield return place;
        }
    }

    private static bool IsOf(JsonElement schema, string type) =>
        schema.TryGetProperty("type", out var said) && said.ValueKind == JsonValueKind.String && said.GetString() == type;

    private static bool IsIgnored(JsonElement schema) => schema.TryGetProperty("description", out var description) && description.GetString() == "Ignored.";

    /// <summary>What references lead to; of an object or null the object. What may be a text too is looked at as a whole.</summary>
    private static JsonElement? Resolved(JsonElement document, JsonElement schema)
    {
        var checker = new SchemaChecker(document);
        while (schema.TryGetProperty("$ref", out var reference)) schema = checker.Resolve(reference.GetString()!);
        if (!schema.TryGetProperty("anyOf", out var any)) return schema;
        var kinds = any.EnumerateArray().Select(one => Resolved(document, one)).OfType<JsonElement>().Where(one => !IsOf(one, "null")).ToList();
        return kinds is [var only] ? only : null;
    }
}
