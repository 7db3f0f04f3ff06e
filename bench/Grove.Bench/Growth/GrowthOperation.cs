using System.Globalization;
using Grove.Bench.Data;
using Grove.Bench.Load;

namespace Grove.Bench.Growth;

/// <summary>What is asked of databases of different sizes.</summary>
/// <param name="Label">What its line in the chart is called.</param>
/// <param name="Requests">The requests on one database.</param>
/// <param name="Bounded">True where design bounds how much slower it may be on the largest database.</param>
internal sealed record GrowthOperation(string Name, string Title, string Label, Func<Ground, IEnumerable<string>> Requests, bool Bounded)
{
    /// <summary>How many rows a page by number may skip and still be bounded.</summary>
    public const int FarthestOffset = 10_000;

    public const string Path = "/client/v4/organizations";

    public static IReadOnlyList<GrowthOperation> All { get; } =
    [
        new("get", "get", "get", ground => ground.Targets.Ids.Select(id => Get($"{Path}/{id}")), false),
        new("first", "first page of 10, with the exact total", "first page", _ => [Get(Path)], true),
        new("middle", "page of 10 in the middle", "page in the middle", ground => Pages(ground.Targets.Middle), true),
        new("end", "page of 10 at the end", "page at the end", ground => Pages(ground.Targets.End), true),
        new("accounts", "`GET /accounts`, `page=1`, 50 rows", "accounts, page 1", _ => [Get(Ground.Accounts(1))], true),
        new("accounts-same", "`GET /accounts`, the farthest offset that all have, 50 rows", "accounts, same offset", ground => [Get(Ground.Accounts(ground.CommonPage))], true),
        new("accounts-far", $"`GET /accounts`, the page at offset {FarthestOffset.ToString("N0", CultureInfo.InvariantCulture)} or the last full one, 50 rows", "accounts, far page",
            ground => [Get(Ground.Accounts(ground.FarPage))], false),
        new("contains-rare", $"`name.contains`, rare: `{Vocabulary.Rare}`", "contains, rare", _ => [Get(Ground.Search)], false),
        // Last: it makes the databases larger.
        new("create", "create", "create", ground => Operation.Creates(ground.Targets), false),
    ];

    private static IEnumerable<string> Pages(IEnumerable<(string Token, long After)> pages) => pages.Select(page => Get($"{Path}?page_token={page.Token}"));

    private static string Get(string path) => $"GET\t{path}\t";
}
