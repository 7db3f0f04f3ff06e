using System.Globalization;
using Grove.Bench.Data;

namespace Grove.Bench.Load;

/// <summary>The reads of lists that are compared with Grove's own plain page, or with B where it has the same.</summary>
internal static class ListOperations
{
    /// <summary>How many rows a page by number skips at most here.</summary>
    public const int FarthestOffset = 10_000;

    private const string Path = "/client/v4/organizations";
    private const string AccountsPath = "/client/v4/accounts";
    private const int PerPage = 50;
    private const int Named = 500;
    private const double NoBudget = 1000;

    public static IEnumerable<Operation> All(Targets targets, int connections)
    {
        Operation Place(string name, string title, IReadOnlyList<(string Token, long After)> pages) => new(
            name, title, BenchUsers.Big, pages.Select(page => Get($"{Path}?page_token={page.Token}")),
            pages.Select(page => Get(string.Create(CultureInfo.InvariantCulture, $"/organizations?ancestor={Forest.Big}&after={page.After}"))), 0.85, connections);
        Operation Plain(string name, string title, string user, string path, double most, int? count = null) =>
            new(name, title, user, [Get(path)], null, most, count ?? connections);
        Operation List(string name, string title, string query, double most = NoBudget) => Plain(name, title, BenchUsers.Big, $"{Path}?{query}", most);
        Operation Search(string name, string title, string parameter, string term) =>
            List(name, $"`{parameter}`, {title}: `{term}`", $"{parameter}={Uri.EscapeDataString(term)}", 10);
        var far = Math.Clamp((targets.Accounts + PerPage - 1) / PerPage, 1, (FarthestOffset / PerPage) + 1);
        string Accounts(int page) => string.Create(CultureInfo.InvariantCulture, $"{AccountsPath}?page={page}&per_page={PerPage}");
        return
        [
            Place("middle", "page of 10 in the middle", targets.Middle),
            Place("end", "page of 10 at the end", targets.End),
            Search("contains-absent", "absent", "name.contains", Vocabulary.Absent),
            Search("contains-rare", "rare", "name.contains", Vocabulary.Rare),
            Search("contains-common", "common", "name.contains", Vocabulary.Common),
            .. targets.Terms.Select(term => Search("contains-" + term.Name, term.Title, "name.contains", term.Text)),
            Search("starts", "rare", "name.startsWith", Vocabulary.Rare),
            List("children", "`parent.id` of the large root", "parent.id=" + targets.BigId, 10),
            List("containing-organization", "`containing.organization`, one of the deepest", "containing.organization=" + targets.DeepId),
            List("containing-account", "`containing.account`", "containing.account=" + targets.AccountId),
            List("containing-user", "`containing.user`, whom one of the deepest manages", "containing.user=" + targets.ManagedUserId),
            List("ids", $"`id` × {Named}", "id=" + string.Join(',', targets.Ids.Take(Named))),
            Plain("numbers", "`GET /accounts`, `page=1`, 50 rows", BenchUsers.Big, Accounts(1), NoBudget),
            Plain("numbers-far", string.Create(CultureInfo.InvariantCulture, $"`GET /accounts`, at offset {(far - 1) * PerPage:N0}, 50 rows"), BenchUsers.Big, Accounts(far), NoBudget),
            Plain("fifty", "first page, 50 memberships", BenchUsers.Fifty, Path + "?page_size=10", NoBudget, 2),
            Plain("many", "first page, a member of one in 200", BenchUsers.Many, Path + "?page_size=10", NoBudget, 2),
            Plain("roots", "`parent.id=null`, a member of every root", BenchUsers.Roots, Path + "?parent.id=null", NoBudget, 2),
        ];
    }

    private static string Get(string path) => $"GET\t{path}\t";
}
