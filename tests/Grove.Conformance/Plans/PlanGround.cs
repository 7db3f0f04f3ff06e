using Grove.Bench;
using Grove.Bench.Data;
using Grove.Bench.Reads;
using Grove.Server.Organizations;
using Grove.Server.Storage;
using Grove.Tests;

namespace Grove.Conformance.Plans;

/// <summary>
/// The benchmark's data set of some size, and every list grown with it: members, accounts, tokens, invitations and records by the thousand
/// where one place has them all. A server on it whose statements are watched.
/// </summary>
internal sealed class PlanGround : IAsyncDisposable
{
    /// <summary>Invited to many organizations, member of as many, and of as many accounts.</summary>
    public const string Hub = "hub@bench.example";

    private const int HubKey = 9_000_000;
    private const int Extra = 10_000_000;

    private readonly GroveHost host;
    private readonly WatchedDb watched;
    private readonly ReadMeter meter;

    private PlanGround(int organizations, GroveHost host, WatchedDb watched, ReadMeter meter) =>
        (Organizations, this.host, this.watched, this.meter) = (organizations, host, watched, meter);

    public int Organizations { get; }

    /// <summary>What stands in the paths for <c>{name}</c>.</summary>
    public required IReadOnlyDictionary<string, string> Names { get; init; }

    /// <summary>What the server touched to start.</summary>
    public required Reading Start { get; init; }

    public static async Task<PlanGround> CreateAsync(string engine, int organizations)
    {
        var (database, remove) = await Engine.CreateDatabaseAsync(engine);
        var forest = new Forest(organizations, seed: 1);
        await DataVerb.FillAsync(database, forest, static _ => { });
        var url = BenchDatabase.Parse(database);
        string fifty, owner;
        await using (var connection = await BenchDatabase.OpenAsync(url))
        {
            async Task<string> UserAsync(string email) => (await connection.QueryAsync($"select id from users where email = '{email}'", static row => row.GetString(0)))[0];
            (fifty, owner) = (await UserAsync(BenchUsers.Fifty), await UserAsync(BenchUsers.Big));
            foreach (var statement in Additions(forest, url is PostgresUrl ? "bytea" : "blob")) await connection.RunAsync(statement);
            if (url is PostgresUrl) await connection.RunAsync("vacuum analyze");
        }
        WatchedDb? watched = null;
        // Time stands still, so that a credential stays known and nothing happens in the background.
        var host = await GroveHost.OpenAsync(database, db => watched = new WatchedDb(db), remove, clock: new TestClock());
        var toStart = watched!.Take();
        // What the first lists that count the long way ask for.
        await host.Background<SubtreeCounts>()!.CountAsync(Forest.Big, CancellationToken.None);
        await host.Background<AccountCounts>()!.CountAsync(Forest.Big, CancellationToken.None);
        var meter = await ReadMeter.OpenAsync(url);
        var deep = Enumerable.Range(1, forest.Count).First(key => forest.Level(key) == Forest.MaxLevel - 4 && Root(forest, key) == Forest.Big);
        return new(organizations, host, watched, meter)
        {
            Start = await meter.ReadAsync(toStart),
            Names = new Dictionary<string, string>
            {
                ["big"] = forest.Id(Forest.Big),
                ["deep"] = forest.Id(deep),
                ["account"] = Id("a", Extra + 1),
                ["user"] = Id("8", 1),
                ["fifty"] = fifty,
                ["owner"] = owner,
                ["ids"] = string.Join(',', Enumerable.Range(1, forest.Count).Where(key => Root(forest, key) == Forest.Big).Take(500).Select(forest.Id)),
            },
        };
    }

    public Actor As(string email) => new(host.Http, email, BenchUsers.ApiKey) { Id = "" };

    /// <summary>What the statements of a request touch, by the plan that touches more; and the answer.</summary>
    public async Task<(Reading Reading, Reply Reply)> MeasureAsync(Actor actor, string path)
    {
        // The first one asks for the credential too.
        await actor.GetAsync(path);
        watched.Take();
        var reply = await actor.GetAsync(path);
        var asked = watched.Take();
        var generic = await meter.ReadAsync(asked);
        var custom = await meter.ReadAsync(asked, PlanKind.Custom);
        return (generic.Buffers > custom.Buffers ? generic : custom, reply);
    }

    public async ValueTask DisposeAsync()
    {
        await meter.DisposeAsync();
        await host.DisposeAsync();
    }

    private static int Root(Forest forest, int key)
    {
        while (forest.Parent(key) != 0) key = forest.Parent(key);
        return key;
    }

    private static string Id(string kind, long number) => $"{kind}{new string('0', 31 - 12)}{number:D12}";

