using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Grove.Conformance.Model;

/// <summary>Several people act on one server at random, one after the other; every answer is compared with that of the <see cref="Forest"/>.</summary>
internal sealed partial class Play
{
    private const int Remembered = 12;
    private const int Crowded = 70;

    private readonly Random random;
    private readonly int seed;
    private readonly Forest forest;
    private readonly List<string> gone = [];
    private readonly Queue<string> history = new();
    private readonly Dictionary<string, string> tags = [];
    private readonly (int Weight, Func<Person, Task> Act)[] acts;
    private int step;

    public Play(int seed, int levels, IEnumerable<Person> people)
    {
        (this.seed, random, forest) = (seed, new Random(seed), new Forest(levels));
        forest.People.AddRange(people);
        acts =
        [
            (14, CreateAsync), (24, UpdateAsync), (12, DeleteAsync), (6, PutProfileAsync), (3, GetProfileAsync), (6, GetAsync), (12, ListAsync), (1, MisuseTokenAsync),
            (5, ListOwnAsync), (3, GetOwnAsync), (4, LeaveAsync), (10, PutMembershipAsync), (4, EndMembershipAsync), (3, SetManagingAsync),
        ];
    }

    /// <summary>How many answers each act had, by status and codes: a play in which everything is refused tells nothing.</summary>
    public SortedDictionary<string, int> Seen { get; } = new(StringComparer.Ordinal);

    public async Task RunAsync(int steps, int checkEvery)
    {
        for (step = 1; step <= steps; step++)
        {
            var roll = random.Next(acts.Sum(act => act.Weight));
            var at = 0;
            while (roll >= acts[at].Weight) roll -= acts[at++].Weight;
            await acts[at].Act(Someone());
            if (step % checkEvery == 0 || step == steps) await CompareAllAsync();
        }
    }

    /// <summary>Everything that anybody sees.</summary>
    private async Task CompareAllAsync()
    {
        foreach (var person in forest.People)
        {
            await WalkAsync(person, new(), 1000);
            await WalkAsync(person, new(), random.Next(2, 9));
            await WalkAsync(person, new() { Parent = "null" }, 7);
        }
        var reader = Someone();
        foreach (var organization in forest.Organizations.ToList())
            await SendAsync(reader, HttpMethod.Get, $"organizations/{organization.Id}", null, null, () => forest.Get(reader, organization.Id));
    }

    private Person Someone() => random.GetItems([.. forest.People], 1)[0];

    private Person OftenAnOperator(Person otherwise) => random.Next(8) == 0 ? otherwise : forest.People.First(person => person.Operator);

    private T OneOf<T>(params T[] choices) => choices[random.Next(choices.Length)];

    private bool Chance(int percent) => random.Next(100) < percent;

    /// <summary>An id to use: mostly of what the person sees, at times of what they do not see, what is gone, what never was, and what is none.</summary>
    private string SomeId(Person person)
    {
        var visible = forest.Organizations.Where(organization => forest.Sees(person, organization)).ToArray();
        var id = random.Next(100) switch
        {
            < 74 when visible.Length > 0 => OneOf(visible).Id,
            < 92 when forest.Count > 0 => OneOf([.. forest.Organizations]).Id,
            < 96 when gone.Count > 0 => OneOf([.. gone]),
            < 98 => Guid.NewGuid().ToString("N"),
            _ => OneOf("x", "null", "0123456789abcdef0123456789abcdeg", "%F0%9F%98%80", "-"),
        };
        return Chance(5) ? id.ToUpperInvariant() : id;
    }

    private Condition? SomeCondition(long? version)
    {
        if (version is not { } present || Chance(85)) return null;
        var (right, wrong) = ($"\"{present}.0123456789abcdef\"", $"\"{present + OneOf(-1, 1, 5)}.0123456789abcdef\"");
        return random.Next(8) switch
        {
            0 => new("*", _ => true),
            1 => new($"{wrong}, {right}", at => at == present),
            2 => new($"W/{right}", _ => false),
            3 => new("nonsense", _ => false),
            4 or 5 => new(wrong, _ => false),
            _ => new(right, at => at == present),
        };
    }

    private async Task<Reply> SendAsync(
        Person person, HttpMethod method, string path, string? body, Condition? condition, Func<Expected> judge, [System.Runtime.CompilerServices.CallerMemberName] string act = "")
    {
        history.Enqueue($"{forest.People.IndexOf(person)} {method} {path} {body}{(condition is null ? "" : $" If-Match: {condition.Header}")}");
        if (history.Count > Remembered) history.Dequeue();
        var reply = condition is null
            ? await person.Actor.SendAsync(method, path, body)
            : await person.Actor.SendAsync(method, path, body, ("If-Match", condition.Header));
        // A creation is judged with the answer at hand, as only the service gives ids.
        judging = reply;
        Compare(judge(), reply);
        var outcome = $"{act} {(int)reply.Status}{(reply.Json.ValueKind == JsonValueKind.Object && reply.Json.TryGetProperty("errors", out _) ? string.Concat(reply.Codes.Distinct().Select(code => $" {code}")) : "")}";
        Seen[outcome] = Seen.GetValueOrDefault(outcome) + 1;
        return reply;
    }

    private Reply? judging;

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
            Same("success", expected.Codes.Length == 0, reply.Json.GetProperty("success").GetBoolean(), reply);
            Same("messages", 0, reply.Json.GetProperty("messages").GetArrayLength(), reply);
            Same("codes", string.Join(',', expected.Codes), string.Join(',', reply.Codes), reply);
        }
        if (expected.Codes.Length > 0)
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
        var id = reply.Result.TryGetProperty("id", out var member) ? member.GetString() : null;
        if (id is null) return;
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
