using System.Data.Common;
using System.Net.Http.Headers;
using System.Text.Json;
using Grove.Bench.Data;

namespace Grove.Bench.Load;

/// <summary>What the requests are about: ids, keys and page tokens of the large subtree, read once before anything is measured.</summary>
internal sealed class Targets
{
    private const int MostPages = 2000;
    private const int MostIds = 50_000;
    private const int CheckedOneIn = 97;
    private const int DefaultPageSize = 10;
    private const int NamesLookedAt = 20_000;

    public required IReadOnlyList<string> Ids { get; init; }

    /// <summary>Those that have room for another level below them.</summary>
    public required IReadOnlyList<string> Parents { get; init; }

    public required string MovedId { get; init; }
    public required string BigId { get; init; }
    public required string DestinationId { get; init; }

    /// <summary>One with as many above it as any has.</summary>
    public required string DeepId { get; init; }

    /// <summary>An account of an organization of the subtree.</summary>
    public required string AccountId { get; init; }

    /// <summary>How many of those there are.</summary>
    public required int Accounts { get; init; }

    /// <summary>A user whom one of the deepest manages.</summary>
    public required string ManagedUserId { get; init; }

    /// <summary>What is searched for.</summary>
    public required IReadOnlyList<Term> Terms { get; init; }

    /// <summary>Places in the list of all, evenly spread: Grove's token and the key that it stands for.</summary>
    public required IReadOnlyList<(string Token, long After)> Pages { get; init; }

    /// <summary>Users with organizations on which, or above which, they are members.</summary>
    public required IReadOnlyList<(string User, string Organization)> Checks { get; init; }

    /// <summary>Those around the middle of the list.</summary>
    public IReadOnlyList<(string Token, long After)> Middle => [.. Pages.Skip(Pages.Count * 9 / 20).Take(Math.Max(1, Pages.Count / 10))];

    /// <summary>The last ones that a full page follows.</summary>
    public IReadOnlyList<(string Token, long After)> End => [.. Pages.Where((_, i) => Visible - ((i + 1) * Step) >= DefaultPageSize).TakeLast(5)];

    public int Visible { get; private init; }

    /// <summary>How many organizations one place is from the next.</summary>
    private int Step => StepOf(Visible);

    public static HttpClient Client(ServerProcess grove, string email)
    {
        var client = new HttpClient { BaseAddress = new Uri(grove.Url), Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        client.DefaultRequestHeaders.Add("X-Auth-Email", email);
        client.DefaultRequestHeaders.Add("X-Auth-Key", BenchUsers.ApiKey);
        return client;
    }

    public static async Task<Targets> ReadAsync(DbConnection database, ServerProcess grove)
    {
        var rows = await database.QueryAsync(
            $"select o.id, o.key, c.depth from closure c join organizations o on o.key = c.descendant where c.ancestor = {Forest.Big}",
            row => (Id: row.GetString(0), Key: row.GetInt64(1), Depth: row.GetInt32(2)));
        var keys = rows.ToDictionary(row => row.Id, row => row.Key);
        var random = new Random(1);
        var ids = rows.Select(row => row.Id).ToArray();
        random.Shuffle(ids);
        var deepest = rows.Where(row => row.Depth >= Forest.MaxLevel - 1).Select(row => row.Id).ToHashSet();
        var (account, accounts) = (await database.QueryAsync(
            $"select min(a.id), count(*) from accounts a join closure c on c.descendant = a.organization_key where c.ancestor = {Forest.Big}",
            row => (row.GetString(0), (int)row.GetInt64(1))))[0];
        var managed = (await database.QueryAsync("select id from users where managing_organization_key is not null order by key limit 1", row => row.GetString(0)))[0];
        var folded = await database.QueryAsync(
            $"select o.name_folded from closure c join organizations o on o.key = c.descendant where c.ancestor = {Forest.Big} order by c.descendant limit {NamesLookedAt}",
            row => row.GetString(0));
        string IdOf(int key) => rows.First(row => row.Key == key).Id;
        return new()
        {
            Visible = rows.Count,
            Ids = ids[..Math.Min(MostIds, ids.Length)],
            Parents = [.. ids.Where(id => !deepest.Contains(id)).Take(MostIds)],
            BigId = IdOf(Forest.Big),
            MovedId = IdOf(Forest.Moved),
            DestinationId = IdOf(Forest.Destination),
            DeepId = rows.MaxBy(row => row.Depth).Id,
            AccountId = account,
            Accounts = accounts,
            ManagedUserId = managed,
            Terms = Term.Choose(folded),
            Pages = await WalkAsync(grove, keys),
            Checks = await database.QueryAsync(
                $"""
                 select u.id, o.id from organizations o join closure c on c.descendant = o.key
                 join organization_members m on m.organization_key = c.ancestor and m.status = 1 join users u on u.key = m.user_key
                 where o.key % {CheckedOneIn} = 0 limit {MostIds}
                 """, row => (row.GetString(0), row.GetString(1))),
        };
    }

    private static int StepOf(int visible) => Math.Clamp(visible / MostPages, 1, 1000);

    private static async Task<List<(string Token, long After)>> WalkAsync(ServerProcess grove, Dictionary<string, long> keys)
    {
        using var client = Client(grove, BenchUsers.Big);
        var size = StepOf(keys.Count);
        var pages = new List<(string, long)>();
        for (var token = ""; ;)
        {
            using var page = JsonDocument.Parse(await client.GetStringAsync(new Uri($"{grove.Url}/client/v4/organizations?page_size={size}&page_token={token}")));
            if (!page.RootElement.GetProperty("result_info").TryGetProperty("next_page_token", out var next)) return pages;
            token = next.GetString()!;
            pages.Add((token, keys[page.RootElement.GetProperty("result").EnumerateArray().Last().GetProperty("id").GetString()!]));
        }
    }
}
