using System.Text.Json;
using Grove.Cli;
using Grove.Cli.Nouns;
using Grove.Cli.Verbs;
using Xunit;

namespace Grove.Conformance.CommandLine;

/// <summary>The rows of the command line against the server's own document: nothing that the API has is out of reach, and nothing is made up.</summary>
public class VerbCoverageCases(SharedHosts hosts)
{
    private static readonly Surroundings Around = new()
    {
        In = TextReader.Null,
        Out = TextWriter.Null,
        Error = TextWriter.Null,
        Environment = static _ => null,
        ReadHidden = static () => "",
    };

    private static readonly ILookup<string, Verb> Verbs = AllNouns.Of(Around, new CommonOptions()).SelectMany(noun => noun.Verbs()).Concat(AllNouns.Alone())
        .ToLookup(verb => $"{verb.Method} {Whole(verb)}");

    [Fact]
    public async Task Every_operation_has_a_verb_and_every_verb_an_operation()
    {
        var operations = (await OperationsAsync()).Operations.Select(operation => $"{operation.Method} {operation.Path}").ToHashSet();
        Assert.Empty(operations.Except(Verbs.Select(verbs => verbs.Key)));
        Assert.Empty(Verbs.Select(verbs => verbs.Key).Except(operations));
    }

    [Fact]
    public async Task Every_parameter_of_a_query_has_an_option_and_no_other_is_sent()
    {
        foreach (var operation in (await OperationsAsync()).Operations)
        {
            var documented = operation.Node.TryGetProperty("parameters", out var all)
                ? all.EnumerateArray().Where(one => one.GetProperty("in").GetString() == "query").Select(one => one.GetProperty("name").GetString()!).ToHashSet() : [];
            var written = Of(operation).SelectMany(verb => verb.WholeQuery).Select(parameter => parameter.Wire).ToHashSet();
            Assert.Equal((operation.Id, documented.Order()), (operation.Id, written.Order()), static (one, other) => one.Item2.SequenceEqual(other.Item2));
        }
    }

    [Fact]
    public async Task Every_member_of_a_body_has_an_option_and_no_other_is_sent()
    {
        var (document, operations) = await OperationsAsync();
        foreach (var operation in operations)
        {
            var documented = operation.Node.TryGetProperty("requestBody", out var body)
                ? Members(document, body.GetProperty("content").GetProperty("application/json").GetProperty("schema"), "").ToHashSet() : [];
            var written = Of(operation).SelectMany(verb => (verb.Body ?? []).Select(parameter => parameter.Wire).Concat((verb.Says ?? []).Select(member => member.Key))).ToHashSet();
            Assert.True(documented.SetEquals(written), $"{operation.Id}: the document has {string.Join(", ", documented.Except(written))} more, grove has {string.Join(", ", written.Except(documented))} more.");
        }
    }

    private static IEnumerable<Verb> Of(ApiOperation operation) => Verbs[$"{operation.Method} {operation.Path}"];

    private static string Whole(Verb verb) => verb.Path.StartsWith('/') ? verb.Path : verb.AtRoot ? "/" + verb.Path : "/client/v4/" + verb.Path;

    private async Task<(JsonElement Document, IReadOnlyList<ApiOperation> Operations)> OperationsAsync()
    {
        var document = await ApiDocument.ReadAsync(await hosts.GetAsync("sqlite"));
        return (document, [.. ApiDocument.Operations(document)]);
    }

    // The innermost members; an array is one. What the server ignores needs no option.
    private static IEnumerable<string> Members(JsonElement document, JsonElement schema, string name)
    {
        schema = Resolved(document, schema);
        foreach (var either in (ReadOnlySpan<string>)["oneOf", "anyOf", "allOf"])
            if (schema.TryGetProperty(either, out var all) && all.EnumerateArray().FirstOrDefault(one => Resolved(document, one).TryGetProperty("properties", out _)) is { ValueKind: JsonValueKind.Object } some)
                return Members(document, some, name);
        if (schema.TryGetProperty("properties", out var properties))
            return properties.EnumerateObject().SelectMany(member => Members(document, member.Value, name.Length == 0 ? member.Name : $"{name}.{member.Name}"));
        return schema.TryGetProperty("description", out var description) && description.GetString() == "Ignored." ? [] : [name];
    }

    private static JsonElement Resolved(JsonElement document, JsonElement schema)
    {
        while (schema.TryGetProperty("$ref", out var reference))
            schema = reference.GetString()!.Split('/')[1..].Aggregate(document, static (node, step) => node.GetProperty(step));
        return schema;
    }
}
