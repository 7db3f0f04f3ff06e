using System.Diagnostics;
using System.Text.Json;
using Grove.Bench.Data;

namespace Grove.Bench.Load;

/// <summary>Two servers over one PostgreSQL, nothing in front of them: the same answers, how soon one sees what the other revoked, and the throughput.</summary>
internal static class NodesVerb
{
    private const string Wire = "/client/v4";
    private const string Path = Wire + "/organizations";
    private const string UserDetailsRead = "8acbe5bb0d54464ab867149d7f7cf8ac";
    private const double Budget = 5000;
    private static readonly string[] OwnHeaders = ["X-Request-Id", "Date"];

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var (rounds, seconds, times) = (arguments.Number("rounds", 5), arguments.Number("seconds", 5), arguments.Number("times", 40));
        var connections = arguments.Number("connections", 16);
        await using var scenario = await Scenario.OpenAsync(arguments);
        if (!scenario.Postgres) throw new ArgumentException("--database: two servers need PostgreSQL.");
        var (one, _) = await scenario.GroveAsync();
        var (two, _) = await scenario.GroveAsync();
        var targets = await Targets.ReadAsync(scenario.Connection, one);

        var (asked, different) = await CompareAsync(one, two,
            [.. targets.Ids.Take(500).Select(id => $"{Path}/{id}"), .. targets.Pages.Take(500).Select(page => $"{Path}?page_token={page.Token}"), Path]);
        scenario.Line($"");
        scenario.Line($"{asked:N0} requests to both servers, single organizations, the first page, and later pages by tokens that the first one gave: {different} answers differ in status, body or headers, the request's id and the date aside.");

        scenario.Line($"");
        scenario.Line($"| Requests/s, {connections} connections | One server | Two servers, two generators with half of the connections each | Ratio |");
        scenario.Line($"|---|---|---|---|");
        foreach (var name in (string[])["get", "page"])
        {
            var operation = Operation.All(targets, connections).First(operation => operation.Name == name);
            using var requests = new RequestFile(operation.Requests);
            Task<LoadResult> Ask(ServerProcess server, int of) => Wrk.RunAsync(server, Wrk.Headers(operation.User), requests, of, seconds);
            async Task<double> Both() => (await Task.WhenAll(Ask(one, connections / 2), Ask(two, connections / 2))).Sum(result => result.PerSecond);
            await Both();
            var (alone, together) = (new List<double>(), new List<double>());
            for (var round = 0; round < rounds; round++)
            {
                alone.Add((await Ask(one, connections)).PerSecond);
                together.Add(await Both());
            }
            scenario.Line($"| {operation.Title} | {alone.Median():N0} | {together.Median():N0} | {together.Zip(alone, (both, single) => both / single).ToList().Spread("F2")} |");
        }
        scenario.Line($"");
        scenario.Line($"Servers, database and generators share {Environment.ProcessorCount} cores, which one server keeps busy already: this shows that a second one costs nothing, not what it adds on a machine of its own.");

