using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grove.Cli.Verbs;

/// <summary>Makes the path, the query and the body of one call.</summary>
internal sealed class RequestWriter(Session session, Verb verb, Given given)
{
    private readonly Dictionary<string, string> ids = [];

    /// <summary>The parameters of the path, by their names on the wire; complete once the path was written.</summary>
    public IReadOnlyDictionary<string, string> Ids => ids;

    public async Task<string> PathAsync(CancellationToken cancellation)
    {
        foreach (var parameter in verb.In) ids[parameter.Wire] = await ValueAsync(parameter, given.Of(parameter)[0], cancellation);
        var path = new StringBuilder(verb.Path);
        foreach (var (name, id) in ids)
        {
            // Such an id would be another path.
            if (id.Trim() is "" or "." or "..") throw CommandException.Usage($"'{id}' cannot be an id.");
            path.Replace($"{{{name}}}", Uri.EscapeDataString(id));
        }
        return path.ToString();
    }

    public async Task<List<KeyValuePair<string, string>>> QueryAsync(CancellationToken cancellation)
    {
        List<KeyValuePair<string, string>> query = [];
        foreach (var parameter in verb.WholeQuery)
        {
            if (parameter.Required && given.Of(parameter).Length == 0) throw CommandException.Usage($"{parameter.Name} is missing.");
            foreach (var text in given.Of(parameter)) query.Add(new(parameter.Wire, await ValueAsync(parameter, text, cancellation)));
        }
        return query;
    }

    /// <summary>The body; null when the verb has none.</summary>
    public async Task<JsonElement?> BodyAsync(CancellationToken cancellation)
    {
        if (verb.Body is null && verb.Says is null) return null;
        JsonElement? data = given.Data is null ? null : await BodyReader.ReadAsync(given.Data, "--data", session.Around.In, cancellation);
        var body = verb.Body ?? [];
        var named = body.Where(parameter => given.Of(parameter).Length > 0).ToList();
        if (data is { } whole && named.Count == 0 && given.Unset.Count == 0 && verb.Says is null) return whole;
        var members = data is { } some ? BodyReader.Object(some, "--data") : [];
        foreach (var (name, value) in verb.Says ?? []) members[name] = value?.DeepClone();
        foreach (var parameter in body)
        {
            if (parameter.Kind == Kind.Secret && data is null) Set(members, parameter.Wire, await session.SecretAsync(parameter.Help, cancellation));
            else if (given.Of(parameter) is { Length: > 0 } texts) Set(members, parameter.Wire, await NodeAsync(parameter, texts, cancellation));
            else if (parameter.Required && data is null) throw CommandException.Usage($"{parameter.Name} is missing.");
        }
        foreach (var word in given.Unset) Set(members, word.Replace('-', '_'), null);
        return BodyReader.Element(members);
    }

    private async Task<JsonNode?> NodeAsync(Parameter parameter, string[] texts, CancellationToken cancellation)
    {
        switch (parameter.Kind)
        {
            case Kind.Truth:
                return texts[0] switch
                {
                    "true" => true,
                    "false" => false,
                    _ => throw CommandException.Usage($"{parameter.Name} is true or false."),
                };
            case Kind.Texts:
                var array = new JsonArray();
                foreach (var text in texts) array.Add((JsonNode)await ValueAsync(parameter, text, cancellation));
                return array;
            case Kind.Objects:
                var objects = new JsonArray();
                foreach (var text in texts) objects.Add(JsonNode.Parse((await BodyReader.ReadAsync(text, parameter.Name, session.Around.In, cancellation)).GetRawText()));
                return objects;
            case Kind.Object:
                return JsonNode.Parse((await BodyReader.ReadAsync(texts[0], parameter.Name, session.Around.In, cancellation)).GetRawText());
            default:
                return await ValueAsync(parameter, texts[0], cancellation);
        }
    }

    private async Task<string> ValueAsync(Parameter parameter, string text, CancellationToken cancellation) =>
        parameter.Named is not { } what || text == parameter.Literal ? text : await session.Names.IdAsync(what, text, ids, cancellation);

    private static void Set(JsonObject members, string wire, JsonNode? value)
    {
        var names = wire.Split('.');
        foreach (var name in names[..^1])
        {
            if (members[name] is not JsonObject inner) members[name] = inner = [];
            members = inner;
        }
        members[names[^1]] = value;
    }
}
