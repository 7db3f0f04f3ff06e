using System.Text.Json;
using System.Text.Json.Nodes;
using Grove.Cli;
using Grove.Cli.Nouns;
using Grove.Cli.Verbs;

namespace Grove.Conformance.Doors;

/// <summary>A request in the words of the command line.</summary>
/// <param name="Arguments">The command line, without what every call has.</param>
/// <param name="Input">Standard input; null for none.</param>
/// <param name="Operation">The operation, when a verb said it.</param>
internal sealed record CliWords(IReadOnlyList<string> Arguments, string? Input, string? Operation)
{
    // What a verb has an option for, or the environment says.
    private static readonly string[] Spoken = ["X-Auth-Email", "X-Auth-Key", "Authorization", "Content-Type", "Content-Length", "If-Match", "Idempotency-Key", "Grove-As-User"];

    private static readonly IReadOnlyList<(string Words, Verb Verb)> Verbs =
    [
        .. from noun in AllNouns.Of(new Surroundings
           {
               In = TextReader.Null, Out = TextWriter.Null, Error = TextWriter.Null, Environment = static _ => null, ReadHidden = static () => "",
           }, new CommonOptions())
           from verb in noun.Verbs()
           select ($"{noun.Name} {verb.Name}", verb),
        .. AllNouns.Alone().Select(verb => (verb.Name, verb)),
    ];

    /// <summary>The words for a request; its path is below the base URL, or begins with a slash.</summary>
    public static CliWords Of(AskedRequest asked)
    {
        var candidates = Candidates(asked).ToList();
        // A verb that has an option for everything; the one with the fewest, as "rename" before "update".
        foreach (var (words, verb, ids) in candidates.OrderBy(one => one.Verb.Says is null).ThenBy(one => one.Verb.Body?.Length ?? 0))
        {
            if (Line(asked, words, verb, ids) is not { } line) continue;
            if (CliBody.Say(verb, asked.Body, out var input) is { } body) return new([.. line, .. body], input, Key(verb));
        }
        foreach (var (words, verb, ids) in candidates.Where(one => one.Verb is { Says: null, Body: not null }).OrderByDescending(one => one.Verb.Body!.Length))
            if (asked.Body is not null && Line(asked, words, verb, ids) is { } line) return new([.. line, "--data", "-"], asked.Body, Key(verb));
        return Any(asked);
    }

    private static string Key(Verb verb) =>
        $"{verb.Method} {string.Join('/', Path(verb).Split('/').Select(segment => segment.StartsWith('{') ? "{}" : segment))}";

    private static string Path(Verb verb) => verb.AtRoot ? "/" + verb.Path : verb.Path;

    private static IEnumerable<(string Words, Verb Verb, IReadOnlyList<string> Ids)> Candidates(AskedRequest asked)
    {
        var segments = asked.Path.Split('/');
        var fitting = from one in Verbs
                      let template = Path(one.Verb).Split('/')
                      where one.Verb.Method.Method == asked.Method && template.Length == segments.Length
                          && template.Zip(segments).All(pair => pair.First == pair.Second || (pair.First.StartsWith('{') && pair.Second.Length > 0))
                      let ids = template.Zip(segments).Where(pair => pair.First.StartsWith('{')).Select(pair => Uri.UnescapeDataString(pair.Second)).ToList()
                      select (one.Words, one.Verb, Ids: (IReadOnlyList<string>)ids);
        var all = fitting.ToList();
        // Where a word and an id fit, it is the word.
        return all.Where(one => one.Ids.Count == all.Min(other => other.Ids.Count));
    }

    // Everything but the body; null when the verb has no words for it.
    private static List<string>? Line(AskedRequest asked, string words, Verb verb, IReadOnlyList<string> ids)
    {
        var line = words.Split(' ').ToList();
        foreach (var (parameter, id) in verb.In.Zip(ids))
        {
            if (!CliBody.IsArgument(id) || (parameter.Named is null && id.StartsWith('-'))) return null;
            line.Add(parameter.Named is null ? id : "id:" + id);
        }
        var query = asked.Query.ToList();
        foreach (var parameter in verb.WholeQuery)
        {
            var given = query.Where(one => one.Key == parameter.Wire).ToList();
            if (given.Count == 0 && parameter.Required) return null;
            if ((given.Count > 1 && parameter.Kind != Kind.Texts) || !given.All(one => CliBody.IsArgument(one.Value))) return null;
            foreach (var (_, value) in given) if (!CliBody.Add(line, parameter, value)) return null;
            query.RemoveAll(one => one.Key == parameter.Wire);
        }
        if (query.Count > 0 || asked.Headers.Keys.Except(Spoken, StringComparer.OrdinalIgnoreCase).Any()) return null;
        var takesMatch = verb.Changes && verb.Method != HttpMethod.Post;
        if (asked.Headers.ContainsKey("If-Match") && !takesMatch) return null;
        if (asked.Headers.ContainsKey("Idempotency-Key") && verb.Method != HttpMethod.Post) return null;
        if (verb.AtRoot && asked.Headers.ContainsKey("Grove-As-User")) return null;
        Options(line, asked);
        return line;
    }