    /// <summary>The same as SQL, of the number <c>i</c>.</summary>
    private static string SqlId(string kind, string number = "i") => $"'{kind}{new string('0', 31 - 12)}' || substr(cast(1000000000000 + {number} as text), 2)";

    private static IEnumerable<string> Additions(Forest forest, string blob)
    {
        var length = forest.Count / 4;
        var (big, moved) = (forest.Id(Forest.Big), forest.Id(Forest.Moved));
        const string now = "1767225600000000";
        string Numbers(string insert, string select) => $"{insert} with recursive n(i) as (select 1 union all select i + 1 from n where i < {length}) select {select} from n";

        yield return
            $"""
             insert into users (key, id, email, email_folded, api_key_hash, create_time)
             select {HubKey}, '{Id("7", HubKey)}', '{Hub}', '{Hub}', api_key_hash, {now} from users where key = 1
             """;
        yield return Numbers("insert into users (key, id, email, email_folded, api_key_hash, create_time)",
            $"{Extra} + i, {SqlId("8")}, 'extra' || i || '@bench.example', 'extra' || i || '@bench.example', (select api_key_hash from users where key = 1), {now}");
        yield return Numbers("insert into organization_members (key, id, organization_key, user_key, email, status, roles, create_time, update_time)",
            $"{Extra} + i, {SqlId("b")}, {Forest.Big}, {Extra} + i, 'extra' || i || '@bench.example', 1, 1, {now}, {now}");
        yield return Numbers("insert into organization_members (key, id, organization_key, user_key, email, status, roles, create_time, update_time)",
            $"{Extra} * 2 + i, {SqlId("c")}, 4 * i, {HubKey}, '{Hub}', 1, 1, {now}, {now}");
        yield return Numbers("insert into organization_members (key, id, organization_key, user_key, email, status, roles, expires_time, inviter_key, user_id, create_time, update_time)",
            $"{Extra} * 3 + i, {SqlId("d")}, 4 * i - 1, {HubKey}, '{Hub}', 0, 1, 4000000000000000, 1, '{Id("7", HubKey)}', {now}, {now}");
        yield return Numbers("insert into accounts (key, id, name, name_folded, type, organization_key, create_time)",
            $"{Extra} + i, {SqlId("a", $"{Extra} + i")}, 'Account ' || i, 'ACCOUNT ' || i, 'standard', {Forest.Big}, {now}");
        yield return Numbers("insert into account_members (key, id, account_key, user_key, email, status, roles, create_time, update_time)",
            $"{Extra} + i, {SqlId("e")}, {Extra} + 1, {Extra} + i, 'extra' || i || '@bench.example', 1, 1, {now}, {now}");
        yield return Numbers("insert into account_members (key, id, account_key, user_key, email, status, roles, create_time, update_time)",
            $"{Extra} * 2 + i, {SqlId("f")}, 2 * i, {HubKey}, '{Hub}', 1, 1, {now}, {now}");
        yield return Numbers("insert into api_tokens (key, id, user_key, name, secret_hash, enabled, policies, issued_on, modified_on)",
            $"{Extra} + i, {SqlId("1")}, 2, 'token', cast({SqlId("1")} as {blob}), 1, '[]', {now}, {now}");
        string Records(long first, string organization, string lineage) => Numbers(
            "insert into audit_records (key, id, time, organization_id, lineage, actor_id, actor_email, actor_context, actor_level, action_type, action, resource_type, resource_id)",
            $"{first} + i, {SqlId("2", $"{first} + i")}, {now} + 1000 * i, '{organization}', '{lineage}', '{Id("7", HubKey)}', '{Hub}', 'api_key', 0, 'update', 'organization.update', 'organization', '{organization}'");
        yield return Records(Extra, big, big);
        yield return Records(2 * Extra, moved, big + moved);
        yield return Numbers("insert into audit_places (organization_key, time, record_key)", $"{Forest.Big}, {now} + 1000 * i, {2 * Extra} + i");
        yield return $"update users set managing_organization_key = (select max(key) from organizations where parent_key is not null) where key = {Extra} + 1";
    }
}

/// <summary>A small one and one of eight times its size for each engine, made when first asked for.</summary>
public sealed class PlanGrounds : IAsyncDisposable
{
    private readonly Dictionary<string, (PlanGround Small, PlanGround Large)> grounds = [];

    internal async Task<(PlanGround Small, PlanGround Large)> GetAsync(string engine)
    {
        // The tests of one class run one after the other.
        if (!grounds.TryGetValue(engine, out var pair))
            grounds[engine] = pair = (await PlanGround.CreateAsync(engine, 2_000), await PlanGround.CreateAsync(engine, 16_000));
        return pair;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (small, large) in grounds.Values)
        {
            await small.DisposeAsync();
            await large.DisposeAsync();
        }
    }
}
