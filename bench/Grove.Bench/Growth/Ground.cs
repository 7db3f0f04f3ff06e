using System.Globalization;
using System.Text.Json;
using Grove.Bench.Data;
using Grove.Bench.Load;
using Grove.Server.Text;

namespace Grove.Bench.Growth;

/// <summary>One database, the server on it, and what is asked of it.</summary>
/// <param name="FarPage">The page of accounts that is at the farthest offset, or the last full one.</param>
/// <param name="Found">How many organizations the search finds.</param>
internal sealed record Ground(Scenario Scenario, ServerProcess Server, Targets Targets, int FarPage, long Found)
{
    private const int PerPage = 50;

    public static string Search { get; } = $"{GrowthOperation.Path}?name.contains={Uri.EscapeDataString(Vocabulary.Rare)}";

    /// <summary>The farthest page of accounts that the smallest database has too.</summary>
    public int CommonPage { get; init; } = 1;

    /// <summary>How many rows come before the far page.</summary>
    public int FarOffset => (FarPage - 1) * PerPage;

    /// <summary>How many rows come before the common page.</summary>
    public int CommonOffset => (CommonPage - 1) * PerPage;

    public static async Task<Ground> OpenAsync(Scenario scenario)
    {
        var (server, _) = await scenario.GroveAsync();
        var targets = await Targets.ReadAsync(scenario.Connection, server);
        using var client = Targets.Client(server, BenchUsers.Big);
        using var accounts = JsonDocument.Parse(await client.GetStringAsync(new Uri(server.Url + Accounts(1))));
        // Without a total there are more rows than any page here skips.
        var pages = accounts.RootElement.GetProperty("result_info").TryGetProperty("total_count", out var all) ? all.GetInt32() / PerPage : int.MaxValue;
        var found = await scenario.FirstAsync(
            $"select count(*) from closure c join organizations o on o.key = c.descendant where c.ancestor = {Forest.Big} and o.name_folded like '%{NameRules.Fold(Vocabulary.Rare)}%'",
            row => row.GetInt64(0));
        return new(scenario, server, targets, Math.Clamp(pages, 1, (GrowthOperation.FarthestOffset / PerPage) + 1), found);
    }

    public static string Accounts(int page) => string.Create(CultureInfo.InvariantCulture, $"/client/v4/accounts?page={page}&per_page={PerPage}");
}