    // grove api, which says anything.
    private static CliWords Any(AskedRequest asked)
    {
        var query = string.Join('&', asked.Query.Select(one => $"{Uri.EscapeDataString(one.Key)}={Uri.EscapeDataString(one.Value)}"));
        List<string> line = ["api", asked.Method, query.Length == 0 ? asked.Path : $"{asked.Path}?{query}"];
        if (asked.Body is not null) line.AddRange(["--data", "-"]);
        foreach (var (name, values) in asked.Headers)
            if (!Spoken.Contains(name, StringComparer.OrdinalIgnoreCase)) line.Add($"--header={name}: {Only(name, values)}");
        Options(line, asked);
        return new(line, asked.Body, null);
    }

    private static void Options(List<string> line, AskedRequest asked)
    {
        foreach (var (header, option) in ((string, string)[])[("If-Match", "--if-match"), ("Idempotency-Key", "--idempotency-key"), ("Grove-As-User", "--as-user")])
        {
            if (!asked.Headers.TryGetValue(header, out var values)) continue;
            var value = Only(header, values);
            if (!CliBody.IsArgument(value)) throw new UntranslatableException($"{header} cannot be an argument.");
            line.Add(option == "--as-user" ? $"{option}=id:{value}" : $"{option}={value}");
        }
    }

    public static string Only(string name, string[] values) => values is [var only] ? only : throw new UntranslatableException($"Two headers {name}.");
}

/// <summary>A body as options of a verb.</summary>
internal static class CliBody
{
    /// <summary>The options that say a body whole; null when there are none.</summary>
    public static IReadOnlyList<string>? Say(Verb verb, string? text, out string? input)
    {
        input = null;
        if (verb.Body is null && verb.Says is null) return text is null ? [] : null;
        if (text is null || Parse(text) is not { } left) return null;
        foreach (var (name, value) in verb.Says ?? [])
        {
            if (!left.TryGetPropertyValue(name, out var same) || !JsonNode.DeepEquals(value, same)) return null;
            left.Remove(name);
        }
        List<string> line = [];
        foreach (var parameter in verb.Body ?? [])
        {
            if (!Take(left, parameter.Wire, out var value))
            {
                if (parameter.Required) return null;
                continue;
            }
            if (value is null)
            {
                if (!parameter.Nullable) return null;
                line.AddRange(["--unset", parameter.Wire.Replace('_', '-')]);
            }
            else if (parameter.Kind == Kind.Secret)
            {
                if (value.GetValueKind() != JsonValueKind.String || value.GetValue<string>() is not { Length: > 0 } secret || secret.Trim() != secret || secret.Contains('\n', StringComparison.Ordinal)) return null;
                input = secret + "\n";
            }
            else if (Texts(parameter, value) is not { } texts || !texts.All(one => IsArgument(one) && Add(line, parameter, one)))
            {
                return null;
            }
        }
        foreach (var name in verb.Unsettable)
            if (Take(left, name, out var value))
            {
                if (value is not null) return null;
                line.AddRange(["--unset", name.Replace('_', '-')]);
            }
        return left.Count == 0 ? line : null;
    }

    public static bool Add(List<string> line, Parameter parameter, string text)
    {
        var value = parameter.Named is null || text == parameter.Literal ? text : "id:" + text;
        if (!parameter.IsOption && value.StartsWith('-')) return false;
        if (!parameter.IsOption) line.Add(value);
        else if (value.StartsWith('-')) line.Add($"{parameter.Name}={value}");
        else line.AddRange([parameter.Name, value]);
        return true;
    }

    /// <summary>What the system can hand to a program.</summary>
    public static bool IsArgument(string text) => text.Length < 60_000 && !text.Contains('\0', StringComparison.Ordinal) && text.EnumerateRunes().All(rune => rune.Value != 0xFFFD);

    private static IReadOnlyList<string>? Texts(Parameter parameter, JsonNode value)
    {
        var kind = value.GetValueKind();
        switch (parameter.Kind)
        {
            case Kind.Truth:
                return kind is JsonValueKind.True or JsonValueKind.False ? [value.ToJsonString()] : null;
            case Kind.Texts:
                return value is JsonArray { Count: > 0 } texts && texts.All(one => one?.GetValueKind() == JsonValueKind.String) ? [.. texts.Select(one => one!.GetValue<string>())] : null;
            case Kind.Objects:
                return value is JsonArray { Count: > 0 } objects && objects.All(one => one is JsonObject) ? [.. objects.Select(one => one!.ToJsonString())] : null;
            case Kind.Object:
                return value is JsonObject ? [value.ToJsonString()] : null;
            default:
                return kind == JsonValueKind.String ? [value.GetValue<string>()] : null;
        }
    }

    // Takes a member out, and what is empty around it then.
    private static bool Take(JsonObject whole, string wire, out JsonNode? value)
    {
        var (name, rest) = wire.Split('.', 2) is [var first, var further] ? (first, further) : (wire, null);
        if (!whole.TryGetPropertyValue(name, out value)) return false;
        if (rest is null) return whole.Remove(name);
        if (value is not JsonObject inner || !Take(inner, rest, out value)) return false;
        if (inner.Count == 0) whole.Remove(name);
        return true;
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text, new JsonNodeOptions(), new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