        scenario.Line($"");
        scenario.Line($"Something is revoked by the first server; the second has used it in the moment before, and is asked every 10 ms until it refuses. Milliseconds from the answer of the first, {times} times each:");
        scenario.Line($"");
        scenario.Line($"| | Median, least, greatest | Budget |");
        scenario.Line($"|---|---|---|");
        var late = 0;
        foreach (var (title, kind) in ((string, Kind)[])[("an API token is deleted", Kind.Token), ("an API key is rolled", Kind.Key), ("a user is suspended", Kind.User), ("a membership ends", Kind.Membership)])
        {
            var delays = await Task.WhenAll(Enumerable.Range(0, times).Select(i => DelayAsync(one, two, kind, targets.Ids[i])));
            if (delays.Max() > Budget) late++;
            scenario.Line($"| {title} | {delays.Spread("F0")} | ≤ {Budget:N0} {(delays.Max() <= Budget ? "met" : "**missed**")} |");
        }
        await scenario.WriteAsync("Two servers over one database", arguments);
        return different + late == 0 ? 0 : 1;
    }

    private enum Kind { Token, Key, User, Membership }

    private static async Task<(int Asked, int Different)> CompareAsync(ServerProcess one, ServerProcess two, IReadOnlyList<string> paths)
    {
        using var client = Targets.Client(one, BenchUsers.Big);
        async Task<string> Answer(ServerProcess server, string path)
        {
            using var answer = await client.GetAsync(new Uri(server.Url + path));
            answer.EnsureSuccessStatusCode();
            var headers = answer.Headers.Concat(answer.Content.Headers).Where(header => !OwnHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase)).Select(header => $"{header.Key}: {string.Join(',', header.Value)}");
            var body = await answer.Content.ReadAsStringAsync();
            // A page token is sealed anew each time; what it stands for is compared by the page that it gives.
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.TryGetProperty("result_info", out var info) && info.TryGetProperty("next_page_token", out var token)) body = body.Replace(token.GetString()!, "", StringComparison.Ordinal);
            return string.Join('\n', [$"{(int)answer.StatusCode}", .. headers, body]);
        }
        var different = 0;
        foreach (var path in paths)
        {
            var (first, second) = (await Answer(one, path), await Answer(two, path));
            if (first == second) continue;
            if (different++ == 0) Console.Error.WriteLine($"{path}\n{first}\n\n{second}");
        }
        return (paths.Count, different);
    }

    private static async Task<double> DelayAsync(ServerProcess one, ServerProcess two, Kind kind, string organization)
    {
        using var @operator = Targets.Client(one, BenchUsers.Operator);
        async Task<JsonElement> Send(HttpClient client, HttpMethod method, string path, object? body = null)
        {
            using var request = new HttpRequestMessage(method, new Uri(one.Url + path));
            if (body is not null) request.Content = JsonContent.Create(body);
            using var answer = await client.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{method} {path}: {text}");
            return JsonElement.Parse(text).GetProperty("result");
        }
        var email = $"revoked-{Guid.NewGuid():N}@bench.example";
        var user = await Send(@operator, HttpMethod.Post, "/grove/v1/users", new { email });
        var (id, key) = (user.GetProperty("id").GetString()!, user.GetProperty("api_key").GetString()!);
        var member = $"/grove/v1/organizations/{organization}/users/{id}";
        await Send(@operator, HttpMethod.Put, member, new { roles = (string[])["4d1fcf3f8f6b4cb69b2e0c7b5e1aa303"] });
        using var own = new HttpClient();
        own.DefaultRequestHeaders.Add("X-Auth-Email", email);
        own.DefaultRequestHeaders.Add("X-Auth-Key", key);
        using var used = new HttpClient();
        var token = "";
        if (kind == Kind.Token)
        {
            var made = await Send(@operator, HttpMethod.Post, $"/grove/v1/users/{id}/tokens", new
            {
                name = "token",
                policies = new[] { new { effect = "allow", permission_groups = new[] { new { id = UserDetailsRead } }, resources = new Dictionary<string, string> { ["com.cloudflare.api.user." + id] = "*" } } },
            });
            token = made.GetProperty("id").GetString()!;
            used.DefaultRequestHeaders.Authorization = new("Bearer", made.GetProperty("value").GetString());
        }
        else
        {
            used.DefaultRequestHeaders.Add("X-Auth-Email", email);
            used.DefaultRequestHeaders.Add("X-Auth-Key", key);
        }
        async Task<bool> LetIn()
        {
            using var answer = await used.GetAsync(new Uri($"{two.Url}{Path}/{organization}"));
            return answer.IsSuccessStatusCode;
        }
        if (!await LetIn()) throw new InvalidOperationException("Refused before anything was revoked.");
        await (kind switch
        {
            Kind.Token => Send(own, HttpMethod.Delete, $"{Wire}/user/tokens/{token}"),
            Kind.Key => Send(@operator, HttpMethod.Post, $"/grove/v1/users/{id}/api_key"),
            Kind.User => Send(@operator, HttpMethod.Patch, $"/grove/v1/users/{id}", new { suspended = true }),
            _ => Send(@operator, HttpMethod.Delete, member),
        });
        var revoked = Stopwatch.StartNew();
        while (await LetIn()) await Task.Delay(10);
        var took = revoked.Elapsed.TotalMilliseconds;
        await Send(@operator, HttpMethod.Delete, $"/grove/v1/users/{id}");
        return took;
    }
}
