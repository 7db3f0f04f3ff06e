using System.Globalization;
using System.Text.Json;
using Grove.Bench.Data;

namespace Grove.Bench.Load;

/// <summary>Something that is measured: Grove's requests, and those of what it is compared with.</summary>
/// <param name="Reference">B's requests, or null when the reference is Grove's own plain page.</param>
/// <param name="Budget">What design asks: a least share of B's rate, or a most multiple of the plain page's p50.</param>
internal sealed record Operation(
    string Name, string Title, string User, IEnumerable<string> Requests, IEnumerable<string>? Reference, double Budget, int Connections)
{
    private const string Path = "/client/v4/organizations";
    private const string CheckPath = "/grove/v1/check";

    public static IReadOnlyList<Operation> All(Targets targets, int connections)
    {
        var page = targets.Pages.Select(page => Get($"{Path}?page_token={page.Token}"));
        var names = Names(20_000);
        Operation Against(string name, string title, IEnumerable<string> requests, IEnumerable<string> reference, double budget, int? count = null) =>
            new(name, title, BenchUsers.Big, requests, reference, budget, count ?? connections);
        Operation Create(int count) => Against(
            $"create{count}", $"create, {count} connections", Creates(targets, names, Path), Creates(targets, names, "/organizations"), 0.75, count);
        Operation Check(string name, string title, IEnumerable<string> requests, double budget) => new(
            name, title, BenchUsers.Operator, requests, targets.Checks.Select(pair => Get($"/check?user={pair.User}&organization={pair.Organization}")), budget, connections);
        return
        [
            Against("get", "get", targets.Ids.Select(id => Get($"{Path}/{id}")), targets.Ids.Select(id => Get($"/organizations/{id}")), 0.85),
            Against("page", $"later page of 10 of {targets.Visible:N0}", page,
                targets.Pages.Select(at => Get(string.Create(CultureInfo.InvariantCulture, $"/organizations?ancestor={Forest.Big}&after={at.After}"))), 0.85),
            Against("first", "first page with the exact total", [Get(Path)], [Get($"/organizations?ancestor={Forest.Big}")], 0.7),
            .. ListOperations.All(targets, connections),
            Check("check", "check of one user on one organization", targets.Checks.Select(pair => Get($"{CheckPath}?user_id={pair.User}&organization_id={pair.Organization}&permission=%23organization:edit")), 0.85),
            // B answers one check with each request.
            Check("check100", "check of 100 at once", Batches(targets.Checks), 0.03),
            Create(16), Create(64),
        ];
    }

    /// <summary>The plain page that reads without a counterpart in B are compared with.</summary>
    public static IEnumerable<string> PlainPage(Targets targets) => targets.Pages.Select(page => Get($"{Path}?page_token={page.Token}"));

    /// <summary>Creates below the large root, 20,000 of them.</summary>
    public static IEnumerable<string> Creates(Targets targets) => Creates(targets, Names(20_000), Path);

    private static string Get(string path) => $"GET\t{path}\t";

    private static IEnumerable<string> Creates(Targets targets, string[] names, string path) =>
        names.Select((name, i) => $"POST\t{path}\t{{\"name\":{JsonSerializer.Serialize(name)},\"parent\":{{\"id\":\"{targets.Parents[i % targets.Parents.Count]}\"}}}}");

    private static IEnumerable<string> Batches(IReadOnlyList<(string User, string Organization)> checks)
    {
        var random = new SplitMix(100);
        for (var i = 0; i < 500; i++)
        {
            var batch = Enumerable.Range(0, 100).Select(_ => checks[random.Next(checks.Count)])
                .Select(pair => new { user_id = pair.User, organization_id = pair.Organization, permission = "#organization:edit" });
            yield return $"POST\t{CheckPath}\t{JsonSerializer.Serialize(new { checks = batch })}";
        }
    }

    private static string[] Names(int count)
    {
        var random = new SplitMix(99);
        var names = new string[count];
        for (var i = 0; i < count; i++) names[i] = Vocabulary.Name(ref random);
        return names;
    }
}
